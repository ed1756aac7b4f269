using System;
using System.Collections.Generic;

namespace RnnGen.Data;

/// <summary>The rows of a table one by one, those of a series standing together.</summary>
internal sealed class SeriesRows
{
    private readonly TableReader _table;
    private readonly SeriesColumns _columns;
    private readonly int? _id, _time;
    private readonly int[] _values;
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private string? _series;
    private long _number;

    public SeriesRows(TableReader table, SeriesColumns columns)
    {
        (_table, _columns) = (table, columns);
        (_id, _time, _values) = columns.In(table);
    }

    /// <summary>The time of the row.</summary>
    public long Time { get; private set; }

    /// <summary>The time of the row before it; <see langword="null"/> where it is the first of its series.</summary>
    public long? Before { get; private set; }

    /// <summary>Whether the times that have been read are dates; <see langword="null"/> where none has been.</summary>
    public bool? TimesAreDates =>
        _time is int time ? _table.FormOf(time) is TableTimeForm form ? form != TableTimeForm.Number : null : false;

    /// <summary>Goes to the next row.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    /// <exception cref="System.IO.InvalidDataException">A time is bad, or its series has ended before.</exception>
    public bool Read()
    {
        if (!_table.Read())
        {
            return false;
        }

        string name = _id is int idColumn ? _table.GetText(idColumn) : "";
        if (name != _series)
        {
            if (_series is not null)
            {
                _ended.Add(_series);
            }

            if (_ended.Contains(name))
            {
                throw _table.Bad(_id!.Value, "rows of a series one after the other; this one has ended before");
            }

            (_series, _number) = (name, 0);
        }

        Before = _number > 0 ? Time : null;
        Time = _columns.TimeOf(_table, _time, _number++, Before);
        return true;
    }

    /// <summary>The values of the row.</summary>
    /// <param name="values">Receives them, [columns].</param>
    /// <exception cref="System.IO.InvalidDataException">A value is bad.</exception>
    public void CopyTo(Span<float> values)
    {
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = _table.GetNumber(_values[column]);
        }
    }
}
