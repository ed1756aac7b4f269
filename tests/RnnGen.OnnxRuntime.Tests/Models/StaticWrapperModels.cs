using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>The wrappers again, with a fixed number of steps.</summary>
internal static class StaticWrapperModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new StaticStack(1),
        () => new StaticReverseLstm(1),
        () => new StaticReverseGru(1),
        () => new StaticReverseRnn(1),
        () => new StaticReverseLoop(1),
        () => new StaticReverseLast(1),
        () => new StaticReverseLoopLast(1),
        () => new StaticReverseOwnOutputLast(1),
        () => new StaticReverseResidual(1),
        () => new StaticTwoLstms(1),
        () => new StaticTwoLstmsSum(1),
        () => new StaticTwoGrusAverage(1),
        () => new StaticTwoRnnsProduct(1),
        () => new StaticTwoCoupledPeepholes(1),
        () => new StaticTwoRelus(1),
        () => new StaticTwoLoops(1),
        () => new StaticTwoLoopsSum(1),
        () => new StaticTwoLoopsAverage(1),
        () => new StaticTwoLoopsProduct(1),
        () => new StaticTwoProjections(1),
        () => new StaticTwoLast(1),
        () => new StaticTwoLastProduct(1),
        () => new StaticTwoLoopsLastAverage(1),
        () => new StaticTwoOwnOutputsLast(1),
        () => new StaticTwoResidual(1),
        () => new StaticTwoLoopsResidual(1),
        () => new StaticResidual(1),
        () => new StaticResidualLast(1),
        () => new StaticResidualLoop(1),
        () => new StaticLearnedStart(1),
        () => new StaticLearnedStartLast(1),
        () => new StaticLearnedStartTwo(1),
        () => new StaticLearnedStartLoop(1),
        () => new StaticLearnedStartTwoLoops(1),
        () => new StaticDropouts(1),
        () => new StaticStateDropouts(1),
        () => new StaticLoopDropouts(1),
        () => new StaticNormed(1),
    ];
}

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5)]
[Gru(4)]
[Rnn(6)]
internal sealed partial class StaticStack;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Reverse)]
internal sealed partial class StaticReverseLstm;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, Direction = Direction.Reverse)]
internal sealed partial class StaticReverseGru;

[RnnModel(InputSize = 3, Steps = 7)]
[Rnn(5, Direction = Direction.Reverse)]
internal sealed partial class StaticReverseRnn;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, LayerNorm = true, Direction = Direction.Reverse)]
internal sealed partial class StaticReverseLoop;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class StaticReverseLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class StaticReverseLoopLast;

[RnnModel(InputSize = 3, Steps = 7)]
[OwnOutput(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class StaticReverseOwnOutputLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(3, Direction = Direction.Reverse, Residual = true)]
[Dense(2)]
internal sealed partial class StaticReverseResidual;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional)]
internal sealed partial class StaticTwoLstms;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
internal sealed partial class StaticTwoLstmsSum;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
internal sealed partial class StaticTwoGrusAverage;

[RnnModel(InputSize = 3, Steps = 7)]
[Rnn(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
internal sealed partial class StaticTwoRnnsProduct;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, CoupledGates = true, Peepholes = true)]
internal sealed partial class StaticTwoCoupledPeepholes;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, Activation = Activation.Relu)]
internal sealed partial class StaticTwoRelus;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, CellClip = 0.4)]
internal sealed partial class StaticTwoLoops;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
internal sealed partial class StaticTwoLoopsSum;

[RnnModel(InputSize = 3, Steps = 7)]
[Ugrnn(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
internal sealed partial class StaticTwoLoopsAverage;

[RnnModel(InputSize = 3, Steps = 7)]
[MinimalGated(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
internal sealed partial class StaticTwoLoopsProduct;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, Projection = 3)]
[Gru(4)]
internal sealed partial class StaticTwoProjections;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class StaticTwoLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
[Dense(2)]
internal sealed partial class StaticTwoLastProduct;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
[Dense(2)]
internal sealed partial class StaticTwoLoopsLastAverage;

[RnnModel(InputSize = 3, Steps = 7)]
[OwnOutput(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class StaticTwoOwnOutputsLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(3, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]
[Dense(2)]
internal sealed partial class StaticTwoResidual;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(3, Direction = Direction.Bidirectional, Merge = Merge.Average, Residual = true)]
internal sealed partial class StaticTwoLoopsResidual;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(3, Residual = true)]
[Gru(3, Residual = true)]
internal sealed partial class StaticResidual;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(3, Residual = true)]
[Dense(2)]
internal sealed partial class StaticResidualLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(3, Residual = true)]
[Dense(2)]
internal sealed partial class StaticResidualLoop;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, LearnedInitialState = true)]
[Gru(4, LearnedInitialState = true)]
internal sealed partial class StaticLearnedStart;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(4, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticLearnedStartLast;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Direction = Direction.Bidirectional, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticLearnedStartTwo;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, CellClip = 0.5, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticLearnedStartLoop;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5, Direction = Direction.Bidirectional, LearnedInitialState = true)]
internal sealed partial class StaticLearnedStartTwoLoops;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, InputDropout = 0.1, StateDropout = 0.2, OutputDropout = 0.3, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticDropouts;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, StateDropout = 0.2, VariationalDropout = true, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticStateDropouts;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5, OutputDropout = 0.2, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StaticLoopDropouts;

[RnnModel(InputSize = 3, Steps = 7)]
[LayerNorm]
[Lstm(5)]
[LayerNorm(Epsilon = 1e-3)]
[Gru(4)]
[LayerNorm]
internal sealed partial class StaticNormed;
