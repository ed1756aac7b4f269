using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RnnGen.Sample.Anomalies;

/// <summary>The results, for other programs; steps are rows of the series, from 0 on.</summary>
/// <param name="Dataset">Which signal was used.</param>
/// <param name="TestFrom">First step of the test part.</param>
/// <param name="Steps">Steps of the signal, where the test part ends.</param>
/// <param name="Scored">Steps of the test part that have a score.</param>
/// <param name="Threshold">The score that an event exceeds.</param>
/// <param name="Events">The events of the test part.</param>
/// <param name="Faults">The planted faults; <see langword="null"/> where they are not known.</param>
/// <param name="FaultsFound">How many of them an event tells; <see langword="null"/> where they are not known.</param>
/// <param name="FalseEvents">Events that none of them explains; <see langword="null"/> where they are not known.</param>
/// <param name="Epochs">Epochs of training.</param>
/// <param name="SecondsTotal">Seconds of training and scoring.</param>
internal sealed record AnomalyReport(
    string Dataset, int TestFrom, int Steps, int Scored, double Threshold, IReadOnlyList<AnomalyEvent> Events,
    IReadOnlyList<PlantedFault>? Faults, int? FaultsFound, int? FalseEvents, int Epochs, double SecondsTotal);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(AnomalyReport[]))]
internal sealed partial class AnomalyReportContext : JsonSerializerContext;
