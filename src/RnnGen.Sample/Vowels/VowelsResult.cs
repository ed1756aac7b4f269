namespace RnnGen.Sample.Vowels;

/// <summary>What came out of training.</summary>
/// <param name="Epochs">Epochs of the last training.</param>
/// <param name="TrainingLoss">Mean loss of its last epoch, noise included.</param>
/// <param name="TestLoss">Mean loss on all test utterances.</param>
/// <param name="TestAccuracy">Accuracy on all test utterances.</param>
internal sealed record VowelsResult(int Epochs, double TrainingLoss, double TestLoss, double TestAccuracy);
