namespace RnnGen.Web.Networks.Digits;

/// <summary>Reads a digit of 28 pixels a row, a row a step, any number of rows.</summary>
[RnnModel(InputSize = 28, Training = false)]
[Lstm(64)]
[Gru(64)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Weights("digits.safetensors")]
public sealed partial class DigitReader;
