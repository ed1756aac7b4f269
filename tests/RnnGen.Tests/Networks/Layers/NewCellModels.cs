namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[MinGru(9)]
[MinLstm(5, Activation = Activation.Tanh, ForgetBias = 0.5)]
internal sealed partial class MinimalStack;

[RnnModel(InputSize = 3, Steps = 5)]
[MinGru(9)]
[MinLstm(5, Activation = Activation.Tanh, ForgetBias = 0.5)]
internal sealed partial class StaticMinimalStack;

[RnnModel(InputSize = 4)]
[IndRnn(6)]
[Sru(6)]
[Sru(7, Projected = true, ForgetBias = 1)]
internal sealed partial class IndependentStack;

[RnnModel(InputSize = 4, Steps = 5)]
[IndRnn(6)]
[Sru(6)]
[Sru(7, Projected = true, ForgetBias = 1)]
internal sealed partial class StaticIndependentStack;

[RnnModel(InputSize = 3)]
[Qrnn(5)]
[Qrnn(6, Previous = false, ForgetBias = 0.5)]
[FastGrnn(7)]
internal sealed partial class QuasiStack;

[RnnModel(InputSize = 3, Steps = 5)]
[Qrnn(5)]
[Qrnn(6, Previous = false, ForgetBias = 0.5)]
[FastGrnn(7)]
internal sealed partial class StaticQuasiStack;

[RnnModel(InputSize = 3)]
[Lru(5)]
[Lru(4, States = 9)]
internal sealed partial class LinearStack;

[RnnModel(InputSize = 3, Steps = 5)]
[Lru(5)]
[Lru(4, States = 9)]
internal sealed partial class StaticLinearStack;

[RnnModel(InputSize = 3)]
[SLstm(5)]
[SLstm(6, Heads = 3, ForgetBias = 1)]
[SLstm(4, Heads = 2, ExponentialForget = true)]
internal sealed partial class ExponentialStack;

[RnnModel(InputSize = 3, Steps = 5)]
[SLstm(5)]
[SLstm(6, Heads = 3, ForgetBias = 1)]
[SLstm(4, Heads = 2, ExponentialForget = true)]
internal sealed partial class StaticExponentialStack;

[RnnModel(InputSize = 2)]
[SLstm(2)]
internal sealed partial class TwoUnitSLstm;

/// <summary>A gate each, which the input does not reach.</summary>
[RnnModel(InputSize = 1)]
[MinLstm(1)]
internal sealed partial class OneUnitMinLstm;

[RnnModel(InputSize = 1)]
[Lru(1)]
internal sealed partial class OneUnitLru;

[RnnModel(InputSize = 2)]
[SLstm(3, StateDropout = 0.5, LearnedInitialState = true)]
internal sealed partial class DroppingSLstm;

[RnnModel(InputSize = 3)]
[Qrnn(3)]
internal sealed partial class PlainQrnn;

[RnnModel(InputSize = 3)]
[Qrnn(3, Residual = true)]
internal sealed partial class ResidualQrnn;

[RnnModel(InputSize = 3)]
[Sru(3)]
internal sealed partial class PlainSru;

[RnnModel(InputSize = 3)]
[Sru(3, Residual = true)]
internal sealed partial class ResidualSru;

[RnnModel(InputSize = 3)]
[Lru(3)]
internal sealed partial class PlainLru;

[RnnModel(InputSize = 3)]
[Lru(3, Residual = true)]
internal sealed partial class ResidualLru;
