using System.Text.Json.Serialization;

namespace RnnGen.Sample.Vowels;

/// <summary>The results, for other programs.</summary>
/// <param name="Dataset">Which data were used.</param>
/// <param name="TestAccuracy">Accuracy on all test utterances.</param>
/// <param name="TestLoss">Mean loss on all test utterances, in nats.</param>
/// <param name="TrainingLoss">Mean loss of the last epoch of training, in nats.</param>
/// <param name="Epochs">Epochs of the last training.</param>
/// <param name="SecondsTotal">Seconds of training and test.</param>
internal sealed record VowelsReport(
    string Dataset, double TestAccuracy, double TestLoss, double TrainingLoss, int Epochs, double SecondsTotal);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(VowelsReport[]))]
internal sealed partial class VowelsReportContext : JsonSerializerContext;
