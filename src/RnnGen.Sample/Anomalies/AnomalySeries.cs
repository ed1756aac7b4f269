using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Anomalies;

/// <summary>The signal that is watched: columns of a file, or one that the program makes itself.</summary>
/// <param name="Table">One series.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Faults">Faults that were put into it, where that is known.</param>
internal sealed record AnomalySeries(TimeSeriesTable Table, string Source, IReadOnlyList<PlantedFault>? Faults)
{
    /// <summary>Rows of the series.</summary>
    public int Steps => Table.Series[0].Times.Length;

    /// <summary>Finds the signal.</summary>
    /// <param name="options">Which one.</param>
    /// <exception cref="CommandFailure">
    /// There is no such file or column, more than the network reads, or a value that is not a number.
    /// </exception>
    public static AnomalySeries Find(AnomalyOptions options)
    {
        if (options.DataPath is not string path)
        {
            if (options.Columns.Count > 0 || options.TimeColumn is not null || options.TimeFormat is not null || options.IsIrregular)
            {
                throw new CommandFailure("--columns, --time, --time-format and --irregular are for a file; --data names none.");
            }

            int testFrom = (int)Math.Round(MachineSignal.Steps * (options.TrainShare + options.ValidationShare));
            (TimeSeriesTable table, IReadOnlyList<PlantedFault> faults) = new MachineSignal(options.Training.Seed).Create(testFrom);
            return new AnomalySeries(table, "built-in machine (offline)", faults);
        }

        SeriesFile file = new(path, options.TimeColumn, options.TimeFormat, options.IsIrregular);
        TimeSeriesTable read = file.Read(columns => Choose(options, path, columns));
        return read.Series.Count > 0
            ? new AnomalySeries(read, path, Faults: null)
            : throw new CommandFailure($"--data: {path} has no rows.");
    }

    /// <summary>The values as the network reads them: standardised, with columns of zeros behind them.</summary>
    /// <param name="standardization">Means and deviations of the columns.</param>
    public TimeSeriesTable ForNetwork(Standardization standardization)
    {
        const int Width = AnomalyNetwork.MostChannels;
        TimeSeries series = standardization.Apply(Table).Series[0];
        int channels = Table.Columns.Count;
        float[] values = new float[Steps * Width];
        for (int step = 0; step < Steps; step++)
        {
            series.Values.Span.Slice(step * channels, channels).CopyTo(values.AsSpan(step * Width));
        }

        string longest = Table.Columns.MaxBy(column => column.Length)!;
        return new TimeSeriesTable(
            [.. Table.Columns, .. Enumerable.Range(channels, Width - channels).Select(column => $"{longest} {column}")],
            [series with { Values = values }], Table.Step);
    }

    private static string[] Choose(AnomalyOptions options, string path, IReadOnlyList<string> columns)
    {
        string[] chosen = options.Columns.Count > 0 ? [.. options.Columns] : [.. columns.Where(name => name != options.TimeColumn)];
        return chosen.Length is >= 1 and <= AnomalyNetwork.MostChannels
            ? chosen
            : throw new CommandFailure(
                $"--data: {path} has {chosen.Length} columns besides the time; the network reads 1 to {AnomalyNetwork.MostChannels}. "
                + "--columns chooses some.");
    }
}
