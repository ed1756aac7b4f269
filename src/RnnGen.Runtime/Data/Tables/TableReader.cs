using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace RnnGen.Data;

/// <summary>
/// Rows of named columns, one after the other: a text file, a Parquet file, the result of a query. The base of the readers; what it says
/// of a bad value names file, place, column and value.
/// </summary>
public abstract class TableReader : IDisposable
{
    /// <summary>The most that an error quotes of a value that is not what it should be.</summary>
    private const int LongestQuote = 40;

    /// <summary>Of each column the form of its first time and where it stands.</summary>
    private (TableTimeForm Form, string Place)?[]? _firstTimes;

    /// <summary>What messages call the table: a file's path.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the columns.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Where the current row stands, as a message says it: <c>line 12</c>.</summary>
    public abstract string Place { get; }

    /// <summary>Goes to the next row.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    public abstract bool Read();

    /// <summary>The index of a column.</summary>
    /// <param name="name">Its name; capitals count.</param>
    /// <exception cref="InvalidDataException">There is no such column, or there are several; the message lists those there are.</exception>
    public int Column(string name)
    {
        int found = -1;
        for (int column = 0; column < Columns.Count; column++)
        {
            if (Columns[column] == name)
            {
                found = found < 0
                    ? column
                    : throw new InvalidDataException($"{Name} has two columns '{name}': {found + 1} and {column + 1}.");
            }
        }

        return found >= 0 ? found : throw new InvalidDataException($"{Name} has no column '{name}'; it has {string.Join(", ", Columns)}.");
    }

    /// <summary>The indices of columns, each taken once.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a name comes twice, in the table or among those wanted.</exception>
    internal int[] Distinct(IReadOnlyList<string> names)
    {
        int[] columns = new int[names.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Column(names[i]);
            int before = Array.IndexOf(columns, columns[i], 0, i);
            if (before >= 0)
            {
                throw new InvalidDataException(
                    $"Column '{names[i]}' of {Name} is taken twice: {before + 1} and {i + 1} of {columns.Length}.");
            }
        }

        return columns;
    }

    /// <summary>A finite number of the current row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="InvalidDataException">It is missing or is not a finite float.</exception>
    public float GetNumber(int column)
    {
        if (!IsMissing(column) && TryGetNumber(column, out double number) && float.IsFinite((float)number))
        {
            return (float)number;
        }

        throw Bad(column, IsMissing(column) ? "a finite number" : ExpectedNumber(Text(column)));
    }

    /// <summary>A class index of the current row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="bound">Number of classes.</param>
    /// <exception cref="InvalidDataException">It is missing, or is not a whole number from 0 to below the bound.</exception>
    public int GetIndex(int column, int bound) =>
        !IsMissing(column) && TryGetNumber(column, out double number) && number >= 0 && number < bound && Math.Floor(number) == number
            ? (int)number
            : throw Bad(column, $"a whole number from 0 to {bound - 1}");

    /// <summary>A text of the current row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public string GetText(int column) => IsMissing(column) ? throw Bad(column, "a value") : Text(column);

    /// <summary>
    /// A time of the current row: a whole number as it is, a date and time as ticks of 100 nanoseconds. Those of a column are all whole
    /// numbers, all without a zone, or all with one, which are UTC.
    /// </summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="format">How text is written; <see cref="TimeFormat.Iso8601"/> unless given.</param>
    /// <exception cref="InvalidDataException">
    /// It is missing, is not a time, could be read as several, or has another form than those before.
    /// </exception>
    public long GetTime(int column, TimeFormat? format = null)
    {
        format ??= TimeFormat.Iso8601;
        if (IsMissing(column))
        {
            throw Bad(column, format.Expected(""));
        }

        if (!(TryGetTime(column, out TableTime time) && format.Takes(time)) && !format.TryParse(Text(column), out time))
        {
            throw Bad(column, format.Expected(Text(column)));
        }

        time = InZone(column, time, format.Zone);
        _firstTimes ??= new (TableTimeForm Form, string Place)?[Columns.Count];
        if (_firstTimes[column] is not var (form, place))
        {
            if (format.Doubt(time) is string doubt)
            {
                throw Bad(column, doubt);
            }

            _firstTimes[column] = (time.Form, Place);
            return time.Value;
        }

        return time.Form == form ? time.Value : throw Bad(column, form switch
        {
            TableTimeForm.Number => $"a whole number as in {place}",
            _ when time.Form == TableTimeForm.Number => $"a date and time as in {place}",
            TableTimeForm.WithZone =>
                $"a time with a zone as in {place}; SeriesColumns.Times says the zone of those without, as TimeFormat.Iso8601.In(zone)",
            _ => $"a time without a zone as in {place}; SeriesColumns.Times says the zone of those, as TimeFormat.Iso8601.In(zone)",
        });
    }

    /// <summary>The form of the times that have been read from a column; <see langword="null"/> where none has been.</summary>
    internal TableTimeForm? FormOf(int column) => _firstTimes?[column]?.Form;

    /// <summary>The error for a value of the current row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="expected">What was expected.</param>
    public InvalidDataException Bad(int column, string expected)
    {
        string text = IsMissing(column) ? "" : Text(column);
        string found = IsMissing(column) ? "no value" : $"'{(text.Length > LongestQuote ? $"{text[..LongestQuote]}..." : text)}'";
        return new InvalidDataException($"{Name}, {Place}, column '{Columns[column]}': found {found}; expected {expected}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the current row has no value in a column.</summary>
    protected abstract bool IsMissing(int column);

    /// <summary>What a value that is not a finite number should have been.</summary>
    /// <param name="text">The value.</param>
    protected virtual string ExpectedNumber(string text) => "a finite number";

    /// <summary>A value that is there, as text.</summary>
    protected abstract string Text(int column);

    /// <summary>A value that is there, as a number.</summary>
    protected virtual bool TryGetNumber(int column, out double number) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A value that is there and that the table has as a time or a whole number, not as text.</summary>
    protected virtual bool TryGetTime(int column, out TableTime time)
    {
        time = default;
        return false;
    }

    /// <summary>A value as text: a date and time as in ISO 8601.</summary>
    protected static string TextOf(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Closes what is read.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>A time that says no zone, as that of the zone it is known to be of.</summary>
    private TableTime InZone(int column, TableTime time, TimeZoneInfo? zone)
    {
        if (zone is null || time.Form != TableTimeForm.WithoutZone)
        {
            return time;
        }

        DateTime clock = new(time.Value);
        return zone.IsInvalidTime(clock) ? throw Bad(column, $"a time that the clocks of {zone.Id} show; they skip this one")
            : zone.IsAmbiguousTime(clock)
                ? throw Bad(column, $"a time with its distance from UTC, since the clocks of {zone.Id} show this one twice")
            : TableTime.Of(TimeZoneInfo.ConvertTimeToUtc(clock, zone));
    }
}
