using System;
using System.Collections.Generic;

namespace RnnGen.Data;

/// <summary>
/// Windows that slide over time series. A window belongs to the part in which all of its targets lie; it may read what came before the
/// part, as a forecast does, but no target lies in an earlier part, and none in a later one. Windows across a gap, where the next row comes
/// sooner or later than the series' step, are left out.
/// </summary>
public sealed class SlidingWindows : ISequenceSet
{
    private readonly TimeSeriesTable _table;
    private readonly WindowOptions _options;
    private readonly WindowColumns _columns;

    // Windows in a row, each a stride after the one before: the number of the first one, its series and the first row that it reads.
    private readonly List<int> _firstWindows = [0], _series = [], _firstSteps = [];

    /// <summary>Windows of all series.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What a window is.</param>
    /// <param name="from">First time that a target may have; <see langword="null"/> for the first there is.</param>
    /// <param name="before">The time that every target lies before; <see langword="null"/> for the end.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of its range, there is no such column, a static one changes within a series, or the series have no step.
    /// </exception>
    public SlidingWindows(TimeSeriesTable table, WindowOptions options, long? from = null, long? before = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_table, _options) = (table, options);
        _columns = WindowColumns.Of(options, table.Columns.Count, table.Column);
        Shape = _columns.Shape(options);
        CheckStatic();
        TimeStep step = table.Step ?? throw new ArgumentException($"Of these series {table.StepProblem}", nameof(table));
        long gaps = 0, leftOut = 0;
        for (int series = 0; series < table.Series.Count; series++)
        {
            ReadOnlySpan<long> times = table.Series[series].Times.Span;
            int begin = from is long first ? LowerBound(times, first) : 0;
            int end = before is long last ? LowerBound(times, last) : times.Length;
            int firstStep = Math.Max(0, begin - options.FirstTarget), windows = Windows(firstStep, end);
            for (int run = 0, next; run < times.Length; run = next)
            {
                for (next = run + 1; next < times.Length && step.Leads(times[next - 1], times[next]); next++)
                {
                }

                gaps += next < times.Length ? 1 : 0;
                windows -= AddRun(series, firstStep, run, Math.Min(next, end));
            }

            leftOut += windows;
        }

        Gaps = options.Told(new WindowGaps(step, table.IsStepInferred, gaps, Count, leftOut));
    }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            SourceSettings settings = new()
            {
                { "steps of a window", _options.InputSteps },
                { "horizon", _options.Horizon },
                { "stride", _options.Stride },
            };

            // A checkpoint of windows that were made before there were lags goes on.
            if (_options.Lags is not [0])
            {
                settings.Add("lags", string.Join(", ", _options.Lags));
            }

            return settings;
        }
    }

    /// <inheritdoc/>
    public int Count => _firstWindows[^1];

    /// <summary>The step of the series, and how many windows its gaps cost.</summary>
    public WindowGaps Gaps { get; }

    /// <summary>The windows of the three parts.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What a window is.</param>
    /// <param name="split">Where the parts begin.</param>
    public static (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) Split(
        TimeSeriesTable table, WindowOptions options, TimeSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return (
            new(table, options, before: split.ValidationFrom), new(table, options, split.ValidationFrom, split.TestFrom),
            new(table, options, split.TestFrom));
    }

    /// <inheritdoc/>
    public int Length(int index) => _options.InputSteps;

    /// <inheritdoc/>
    public void Write(int index, BatchRow row)
    {
        (int series, int step) = Place(index);
        ReadOnlySpan<float> rows = _table.Series[series].Values.Span[((step - _options.Reach) * _table.Columns.Count)..];
        _columns.Write(_options, rows, _table.Columns.Count, row.Inputs, row.SequenceInputs, row.Targets);
    }

    /// <summary>Where a window begins: to find a forecast's place.</summary>
    /// <param name="index">Which window.</param>
    /// <returns>Index of the series, and the window's first step in it; lags reach back from there.</returns>
    public (int Series, int Step) Place(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"Window {index} does not exist; there are {Count}.");
        }

        int found = _firstWindows.BinarySearch(index), run = found >= 0 ? found : ~found - 1;
        return (_series[run], _firstSteps[run] + ((index - _firstWindows[run]) * _options.Stride) + _options.Reach);
    }

    private void CheckStatic()
    {
        foreach (int column in _columns.Static)
        {
            foreach (TimeSeries series in _table.Series)
            {
                ReadOnlySpan<float> values = series.Values.Span;
                for (int step = 1; step < series.Times.Length; step++)
                {
                    float first = values[column], value = values[(step * _table.Columns.Count) + column];
                    if (value != first)
                    {
                        string of = series.Id.Length > 0 ? $" of series '{series.Id}'" : "";
                        throw new ArgumentException(FormattableString.Invariant(
                            $"Column '{_table.Columns[column]}'{of} is {first} at step 0 and {value} at step {step}; ")
                            + $"one of {nameof(WindowOptions.StaticInputs)} must be the same at all steps of a series.");
                    }
                }
            }
        }
    }

    /// <summary>Adds the windows between two gaps: those that would be there without gaps and lie in the run.</summary>
    /// <returns>How many.</returns>
    private int AddRun(int series, int firstStep, int begin, int end)
    {
        int strides = begin <= firstStep ? 0 : (int)(((long)begin - firstStep + _options.Stride - 1) / _options.Stride);
        long start = firstStep + ((long)strides * _options.Stride);
        int windows = start < end ? Windows((int)start, end) : 0;
        if (windows > 0)
        {
            _series.Add(series);
            _firstSteps.Add((int)start);
            _firstWindows.Add(checked(_firstWindows[^1] + windows));
        }

        return windows;
    }

    /// <summary>Windows from a step on, each a stride after the one before, that end before another.</summary>
    private int Windows(int first, int end)
    {
        long room = (long)end - _options.Span - first;
        return room < 0 ? 0 : (int)(room / _options.Stride) + 1;
    }

    /// <summary>The first step whose time is not before a time.</summary>
    private static int LowerBound(ReadOnlySpan<long> times, long time)
    {
        int found = times.BinarySearch(time);
        return found >= 0 ? found : ~found;
    }
}
