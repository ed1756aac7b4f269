namespace RnnGen.Bench.Models;

[RnnModel(InputSize = 128), Gru(128), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class CellGru;

[RnnModel(InputSize = 128), MinGru(128), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class CellMinGru;

[RnnModel(InputSize = 128), Gru(128), Gru(128), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class CellTwoGru;

[RnnModel(InputSize = 128), MinGru(128), MinGru(128), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class CellTwoMinGru;
