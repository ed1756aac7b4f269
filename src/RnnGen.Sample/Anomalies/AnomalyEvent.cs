using System.Collections.Generic;

namespace RnnGen.Sample.Anomalies;

/// <summary>Steps that follow each other, or nearly so, and whose scores are above the threshold.</summary>
/// <param name="Begin">First step.</param>
/// <param name="End">The step after the last one.</param>
/// <param name="Peak">Greatest score.</param>
/// <param name="Column">The column that it is the score of.</param>
internal sealed record AnomalyEvent(int Begin, int End, double Peak, string Column)
{
    /// <summary>Finds the events of a score, in the order of time.</summary>
    /// <param name="score">The score.</param>
    /// <param name="threshold">What an event is above.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="distance">Events with fewer steps between them are one: a window holds both.</param>
    public static List<AnomalyEvent> Find(ReconstructionScore score, double threshold, IReadOnlyList<string> columns, int distance)
    {
        List<AnomalyEvent> events = [];
        for (int step = 0; step < score.Values.Length; step++)
        {
            // A step without a score is not above anything.
            double value = score.Values[step];
            if (!(value > threshold))
            {
                continue;
            }

            AnomalyEvent here = new(step, step + 1, value, columns[score.Channels[step]]);
            if (events.Count > 0 && step - events[^1].End < distance)
            {
                AnomalyEvent peak = value > events[^1].Peak ? here : events[^1];
                events[^1] = events[^1] with { End = step + 1, Peak = peak.Peak, Column = peak.Column };
            }
            else
            {
                events.Add(here);
            }
        }

        return events;
    }
}
