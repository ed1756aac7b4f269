namespace RnnGen.Web.Networks.Digits;

/// <summary>The same network with the same weights for images of 28 rows, every step unrolled.</summary>
[RnnModel(InputSize = 28, Steps = 28, Training = false)]
[Lstm(64)]
[Gru(64)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Weights("digits.safetensors")]
public sealed partial class StaticDigitReader;
