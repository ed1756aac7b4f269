using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace RnnGen.Data;

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

        // Times that are whole numbers may be farther apart than a step can be.
        if (_isTooMany || after - before <= 0)
        {
            return;
        }

        Count(_distances, after - before);
        _isTooMany = _distances.Count > MostDistances;

        // Calendars are asked only where they can answer: a date takes longer than a number.
        if (after - before < TimeSpan.TicksPerHour * 23 || TimeStep.Clock(before, zone) is not DateTime first
            || TimeStep.Clock(after, zone) is not DateTime second)
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
    /// The step that leads to the next row most often. Of equally frequent steps a month comes first, since rows that are 31 days apart
    /// twice are more likely monthly; then the simplest.
    /// </summary>
    /// <param name="isTime">Whether times are dates rather than whole numbers; <see langword="null"/> where that is not known.</param>
    public (TimeStep Step, long Count)? Commonest(bool? isTime)
    {
        if (_isTooMany || Total == 0)
        {
            return null;
        }

        (long distance, long count) = _distances.Count > 0 ? Commonest(_distances) : (1, 0);
        TimeStep fixedStep = isTime ?? distance % TimeSpan.TicksPerSecond == 0
            ? TimeStep.Of(TimeSpan.FromTicks(distance))
            : TimeStep.Of(distance);
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
        CollectionsMarshal.GetValueRefOrAddDefault(counts, step, out _)++;
}
