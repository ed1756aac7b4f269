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
    private readonly SeriesStep _step;

    /// <summary>Takes series.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="series">The series.</param>
    /// <param name="step">How far each row is from the next; inferred from the times unless given.</param>
    /// <exception cref="ArgumentException">
    /// Two columns have one name, times and values do not fit together, times do not ascend, or a value is not finite.
    /// </exception>
    public TimeSeriesTable(IReadOnlyList<string> columns, IReadOnlyList<TimeSeries> series, TimeStep? step = null)
        : this(columns, series, step is null ? null : new SeriesStep(step, IsInferred: false), null, null)
    {
    }

    private TimeSeriesTable(
        IReadOnlyList<string> columns, IReadOnlyList<TimeSeries> series, SeriesStep? step, TimeZoneInfo? zone, bool? timesAreDates)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        if (columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            throw new ArgumentException($"Two columns have one name: {string.Join(", ", columns)}.", nameof(columns));
        }

        (Columns, Series) = (columns, series);
        foreach (TimeSeries one in series)
        {
            Check(one);
        }

        _step = step ?? SeriesStep.Infer(series, zone, timesAreDates);
    }

    /// <summary>
    /// How far each row is from the next; <see langword="null"/> where it was not stated and none is that of more than half of the rows.
    /// </summary>
    public TimeStep? Step => _step.Step;

    /// <summary>Whether <see cref="Step"/> was inferred from the times.</summary>
    public bool IsStepInferred => _step.IsInferred;

    /// <summary>Why there is no step.</summary>
    internal string? StepProblem => _step.Problem;

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The series, in the order in which the table has them.</summary>
    public IReadOnlyList<TimeSeries> Series { get; }

    /// <summary>Reads a table to its end; it is not closed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="InvalidDataException">
    /// A column is missing or its name comes twice, a value is missing or not finite, a time could be several, or times do not ascend; the
    /// message names file, place, column and value.
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

            rows.Times.Add(columns.TimeOf(table, time, rows.Times.Count, rows.Times.Count > 0 ? rows.Times[^1] : null));
            foreach (int column in values)
            {
                rows.Values.Add(table.GetNumber(column));
            }
        }

        return new TimeSeriesTable(
            [.. values.Select(column => table.Columns[column])],
            [.. ids.Select(name => new TimeSeries(name, byId[name].Times.ToArray(), byId[name].Values.ToArray()))],
            SeriesStep.Stated(columns), columns.Times.Zone, time is int timeColumn && table.FormOf(timeColumn) is not TableTimeForm.Number);
    }

    /// <summary>
    /// Each column of each series as a series of its own, named after both: many series of one value learned by one model.
    /// </summary>
    public TimeSeriesTable PerColumn() => With(
        ["value"],
        [.. Series.SelectMany(_ => Columns.Index(), (series, column) => new TimeSeries(
            series.Id.Length == 0 ? column.Item : $"{series.Id}/{column.Item}", series.Times, ColumnOf(series, column.Index)))]);

    /// <summary>The index of a column.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public int Column(string name)
    {
        int column = Columns.Index().Where(pair => pair.Item == name).Select(pair => pair.Index).FirstOrDefault(-1);
        return column >= 0
            ? column
            : throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", Columns)}.", nameof(name));
    }

    /// <summary>Other series of the same times.</summary>
    internal TimeSeriesTable With(IReadOnlyList<string> columns, IReadOnlyList<TimeSeries> series) =>
        new(columns, series, _step, null, null);

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
                $"Series '{series.Id}' of {times.Length} times and {Columns.Count} columns needs {(long)times.Length * Columns.Count} "
                + $"values, but there are {series.Values.Length}.");
        }

        for (int step = 1; step < times.Length; step++)
        {
            if (times[step] <= times[step - 1])
            {
                throw new ArgumentException(
                    $"Series '{series.Id}' has time {times[step]} at step {step} after {times[step - 1]}; times must ascend.");
            }
        }

        for (int i = 0; i < series.Values.Length; i++)
        {
            if (!float.IsFinite(series.Values.Span[i]))
            {
                throw new ArgumentException(
                    $"Series '{series.Id}', step {i / Columns.Count}, column '{Columns[i % Columns.Count]}' is {series.Values.Span[i]}; "
                    + "it must be finite.");
            }
        }
    }
}
