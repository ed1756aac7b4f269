namespace RnnGen.Tables.Tests;

[RnnModel(InputSize = 2)]
[Gru(6)]
[Dense(1)]
[MeanSquaredError]
internal sealed partial class ForecastModel;

[RnnModel(InputSize = 2, Steps = 5)]
[Gru(6)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class StaticClassifier;
