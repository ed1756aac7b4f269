namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[Lstm(5, LayerNorm = true)]
internal sealed partial class NormalizedLstm;

[RnnModel(InputSize = 3)]
[Gru(9, LayerNorm = true, LayerNormEpsilon = 1e-3)]
[Gru(4, LayerNorm = true, LayerNormEpsilon = 1e-3, ResetAfter = true)]
internal sealed partial class NormalizedGrus;

/// <summary>Normalised inputs, values between layers, and what the head reads.</summary>
[RnnModel(InputSize = 3)]
[LayerNorm]
[Lstm(8, LayerNorm = true, ForgetBias = 0.5)]
[LayerNorm(Epsilon = 1e-3)]
[Gru(4)]
[LayerNorm]
[Dense(2)]
internal sealed partial class NormalizedStack;

[RnnModel(InputSize = 3, Steps = 5)]
[LayerNorm]
[Lstm(8, LayerNorm = true, ForgetBias = 0.5)]
[LayerNorm(Epsilon = 1e-3)]
[Gru(4)]
[LayerNorm]
[Dense(2)]
internal sealed partial class StaticNormalizedStack;

/// <summary>More units than virtual lanes, no multiple of them; two directions, steps for a head.</summary>
[RnnModel(InputSize = 3)]
[Lstm(4, LayerNorm = true, Direction = Direction.Bidirectional)]
[LayerNorm]
[Gru(17, LayerNorm = true, Direction = Direction.Reverse)]
[LayerNorm]
[Dense(3, EveryStep = true)]
internal sealed partial class NormalizedDirections;

/// <summary>The same without what needs the whole sequence.</summary>
[RnnModel(InputSize = 17)]
[LayerNorm]
[Lstm(17, LayerNorm = true)]
[LayerNorm]
internal sealed partial class NormalizedSteps;

/// <summary>Every option that a normalised layer has beside it.</summary>
[RnnModel(InputSize = 6)]
[Lstm(6, LayerNorm = true, Peepholes = true, CellClip = 1.5, Projection = 4)]
[Lstm(4, LayerNorm = true, CoupledGates = true, Residual = true, Activation = Activation.Softsign)]
internal sealed partial class NormalizedOptions;
