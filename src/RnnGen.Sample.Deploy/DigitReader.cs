namespace RnnGen.Sample.Deploy;

/// <summary>
/// Reads a digit of 28 rows of 28 pixels, a row a step. Its weights are in the assembly, a byte each, and so are its products: it was
/// trained on MNIST as docs/quantization.md shows, by a class with the same layers and a loss.
/// </summary>
[RnnModel(InputSize = 28, Training = false, Weights = WeightStorage.Int8)]
[Lstm(128)]
[Gru(256)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Weights("digits.safetensors")]
internal sealed partial class DigitReader;
