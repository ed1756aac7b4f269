namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[Lstm(5, LayerNorm = true, LayerNormEpsilon = 1e-12)]
internal sealed partial class NormalizedLstm;

[RnnModel(InputSize = 3)]
[Gru(9, LayerNorm = true)]
[Gru(4, LayerNorm = true, ResetAfter = true)]
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

/// <summary>The equations of the layer above, by hand.</summary>
[RnnModel(InputSize = 3)]
[NormalizedText(5)]
internal sealed partial class NormalizedTextLayer;

[CellEquations("""
    state c, h
    zi, zj, zf, zo = [x, h] * kernel
    vector gi = 1
    vector bi
    vector gj = 1
    vector bj
    vector gf = 1
    vector bf
    vector go = 1
    vector bo
    s = sigmoid(gf*normalize(zf, 1e-12) + bf + 1)*c + sigmoid(gi*normalize(zi, 1e-12) + bi)*tanh(gj*normalize(zj, 1e-12) + bj)
    vector gs = 1
    vector bs
    c' = gs*normalize(s, 1e-12) + bs
    h' = tanh(c')*sigmoid(go*normalize(zo, 1e-12) + bo)
    """)]
internal sealed class NormalizedTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>What is normalised is not a product: a state, a value after the step, the input, an expression, a value twice.</summary>
[RnnModel(InputSize = 9)]
[AwkwardNormalized(9)]
[AwkwardNormalized(9)]
internal sealed partial class AwkwardlyNormalized;

[CellEquations("""
    state h, m
    z = [x, h] * kernel + bias
    k = tanh(z)
    n = normalize(k)
    m' = normalize(m + n, 0.1) + k
    h' = 0.5*normalize(h, 0.5) + normalize(x - z, 0.5)*n + normalize(m', 0.01)*normalize(z, 0.2)
    """)]
internal sealed class AwkwardNormalizedAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>A product that the next stage uses, and that is normalised too; more units than inputs.</summary>
[RnnModel(InputSize = 2)]
[UsedAndNormalized(17)]
[UsedAndNormalized(17)]
internal sealed partial class NormalizedProducts;

[CellEquations("""
    state h
    z = [x, h] * kernel + bias
    k = tanh(z)
    n = normalize(z)
    h' = k*n
    """)]
internal sealed class UsedAndNormalizedAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 4)]
[Lstm(8, LayerNorm = true)]
[Gru(8, LayerNorm = true)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class NormalizedClassifier;
