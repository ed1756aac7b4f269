using System;
using System.Collections.Generic;
using System.IO;

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
            return None(
                $"the times are at more than {StepCounts.MostDistances} different distances, so that no regular step can be inferred");
        }

        return 2 * count > counts.Total ? new SeriesStep(step, IsInferred: true) : None(
            $"the times have no regular step: the most frequent one, {step}, is that of {count} of {counts.Total} distances, "
            + "and more than half were expected");
    }

    private static SeriesStep None(string why) => new(null, IsInferred: true, $"{why}; {HowToSay}.");
}
