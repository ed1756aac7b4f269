using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RnnGen.Sample.Keywords;

/// <summary>The results, for other programs.</summary>
/// <param name="Dataset">Which words were used.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="TestClips">Clips of a second that the accuracy was measured on.</param>
/// <param name="TestAccuracy">The share of them that was read right.</param>
/// <param name="Confusion">How often each class was taken for each: a row for each right class.</param>
/// <param name="RecordingMinutes">Length of the recording.</param>
/// <param name="Threshold">The mean probability that a command exceeds.</param>
/// <param name="Planted">Commands in the recording.</param>
/// <param name="Hits">Commands that were told.</param>
/// <param name="Misses">Commands that were not.</param>
/// <param name="FalseAlarms">What was told besides.</param>
/// <param name="FalseAlarmsPerHour">The same, an hour.</param>
/// <param name="MicrosecondsPerFrame">Time of a frame of 10 ms: features, network, detection; the median.</param>
/// <param name="TimesRealTime">How many seconds of sound are heard in one.</param>
/// <param name="Epochs">Epochs of training.</param>
/// <param name="ValidationLoss">Loss of a scene of the validation after the best of them, in nats.</param>
/// <param name="SecondsTotal">Seconds of everything: making the data, training, test.</param>
internal sealed record KeywordsReport(
    string Dataset, IReadOnlyList<string> Classes, int TestClips, double TestAccuracy, long[][] Confusion, double RecordingMinutes,
    double Threshold, int Planted, int Hits, int Misses, int FalseAlarms, double FalseAlarmsPerHour, double MicrosecondsPerFrame,
    double TimesRealTime, int Epochs, double ValidationLoss, double SecondsTotal);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(KeywordsReport[]))]
internal sealed partial class KeywordsReportContext : JsonSerializerContext;
