using System;

namespace RnnGen.Reports;

/// <summary>The mean of the last steps.</summary>
internal static class Smoothing
{
    /// <summary>
    /// At each place the mean of the last finite values, of fewer at the start; a gap where the value itself is not a finite number.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="window">Number of places that the mean looks back over, its own included.</param>
    public static double[] TrailingMean(ReadOnlySpan<double> values, int window)
    {
        // A window is the end of one block and the beginning of the next. Nothing is ever subtracted: with a running sum the rounding
        // of one huge loss would stay in the mean for the rest of the run.
        (double Sum, int Count)[] ends = new (double, int)[values.Length];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            ends[i] = Plus(i + 1 < values.Length && (i + 1) % window != 0 ? ends[i + 1] : default, values[i]);
        }

        double[] means = new double[values.Length];
        (double Sum, int Count) beginning = default;
        for (int i = 0; i < values.Length; i++)
        {
            beginning = Plus(i % window == 0 ? default : beginning, values[i]);
            int first = Math.Max(0, i + 1 - window);
            (double Sum, int Count) end = first / window < i / window ? ends[first] : default;
            means[i] = double.IsFinite(values[i]) ? (beginning.Sum + end.Sum) / (beginning.Count + end.Count) : double.NaN;
        }

        return means;
    }

    private static (double Sum, int Count) Plus((double Sum, int Count) total, double value) =>
        double.IsFinite(value) ? (total.Sum + value, total.Count + 1) : total;
}
