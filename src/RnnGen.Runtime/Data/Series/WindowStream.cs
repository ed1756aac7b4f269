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
        (_, int[] inputs, int[] targets) = Columns(table, columns, options);
        return options.Shape(inputs.Length, targets.Length);
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
    /// While reading: a value is bad, the rows of a series do not stand together, or the series have no step.
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
        ((_, _, int[] values), int[] inputColumns, int[] targetColumns) = Columns(table, columns, options);
        SeriesRows series = new(table, columns);
        int width = values.Length, span = options.Span;
        SequenceShape shape = options.Shape(inputColumns.Length, targetColumns.Length);
        float[] rows = new float[2 * span * width], inputs = new float[options.InputSteps * shape.Features];
        float[] targets = new float[shape.TargetSize * (options.TargetsEveryStep ? options.InputSteps : 1)];
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
            series.CopyTo(rows.AsSpan(held * width, width));
            standardization?.Apply(rows.AsSpan(held * width, width));
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
            options.Write(rows.AsSpan(start * width), width, inputColumns, targetColumns, inputs, targets);
            yield return new SequenceExample(options.InputSteps) { Inputs = inputs, Targets = targets };
        }

        WindowGaps told = options.Told(new WindowGaps(step, known.IsInferred, gaps, windows, leftOut));
        report?.Report(told);
    }

    private static SeriesStep Inferred(Func<TableReader> open, SeriesColumns columns)
    {
        using TableReader table = open();
        return SeriesStep.Infer(table, columns);
    }

    private static ((int? Id, int? Time, int[] Values) Table, int[] Inputs, int[] Targets) Columns(
        TableReader table, SeriesColumns columns, WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        (int? id, int? time, int[] values) = columns.In(table);
        (int[] inputs, int[] targets) = options.In(values.Length, name => Array.IndexOf(values, table.Column(name)) is int found
            && found >= 0
            ? found
            : throw new InvalidDataException($"Column '{name}' of {table.Name} is not one of the columns of values."));
        return ((id, time, values), inputs, targets);
    }
}
