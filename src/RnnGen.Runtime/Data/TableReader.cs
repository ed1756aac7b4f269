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
    /// <summary>Of a value that is not what it should be an error quotes no more than this.</summary>
    private const int LongestQuote = 40;

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
                found = found < 0 ? column : throw new InvalidDataException($"{Name} has two columns '{name}': {found + 1} and {column + 1}.");
            }
        }

        return found >= 0 ? found : throw new InvalidDataException($"{Name} has no column '{name}'; it has {string.Join(", ", Columns)}.");
    }

    /// <summary>A finite number of the current row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="InvalidDataException">It is missing or is no finite float.</exception>
    public float GetNumber(int column)
    {
        if (!IsMissing(column) && TryGetNumber(column, out double number) && float.IsFinite((float)number))
        {
            return (float)number;
        }

        throw Bad(column, "a finite number");
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

    /// <summary>A time of the current row: a whole number as it is, a date and time as ticks of 100 nanoseconds (UTC unless it says its offset).</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="InvalidDataException">It is missing or is no time.</exception>
    public long GetTime(int column) => !IsMissing(column) && TryGetTime(column, out long time) ? time : throw Bad(column, "a date and time or a whole number");

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

    /// <summary>A value that is there, as text.</summary>
    protected abstract string Text(int column);

    /// <summary>A value that is there, as a number.</summary>
    protected virtual bool TryGetNumber(int column, out double number) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A value that is there, as a time.</summary>
    protected virtual bool TryGetTime(int column, out long time)
    {
        string text = Text(column);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time))
        {
            return true;
        }

        bool isTime = DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces,
            out DateTime moment);
        time = moment.Ticks;
        return isTime;
    }

    /// <summary>Closes what is read.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
