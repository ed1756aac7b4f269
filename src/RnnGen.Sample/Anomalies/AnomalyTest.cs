using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Sample.Anomalies;

/// <summary>What a trained network says of the signal.</summary>
/// <param name="Validation">The score where there are no faults.</param>
/// <param name="Threshold">The score that an event exceeds: a quantile of <paramref name="Validation"/> times a margin.</param>
/// <param name="Test">The score of the test part.</param>
/// <param name="Events">Its events.</param>
internal sealed record AnomalyTest(
    ReconstructionScore Validation, double Threshold, ReconstructionScore Test, IReadOnlyList<AnomalyEvent> Events)
{
    /// <summary>Scores both parts and finds the events.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="validation">Windows without faults.</param>
    /// <param name="test">Windows to judge.</param>
    /// <param name="series">The series that both are of.</param>
    /// <param name="options">Quantile, margin and steps of a window.</param>
    public static AnomalyTest Of(
        AnomalyNetwork network, SlidingWindows validation, SlidingWindows test, AnomalySeries series, AnomalyOptions options)
    {
        IReadOnlyList<string> columns = series.Table.Columns;
        double[] errors = ReconstructionScore.Errors(network, validation, series.Steps, columns.Count);
        double[] scales = ReconstructionScore.Scales(errors, columns.Count);
        ReconstructionScore faultless = ReconstructionScore.Of(errors, scales);
        double threshold = options.Margin * faultless.Quantile(options.Quantile);
        ReconstructionScore judged = ReconstructionScore.Of(
            ReconstructionScore.Errors(network, test, series.Steps, columns.Count), scales);
        return new AnomalyTest(
            faultless, threshold, judged, AnomalyEvent.Find(judged, threshold, columns, distance: options.Window));
    }

    /// <summary>The planted faults that an event tells.</summary>
    /// <param name="faults">All planted faults.</param>
    /// <param name="window">Steps of a window.</param>
    public int Found(IReadOnlyList<PlantedFault> faults, int window) =>
        faults.Count(fault => Events.Any(found => fault.IsToldBy(found, window)));

    /// <summary>The events that no planted fault explains.</summary>
    /// <param name="faults">All planted faults.</param>
    /// <param name="window">Steps of a window.</param>
    public int FalseEvents(IReadOnlyList<PlantedFault> faults, int window) =>
        Events.Count(found => !faults.Any(fault => fault.Explains(found, window)));
}
