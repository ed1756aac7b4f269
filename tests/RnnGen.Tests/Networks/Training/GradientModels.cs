namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[Rnn(5)]
internal sealed partial class OneRnn;

[RnnModel(InputSize = 3)]
[Lstm(4, ForgetBias = 0.5)]
internal sealed partial class OneLstm;

[RnnModel(InputSize = 3)]
[Gru(5)]
internal sealed partial class OneGru;

[RnnModel(InputSize = 3, Steps = 5)]
[Lstm(3)]
[Rnn(4)]
[Gru(5)]
internal sealed partial class StaticStack;

[RnnModel(InputSize = 3)]
[Lstm(3)]
[Rnn(4)]
[Gru(5)]
internal sealed partial class DynamicStack;

[RnnModel(InputSize = 2)]
[Gru(4)]
[Lstm(3, ForgetBias = -1.25)]
[Dense(5)]
[Dense(2)]
internal sealed partial class DenseStack;

/// <summary>Layer 1 and layers 10 and 11 have names with the same beginning.</summary>
[RnnModel(InputSize = 2)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
[Rnn(3)]
internal sealed partial class DeepStack;

[RnnModel(InputSize = 2, Steps = 5)]
[Rnn(4)]
[Dense(6)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class SmallClassifier;

/// <summary>Prediction only: no backward code is generated.</summary>
[RnnModel(InputSize = 3, Training = false)]
[Lstm(3)]
[Rnn(4)]
[Gru(5)]
internal sealed partial class UntrainableStack;
