using System.Text.Json.Serialization;

namespace RnnGen.Sample.Chars;

/// <summary>The results, for other programs.</summary>
/// <param name="Dataset">Which text was used.</param>
/// <param name="ValidationLoss">Mean loss on the last tenth of the text after the best epoch, in nats per character.</param>
/// <param name="TrainingLoss">Mean loss of the last epoch of training, in nats per character.</param>
/// <param name="Epochs">Epochs of training.</param>
/// <param name="SecondsPerEpoch">Median time of an epoch of training, without the validation.</param>
/// <param name="SecondsTotal">Seconds of training and validation.</param>
/// <param name="Sample">The generated text.</param>
internal sealed record CharsReport(
    string Dataset, double ValidationLoss, double TrainingLoss, int Epochs, double SecondsPerEpoch, double SecondsTotal, string Sample);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(CharsReport[]))]
internal sealed partial class CharsReportContext : JsonSerializerContext;
