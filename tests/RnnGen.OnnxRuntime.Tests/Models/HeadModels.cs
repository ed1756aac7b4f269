using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>What becomes of the steps, dense layers, several heads.</summary>
internal static class HeadModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new LastDense(1),
        () => new DenseWithoutBias(1),
        () => new EveryStepDense(1),
        () => new LastPooled(1),
        () => new MeanPooled(1),
        () => new MaxPooled(1),
        () => new Attended(1),
        () => new AttendedUnits(1),
        () => new NormedLast(1),
        () => new Listener(1),
        () => new PooledHeads(1),
    ];
}

[RnnModel(InputSize = 3)]
[Lstm(5)]
[Dense(4, Activation = Activation.Tanh)]
[Dense(2)]
[SoftmaxCrossEntropy]
internal sealed partial class LastDense;

[RnnModel(InputSize = 3)]
[Gru(5)]
[Dense(2, Bias = false)]
internal sealed partial class DenseWithoutBias;

[RnnModel(InputSize = 3)]
[Gru(5)]
[Dense(4, Activation = Activation.Relu, EveryStep = true)]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class EveryStepDense;

[RnnModel(InputSize = 3)]
[Gru(5)]
[Pooling(Pooling.Last)]
internal sealed partial class LastPooled;

[RnnModel(InputSize = 3)]
[Gru(5)]
[Pooling(Pooling.Mean)]
[Dense(2)]
internal sealed partial class MeanPooled;

[RnnModel(InputSize = 3)]
[Lstm(5)]
[Pooling(Pooling.Max)]
internal sealed partial class MaxPooled;

[RnnModel(InputSize = 3)]
[Lstm(5)]
[Pooling(Pooling.Attention)]
[Dense(2)]
internal sealed partial class Attended;

[RnnModel(InputSize = 3)]
[Gru(5, Direction = Direction.Bidirectional)]
[Pooling(Pooling.Attention, AttentionUnits = 3)]
[Dense(2)]
internal sealed partial class AttendedUnits;

[RnnModel(InputSize = 3)]
[Gru(5)]
[LayerNorm]
[Dense(2)]
internal sealed partial class NormedLast;

[RnnModel(InputSize = 3)]
[Gru(6)]
[Head("speaker", Weight = 0.3)]
[Pooling(Pooling.Attention)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Head("next")]
[Dense(4, EveryStep = true)]
[MeanSquaredError]
[Head("loud")]
[Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class Listener;

[RnnModel(InputSize = 3)]
[Gru(6)]
[Head("mean")]
[Pooling(Pooling.Mean)]
[Dense(3)]
[Head("max")]
[Pooling(Pooling.Max)]
internal sealed partial class PooledHeads;
