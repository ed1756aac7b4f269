using System;
using System.IO;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Commands;
using RnnGen.Tables;

namespace RnnGen.Sample.Forecasts;

/// <summary>The series that is forecast: a column of a file, or one that the program makes itself.</summary>
/// <param name="Table">One series of one column.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record ForecastSeries(TimeSeriesTable Table, string Source)
{
    private const int Hours = 24 * 7 * 16;
    private const ulong BuiltInSeed = 1;

    /// <summary>Name of the column.</summary>
    public string Column => Table.Columns[0];

    /// <summary>All values.</summary>
    public ReadOnlySpan<float> Values => Table.Series[0].Values.Span;

    /// <summary>Finds the series.</summary>
    /// <param name="options">Which one.</param>
    /// <exception cref="CommandFailure">There is no such file or column, or a value is not a number.</exception>
    public static ForecastSeries Find(ForecastOptions options)
    {
        if (options.DataPath is not string path)
        {
            return new ForecastSeries(BuiltIn(), "built-in hourly load (offline)");
        }

        try
        {
            using CsvTable csv = new(path);
            string column = options.Column ?? csv.Columns.FirstOrDefault(name => name != options.TimeColumn)
                ?? throw new CommandFailure($"--data: {path} has no column besides the time.");
            SeriesColumns columns = SeriesColumns.Wide(options.TimeColumn, [column]) with
            {
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

    /// <summary>
    /// Sixteen weeks, an hour a value: a day and a week that repeat, deviations that last for hours, and noise that is larger when the
    /// load is.
    /// </summary>
    private static TimeSeriesTable BuiltIn()
    {
        CounterRandom random = new(BuiltInSeed, stream: 0);
        float[] values = new float[Hours];
        double lasting = 0;
        for (int hour = 0; hour < Hours; hour++)
        {
            double day = Math.Sin(2 * Math.PI * ((hour % 24) - 9) / 24), half = Math.Sin(4 * Math.PI * ((hour % 24) - 6) / 24);
            double load = 100 + (30 * day) + (12 * half) - (hour / 24 % 7 >= 5 ? 18 : 0);
            lasting = (0.9 * lasting) + (2.5 * random.Normal((ulong)(2 * hour)));
            values[hour] = (float)(load + lasting + (0.03 * load * random.Normal((ulong)((2 * hour) + 1))));
        }

        return new TimeSeriesTable(
            ["load"], [new TimeSeries("load", Enumerable.Range(0, Hours).Select(hour => (long)hour).ToArray(), values)]);
    }
}
