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

// Tables, learned initial states, projections, normalisation, a cell of one's own and an attention: what is stored in bytes and what is
// not.

[RnnModel(Training = false, Weights = WeightStorage.Int8)]
[Embedding(11, 6)]
[Lstm(9, Projection = 5, LearnedInitialState = true), Gru(7, LayerNorm = true, Direction = Direction.Bidirectional), StorageCell(6)]
[Pooling(Pooling.Attention, AttentionUnits = 5), Dense(6)]
internal sealed partial class StorageCells;

/// <summary>Products of three operands, one of them a parameter.</summary>
[CellEquations("""
    state h, m
    vector v = 0.5
    z, y = [x, m, h] * a/kernel + a/bias
    h' = tanh(z)
    q = [v, h'] * b/kernel
    m' = q + y
    """)]
internal sealed class StorageCellAttribute(int units) : RecurrentCellAttribute(units);

// Inputs that dropout leaves a part of while it is trained.

[RnnModel(InputSize = 3, Weights = WeightStorage.Int8)]
[Lstm(24, InputDropout = 0.5), Dense(5), SoftmaxCrossEntropy]
internal sealed partial class DroppedInt8;

[RnnModel(InputSize = 3, Training = false, Weights = WeightStorage.Int8), Lstm(24), Dense(5)]
internal sealed partial class PlainInt8;
