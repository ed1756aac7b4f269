using System;

namespace RnnGen.Reports;

/// <summary>The mean of the last steps.</summary>
internal static class Smoothing
{
    /// <summary>At each place the mean of the last finite values, of fewer at the start; a gap where the value itself is no finite number.</summary>
    /// <param name="values">The values.</param>
    /// <param name="window">Number of places that the mean looks back over, its own included.</param>
    public static double[] TrailingMean(ReadOnlySpan<double> values, int window)
    {
        double[] means = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Anew for each place: a running sum would carry the rounding of a huge loss through the rest of the run.
            (double sum, int count) = (0, 0);
            foreach (double value in values[Math.Max(0, i + 1 - window)..(i + 1)])
            {
                if (double.IsFinite(value))
                {
                    sum += value;
                    count++;
                }
            }

            means[i] = double.IsFinite(values[i]) ? sum / count : double.NaN;
        }

        return means;
    }
}
