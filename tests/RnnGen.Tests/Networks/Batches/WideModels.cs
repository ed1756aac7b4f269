namespace RnnGen.Tests.Networks;

// Inner lengths above 192, where the sum of a product goes from block to block, and more columns than a panel.

[RnnModel(InputSize = 200, Steps = 3), Lstm(200), Gru(400), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class StaticWide;

[RnnModel(InputSize = 200), Lstm(200), Gru(400), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DynamicWide;

[RnnModel(InputSize = 400), Rnn(400), Dense(385), SoftmaxCrossEntropy]
internal sealed partial class WideRnn;

// Steps times layers above the budget of unrolled text: first steps, a repeated chunk, a remainder.

[RnnModel(InputSize = 2, Steps = 413), Gru(3)]
internal sealed partial class StaticLong;

[RnnModel(InputSize = 2), Gru(3)]
internal sealed partial class DynamicLong;
