using System;
using System.Globalization;
using System.Linq;

namespace RnnGen.Data;

/// <summary>
/// How times are written. ISO 8601 needs no mention; what is written otherwise, such as 01.02.2024, is read only when it has been said how:
/// day and month must not be guessed.
/// </summary>
public sealed class TimeFormat
{
    private const DateTimeStyles White = DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;
    private const string HowToSay =
        "otherwise SeriesColumns.Times says the format, such as TimeFormat.Exact(\"dd.MM.yyyy\"), or the culture";

    private const string WholeNumber = "a whole number";

    private readonly string[] _patterns;
    private readonly CultureInfo _culture;
    private readonly string? _expected;

    private TimeFormat(string[] patterns, CultureInfo culture, string? expected, TimeZoneInfo? zone = null) =>
        (_patterns, _culture, _expected, Zone) = (patterns, culture, expected, zone);

    /// <summary>
    /// ISO 8601, the year first: <c>2024-02-01</c>, <c>2024-02-01T13:45:30.5Z</c>, <c>2024/2/1 13:45+01:00</c>, <c>2024-02</c>; or a whole
    /// number of whatever unit. Numbers that begin like the days 20240201 or the months 202402 are refused: they could be either.
    /// </summary>
    public static TimeFormat Iso8601 { get; } = new([], CultureInfo.InvariantCulture, null);

    /// <summary>Whole numbers only, whatever they look like.</summary>
    public static TimeFormat Numbers { get; } = new([], CultureInfo.InvariantCulture, WholeNumber);

    /// <summary>The zone of times that say none; <see langword="null"/> where those are taken as they are.</summary>
    public TimeZoneInfo? Zone { get; }

    /// <summary>Whether only whole numbers are times.</summary>
    internal bool IsNumbers => _expected == WholeNumber;

    /// <summary>Whether text is read by <see cref="Iso8601"/>.</summary>
    internal bool IsIso => _expected is null;

    /// <summary>
    /// One format, as <see cref="DateTime.TryParseExact(string, string, IFormatProvider, DateTimeStyles, out DateTime)"/> reads it.
    /// </summary>
    /// <param name="pattern">
    /// The format, with a year: <c>dd.MM.yyyy HH:mm</c>. With <c>yy</c> the century is that of the culture's calendar
    /// (<see cref="Calendar.TwoDigitYearMax"/>).
    /// </param>
    /// <param name="culture">The language of names and separators; English unless given.</param>
    /// <exception cref="ArgumentException">
    /// It is not a format, or would leave something to be guessed: a year, the month next to a day, the half of a day.
    /// </exception>
    public static TimeFormat Exact(string pattern, CultureInfo? culture = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        culture ??= CultureInfo.InvariantCulture;
        TimePattern.Check(pattern, culture);
        return new TimeFormat([pattern], culture, $"a date and time of the form {pattern}");
    }

    /// <summary>Dates as a culture writes them short, with a year of four digits, alone or with a time of day.</summary>
    /// <param name="culture">The culture: <c>de-DE</c> reads 1.2.2024 as 1 February, <c>en-US</c> 1/2/2024 as 2 January.</param>
    public static TimeFormat Of(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        string[] patterns = TimePattern.Of(culture.DateTimeFormat);
        return new TimeFormat(patterns, culture, $"a date and time of the form {patterns[0]}, as in culture '{culture.Name}'");
    }

    /// <summary>The same format where times that say no zone are those of one. All times become UTC.</summary>
    /// <param name="zone">The zone. A time that its clocks show twice, or never, is refused.</param>
    public TimeFormat In(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new TimeFormat(_patterns, _culture, _expected, zone);
    }

    /// <summary>Whether a value that is not text is a time as it stands: the digits of 20240201 may have a format.</summary>
    internal bool Takes(TableTime time) => time.Form == TableTimeForm.Number ? _patterns.Length == 0 : !IsNumbers;

    /// <summary>Reads a text.</summary>
    internal bool TryParse(string text, out TableTime time)
    {
        if (_patterns.Length > 0)
        {
            return TryPatterns(text, out time);
        }

        bool isNumber = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number);
        time = TableTime.Of(number);
        return isNumber || (IsIso && IsoTime.TryParse(text, out time));
    }

    /// <summary>What a text should have been.</summary>
    internal string Expected(string text) =>
        _expected ?? (text.Count(char.IsAsciiDigit) >= 2 || text.Contains(':', StringComparison.Ordinal)
            ? $"a date and time of ISO 8601, such as 2024-02-01 or 2024-02-01T13:45, or a whole number; {HowToSay}"
            : "a date and time or a whole number");

    /// <summary>Why a whole number is not taken for one where it is the first of its column; <see langword="null"/> where it is.</summary>
    internal string? Doubt(TableTime time)
    {
        (string pattern, bool isDate) = time.Value is >= 1900_01 and <= 2100_12
            ? ("yyyyMM", time.Value % 100 is >= 1 and <= 12)
            : ("yyyyMMdd", time.Value is >= 1900_01_01 and <= 2100_12_31 && IsoTime.TryParse(time.Value + "T00", out _));
        return time.Form == TableTimeForm.Number && IsIso && isDate
            ? "what cannot be both a date and a number: SeriesColumns.Times says which, "
                + $"as TimeFormat.Exact(\"{pattern}\") or TimeFormat.Numbers"
            : null;
    }

    private bool TryPatterns(string text, out TableTime time)
    {
        time = default;
        if (!DateTime.TryParseExact(
            text, _patterns, _culture, White | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime utc))
        {
            return false;
        }

        // Only the kind is asked of this one: its value would be that of the machine's zone.
        DateTime.TryParseExact(text, _patterns, _culture, White | DateTimeStyles.RoundtripKind, out DateTime asItIs);
        bool hasZone = asItIs.Kind != DateTimeKind.Unspecified || TimePattern.IsUtc(_patterns[0]);
        time = TableTime.Of(hasZone ? utc : new DateTime(utc.Ticks));
        return true;
    }
}
