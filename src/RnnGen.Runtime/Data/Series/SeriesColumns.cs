using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>Which columns of a table are a time series.</summary>
public sealed record SeriesColumns
{
    /// <summary>
    /// In a long table the column that says which series a row belongs to; <see langword="null"/> in a wide table, which is one series.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The column of times, ascending within a series; <see langword="null"/> where a row's number is its time.</summary>
    public string? Time { get; init; }

    /// <summary>How times are written, and the zone of those that say none.</summary>
    public TimeFormat Times { get; init; } = TimeFormat.Iso8601;

    /// <summary>
    /// How far each row is from the next; <see langword="null"/> to infer it from the times: it is the one that more than half of the rows
    /// have. Without a column of times there are no gaps.
    /// </summary>
    public TimeStep? Step { get; init; }

    /// <summary>The columns of values; <see langword="null"/> for all that are neither id nor time.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>A column a series, a row a time.</summary>
    /// <param name="time">The column of times, if there is one.</param>
    /// <param name="values">The columns of values; all others unless given.</param>
    public static SeriesColumns Wide(string? time = null, IReadOnlyList<string>? values = null) => new() { Time = time, Values = values };

    /// <summary>A row for each series and time.</summary>
    /// <param name="id">The column that names the series.</param>
    /// <param name="time">The column of times, if there is one.</param>
    /// <param name="values">The columns of values; all others unless given.</param>
    public static SeriesColumns Long(string id, string? time = null, IReadOnlyList<string>? values = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new SeriesColumns { Id = id, Time = time, Values = values };
    }

    /// <summary>Finds the columns in a table.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or two have one name.</exception>
    internal (int? Id, int? Time, int[] Values) In(TableReader table)
    {
        int? id = Id is null ? null : table.Column(Id), time = Time is null ? null : table.Column(Time);
        int[] values = Values is null
            ? [.. Enumerable.Range(0, table.Columns.Count)
                .Where(column => column != id && column != time)
                .Select(column => table.Column(table.Columns[column]))]
            : table.Distinct(Values);
        return values.Length > 0 ? (id, time, values) : throw new InvalidDataException($"{table.Name} has no column of values.");
    }

    /// <summary>The time of the current row, later than the one before.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column of times, if there is one.</param>
    /// <param name="number">Number of the row in its series: its time where there is no column.</param>
    /// <param name="before">Time of the row before it in its series, if there is one.</param>
    internal long TimeOf(TableReader table, int? column, long number, long? before)
    {
        if (column is not int index)
        {
            return number;
        }

        long time = table.GetTime(index, Times);
        return before is null || time > before
            ? time
            : throw table.Bad(index, "a later time than that of the row before of the same series");
    }
}
