using System;
using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>
/// Fewer points for the same picture: of each stretch of a curve the lowest and the highest value stay, and one of its gaps.
/// </summary>
internal static class Thinning
{
    /// <summary>Most points of a curve in a report; more would not be seen on a screen.</summary>
    public const int Limit = 2000;

    /// <summary>Indices of the points that stay, ascending; the first and the last are among them.</summary>
    /// <param name="values">The values of the curve.</param>
    /// <param name="limit">Most points that may stay, at least 5.</param>
    public static int[] Keep(ReadOnlySpan<double> values, int limit = Limit)
    {
        int count = values.Length;
        List<int> kept = [];
        if (count <= limit)
        {
            for (int i = 0; i < count; i++)
            {
                kept.Add(i);
            }

            return [.. kept];
        }

        int stretches = (limit - 2) / 3;
        kept.Add(0);
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int start = 1 + (int)((long)(count - 2) * stretch / stretches);
            int end = 1 + (int)((long)(count - 2) * (stretch + 1) / stretches);
            KeepExtremes(values, start, end, kept);
        }

        kept.Add(count - 1);
        return [.. kept];
    }

    private static void KeepExtremes(ReadOnlySpan<double> values, int start, int end, List<int> kept)
    {
        int lowest = -1, highest = -1, gap = -1;
        for (int i = start; i < end; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                gap = gap < 0 ? i : gap;
                continue;
            }

            lowest = lowest < 0 || values[i] < values[lowest] ? i : lowest;
            highest = highest < 0 || values[i] > values[highest] ? i : highest;
        }

        Span<int> found = [lowest, highest, gap];
        found.Sort();
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] >= 0 && (i == 0 || found[i] != found[i - 1]))
            {
                kept.Add(found[i]);
            }
        }
    }
}
