namespace RnnGen.Tests.Networks;

// Weights in eight bits: inputs that stay in floats and such that do not, panels of 64, 32 and 16 columns, dense layers of few columns.

[RnnModel(InputSize = 5, Weights = WeightStorage.Int8)]
[Lstm(65, Peepholes = true), Gru(40), Dense(9, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class DynamicInt8;

[RnnModel(InputSize = 5, Steps = 7, Weights = WeightStorage.Int8)]
[Lstm(65, Peepholes = true), Gru(40), Dense(9, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class StaticInt8;

[RnnModel(InputSize = 5)]
[Lstm(65, Peepholes = true), Gru(40), Dense(9, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class DynamicFloat32;

[RnnModel(InputSize = 5, Weights = WeightStorage.BFloat16)]
[Lstm(65, Peepholes = true), Gru(40), Dense(9, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class DynamicBFloat16;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Gru(3, ResetAfter = true), Rnn(24), Lstm(1), Dense(1)]
internal sealed partial class SmallInt8;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Rnn(2, Bias = false, Activation = Activation.Linear)]
internal sealed partial class LinearInt8;

[RnnModel(InputSize = 6, Training = false, Weights = WeightStorage.Int8), Rnn(2, Bias = false, Activation = Activation.Linear)]
internal sealed partial class WideLinearInt8;
