namespace RnnGen.Bench.Models;

[RnnModel(InputSize = 8, Initialization = Initialization.PyTorch), Lstm(64), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LongLstm64;

[RnnModel(InputSize = 8, Initialization = Initialization.PyTorch), Gru(64), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LongGru64;
