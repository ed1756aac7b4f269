using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>The cells and the wrappers again, with a fixed number of steps.</summary>
internal static class StaticModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new StaticRnnPlain(1),
        () => new StaticRnnWithoutBias(1),
        () => new StaticLstmPlain(1),
        () => new StaticLstmForgetBias(1),
        () => new StaticLstmNoForgetBias(1),
        () => new StaticLstmWithoutBias(1),
        () => new StaticLstmWithoutAnyBias(1),
        () => new StaticLstmPeepholes(1),
        () => new StaticLstmCoupled(1),
        () => new StaticLstmCoupledPeepholes(1),
        () => new StaticLstmCellClip(1),
        () => new StaticLstmProjection(1),
        () => new StaticLstmProjectionClip(1),
        () => new StaticLstmLayerNorm(1),
        () => new StaticLstmAll(1),
        () => new StaticGruPlain(1),
        () => new StaticGruWithoutBias(1),
        () => new StaticGruResetAfter(1),
        () => new StaticGruResetAfterWithoutBias(1),
        () => new StaticGruLayerNorm(1),
        () => new StaticGruLayerNormResetAfter(1),
        () => new StaticMguPlain(1),
        () => new StaticUgrnnPlain(1),
        () => new StaticUgrnnForgetBias(1),
        () => new StaticOwnGated(1),
        () => new StaticOwnFunctions(1),
        () => new StaticOwnOutput(1),
        () => new StaticOwnByUnit(1),
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
[Rnn(5)]
internal sealed partial class StaticRnnPlain;

[RnnModel(InputSize = 3, Steps = 7)]
[Rnn(5, Bias = false)]
internal sealed partial class StaticRnnWithoutBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5)]
internal sealed partial class StaticLstmPlain;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, ForgetBias = 0.5)]
internal sealed partial class StaticLstmForgetBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, ForgetBias = 0)]
internal sealed partial class StaticLstmNoForgetBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Bias = false)]
internal sealed partial class StaticLstmWithoutBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Bias = false, ForgetBias = 0)]
internal sealed partial class StaticLstmWithoutAnyBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Peepholes = true)]
internal sealed partial class StaticLstmPeepholes;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, CoupledGates = true)]
internal sealed partial class StaticLstmCoupled;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, CoupledGates = true, Peepholes = true, ForgetBias = 0.25)]
internal sealed partial class StaticLstmCoupledPeepholes;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, CellClip = 0.3)]
internal sealed partial class StaticLstmCellClip;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Projection = 4)]
internal sealed partial class StaticLstmProjection;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, Projection = 4, ProjectionClip = 0.1)]
internal sealed partial class StaticLstmProjectionClip;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(5, LayerNorm = true)]
internal sealed partial class StaticLstmLayerNorm;

[RnnModel(InputSize = 3, Steps = 7)]
[Lstm(
    5, LayerNorm = true, Peepholes = true, CoupledGates = true, CellClip = 0.9, Projection = 4, ProjectionClip = 0.5, ForgetBias = 0.5,
    LayerNormEpsilon = 1e-2, Activation = Activation.Softsign)]
internal sealed partial class StaticLstmAll;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5)]
internal sealed partial class StaticGruPlain;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, Bias = false)]
internal sealed partial class StaticGruWithoutBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, ResetAfter = true)]
internal sealed partial class StaticGruResetAfter;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, ResetAfter = true, Bias = false)]
internal sealed partial class StaticGruResetAfterWithoutBias;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, LayerNorm = true)]
internal sealed partial class StaticGruLayerNorm;

[RnnModel(InputSize = 3, Steps = 7)]
[Gru(5, LayerNorm = true, ResetAfter = true)]
internal sealed partial class StaticGruLayerNormResetAfter;

[RnnModel(InputSize = 3, Steps = 7)]
[Mgu(5)]
internal sealed partial class StaticMguPlain;

[RnnModel(InputSize = 3, Steps = 7)]
[Ugrnn(5)]
internal sealed partial class StaticUgrnnPlain;

[RnnModel(InputSize = 3, Steps = 7)]
[Ugrnn(5, ForgetBias = 0.25, Activation = Activation.Relu)]
internal sealed partial class StaticUgrnnForgetBias;

[RnnModel(InputSize = 3, Steps = 7)]
[MinimalGated(5)]
internal sealed partial class StaticOwnGated;

[RnnModel(InputSize = 3, Steps = 7)]
[EveryFunction(5)]
internal sealed partial class StaticOwnFunctions;

[RnnModel(InputSize = 3, Steps = 7)]
[OwnOutput(5)]
internal sealed partial class StaticOwnOutput;

[RnnModel(InputSize = 3, Steps = 7)]
[ByUnit(3)]
internal sealed partial class StaticOwnByUnit;

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
