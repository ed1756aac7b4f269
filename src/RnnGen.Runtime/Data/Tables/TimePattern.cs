using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Data;

/// <summary>Formats of .NET for dates and times: what they leave to be guessed, and those of a culture.</summary>
internal static class TimePattern
{
    /// <summary>Formats of one letter that have a date with a year.</summary>
    private const string Standard = "dDfFgGoOrRsuyY";

    /// <summary>Each part of a time and the one without which it says nothing: mm are minutes, MM months.</summary>
    private static readonly (char Part, string Needs)[] Needed =
        [('d', "M"), ('M', "y"), ('H', "d"), ('h', "d"), ('h', "t"), ('m', "Hh"), ('s', "m"), ('f', "s"), ('F', "s")];

    /// <summary>Whether a format of one letter is that of a time in UTC which does not say so where it is parsed.</summary>
    public static bool IsUtc(string pattern) => pattern is "r" or "R" or "u";

    /// <summary>Refuses what is not a format or leaves something to be guessed.</summary>
    /// <exception cref="ArgumentException">It is not a format, or leaves something to be guessed.</exception>
    public static void Check(string pattern, CultureInfo culture)
    {
        try
        {
            _ = new DateTime(2001, 2, 3, 4, 5, 6).ToString(pattern, culture);
        }
        catch (FormatException failure)
        {
            throw new ArgumentException($"'{pattern}' is not a format of a date and time: {failure.Message}", nameof(pattern), failure);
        }

        if (pattern.Length == 1)
        {
            if (!Standard.Contains(pattern[0], StringComparison.Ordinal))
            {
                throw new ArgumentException($"The format '{pattern}' has no year; the year must not be guessed.", nameof(pattern));
            }

            return;
        }

        string letters = Letters(pattern);
        foreach ((char part, string needs) in Needed.Append(('\0', "y")))
        {
            if ((part == '\0' || letters.Contains(part, StringComparison.Ordinal)) && letters.AsSpan().IndexOfAny(needs) < 0)
            {
                throw new ArgumentException(
                    $"The format '{pattern}' has {(part == '\0' ? "" : $"'{part}' but ")}no "
                    + $"'{string.Join("' or '", needs.ToCharArray())}', "
                    + "which would be guessed; 'M' is a month, 'm' a minute, 'H' an hour of 24, 'h' one of 12 beside 't'.",
                    nameof(pattern));
            }
        }
    }

    /// <summary>What a culture writes: its short date with a year of four digits, alone or with a time of day.</summary>
    public static string[] Of(DateTimeFormatInfo culture)
    {
        string date = OfFourDigits(culture.ShortDatePattern);
        string[] times = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF", culture.ShortTimePattern, culture.LongTimePattern];
        return [date, .. times.Select(time => $"{date} {time}").Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A date of one or two digits for day and month, four for the year.</summary>
    private static string OfFourDigits(string date)
    {
        StringBuilder pattern = new(date);
        pattern.Replace("dd", "d").Replace("MM", "M").Replace("yyyy", "y").Replace("yy", "y").Replace("y", "yyyy");
        return pattern.ToString();
    }

    /// <summary>The letters that stand for something: not those in quotes or after a backslash.</summary>
    private static string Letters(string pattern)
    {
        StringBuilder letters = new();
        char quote = '\0';
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (quote != '\0' || pattern[i] is '\'' or '"')
            {
                quote = quote == '\0' ? pattern[i] : quote == pattern[i] ? '\0' : quote;
            }
            else
            {
                letters.Append(pattern[i]);
            }
        }

        return letters.ToString();
    }
}
