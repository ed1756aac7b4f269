namespace RnnGen.Training.Tests;

/// <summary>The small classifier with one unit more.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class WiderModel;
