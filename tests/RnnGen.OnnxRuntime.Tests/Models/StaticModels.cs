using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>The cells again, with a fixed number of steps.</summary>
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
        () => new StaticNewMinGru(1),
        () => new StaticNewMinLstm(1),
        () => new StaticNewIndRnn(1),
        () => new StaticNewSru(1),
        () => new StaticNewSruProjected(1),
        () => new StaticNewQrnn(1),
        () => new StaticNewFastGrnn(1),
        () => new StaticNewLru(1),
        () => new StaticNewSLstm(1),
        () => new StaticNewSLstmHeads(1),
        () => new StaticOwnWidths(1),
        () => new StaticOwnOutput(1),
        () => new StaticOwnByUnit(1),
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
[SeveralWidths(5)]
internal sealed partial class StaticOwnWidths;

[RnnModel(InputSize = 3, Steps = 7)]
[OwnOutput(5)]
internal sealed partial class StaticOwnOutput;

[RnnModel(InputSize = 3, Steps = 7)]
[ByUnit(3)]
internal sealed partial class StaticOwnByUnit;

[RnnModel(InputSize = 3, Steps = 7)]
[MinGru(5)]
internal sealed partial class StaticNewMinGru;

[RnnModel(InputSize = 3, Steps = 7)]
[MinLstm(5, ForgetBias = 0.5)]
internal sealed partial class StaticNewMinLstm;

[RnnModel(InputSize = 3, Steps = 7)]
[IndRnn(5)]
internal sealed partial class StaticNewIndRnn;

[RnnModel(InputSize = 3, Steps = 7)]
[Sru(3)]
internal sealed partial class StaticNewSru;

[RnnModel(InputSize = 3, Steps = 7)]
[Sru(5, Projected = true)]
internal sealed partial class StaticNewSruProjected;

[RnnModel(InputSize = 3, Steps = 7)]
[Qrnn(5)]
internal sealed partial class StaticNewQrnn;

[RnnModel(InputSize = 3, Steps = 7)]
[FastGrnn(5)]
internal sealed partial class StaticNewFastGrnn;

[RnnModel(InputSize = 3, Steps = 7)]
[Lru(5, States = 4)]
internal sealed partial class StaticNewLru;

[RnnModel(InputSize = 3, Steps = 7)]
[SLstm(5)]
internal sealed partial class StaticNewSLstm;

[RnnModel(InputSize = 3, Steps = 7)]
[SLstm(6, Heads = 2, ExponentialForget = true)]
internal sealed partial class StaticNewSLstmHeads;
