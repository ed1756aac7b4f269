using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>The step of a table's series and where it is from.</summary>
/// <param name="Step">The step; <see langword="null"/> where there is none.</param>
/// <param name="IsInferred">Whether it was inferred.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record SeriesStep(TimeStep? Step, bool IsInferred, string? Problem = null)
{
    private const string HowToSay = "SeriesColumns.Step states it, or TimeStep.Irregular that rows follow each other at whatever distance";

    /// <summary>Rows without times: their numbers are their times.</summary>
    public static SeriesStep OfNumbers { get; } = new(TimeStep.Of(1), IsInferred: false);

    /// <summary>What the columns state; <see langword="null"/> where the step has to be inferred.</summary>
    public static SeriesStep? Stated(SeriesColumns columns) =>
        columns.Step is TimeStep step ? new SeriesStep(step, IsInferred: false) : columns.Time is null ? OfNumbers : null;

    /// <summary>The step of series in memory.</summary>
    public static SeriesStep Infer(IEnumerable<TimeSeries> series, TimeZoneInfo? zone, bool? isTime)
    {
        StepCounts counts = new(zone);
        foreach (TimeSeries one in series)
        {
            ReadOnlySpan<long> times = one.Times.Span;
            for (int step = 1; step < times.Length; step++)
            {
                counts.Add(times[step - 1], times[step]);
            }
        }

        return Infer(counts, isTime);
    }

    /// <summary>The step of a table whose rows are read one by one.</summary>
    public static SeriesStep Infer(TableReader table, SeriesColumns columns)
    {
        if (Stated(columns) is SeriesStep stated)
        {
            return stated;
        }

        SeriesRows rows = new(table, columns);
        StepCounts counts = new(columns.Times.Zone);
        while (rows.Read())
        {
            if (rows.Before is long before)
            {
                counts.Add(before, rows.Time);
            }
        }

        return Infer(counts, rows.TimesAreDates);
    }

    /// <summary>The step.</summary>
    /// <param name="table">What an error calls the table.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public TimeStep OrThrow(string table) => Step ?? throw new InvalidDataException($"{table}: {Problem}");

    private static SeriesStep Infer(StepCounts counts, bool? isTime)
    {
        if (counts.Total == 0)
        {
            // A row alone has no next one: any step will do.
            return new SeriesStep(TimeStep.Of(1), IsInferred: false);
        }

        if (counts.Commonest(isTime) is not (TimeStep step, long count))
        {
            return new SeriesStep(null, IsInferred: true, $"the times are at more than {StepCounts.MostDistances} different distances, so that no regular step can be inferred; {HowToSay}.");
        }

        return 2 * count > counts.Total ? new SeriesStep(step, IsInferred: true) : new SeriesStep(
            null, IsInferred: true,
            $"the times have no regular step: the most frequent one, {step}, is that of {count} of {counts.Total} distances, and more than half were expected; {HowToSay}.");
    }
}

/// <summary>How often each possible step leads from a row to the next.</summary>
/// <param name="zone">The zone of the calendar.</param>
internal sealed class StepCounts(TimeZoneInfo? zone)
{
    /// <summary>More different distances than this mean that there is no regular step.</summary>
    public const int MostDistances = 100_000;

    private readonly Dictionary<long, long> _distances = [];
    private readonly Dictionary<int, long> _months = [], _days = [];
    private readonly TimeStep _businessDays = TimeStep.BusinessDays(zone: zone);
    private long _businessDayCount;
    private bool _isTooMany;

    /// <summary>Distances that were added.</summary>
    public long Total { get; private set; }

    /// <summary>Adds the distance of two rows.</summary>
    public void Add(long before, long after)
    {
        Total++;
        if (_isTooMany)
        {
            return;
        }

        Count(_distances, after - before);
        _isTooMany = _distances.Count > MostDistances;

        // Calendars are asked only where they can answer: a date takes longer than a number.
        if (after - before < TimeSpan.TicksPerHour * 23 || TimeStep.Clock(before, zone) is not DateTime first || TimeStep.Clock(after, zone) is not DateTime second)
        {
            return;
        }

        int months = TimeStep.MonthsBetween(first, second);
        if (months > 0 && TimeStep.AreMonthsApart(first, second, months))
        {
            Count(_months, months);
        }

        TimeSpan days = second - first;
        if (zone is not null && days.Ticks % TimeSpan.TicksPerDay == 0)
        {
            Count(_days, days.Days);
        }

        _businessDayCount += _businessDays.Leads(before, after) ? 1 : 0;
    }

    /// <summary>
    /// The step that leads to the next row most often. Of equals a month comes first, since what is 31 days apart twice is rather that; then
    /// the simplest.
    /// </summary>
    /// <param name="isTime">Whether times are dates rather than whole numbers; <see langword="null"/> where that is not known.</param>
    public (TimeStep Step, long Count)? Commonest(bool? isTime)
    {
        if (_isTooMany || Total == 0)
        {
            return null;
        }

        (long distance, long count) = Commonest(_distances);
        TimeStep fixedStep = isTime ?? distance % TimeSpan.TicksPerSecond == 0 ? TimeStep.Of(TimeSpan.FromTicks(distance)) : TimeStep.Of(distance);
        List<(TimeStep Step, long Count)> candidates = [];
        if (_months.Count > 0 && Commonest(_months) is var (months, monthCount))
        {
            candidates.Add((TimeStep.Months(months, zone), monthCount));
        }

        candidates.Add((fixedStep, count));
        if (_days.Count > 0 && Commonest(_days) is var (days, dayCount))
        {
            candidates.Add((TimeStep.Days(days, zone!), dayCount));
        }

        candidates.Add((_businessDays, _businessDayCount));
        return candidates.MaxBy(candidate => candidate.Count);
    }

    private static (T Step, long Count) Commonest<T>(Dictionary<T, long> counts)
        where T : struct, IComparable<T>
    {
        KeyValuePair<T, long> best = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First();
        return (best.Key, best.Value);
    }

    private static void Count<T>(Dictionary<T, long> counts, T step)
        where T : notnull =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, step, out _)++;
}
