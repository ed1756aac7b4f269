using System;
using System.Collections.Generic;

namespace RnnGen.Data;

/// <summary>Two times that cut data into what is trained on, validated with and tested with, in this order.</summary>
public sealed record TimeSplit
{
    /// <summary>Takes the two times.</summary>
    /// <param name="validationFrom">First time of the validation part.</param>
    /// <param name="testFrom">First time of the test part, not before the validation part's.</param>
    public TimeSplit(long validationFrom, long testFrom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(testFrom, validationFrom);
        (ValidationFrom, TestFrom) = (validationFrom, testFrom);
    }

    /// <summary>Takes two dates, in UTC unless they say otherwise.</summary>
    /// <param name="validationFrom">First time of the validation part.</param>
    /// <param name="testFrom">First time of the test part.</param>
    public TimeSplit(DateTime validationFrom, DateTime testFrom)
        : this(Ticks(validationFrom), Ticks(testFrom))
    {
    }

    /// <summary>First time of the validation part: before it lies what is trained on.</summary>
    public long ValidationFrom { get; }

    /// <summary>First time of the test part.</summary>
    public long TestFrom { get; }

    /// <summary>Cuts at shares of all times that occur: at the same times in every series.</summary>
    /// <param name="table">The series.</param>
    /// <param name="validation">Share of the validation part.</param>
    /// <param name="test">Share of the test part.</param>
    /// <exception cref="ArgumentException">
    /// The shares are negative or leave nothing to train on, or there is no time, or none after the last one where a part is empty.
    /// </exception>
    public static TimeSplit ByShare(TimeSeriesTable table, double validation, double test)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
        {
            throw new ArgumentException(
                $"Shares of {validation} and {test} leave nothing to train on; their sum must be below 1.", nameof(validation));
        }

        SortedSet<long> distinct = [];
        foreach (TimeSeries series in table.Series)
        {
            distinct.UnionWith(series.Times.ToArray());
        }

        long[] times = [.. distinct];
        if (times.Length == 0)
        {
            throw new ArgumentException("A table without rows cannot be split.", nameof(table));
        }

        // The end of all times where a part is empty.
        long At(double share) => (int)Math.Round(times.Length * share) is int index && index < times.Length ? times[index] : End(times[^1]);
        return new TimeSplit(At(1 - validation - test), At(1 - test));
    }

    private static long End(long last) => last < long.MaxValue ? last + 1 : throw new ArgumentException(
        $"The last time is {last}, the greatest there is: no time after it can mark a part without rows. "
        + "Give the test part a share that holds a time.");

    private static long Ticks(DateTime time) => (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks;
}
