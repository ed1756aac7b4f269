namespace RnnGen.MemoryProbe;

/// <summary>Outputs of every step, which are larger than the scratch of one group of rows.</summary>
[RnnModel(InputSize = 1), Gru(4)]
public sealed partial class Sequences;

/// <summary>A label a step.</summary>
[RnnModel(InputSize = 2), Lstm(4, Direction = Direction.Bidirectional), Dense(3, EveryStep = true), SoftmaxCrossEntropy(IgnoreIndex = -100)]
public sealed partial class Labelled;

/// <summary>A table, and a label a row.</summary>
[RnnModel, Embedding(16, 5), Gru(4), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 1.0, 2, 3 })]
public sealed partial class Tokens;

[RnnModel(InputSize = 2), Gru(4)]
[Head("label"), Dense(3), SoftmaxCrossEntropy]
[Head("next"), Dense(2, EveryStep = true), MeanSquaredError]
public sealed partial class TwoHeads;

/// <summary>Enough work for several threads.</summary>
[RnnModel(InputSize = 16), Lstm(64), Dense(4), SoftmaxCrossEntropy]
public sealed partial class Wide;
