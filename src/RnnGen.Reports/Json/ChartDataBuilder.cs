using System;
using System.Globalization;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>From charts to what is embedded in the page: thinned, rounded, gaps for what is not a finite number.</summary>
internal static class ChartDataBuilder
{
    /// <summary>From this ratio of values on, a linear axis would show the smaller half of them as a flat line.</summary>
    private const double LogarithmicFrom = 20;

    /// <summary>Makes the data of a chart.</summary>
    /// <param name="chart">The chart.</param>
    public static ChartData Build(CurveChart chart) => new(
        chart.Title,
        chart.XLabel,
        IsLogarithmic(chart),
        [.. chart.Curves.Select(Build)],
        [.. chart.Bands.Select(band => new[] { band.Lower, band.Upper })]);

    private static CurveData Build(Curve curve)
    {
        int[] kept = Thinning.Keep(curve.Y);
        double[] x = new double[kept.Length];
        double?[] y = new double?[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            x[i] = curve.X[kept[i]];
            y[i] = Rounded(curve.Y[kept[i]]);
        }

        return new CurveData(curve.Name, StyleName(curve.Style), curve.Color, x, y);
    }

    private static string StyleName(CurveStyle style) => style switch
    {
        CurveStyle.Faint => "faint",
        CurveStyle.Dashed => "dashed",
        _ => "line",
    };

    /// <summary>Seven digits: more than a screen can show and a float can hold.</summary>
    private static double? Rounded(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : null;

    private static bool IsLogarithmic(CurveChart chart)
    {
        if (chart.Scale != AxisScale.Auto)
        {
            return chart.Scale == AxisScale.Logarithmic;
        }

        (double smallest, double largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Curve curve in chart.Curves)
        {
            foreach (double value in curve.Y)
            {
                if (double.IsFinite(value))
                {
                    (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
                }
            }
        }

        return smallest > 0 && largest / smallest >= LogarithmicFrom;
    }
}
