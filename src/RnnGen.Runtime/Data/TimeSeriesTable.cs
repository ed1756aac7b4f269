using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace RnnGen.Data;

/// <summary>One series: values at ascending times.</summary>
/// <param name="Id">Its name; empty in a wide table.</param>
/// <param name="Times">Times, [steps], strictly ascending: ticks or whole numbers.</param>
/// <param name="Values">Values, [steps, columns].</param>
public sealed record TimeSeries(string Id, ReadOnlyMemory<long> Times, ReadOnlyMemory<float> Values);

/// <summary>Time series in memory, all with the same columns. Every value is there and finite.</summary>
public sealed class TimeSeriesTable
{
    /// <summary>Takes series.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="series">The series.</param>
    /// <exception cref="ArgumentException">Times and values do not fit together, times do not ascend, or a value is not finite.</exception>
    public TimeSeriesTable(IReadOnlyList<string> columns, IReadOnlyList<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        (Columns, Series) = (columns, series);
        foreach (TimeSeries one in series)
        {
            Check(one);
        }
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The series, in the order in which the table has them.</summary>
    public IReadOnlyList<TimeSeries> Series { get; }

    /// <summary>Reads a table to its end; it is not closed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="InvalidDataException">
    /// A column is missing, a value is missing or not finite, or times do not ascend; the message names file, place, column and value.
    /// </exception>
    public static TimeSeriesTable Read(TableReader table, SeriesColumns columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        (int? id, int? time, int[] values) = columns.In(table);
        Dictionary<string, (List<long> Times, List<float> Values)> byId = new(StringComparer.Ordinal);
        List<string> ids = [];
        while (table.Read())
        {
            string name = id is int idColumn ? table.GetText(idColumn) : "";
            ref (List<long> Times, List<float> Values) rows = ref CollectionsMarshal.GetValueRefOrAddDefault(byId, name, out bool exists);
            if (!exists)
            {
                rows = ([], []);
                ids.Add(name);
            }

            rows.Times.Add(TimeOf(table, time, rows.Times.Count, rows.Times.Count > 0 ? rows.Times[^1] : null));
            foreach (int column in values)
            {
                rows.Values.Add(table.GetNumber(column));
            }
        }

        return new TimeSeriesTable(
            [.. values.Select(column => table.Columns[column])],
            [.. ids.Select(name => new TimeSeries(name, byId[name].Times.ToArray(), byId[name].Values.ToArray()))]);
    }

    /// <summary>Each column of each series as a series of its own, named after both: many series of one value learned by one model.</summary>
    public TimeSeriesTable PerColumn() => new(
        ["value"],
        [.. Series.SelectMany(_ => Columns.Index(), (series, column) => new TimeSeries(
            series.Id.Length == 0 ? column.Item : $"{series.Id}/{column.Item}", series.Times, ColumnOf(series, column.Index)))]);

    /// <summary>The index of a column.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public int Column(string name)
    {
        int column = Columns.Index().Where(pair => pair.Item == name).Select(pair => pair.Index).FirstOrDefault(-1);
        return column >= 0 ? column : throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", Columns)}.", nameof(name));
    }

    /// <summary>The time of a row, later than the one before.</summary>
    internal static long TimeOf(TableReader table, int? column, long number, long? before)
    {
        if (column is not int index)
        {
            return number;
        }

        long time = table.GetTime(index);
        return before is null || time > before ? time : throw table.Bad(index, "a later time than that of the row before of the same series");
    }

    private float[] ColumnOf(TimeSeries series, int column)
    {
        float[] values = new float[series.Times.Length];
        for (int step = 0; step < values.Length; step++)
        {
            values[step] = series.Values.Span[(step * Columns.Count) + column];
        }

        return values;
    }

    private void Check(TimeSeries series)
    {
        ReadOnlySpan<long> times = series.Times.Span;
        if (series.Values.Length != (long)times.Length * Columns.Count)
        {
            throw new ArgumentException(
                $"Series '{series.Id}' of {times.Length} times and {Columns.Count} columns needs {(long)times.Length * Columns.Count} values, but there are {series.Values.Length}.");
        }

        for (int step = 1; step < times.Length; step++)
        {
            if (times[step] <= times[step - 1])
            {
                throw new ArgumentException($"Series '{series.Id}' has time {times[step]} at step {step} after {times[step - 1]}; times must ascend.");
            }
        }

        for (int i = 0; i < series.Values.Length; i++)
        {
            if (!float.IsFinite(series.Values.Span[i]))
            {
                throw new ArgumentException(
                    $"Series '{series.Id}', step {i / Columns.Count}, column '{Columns[i % Columns.Count]}' is {series.Values.Span[i]}; it must be finite.");
            }
        }
    }
}
