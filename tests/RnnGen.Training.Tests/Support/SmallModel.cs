namespace RnnGen.Training.Tests;

/// <summary>A small classifier of vectors.</summary>
[RnnModel(InputSize = 3), Gru(5), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class SmallModel;
