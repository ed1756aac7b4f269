using System;
using System.Collections.Generic;

namespace RnnGen.Data;

/// <summary>
/// Windows that slide over time series. A window belongs to the part in which all of its targets lie; it may read what came before the
/// part, as a forecast does, but no target lies in an earlier part, and none in a later one.
/// </summary>
public sealed class SlidingWindows : ISequenceSet
{
    private readonly TimeSeriesTable _table;
    private readonly WindowOptions _options;
    private readonly int[] _inputs, _targets;
    private readonly int[] _firstWindows, _firstSteps;

    /// <summary>Windows of all series.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What a window is.</param>
    /// <param name="from">First time that a target may have; <see langword="null"/> for the first there is.</param>
    /// <param name="before">The time that every target lies before; <see langword="null"/> for the end.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or there is no such column.</exception>
    public SlidingWindows(TimeSeriesTable table, WindowOptions options, long? from = null, long? before = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_table, _options) = (table, options);
        (_inputs, _targets) = options.In(table.Columns.Count, table.Column);
        Shape = options.Shape(_inputs.Length, _targets.Length);
        _firstWindows = new int[table.Series.Count + 1];
        _firstSteps = new int[table.Series.Count];
        for (int series = 0; series < table.Series.Count; series++)
        {
            ReadOnlySpan<long> times = table.Series[series].Times.Span;
            int begin = from is long first ? LowerBound(times, first) : 0, end = before is long last ? LowerBound(times, last) : times.Length;
            _firstSteps[series] = Math.Max(0, begin - options.FirstTarget);
            int room = end - options.Span - _firstSteps[series];
            _firstWindows[series + 1] = checked(_firstWindows[series] + (room < 0 ? 0 : (room / options.Stride) + 1));
        }
    }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => new SourceSettings
    {
        { "steps of a window", _options.InputSteps },
        { "horizon", _options.Horizon },
        { "stride", _options.Stride },
    };

    /// <inheritdoc/>
    public int Count => _firstWindows[^1];

    /// <summary>The windows of the three parts.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What a window is.</param>
    /// <param name="split">Where the parts begin.</param>
    public static (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) Split(
        TimeSeriesTable table, WindowOptions options, TimeSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return (new(table, options, before: split.ValidationFrom), new(table, options, split.ValidationFrom, split.TestFrom), new(table, options, split.TestFrom));
    }

    /// <inheritdoc/>
    public int Length(int index) => _options.InputSteps;

    /// <inheritdoc/>
    public void Write(int index, BatchRow row)
    {
        (int series, int step) = Place(index);
        ReadOnlySpan<float> rows = _table.Series[series].Values.Span[(step * _table.Columns.Count)..];
        _options.Write(rows, _table.Columns.Count, _inputs, _targets, row.Inputs, row.Targets);
    }

    /// <summary>Where a window begins: to find a forecast's place.</summary>
    /// <param name="index">Which window.</param>
    /// <returns>Index of the series, and the step of the first input in it.</returns>
    public (int Series, int Step) Place(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"Window {index} does not exist; there are {Count}.");
        }

        int found = Array.BinarySearch(_firstWindows, index);
        int series = found >= 0 ? found : ~found - 1;
        while (_firstWindows[series + 1] == index)
        {
            // Series too short for a window.
            series++;
        }

        return (series, _firstSteps[series] + ((index - _firstWindows[series]) * _options.Stride));
    }

    /// <summary>The first step whose time is not before a time.</summary>
    private static int LowerBound(ReadOnlySpan<long> times, long time)
    {
        int found = times.BinarySearch(time);
        return found >= 0 ? found : ~found;
    }
}
