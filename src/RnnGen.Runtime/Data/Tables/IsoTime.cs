using System;

namespace RnnGen.Data;

/// <summary>
/// Dates and times as ISO 8601 writes them: the year first, in four digits, so that nothing can be taken for anything else. A space may
/// stand for the T, other separators for the hyphens (2024/2/1), and a date may end with its month.
/// </summary>
/// <param name="text">What is read.</param>
internal ref struct IsoTime(ReadOnlySpan<char> text)
{
    /// <summary>Digits of a fraction of a second that ticks can hold.</summary>
    private const int FractionDigits = 7;

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">Receives the time.</param>
    /// <returns>Whether all of it is a date and time, and one that exists.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TableTime time)
    {
        time = default;
        IsoTime parser = new(text.Trim());
        long ofDay = 0;
        TimeSpan? offset = null;
        bool isRead = parser.TryDate(out DateTime date)
            && (parser._rest.IsEmpty || (parser.TryTimeOfDay(out ofDay) && parser.TryOffset(out offset) && parser._rest.IsEmpty));

        // Midnight may be written as the end of a day, hence a day that may be one after the last.
        long ticks = date.Ticks + ofDay, utc = ticks - (offset?.Ticks ?? 0);
        if (!isRead || ticks > DateTime.MaxValue.Ticks || utc < 0 || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = offset is null ? TableTime.Of(new DateTime(ticks)) : TableTime.Of(new DateTime(utc, DateTimeKind.Utc));
        return true;
    }

    private bool TryDate(out DateTime date)
    {
        date = default;
        int day = 1;
        if (!TryDigits(4, 4, out int year) || _rest.IsEmpty)
        {
            return false;
        }

        char separator = _rest[0];
        bool isCompact = char.IsAsciiDigit(separator);
        if (!(isCompact || (separator is '-' or '/' or '.' && TrySkip(separator))) || !TryDigits(isCompact ? 2 : 1, 2, out int month))
        {
            return false;
        }

        // 2024-02 is a month, 2024.02 rather a number, and 202402 has been taken for a whole number before.
        bool endsWithMonth = _rest.IsEmpty && separator == '-';
        if (!endsWithMonth && !((isCompact || TrySkip(separator)) && TryDigits(isCompact ? 2 : 1, 2, out day)))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    private bool TryTimeOfDay(out long ticks)
    {
        ticks = 0;
        if (!(TrySkip('T') || TrySkip('t') || TrySkip(' ')))
        {
            return false;
        }

        _rest = _rest.TrimStart(' ');
        int minute = 0, second = 0;
        if (!TryDigits(1, 2, out int hour) || !TryPart(out minute, out bool hasMinutes) || (hasMinutes && !TryPart(out second, out _))
            || !TryFraction(out long fraction))
        {
            return false;
        }

        ticks = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return hour <= 23 || ticks == TimeSpan.TicksPerDay;
    }

    /// <summary>Minutes or seconds, if there are any: after a colon, or at once.</summary>
    private bool TryPart(out int part, out bool isThere)
    {
        part = 0;
        isThere = TrySkip(':') || (!_rest.IsEmpty && char.IsAsciiDigit(_rest[0]));
        return !isThere || (TryDigits(2, 2, out part) && part <= 59);
    }

    private bool TryFraction(out long ticks)
    {
        ticks = 0;
        if (!(TrySkip('.') || TrySkip(',')))
        {
            return true;
        }

        int digits = 0;
        for (; digits < _rest.Length && char.IsAsciiDigit(_rest[digits]); digits++)
        {
            // Nanoseconds that are not 0 would be lost.
            if (digits >= FractionDigits && _rest[digits] != '0')
            {
                return false;
            }

            ticks = digits < FractionDigits ? (ticks * 10) + (_rest[digits] - '0') : ticks;
        }

        for (int digit = digits; digit < FractionDigits; digit++)
        {
            ticks *= 10;
        }

        _rest = _rest[digits..];
        return digits > 0;
    }

    private bool TryOffset(out TimeSpan? offset)
    {
        offset = null;
        _rest = _rest.TrimStart(' ');
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (TrySkip('Z') || TrySkip('z'))
        {
            offset = TimeSpan.Zero;
            return true;
        }

        bool isWest = TrySkip('-');
        if (!(isWest || TrySkip('+')) || !TryDigits(2, 2, out int hours) || hours > 14 || !TryPart(out int minutes, out _))
        {
            return false;
        }

        TimeSpan distance = new(hours, minutes, 0);
        offset = isWest ? -distance : distance;
        return true;
    }

    private bool TrySkip(char character)
    {
        if (_rest.IsEmpty || _rest[0] != character)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool TryDigits(int least, int most, out int number)
    {
        number = 0;
        int digits = 0;
        for (; digits < most && digits < _rest.Length && char.IsAsciiDigit(_rest[digits]); digits++)
        {
            number = (number * 10) + (_rest[digits] - '0');
        }

        _rest = _rest[digits..];
        return digits >= least;
    }
}
