using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Data;

/// <summary>
/// The distance from each row of a series to the next. Where the next row comes sooner or later there is a gap, and no window goes across
/// it.
/// </summary>
public abstract class TimeStep
{
    private protected TimeStep()
    {
    }

    /// <summary>Rows that follow each other at whatever distance: there are no gaps.</summary>
    public static TimeStep Irregular { get; } = new IrregularStep();

    /// <summary>A fixed distance in time.</summary>
    /// <param name="step">The distance, above 0.</param>
    public static TimeStep Of(TimeSpan step) => new FixedStep(Positive(step.Ticks, nameof(step)), isTime: true);

    /// <summary>A fixed distance of times that are whole numbers.</summary>
    /// <param name="step">The distance, above 0.</param>
    public static TimeStep Of(long step) => new FixedStep(Positive(step, nameof(step)), isTime: false);

    /// <summary>Days on the clocks of a zone, of 23 hours or 25 where those are changed.</summary>
    /// <param name="days">How many, at least 1.</param>
    /// <param name="zone">The zone; times are UTC.</param>
    public static TimeStep Days(int days, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new DayStep((int)Positive(days, nameof(days)), zone);
    }

    /// <summary>
    /// Calendar months, at the same day and time of day; where a month is too short, at its last day. Three make a quarter, twelve a year.
    /// </summary>
    /// <param name="months">How many, at least 1.</param>
    /// <param name="zone">The zone of the calendar where times are UTC; <see langword="null"/> for the times as they are.</param>
    public static TimeStep Months(int months, TimeZoneInfo? zone = null) => new MonthStep((int)Positive(months, nameof(months)), zone);

    /// <summary>From Monday to Friday each day, at the same time of day.</summary>
    /// <param name="holidays">Days that are left out too.</param>
    /// <param name="zone">The zone of the calendar where times are UTC; <see langword="null"/> for the times as they are.</param>
    public static TimeStep BusinessDays(IEnumerable<DateOnly>? holidays = null, TimeZoneInfo? zone = null) =>
        new BusinessDayStep((holidays ?? []).ToFrozenSet(), zone);

    /// <summary>The step that most rows of a table are apart.</summary>
    /// <param name="table">The table, read to its end; it is not closed.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="System.IO.InvalidDataException">
    /// A time is bad, the rows of a series do not stand together, or no step is that of more than half of the rows.
    /// </exception>
    public static TimeStep Infer(TableReader table, SeriesColumns columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return SeriesStep.Infer(table, columns).OrThrow(table.Name);
    }

    /// <summary>Whether a row is one step after another.</summary>
    /// <param name="before">Time of the one, as <see cref="TimeSeries.Times"/> has it.</param>
    /// <param name="after">Time of the other.</param>
    public abstract bool Leads(long before, long after);

    /// <summary>The date and time on the clocks of a zone; <see langword="null"/> for a number that is not a time.</summary>
    internal static DateTime? Clock(long time, TimeZoneInfo? zone) =>
        time < 0 || time > DateTime.MaxValue.Ticks ? null
        : zone is null ? new DateTime(time)
        : TimeZoneInfo.ConvertTimeFromUtc(new DateTime(time, DateTimeKind.Utc), zone);

    /// <summary>
    /// Whether two dates are a number of months apart. The day of the first may be that of a longer month cut short, so that after
    /// 28 February come 28, 29, 30 and 31 March.
    /// </summary>
    internal static bool AreMonthsApart(DateTime before, DateTime after, int months)
    {
        int last = DateTime.DaysInMonth(after.Year, after.Month);
        bool isCut = before.Day == DateTime.DaysInMonth(before.Year, before.Month);
        return MonthsBetween(before, after) == months && before.TimeOfDay == after.TimeOfDay
            && (after.Day == Math.Min(before.Day, last) || (isCut && after.Day > before.Day));
    }

    /// <summary>Months from the one's month to the other's.</summary>
    internal static int MonthsBetween(DateTime before, DateTime after) => ((after.Year - before.Year) * 12) + after.Month - before.Month;

    private static long Positive(long step, string name) =>
        step > 0 ? step : throw new ArgumentOutOfRangeException(name, step, $"The step is {step}; it must be above 0.");

    /// <summary>"1 day", "2 days".</summary>
    internal static string Count(long count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    private sealed class IrregularStep : TimeStep
    {
        public override bool Leads(long before, long after) => true;

        public override string ToString() => "irregular";
    }

    private sealed class FixedStep(long length, bool isTime) : TimeStep
    {
        public override bool Leads(long before, long after) => after - before == length;

        public override string ToString() => !isTime ? length.ToString(CultureInfo.InvariantCulture)
            : length % TimeSpan.TicksPerDay == 0 ? Count(length / TimeSpan.TicksPerDay, "day")
            : TimeSpan.FromTicks(length).ToString("c", CultureInfo.InvariantCulture);
    }

    private sealed class DayStep(int days, TimeZoneInfo zone) : TimeStep
    {
        public override bool Leads(long before, long after) => Clock(after, zone) - Clock(before, zone) == TimeSpan.FromDays(days);

        public override string ToString() => $"{Count(days, "day")} in {zone.Id}";
    }

    private sealed class MonthStep(int months, TimeZoneInfo? zone) : TimeStep
    {
        public override bool Leads(long before, long after) =>
            Clock(before, zone) is DateTime first && Clock(after, zone) is DateTime second && AreMonthsApart(first, second, months);

        public override string ToString() => Count(months, "calendar month");
    }

    private sealed class BusinessDayStep(FrozenSet<DateOnly> holidays, TimeZoneInfo? zone) : TimeStep
    {
        public override bool Leads(long before, long after)
        {
            if (Clock(before, zone) is not DateTime first || Clock(after, zone) is not DateTime second || !IsOpen(first)
                || first.TimeOfDay != second.TimeOfDay)
            {
                return false;
            }

            // Beyond the year 9999 there is none.
            DateTime next = first;
            do
            {
                if (next >= second)
                {
                    return false;
                }

                next = next.AddDays(1);
            }
            while (!IsOpen(next));

            return next == second;
        }

        public override string ToString() =>
            holidays.Count == 0 ? "1 business day" : $"1 business day, without {Count(holidays.Count, "holiday")}";

        private bool IsOpen(DateTime day) =>
            day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(DateOnly.FromDateTime(day));
    }
}
