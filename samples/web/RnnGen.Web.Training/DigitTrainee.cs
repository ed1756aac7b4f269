namespace RnnGen.Web.Training;

/// <summary>The layers of the page's <c>DigitReader</c>, which has their weights but not their backward pass.</summary>
[RnnModel(InputSize = 28)]
[Lstm(64)]
[Gru(64)]
[Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class DigitTrainee;
