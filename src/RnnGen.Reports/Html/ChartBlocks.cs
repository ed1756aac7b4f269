using System;
using System.Globalization;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>The place of a chart in the page, and its figures as a table for those who cannot see it.</summary>
internal static class ChartBlocks
{
    private static readonly string[] Columns = ["curve", "points", "first", "last", "lowest", "highest", "not finite"];

    /// <summary>Writes a chart.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="index">Its index in the data.</param>
    /// <exception cref="ArgumentException">A band refers to a curve that there is not.</exception>
    public static void Write(HtmlWriter html, CurveChart chart, int index)
    {
        foreach (CurveBand band in chart.Bands)
        {
            if ((uint)band.Lower >= (uint)chart.Curves.Count || (uint)band.Upper >= (uint)chart.Curves.Count)
            {
                throw new ArgumentException(
                    $"Chart '{chart.Title}' has a band from curve {band.Lower} to {band.Upper}; it has {chart.Curves.Count} curves.");
            }
        }

        html.Line($"<figure class=\"chart\">");
        html.Line($"<figcaption><h3>{chart.Title}</h3>");
        html.Line(
            $"<button type=\"button\" class=\"scale\" data-scale=\"{index}\" aria-pressed=\"false\" hidden>log scale</button>"
            + $"</figcaption>");
        html.Line($"<div class=\"plot\" data-chart=\"{index}\" role=\"img\" aria-label=\"{Description(chart)}\"></div>");
        if (chart.Note.Length > 0)
        {
            html.Line($"<p class=\"note\">{chart.Note}</p>");
        }

        html.Line($"<details><summary>Figures</summary><div class=\"wide\"><table>");
        html.Part($"<thead><tr>");
        foreach (string column in Columns)
        {
            html.Part($"<th scope=\"col\">{column}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        foreach (Curve curve in chart.Curves)
        {
            CurveFigures figures = CurveFigures.Of(curve);
            html.Part(
                $"<tr><th scope=\"row\">{curve.Name}</th><td>{figures.Points}</td><td>{Number(figures.First)}</td>"
                + $"<td>{Number(figures.Last)}</td>");
            html.Line(
                $"<td>{At(figures.Lowest, figures.LowestAt)}</td><td>{At(figures.Highest, figures.HighestAt)}</td>"
                + $"<td>{figures.NotFinite}</td></tr>");
        }

        html.Line($"</tbody></table></div></details>");
        html.Line($"</figure>");
    }

    /// <summary>A number of few digits: enough to tell values apart.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString(
        Math.Abs(value) is (>= 1e-3 and < 1e6) or 0 ? "0.####" : "0.###e+0", CultureInfo.InvariantCulture);

    private static string At(double value, double place) => double.IsNaN(value) ? "–" : $"{Number(value)} at {Number(place)}";

    private static string Description(CurveChart chart) =>
        $"{chart.Title} by {chart.XLabel}. " + string.Join(' ', chart.Curves.Where(curve => curve.Style != CurveStyle.Faint).Select(curve =>
        {
            CurveFigures figures = CurveFigures.Of(curve);
            return double.IsNaN(figures.Lowest)
                ? $"{curve.Name}: no finite value."
                : $"{curve.Name}: from {Number(figures.First)} to {Number(figures.Last)}, lowest {Number(figures.Lowest)}, "
                    + $"highest {Number(figures.Highest)}.";
        }));
}
