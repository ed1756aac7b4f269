namespace RnnGen.Bench.Models;

[RnnModel(InputSize = 28, Steps = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SeedStatic;

[RnnModel(InputSize = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SeedDynamic;

[RnnModel(InputSize = 28, Steps = 28), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallStatic;

[RnnModel(InputSize = 28), Lstm(32), Gru(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class SmallDynamic;

[RnnModel(InputSize = 64, Steps = 64), Lstm(512), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LargeStatic;

[RnnModel(InputSize = 64), Lstm(512), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LargeDynamic;
