namespace RnnGen.Tests.Networks;

[RnnModel]
[Embedding(11, 5)]
[Lstm(6)]
[Dense(11, EveryStep = true)]
[SoftmaxCrossEntropy]
internal sealed partial class CharacterModel;

[RnnModel(Steps = 5)]
[Embedding(11, 5)]
[Lstm(6)]
[Dense(11, EveryStep = true)]
[SoftmaxCrossEntropy]
internal sealed partial class StaticCharacterModel;

/// <summary>The same network of floats, for one-hot inputs.</summary>
[RnnModel(InputSize = 11)]
[Lstm(6)]
[Dense(11, EveryStep = true)]
[SoftmaxCrossEntropy]
internal sealed partial class OneHotModel;

[RnnModel(Initialization = Initialization.PyTorch)]
[Embedding(9, 4, PaddingToken = 2)]
[Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]
[Lstm(5)]
internal sealed partial class TokenDirections;

[RnnModel(Initialization = Initialization.Keras)]
[Embedding(9, 3)]
[Gru(4, Direction = Direction.Reverse)]
[Pooling(Pooling.Mean)]
internal sealed partial class TokensReversed;

[RnnModel]
[Embedding(9, 6)]
[Rnn(5, InputDropout = 0.3)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class TokenDropout;

/// <summary>Its columns are shared by three threads.</summary>
[RnnModel]
[Embedding(30, 40)]
[Gru(40, Residual = true)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class WideTokens;

/// <summary>Single rows run interleaved.</summary>
[RnnModel(Steps = 5)]
[Embedding(9, 3)]
[Rnn(4)]
[Gru(5)]
internal sealed partial class SmallStaticTokens;

/// <summary>A row of the table is too large for the stack.</summary>
[RnnModel]
[Embedding(3, 4100)]
[Rnn(3)]
internal sealed partial class LongRows;

[RnnModel(Training = false)]
[Embedding(5, 2, TableInitializer = Initializer.Constant, TableInitializerValue = 0.5, PaddingToken = 4)]
[Rnn(3)]
internal sealed partial class FixedTokens;
