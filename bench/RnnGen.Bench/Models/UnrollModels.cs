namespace RnnGen.Bench.Models;

[RnnModel(InputSize = 8, Steps = 4), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class OneLayer4;

[RnnModel(InputSize = 8, Steps = 28), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class OneLayer28;

[RnnModel(InputSize = 8, Steps = 100), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class OneLayer100;

[RnnModel(InputSize = 8, Steps = 400), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class OneLayer400;

[RnnModel(InputSize = 8), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class OneLayerLoop;

[RnnModel(InputSize = 8, Steps = 4), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class TwoLayers4;

[RnnModel(InputSize = 8, Steps = 28), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class TwoLayers28;

[RnnModel(InputSize = 8, Steps = 100), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class TwoLayers100;

[RnnModel(InputSize = 8, Steps = 400), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class TwoLayers400;

[RnnModel(InputSize = 8), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class TwoLayersLoop;

[RnnModel(InputSize = 8, Steps = 4), Lstm(8), Gru(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallLayers4;

[RnnModel(InputSize = 8, Steps = 28), Lstm(8), Gru(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallLayers28;

[RnnModel(InputSize = 8, Steps = 100), Lstm(8), Gru(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallLayers100;

[RnnModel(InputSize = 8, Steps = 400), Lstm(8), Gru(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallLayers400;

[RnnModel(InputSize = 8), Lstm(8), Gru(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallLayersLoop;

[RnnModel(InputSize = 8, Steps = 4), Rnn(8), Rnn(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SimpleLayers4;

[RnnModel(InputSize = 8, Steps = 28), Rnn(8), Rnn(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SimpleLayers28;

[RnnModel(InputSize = 8, Steps = 100), Rnn(8), Rnn(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SimpleLayers100;

[RnnModel(InputSize = 8, Steps = 400), Rnn(8), Rnn(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SimpleLayers400;

[RnnModel(InputSize = 8), Rnn(8), Rnn(8), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SimpleLayersLoop;
