using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Reports;
using RnnGen.Sample.Commands;
using RnnGen.Training;

namespace RnnGen.Sample.Anomalies;

/// <summary>Writes the file of <c>--report</c>: the score over time with its threshold, the events, and the columns there.</summary>
internal static class AnomalyPage
{
    /// <summary>Events that have a figure of their own, the ones with the highest scores.</summary>
    private const int MostEvents = 24;

    private const string Axis = "row";

    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="options">Where, and how the network was trained.</param>
    /// <param name="series">The signal.</param>
    /// <param name="result">What was found.</param>
    /// <param name="history">How training went.</param>
    /// <param name="model">The network.</param>
    /// <param name="validationFrom">First row of the validation part: where the charts begin.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(
        AnomalyOptions options, AnomalySeries series, AnomalyTest result, TrainingHistory history, ModelDescription model,
        int validationFrom)
    {
        double[] rows = [.. Enumerable.Range(validationFrom, series.Steps - validationFrom).Select(row => (double)row)];
        try
        {
            HtmlReport.Write(options.ReportFile, new TrainingReport
            {
                Title = $"Anomalies: {series.Source}",
                Summary = FormattableString.Invariant($"{series.Steps} rows of {string.Join(", ", series.Table.Columns)}: ")
                    + FormattableString.Invariant(
                        $"{options.TrainShare:0.#%} to train on, {options.ValidationShare:0.#%} for the threshold, ")
                    + "the rest for the test.",
                Figures = [.. Figures(options, series, result)],
                Models = [model],
                Runs = [ReportRun.Of(history)],
                Charts = [Score(options, series, result, rows), .. Columns(series, result, rows)],
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--report: {exception.Message}");
        }
    }

    /// <summary>What a planted fault explains of an event, to follow it.</summary>
    /// <param name="series">The signal.</param>
    /// <param name="found">The event.</param>
    /// <param name="window">Steps of a window.</param>
    public static string Cause(AnomalySeries series, AnomalyEvent found, int window)
    {
        string[] causes =
        [
            .. (series.Faults ?? []).Where(fault => fault.Explains(found, window))
                .Select(fault => $"{fault.Kind} of {fault.Column}, rows {fault.Begin} to {fault.End - 1}"),
        ];
        return series.Faults is null ? "" : causes.Length > 0 ? $"; planted: {string.Join(" and ", causes)}" : "; nothing planted";
    }

    private static IEnumerable<ReportFigure> Figures(AnomalyOptions options, AnomalySeries series, AnomalyTest result)
    {
        if (series.Faults is { } faults)
        {
            yield return new ReportFigure("planted faults found", $"{result.Found(faults, options.Window)} of {faults.Count}");
            yield return new ReportFigure("false events", $"{result.FalseEvents(faults, options.Window)}");
        }

        yield return new ReportFigure("events", $"{result.Events.Count}", $"in {result.Test.Count} rows of the test part");
        yield return new ReportFigure(
            "threshold", FormattableString.Invariant($"{result.Threshold:0.###}"),
            FormattableString.Invariant($"{options.Margin} times the {options.Quantile:0.###%} quantile of the validation part"));
        HashSet<AnomalyEvent> highest = [.. result.Events.OrderByDescending(found => found.Peak).Take(MostEvents)];
        foreach ((int index, AnomalyEvent found) in result.Events.Index().Where(pair => highest.Contains(pair.Item)))
        {
            yield return new ReportFigure(
                $"event {index + 1}: {found.Column}", $"rows {found.Begin} to {found.End - 1}",
                FormattableString.Invariant($"score up to {found.Peak:0.##}{Cause(series, found, options.Window)}"));
        }
    }

    private static CurveChart Score(AnomalyOptions options, AnomalySeries series, AnomalyTest result, double[] rows)
    {
        List<Curve> curves =
        [
            new("validation part", rows, From(result.Validation.Values, rows)) { Color = 2 },
            new("test part", rows, From(result.Test.Values, rows)),
            new("threshold", [rows[0], rows[^1]], [result.Threshold, result.Threshold]) { Color = 1, Style = CurveStyle.Dashed },
            new("event", rows, Within(rows, row => result.Test.Values[row], result.Events.Select(found => (found.Begin, found.End))))
            {
                Color = 1,
            },
        ];
        if (series.Faults is { } faults)
        {
            curves.Add(new Curve(
                "planted fault", rows, Within(rows, _ => result.Threshold / 2, faults.Select(fault => (fault.Begin, fault.End))))
            {
                Color = 3,
            });
        }

        return new CurveChart("Score", Axis, curves)
        {
            Note = $"The greatest of the columns' root mean square errors over {(2 * ReconstructionScore.Reach) + 1} rows, in units of the "
                + $"column's error in the validation part. Rows {options.Window} steps around a fault share windows with it.",
        };
    }

    private static IEnumerable<CurveChart> Columns(AnomalySeries series, AnomalyTest result, double[] rows)
    {
        int columns = series.Table.Columns.Count;
        ReadOnlyMemory<float> values = series.Table.Series[0].Values;
        for (int column = 0; column < columns; column++)
        {
            int at = column;
            double Value(int row) => values.Span[(row * columns) + at];
            yield return new CurveChart(
                series.Table.Columns[column], Axis,
                [
                    new Curve("value", rows, [.. rows.Select(row => Value((int)row))]),
                    new Curve("in an event", rows, Within(rows, Value, result.Events.Select(found => (found.Begin, found.End))))
                    {
                        Color = 1,
                    },
                ])
            {
                Scale = AxisScale.Linear,
            };
        }
    }

    private static ReadOnlySpan<double> From(double[] values, double[] rows) => values.AsSpan((int)rows[0], rows.Length);

    /// <summary>Values within ranges of rows; elsewhere gaps.</summary>
    private static double[] Within(double[] rows, Func<int, double> value, IEnumerable<(int Begin, int End)> ranges)
    {
        double[] curve = new double[rows.Length];
        Array.Fill(curve, double.NaN);
        foreach ((int begin, int end) in ranges)
        {
            for (int row = begin; row < end; row++)
            {
                curve[row - (int)rows[0]] = value(row);
            }
        }

        return curve;
    }
}
