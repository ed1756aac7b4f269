namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[Lstm(4, LearnedInitialState = true)]
[Gru(5, LearnedInitialState = true)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class LearnedStack;

[RnnModel(InputSize = 3, Steps = 5)]
[Lstm(4, LearnedInitialState = true)]
[Gru(5, LearnedInitialState = true)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class StaticLearnedStack;

/// <summary>Its first layer starts from zero.</summary>
[RnnModel(InputSize = 3)]
[Gru(4)]
[Lstm(20, Direction = Direction.Bidirectional, LearnedInitialState = true)]
[Rnn(3, LearnedInitialState = true)]
internal sealed partial class LearnedDirections;

[RnnModel]
[Embedding(7, 4)]
[Lstm(6, Projection = 3, Peepholes = true, StateDropout = 0.4, LearnedInitialState = true)]
[Gru(3, ResetAfter = true, Residual = true, LearnedInitialState = true)]
[Dense(7, EveryStep = true)]
[SoftmaxCrossEntropy]
internal sealed partial class LearnedTokens;

/// <summary>Single rows run interleaved; one layer has learned its state, the other not.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Rnn(4, LearnedInitialState = true)]
[Gru(5)]
internal sealed partial class SmallLearned;

[CellEquations("""
    state h, slow_part
    z, q = [x, h] * kernel + bias
    slow_part' = 0.5*slow_part + 0.4*tanh(q)*slow_part
    h' = tanh(z + slow_part*h)
    """)]
internal sealed class SlowPartAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 3)]
[SlowPart(5, LearnedInitialState = true)]
internal sealed partial class LearnedText;
