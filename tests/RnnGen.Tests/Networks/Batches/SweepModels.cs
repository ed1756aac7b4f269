namespace RnnGen.Tests.Networks;

// Every cell once with each size around the vector widths (4, 8 and 16 floats), in changing order.

[RnnModel(InputSize = 1, Steps = 3), Rnn(1), Lstm(9), Gru(17), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep0;

[RnnModel(InputSize = 1), Rnn(1), Lstm(9), Gru(17), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep0;

[RnnModel(InputSize = 3, Steps = 3), Lstm(15), Gru(31), Rnn(7), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep1;

[RnnModel(InputSize = 3), Lstm(15), Gru(31), Rnn(7), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep1;

[RnnModel(InputSize = 5, Steps = 3), Gru(33), Rnn(8), Lstm(16), Dense(7), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep2;

[RnnModel(InputSize = 5), Gru(33), Rnn(8), Lstm(16), Dense(7), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep2;

[RnnModel(InputSize = 7, Steps = 3), Rnn(9), Lstm(17), Gru(129), Dense(8), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep3;

[RnnModel(InputSize = 7), Rnn(9), Lstm(17), Gru(129), Dense(8), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep3;

[RnnModel(InputSize = 9, Steps = 3), Lstm(31), Gru(1), Rnn(15), Dense(9), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep4;

[RnnModel(InputSize = 9), Lstm(31), Gru(1), Rnn(15), Dense(9), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep4;

[RnnModel(InputSize = 11, Steps = 3), Gru(7), Rnn(16), Lstm(33), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep5;

[RnnModel(InputSize = 11), Gru(7), Rnn(16), Lstm(33), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep5;

[RnnModel(InputSize = 13, Steps = 3), Rnn(17), Lstm(129), Gru(8), Dense(15), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep6;

[RnnModel(InputSize = 13), Rnn(17), Lstm(129), Gru(8), Dense(15), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep6;

[RnnModel(InputSize = 28, Steps = 3), Lstm(1), Gru(9), Rnn(31), Dense(16), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep7;

[RnnModel(InputSize = 28), Lstm(1), Gru(9), Rnn(31), Dense(16), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep7;

[RnnModel(InputSize = 31, Steps = 3), Gru(15), Rnn(33), Lstm(7), Dense(17), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep8;

[RnnModel(InputSize = 31), Gru(15), Rnn(33), Lstm(7), Dense(17), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep8;

[RnnModel(InputSize = 33, Steps = 3), Rnn(129), Lstm(8), Gru(16), Dense(33), SoftmaxCrossEntropy]
internal sealed partial class StaticSweep9;

[RnnModel(InputSize = 33), Rnn(129), Lstm(8), Gru(16), Dense(33), SoftmaxCrossEntropy]
internal sealed partial class DynamicSweep9;
