using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Bench.Measurement;

/// <summary>
/// What stands for many samples. Another program on the same cores can only add to a time, so that the lower quartile says what the code
/// takes, and the median what code and neighbours take together. Of a rate it is the upper one.
/// </summary>
internal static class Quartiles
{
    /// <summary>The value that a quarter of the values lies below.</summary>
    /// <param name="values">At least one.</param>
    public static double Lower(IEnumerable<double> values) => At(values, 0.25);

    /// <summary>The value that a quarter of the values lies above.</summary>
    /// <param name="values">At least one.</param>
    public static double Upper(IEnumerable<double> values) => At(values, 0.75);

    private static double At(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        double rest = place - below;
        return rest == 0 ? sorted[below] : (sorted[below] * (1 - rest)) + (sorted[below + 1] * rest);
    }
}
