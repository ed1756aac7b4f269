using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Tables;

namespace RnnGen.Sample.Forecasts;

/// <summary>The series that are forecast: columns of a file, or what the program makes itself.</summary>
/// <param name="Table">The series; the first column is the one that is forecast.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record ForecastSeries(TimeSeriesTable Table, string Source)
{
    /// <summary>Name of the column that is forecast.</summary>
    public string Column => Table.Columns[0];

    /// <summary>Rows of all series.</summary>
    public int Rows => Table.Series.Sum(series => series.Times.Length);

    /// <summary>What is forecast of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public float[] Values(int series)
    {
        ReadOnlySpan<float> all = Table.Series[series].Values.Span;
        float[] values = new float[all.Length / Table.Columns.Count];
        for (int step = 0; step < values.Length; step++)
        {
            values[step] = all[step * Table.Columns.Count];
        }

        return values;
    }

    /// <summary>Finds the series.</summary>
    /// <param name="options">Which ones.</param>
    /// <exception cref="CommandFailure">
    /// There is no such file or column, a column is to be two things, or a value is not a number.
    /// </exception>
    public static ForecastSeries Find(ForecastOptions options)
    {
        if (options.Static.Count > 0 && options.IdColumn is null)
        {
            throw new CommandFailure(
                $"--static names {options.Static.Count} of the columns, but --id none: what is the same in the only series tells nothing.");
        }

        return options.DataPath is string path ? OfFile(path, options) : BuiltIn(options);
    }

    private static ForecastSeries OfFile(string path, ForecastOptions options)
    {
        try
        {
            using CsvTable csv = new(path);
            string[] others = [.. Others(options)];
            string column = options.Column ?? csv.Columns.FirstOrDefault(name => !others.Contains(name))
                ?? throw new CommandFailure($"--data: {path} has no column besides {(others.Length > 1 ? "those named" : "the time")}.");
            string[] values = Distinct(column, options);
            SeriesColumns columns = SeriesColumns.Wide(options.TimeColumn, values) with
            {
                Id = options.IdColumn,
                Times = options.TimeFormat is string format ? TimeFormat.Exact(format) : TimeFormat.Iso8601,
                Step = options.IsIrregular ? TimeStep.Irregular : null,
            };
            return new ForecastSeries(TimeSeriesTable.Read(csv, columns), $"column {column} of {path}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException)
        {
            // The library names its own option.
            string option = exception.Message.Contains($"{nameof(SeriesColumns)}.{nameof(SeriesColumns.Times)}", StringComparison.Ordinal)
                ? " Here that is --time-format."
                : "";
            throw new CommandFailure($"--data: {exception.Message}{option}");
        }
    }

    /// <summary>One series, unless something is said of several.</summary>
    private static ForecastSeries BuiltIn(ForecastOptions options)
    {
        if (options.IdColumn is null && options.Future.Count == 0)
        {
            return new ForecastSeries(BuiltInSeries.OneLoad(), "built-in hourly load (offline)");
        }

        TimeSeriesTable all = BuiltInSeries.BuildingLoads();
        if (options.IdColumn is not (null or BuiltInSeries.Building))
        {
            throw new CommandFailure($"--id: the built-in series have no column '{options.IdColumn}'; there is {BuiltInSeries.Building}.");
        }

        foreach (string name in Distinct(BuiltInSeries.Load, options))
        {
            if (!all.Columns.Contains(name))
            {
                throw new CommandFailure(
                    $"The built-in series have no column '{name}'; there are {BuiltInSeries.Building}, {string.Join(", ", all.Columns)}.");
            }
        }

        return new ForecastSeries(all, "built-in hourly loads of buildings (offline)");
    }

    private static IEnumerable<string> Others(ForecastOptions options) =>
        new[] { options.TimeColumn, options.IdColumn }.OfType<string>().Concat(options.Future).Concat(options.Static);

    /// <summary>The columns of values, that which is forecast first.</summary>
    private static string[] Distinct(string column, ForecastOptions options)
    {
        string[] named = [column, .. Others(options)];
        string? twice = named.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? [column, .. options.Future, .. options.Static] : throw new CommandFailure(
            $"Column '{twice}' is named {named.Count(name => name == twice)} times by --column, --time, --id, --static and --future; "
            + "it can be one of them.");
    }
}
