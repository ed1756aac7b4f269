using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>Directions and their merges, residuals, learned starts, dropout, stacks and normalisation.</summary>
internal static class WrapperModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new Stack(1),
        () => new ReverseLstm(1),
        () => new ReverseGru(1),
        () => new ReverseRnn(1),
        () => new ReverseLoop(1),
        () => new ReverseLast(1),
        () => new ReverseLoopLast(1),
        () => new ReverseOwnOutputLast(1),
        () => new ReverseResidual(1),
        () => new TwoLstms(1),
        () => new TwoLstmsSum(1),
        () => new TwoGrusAverage(1),
        () => new TwoRnnsProduct(1),
        () => new TwoCoupledPeepholes(1),
        () => new TwoRelus(1),
        () => new TwoLoops(1),
        () => new TwoLoopsSum(1),
        () => new TwoLoopsAverage(1),
        () => new TwoLoopsProduct(1),
        () => new TwoProjections(1),
        () => new TwoLast(1),
        () => new TwoLastProduct(1),
        () => new TwoLoopsLastAverage(1),
        () => new TwoOwnOutputsLast(1),
        () => new TwoResidual(1),
        () => new TwoLoopsResidual(1),
        () => new Residual(1),
        () => new ResidualLast(1),
        () => new ResidualLoop(1),
        () => new LearnedStart(1),
        () => new LearnedStartLast(1),
        () => new LearnedStartTwo(1),
        () => new LearnedStartLoop(1),
        () => new LearnedStartTwoLoops(1),
        () => new Dropouts(1),
        () => new StateDropouts(1),
        () => new LoopDropouts(1),
        () => new Normed(1),
    ];
}

[RnnModel(InputSize = 3)]
[Lstm(5)]
[Gru(4)]
[Rnn(6)]
internal sealed partial class Stack;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Reverse)]
internal sealed partial class ReverseLstm;

[RnnModel(InputSize = 3)]
[Gru(5, Direction = Direction.Reverse)]
internal sealed partial class ReverseGru;

[RnnModel(InputSize = 3)]
[Rnn(5, Direction = Direction.Reverse)]
internal sealed partial class ReverseRnn;

[RnnModel(InputSize = 3)]
[Lstm(5, LayerNorm = true, Direction = Direction.Reverse)]
internal sealed partial class ReverseLoop;

[RnnModel(InputSize = 3)]
[Gru(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class ReverseLast;

[RnnModel(InputSize = 3)]
[Mgu(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class ReverseLoopLast;

[RnnModel(InputSize = 3)]
[OwnOutput(5, Direction = Direction.Reverse)]
[Dense(2)]
internal sealed partial class ReverseOwnOutputLast;

[RnnModel(InputSize = 3)]
[Gru(3, Direction = Direction.Reverse, Residual = true)]
[Dense(2)]
internal sealed partial class ReverseResidual;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional)]
internal sealed partial class TwoLstms;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
internal sealed partial class TwoLstmsSum;

[RnnModel(InputSize = 3)]
[Gru(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
internal sealed partial class TwoGrusAverage;

[RnnModel(InputSize = 3)]
[Rnn(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
internal sealed partial class TwoRnnsProduct;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, CoupledGates = true, Peepholes = true)]
internal sealed partial class TwoCoupledPeepholes;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, Activation = Activation.Relu)]
internal sealed partial class TwoRelus;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, CellClip = 0.4)]
internal sealed partial class TwoLoops;

[RnnModel(InputSize = 3)]
[Mgu(5, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
internal sealed partial class TwoLoopsSum;

[RnnModel(InputSize = 3)]
[Ugrnn(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
internal sealed partial class TwoLoopsAverage;

[RnnModel(InputSize = 3)]
[MinimalGated(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
internal sealed partial class TwoLoopsProduct;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, Projection = 3)]
[Gru(4)]
internal sealed partial class TwoProjections;

[RnnModel(InputSize = 3)]
[Gru(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class TwoLast;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, Merge = Merge.Product)]
[Dense(2)]
internal sealed partial class TwoLastProduct;

[RnnModel(InputSize = 3)]
[Mgu(5, Direction = Direction.Bidirectional, Merge = Merge.Average)]
[Dense(2)]
internal sealed partial class TwoLoopsLastAverage;

[RnnModel(InputSize = 3)]
[OwnOutput(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class TwoOwnOutputsLast;

[RnnModel(InputSize = 3)]
[Gru(3, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]
[Dense(2)]
internal sealed partial class TwoResidual;

[RnnModel(InputSize = 3)]
[Mgu(3, Direction = Direction.Bidirectional, Merge = Merge.Average, Residual = true)]
internal sealed partial class TwoLoopsResidual;

[RnnModel(InputSize = 3)]
[Lstm(3, Residual = true)]
[Gru(3, Residual = true)]
internal sealed partial class Residual;

[RnnModel(InputSize = 3)]
[Lstm(3, Residual = true)]
[Dense(2)]
internal sealed partial class ResidualLast;

[RnnModel(InputSize = 3)]
[Mgu(3, Residual = true)]
[Dense(2)]
internal sealed partial class ResidualLoop;

[RnnModel(InputSize = 3)]
[Lstm(5, LearnedInitialState = true)]
[Gru(4, LearnedInitialState = true)]
internal sealed partial class LearnedStart;

[RnnModel(InputSize = 3)]
[Gru(4, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class LearnedStartLast;

[RnnModel(InputSize = 3)]
[Lstm(5, Direction = Direction.Bidirectional, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class LearnedStartTwo;

[RnnModel(InputSize = 3)]
[Lstm(5, CellClip = 0.5, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class LearnedStartLoop;

[RnnModel(InputSize = 3)]
[Mgu(5, Direction = Direction.Bidirectional, LearnedInitialState = true)]
internal sealed partial class LearnedStartTwoLoops;

[RnnModel(InputSize = 3)]
[Lstm(5, InputDropout = 0.1, StateDropout = 0.2, OutputDropout = 0.3, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class Dropouts;

[RnnModel(InputSize = 3)]
[Gru(5, StateDropout = 0.2, VariationalDropout = true, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class StateDropouts;

[RnnModel(InputSize = 3)]
[Mgu(5, OutputDropout = 0.2, LearnedInitialState = true)]
[Dense(2)]
internal sealed partial class LoopDropouts;

[RnnModel(InputSize = 3)]
[LayerNorm]
[Lstm(5)]
[LayerNorm(Epsilon = 1e-3)]
[Gru(4)]
[LayerNorm]
internal sealed partial class Normed;
