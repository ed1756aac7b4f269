namespace RnnGen.Sample.Networks;

/// <summary>
/// The first half of DTLN (Westhausen and Meyer, 2020): from the magnitudes of a block's spectrum to a mask, which says of each frequency
/// how much of it is speech.
/// </summary>
[RnnModel(InputSize = 257, Training = false)]
[Lstm(128, ForgetBias = 0)]
[Lstm(128, ForgetBias = 0)]
[Dense(257, Activation = Activation.Sigmoid, EveryStep = true)]
public sealed partial class DtlnMask;

/// <summary>
/// The second half of DTLN: a block of samples, masked in a space of 256 features that the network has learned. Layers that others read
/// have the names of the file, as <c>rnngen import</c> writes them.
/// </summary>
[RnnModel(InputSize = 512, Training = false)]
[Dense(256, Bias = false, EveryStep = true, Name = "conv1d_2")]
[LayerNorm(Epsilon = 1e-7)]
[Lstm(128, ForgetBias = 0)]
[Lstm(128, ForgetBias = 0)]
[Dense(256, Activation = Activation.Sigmoid, EveryStep = true, Name = "dense_3")]
[Product(From = ["conv1d_2", "dense_3"])]
[Dense(512, Bias = false, EveryStep = true)]
public sealed partial class DtlnFrames;
