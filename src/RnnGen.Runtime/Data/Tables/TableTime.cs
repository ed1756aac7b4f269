using System;

namespace RnnGen.Data;

/// <summary>How a table states a time.</summary>
public enum TableTimeForm
{
    /// <summary>A whole number of whatever unit.</summary>
    Number,

    /// <summary>A date and time of some clock, which does not say of which.</summary>
    WithoutZone,

    /// <summary>A date and time whose distance from UTC is known.</summary>
    WithZone,
}

/// <summary>A time as a table states it.</summary>
public readonly record struct TableTime
{
    private TableTime(long value, TableTimeForm form) => (Value, Form) = (value, form);

    /// <summary>The number; of a date and time its ticks of 100 nanoseconds, in UTC where the distance from it is known.</summary>
    public long Value { get; }

    /// <summary>How it is stated.</summary>
    public TableTimeForm Form { get; }

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static TableTime Of(long number) => new(number, TableTimeForm.Number);

    /// <summary>A date and time, with a zone unless its kind is not specified.</summary>
    /// <param name="time">The date and time.</param>
    public static TableTime Of(DateTime time) => time.Kind == DateTimeKind.Unspecified
        ? new TableTime(time.Ticks, TableTimeForm.WithoutZone)
        : new TableTime(time.ToUniversalTime().Ticks, TableTimeForm.WithZone);

    /// <summary>A date and time with its distance from UTC.</summary>
    /// <param name="time">The date and time.</param>
    public static TableTime Of(DateTimeOffset time) => new(time.UtcTicks, TableTimeForm.WithZone);

    /// <summary>Midnight of a date.</summary>
    /// <param name="date">The date.</param>
    public static TableTime Of(DateOnly date) => Of(date.ToDateTime(TimeOnly.MinValue));
}
