namespace RnnGen.Tests.Networks.Real;

/// <summary>The second half of DTLN: frames of 512 samples, masked in a space of 256 features that the network has learned.</summary>
[RnnModel(InputSize = 512)]
[Dense(256, Bias = false, Name = "encoded")]
[LayerNorm(Epsilon = 1e-7, Name = "norm")]
[Lstm(128, ForgetBias = 0, Name = "lstm_6")]
[Lstm(128, ForgetBias = 0, Name = "lstm_7")]
[Dense(256, Activation = Activation.Sigmoid, Name = "mask")]
[Product(From = ["mask", "encoded"])]
[Dense(512, Bias = false, EveryStep = true, Name = "decoded")]
[MeanSquaredError]
internal sealed partial class DtlnFrames;

/// <summary>The second half of DTLN, static.</summary>
[RnnModel(InputSize = 512, Steps = 5)]
[Dense(256, Bias = false, Name = "encoded")]
[LayerNorm(Epsilon = 1e-7, Name = "norm")]
[Lstm(128, ForgetBias = 0, Name = "lstm_6")]
[Lstm(128, ForgetBias = 0, Name = "lstm_7")]
[Dense(256, Activation = Activation.Sigmoid, Name = "mask")]
[Product(From = ["mask", "encoded"])]
[Dense(512, Bias = false, EveryStep = true, Name = "decoded")]
[MeanSquaredError]
internal sealed partial class StaticDtlnFrames;
