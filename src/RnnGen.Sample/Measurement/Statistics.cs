using System;

namespace RnnGen.Sample.Measurement;

/// <summary>Summaries of measured times.</summary>
internal static class Statistics
{
    /// <summary>The middle value: one slow step, when another program ran, does not move it.</summary>
    /// <param name="values">At least one value.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
