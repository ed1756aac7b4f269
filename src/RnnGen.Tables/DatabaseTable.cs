using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Tables;

/// <summary>
/// The result of a query, row by row: of any ADO.NET provider. What the provider cannot read is an <see cref="InvalidDataException"/> with
/// the place, and the provider's error within it.
/// </summary>
public sealed class DatabaseTable : TableReader
{
    private readonly DbDataReader _reader;
    private readonly bool _leaveOpen;
    private readonly string[] _columns;
    private long _row;

    /// <summary>Takes a reader at its beginning.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">What messages call the result.</param>
    /// <param name="leaveOpen">Whether the reader stays open when the table is closed.</param>
    public DatabaseTable(DbDataReader reader, string name = "the query", bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        (_reader, Name, _leaveOpen) = (reader, name, leaveOpen);
        _columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _columns;

    /// <inheritdoc/>
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"row {_row}");

    /// <inheritdoc/>
    public override bool Read()
    {
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw new InvalidDataException($"{Name}, after {Place}: {failure.Message}", failure);
        }

        _row++;
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMissing(int column)
    {
        try
        {
            return _reader.IsDBNull(column);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw Damaged(column, failure);
        }
    }

    /// <inheritdoc/>
    protected override string Text(int column) => TextOf(Value(column));

    /// <inheritdoc/>
    protected override bool TryGetNumber(int column, out double number)
    {
        // What the provider has read, not what the column was declared as: a value of SQLite has a type of its own.
        switch (Value(column))
        {
            case double value: number = value; return true;
            case float value: number = value; return true;
            case decimal value: number = (double)value; return true;
            case long value: number = value; return true;
            case ulong value: number = value; return true;
            case int value: number = value; return true;
            case uint value: number = value; return true;
            case short value: number = value; return true;
            case ushort value: number = value; return true;
            case byte value: number = value; return true;
            case sbyte value: number = value; return true;
            case bool value: number = value ? 1 : 0; return true;
            case string: return base.TryGetNumber(column, out number);
            default: number = 0; return false;
        }
    }

    /// <inheritdoc/>
    protected override bool TryGetTime(int column, out TableTime time)
    {
        switch (Value(column))
        {
            case DateTime value: time = TableTime.Of(value); return true;
            case DateTimeOffset value: time = TableTime.Of(value); return true;
            case DateOnly value: time = TableTime.Of(value); return true;
            case long value: time = TableTime.Of(value); return true;
            case int value: time = TableTime.Of(value); return true;
            default: return base.TryGetTime(column, out time);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
        {
            _reader.Dispose();
        }
    }

    private object Value(int column)
    {
        try
        {
            return _reader.GetValue(column);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw Damaged(column, failure);
        }
    }

    /// <summary>An error of the database, or a value that is not of its column's type.</summary>
    private static bool IsDamage(Exception failure) =>
        failure is DbException or InvalidCastException or FormatException or ArithmeticException;

    private InvalidDataException Damaged(int column, Exception failure) =>
        new($"{Name}, {Place}, column '{_columns[column]}': {failure.Message}", failure);
}
