using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>Every cell with the options that change its equations.</summary>
internal static class CellModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new RnnPlain(1),
        () => new RnnWithoutBias(1),
        () => new LstmPlain(1),
        () => new LstmForgetBias(1),
        () => new LstmNoForgetBias(1),
        () => new LstmWithoutBias(1),
        () => new LstmWithoutAnyBias(1),
        () => new LstmPeepholes(1),
        () => new LstmCoupled(1),
        () => new LstmCoupledPeepholes(1),
        () => new LstmCellClip(1),
        () => new LstmProjection(1),
        () => new LstmProjectionClip(1),
        () => new LstmLayerNorm(1),
        () => new LstmAll(1),
        () => new GruPlain(1),
        () => new GruWithoutBias(1),
        () => new GruResetAfter(1),
        () => new GruResetAfterWithoutBias(1),
        () => new GruLayerNorm(1),
        () => new GruLayerNormResetAfter(1),
        () => new MguPlain(1),
        () => new UgrnnPlain(1),
        () => new UgrnnForgetBias(1),
        () => new OwnGated(1),
        () => new OwnFunctions(1),
        () => new NewMinGru(1),
        () => new NewMinLstm(1),
        () => new NewIndRnn(1),
        () => new NewSru(1),
        () => new NewSruProjected(1),
        () => new NewQrnn(1),
        () => new NewFastGrnn(1),
        () => new NewLru(1),
        () => new NewSLstm(1),
        () => new NewSLstmHeads(1),
        () => new OwnWidths(1),
        () => new OwnOutput(1),
        () => new OwnByUnit(1),
    ];
}

[RnnModel(InputSize = 3)]
[Rnn(5)]
internal sealed partial class RnnPlain;

[RnnModel(InputSize = 3)]
[Rnn(5, Bias = false)]
internal sealed partial class RnnWithoutBias;

[RnnModel(InputSize = 3)]
[Lstm(5)]
internal sealed partial class LstmPlain;

[RnnModel(InputSize = 3)]
[Lstm(5, ForgetBias = 0.5)]
internal sealed partial class LstmForgetBias;

[RnnModel(InputSize = 3)]
[Lstm(5, ForgetBias = 0)]
internal sealed partial class LstmNoForgetBias;

[RnnModel(InputSize = 3)]
[Lstm(5, Bias = false)]
internal sealed partial class LstmWithoutBias;

[RnnModel(InputSize = 3)]
[Lstm(5, Bias = false, ForgetBias = 0)]
internal sealed partial class LstmWithoutAnyBias;

[RnnModel(InputSize = 3)]
[Lstm(5, Peepholes = true)]
internal sealed partial class LstmPeepholes;

[RnnModel(InputSize = 3)]
[Lstm(5, CoupledGates = true)]
internal sealed partial class LstmCoupled;

[RnnModel(InputSize = 3)]
[Lstm(5, CoupledGates = true, Peepholes = true, ForgetBias = 0.25)]
internal sealed partial class LstmCoupledPeepholes;

[RnnModel(InputSize = 3)]
[Lstm(5, CellClip = 0.3)]
internal sealed partial class LstmCellClip;

[RnnModel(InputSize = 3)]
[Lstm(5, Projection = 4)]
internal sealed partial class LstmProjection;

[RnnModel(InputSize = 3)]
[Lstm(5, Projection = 4, ProjectionClip = 0.1)]
internal sealed partial class LstmProjectionClip;

[RnnModel(InputSize = 3)]
[Lstm(5, LayerNorm = true)]
internal sealed partial class LstmLayerNorm;

[RnnModel(InputSize = 3)]
[Lstm(
    5, LayerNorm = true, Peepholes = true, CoupledGates = true, CellClip = 0.9, Projection = 4, ProjectionClip = 0.5, ForgetBias = 0.5,
    LayerNormEpsilon = 1e-2, Activation = Activation.Softsign)]
internal sealed partial class LstmAll;

[RnnModel(InputSize = 3)]
[Gru(5)]
internal sealed partial class GruPlain;

[RnnModel(InputSize = 3)]
[Gru(5, Bias = false)]
internal sealed partial class GruWithoutBias;

[RnnModel(InputSize = 3)]
[Gru(5, ResetAfter = true)]
internal sealed partial class GruResetAfter;

[RnnModel(InputSize = 3)]
[Gru(5, ResetAfter = true, Bias = false)]
internal sealed partial class GruResetAfterWithoutBias;

[RnnModel(InputSize = 3)]
[Gru(5, LayerNorm = true)]
internal sealed partial class GruLayerNorm;

[RnnModel(InputSize = 3)]
[Gru(5, LayerNorm = true, ResetAfter = true)]
internal sealed partial class GruLayerNormResetAfter;

[RnnModel(InputSize = 3)]
[Mgu(5)]
internal sealed partial class MguPlain;

[RnnModel(InputSize = 3)]
[Ugrnn(5)]
internal sealed partial class UgrnnPlain;

[RnnModel(InputSize = 3)]
[Ugrnn(5, ForgetBias = 0.25, Activation = Activation.Relu)]
internal sealed partial class UgrnnForgetBias;

[RnnModel(InputSize = 3)]
[MinimalGated(5)]
internal sealed partial class OwnGated;

[RnnModel(InputSize = 3)]
[EveryFunction(5)]
internal sealed partial class OwnFunctions;

[RnnModel(InputSize = 3)]
[SeveralWidths(5)]
internal sealed partial class OwnWidths;

[RnnModel(InputSize = 3)]
[OwnOutput(5)]
internal sealed partial class OwnOutput;

[RnnModel(InputSize = 3)]
[ByUnit(3)]
internal sealed partial class OwnByUnit;

[RnnModel(InputSize = 3)]
[MinGru(5)]
internal sealed partial class NewMinGru;

[RnnModel(InputSize = 3)]
[MinLstm(5, ForgetBias = 0.5)]
internal sealed partial class NewMinLstm;

[RnnModel(InputSize = 3)]
[IndRnn(5)]
internal sealed partial class NewIndRnn;

[RnnModel(InputSize = 3)]
[Sru(3)]
internal sealed partial class NewSru;

[RnnModel(InputSize = 3)]
[Sru(5, Projected = true)]
internal sealed partial class NewSruProjected;

[RnnModel(InputSize = 3)]
[Qrnn(5)]
internal sealed partial class NewQrnn;

[RnnModel(InputSize = 3)]
[FastGrnn(5)]
internal sealed partial class NewFastGrnn;

[RnnModel(InputSize = 3)]
[Lru(5, States = 4)]
internal sealed partial class NewLru;

[RnnModel(InputSize = 3)]
[SLstm(5)]
internal sealed partial class NewSLstm;

[RnnModel(InputSize = 3)]
[SLstm(6, Heads = 2, ExponentialForget = true)]
internal sealed partial class NewSLstmHeads;
