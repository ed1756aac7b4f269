using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Forecasts;

/// <summary>Series that the program makes itself, sixteen weeks of hours.</summary>
internal static class BuiltInSeries
{
    /// <summary>The column that is forecast.</summary>
    public const string Load = "load";

    /// <summary>The column that says which building it is.</summary>
    public const string Building = "building";

    private const int Hours = 24 * 7 * 16, Buildings = 8;
    private const ulong Seed = 1;

    private static readonly long[] Times = [.. Enumerable.Range(0, Hours).Select(hour => (long)hour)];

    /// <summary>
    /// One series: a day and a week that repeat, deviations that last for hours, and noise that is larger when the load is.
    /// </summary>
    public static TimeSeriesTable OneLoad()
    {
        CounterRandom random = new(Seed, stream: 0);
        float[] values = new float[Hours];
        double lasting = 0;
        for (int hour = 0; hour < Hours; hour++)
        {
            double load = Day(hour) - (IsWeekend(hour) ? 18 : 0);
            lasting = (0.9 * lasting) + (2.5 * random.Normal((ulong)(2 * hour)));
            values[hour] = (float)(load + lasting + (0.03 * load * random.Normal((ulong)((2 * hour) + 1))));
        }

        return new TimeSeriesTable([Load], [new TimeSeries(Load, Times, values)]);
    }

    /// <summary>
    /// Eight buildings of the same day. They differ in what never changes: how much heating takes for each degree below 16, and how much is
    /// left out at weekends. Known ahead are the temperature, which changes within days, and whether it is a weekend.
    /// </summary>
    public static TimeSeriesTable BuildingLoads() => new(
        [Load, "heating", "weekends", "temperature", "weekend"],
        [.. Enumerable.Range(0, Buildings).Select(building => new TimeSeries($"{Building} {building}", Times, LoadsOf(building)))]);

    private static float[] LoadsOf(int building)
    {
        CounterRandom random = new(Seed, stream: (ulong)building + 1);
        float[] values = new float[Hours * 5];

        // Every heating comes with a light and a heavy weekend.
        double heating = building / 2, weekends = building % 2 == 0 ? 5 : 40, lasting = 0, weather = 0;
        for (int hour = 0; hour < Hours; hour++)
        {
            // Weather of a deviation of 5 degrees, which half of two days change.
            weather = (0.985 * weather) + (5 * Math.Sqrt(1 - (0.985 * 0.985)) * random.Normal((ulong)(3 * hour)));
            double temperature = 8 + weather + (3 * Math.Sin(2 * Math.PI * ((hour % 24) - 9) / 24));
            lasting = (0.9 * lasting) + (1.5 * random.Normal((ulong)((3 * hour) + 1)));
            double load = Day(hour) - (IsWeekend(hour) ? weekends : 0) + (heating * Math.Max(0, 16 - temperature));
            load += lasting + (0.02 * load * random.Normal((ulong)((3 * hour) + 2)));
            ReadOnlySpan<float> row = [(float)load, (float)heating, (float)weekends, (float)temperature, IsWeekend(hour) ? 1 : 0];
            row.CopyTo(values.AsSpan(hour * row.Length));
        }

        return values;
    }

    private static bool IsWeekend(int hour) => hour / 24 % 7 >= 5;

    private static double Day(int hour)
    {
        double day = Math.Sin(2 * Math.PI * ((hour % 24) - 9) / 24), half = Math.Sin(4 * Math.PI * ((hour % 24) - 6) / 24);
        return 100 + (30 * day) + (12 * half);
    }
}
