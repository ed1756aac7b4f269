using System;

namespace RnnGen.Sample.Output;

/// <summary>A curve as one line of characters (Tufte: Beautiful Evidence, 2006).</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█", Plain = ".:-=+*#@";

    /// <summary>
    /// Draws values: a character for each, or for the mean of as many as share one, between the least and the greatest of them.
    /// </summary>
    /// <param name="values">The values, oldest first.</param>
    /// <param name="width">Most characters, at least 1.</param>
    /// <param name="isUnicode">Whether block characters can be shown.</param>
    /// <returns>As many characters as there are values, at most <paramref name="width"/>; a mean that is not finite is a cross.</returns>
    public static string Of(ReadOnlySpan<float> values, int width, bool isUnicode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        double[] means = Means(values, Math.Min(width, values.Length));
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double mean in means)
        {
            if (double.IsFinite(mean))
            {
                (least, greatest) = (Math.Min(least, mean), Math.Max(greatest, mean));
            }
        }

        string levels = isUnicode ? Blocks : Plain;
        return string.Create(means.Length, (means, least, greatest, levels, Cross: isUnicode ? '×' : 'x'), static (line, curve) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                double mean = curve.means[i], range = curve.greatest - curve.least;
                line[i] = !double.IsFinite(mean) ? curve.Cross
                    : curve.levels[range > 0 ? (int)Math.Round((mean - curve.least) / range * (curve.levels.Length - 1)) : 0];
            }
        });
    }

    /// <summary>The means of buckets, whose numbers of values differ by one at most.</summary>
    private static double[] Means(ReadOnlySpan<float> values, int buckets)
    {
        double[] means = new double[buckets];
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            int first = (int)((long)bucket * values.Length / buckets), end = (int)((bucket + 1L) * values.Length / buckets);
            double sum = 0;
            foreach (float value in values[first..end])
            {
                sum += value;
            }

            means[bucket] = sum / (end - first);
        }

        return means;
    }
}
