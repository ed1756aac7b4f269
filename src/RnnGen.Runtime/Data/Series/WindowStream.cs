using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Data;

/// <summary>
/// The windows of a table that is larger than memory: rows are read one by one, and no more than two windows are held. The rows of a series
/// stand together, their times ascending.
/// </summary>
public static class WindowStream
{
    /// <summary>What the windows of a table look like, for a <see cref="StreamSource"/>.</summary>
    /// <param name="table">The table, opened; nothing is read.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="options">What a window is.</param>
    public static SequenceShape Shape(TableReader table, SeriesColumns columns, WindowOptions options)
    {
        (_, WindowColumns found) = Columns(table, columns, options);
        return found.Shape(options);
    }

    /// <summary>
    /// The windows, as those of <see cref="SlidingWindows"/>. Each is valid until the next. Where <see cref="SeriesColumns.Step"/> is to be
    /// inferred, the times are read once before: state it, once <see cref="TimeStep.Infer"/> has found it, to read every epoch once.
    /// </summary>
    /// <param name="open">Opens the table at its beginning; it is closed at the end.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="options">What a window is.</param>
    /// <param name="standardization">What the values of a row are standardised with, if they are.</param>
    /// <param name="from">First time that a target may have; <see langword="null"/> for the first there is.</param>
    /// <param name="before">The time that every target lies before; <see langword="null"/> for the end.</param>
    /// <param name="gaps">Receives the step and how many windows gaps have cost, at the end of the table.</param>
    /// <exception cref="InvalidDataException">
    /// While reading: a value is bad, a static one changes within a series, the rows of a series do not stand together, or the series have
    /// no step.
    /// </exception>
    public static IEnumerable<SequenceExample> Read(
        Func<TableReader> open, SeriesColumns columns, WindowOptions options, Standardization? standardization = null, long? from = null,
        long? before = null,
        IProgress<WindowGaps>? gaps = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return Windows(open, columns, options, standardization, from ?? long.MinValue, before ?? long.MaxValue, gaps);
    }

    private static IEnumerable<SequenceExample> Windows(
        Func<TableReader> open, SeriesColumns columns, WindowOptions options, Standardization? standardization, long from, long before,
        IProgress<WindowGaps>? report)
    {
        SeriesStep known = SeriesStep.Stated(columns) ?? Inferred(open, columns);
        using TableReader table = open();
        TimeStep step = known.OrThrow(table.Name);
        (int[] values, WindowColumns found) = Columns(table, columns, options);
        SeriesRows series = new(table, columns);
        int width = values.Length, span = options.Span;
        SequenceShape shape = found.Shape(options);
        float[] rows = new float[2 * span * width], inputs = new float[options.InputSteps * shape.Features];
        float[] targets = new float[shape.TargetSize * (options.TargetsEveryStep ? options.InputSteps : 1)];
        float[] sequenceInputs = new float[shape.SequenceFeatures], firstRow = new float[width];
        long[] times = new long[2 * span];
        int held = 0, skip = 0;
        long run = 0, windows = 0, gaps = 0, leftOut = 0;
        while (series.Read())
        {
            if (series.Before is null)
            {
                (held, skip, run) = (0, 0, 0);
            }
            else if (!step.Leads(series.Before.Value, series.Time))
            {
                run = 0;
                gaps++;
            }

            if (held == times.Length)
            {
                // All but one row of the last window stay.
                int kept = span - 1;
                Array.Copy(rows, (held - kept) * width, rows, 0, kept * width);
                Array.Copy(times, held - kept, times, 0, kept);
                held = kept;
            }

            times[held] = series.Time;
            Span<float> row = rows.AsSpan(held * width, width);
            series.CopyTo(row);
            if (series.Before is null)
            {
                row.CopyTo(firstRow);
            }

            CheckStatic(table, found, values, firstRow, row);
            standardization?.Apply(row);
            held++;
            run++;
            int start = held - span;
            if (start < 0 || times[start + options.FirstTarget] < from || times[held - 1] >= before)
            {
                continue;
            }

            if (skip-- > 0)
            {
                continue;
            }

            skip = options.Stride - 1;
            if (run < span)
            {
                leftOut++;
                continue;
            }

            windows++;
            found.Write(options, rows.AsSpan(start * width), width, inputs, sequenceInputs, targets);
            yield return new SequenceExample(options.InputSteps) { Inputs = inputs, SequenceInputs = sequenceInputs, Targets = targets };
        }

        WindowGaps told = options.Told(new WindowGaps(step, known.IsInferred, gaps, windows, leftOut));
        report?.Report(told);
    }

    private static SeriesStep Inferred(Func<TableReader> open, SeriesColumns columns)
    {
        using TableReader table = open();
        return SeriesStep.Infer(table, columns);
    }

    private static void CheckStatic(
        TableReader table, WindowColumns found, int[] values, ReadOnlySpan<float> firstRow, ReadOnlySpan<float> row)
    {
        foreach (int column in found.Static)
        {
            if (row[column] != firstRow[column])
            {
                throw table.Bad(values[column], FormattableString.Invariant(
                    $"{firstRow[column]} as in the first row of the series, since the column is a static input"));
            }
        }
    }

    private static (int[] Values, WindowColumns Windows) Columns(
        TableReader table, SeriesColumns columns, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_, _, int[] values) = columns.In(table);
        WindowColumns windows = WindowColumns.Of(options, values.Length, name => Array.IndexOf(values, table.Column(name)) is int found
            && found >= 0
            ? found
            : throw new InvalidDataException($"Column '{name}' of {table.Name} is not one of the columns of values."));
        return (values, windows);
    }
}
