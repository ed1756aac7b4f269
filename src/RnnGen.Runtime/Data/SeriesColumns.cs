using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>Which columns of a table are a time series.</summary>
public sealed record SeriesColumns
{
    /// <summary>In a long table the column that says which series a row belongs to; <see langword="null"/> in a wide table, which is one series.</summary>
    public string? Id { get; init; }

    /// <summary>The column of times, ascending within a series; <see langword="null"/> where a row's number is its time.</summary>
    public string? Time { get; init; }

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
    internal (int? Id, int? Time, int[] Values) In(TableReader table)
    {
        int? id = Id is null ? null : table.Column(Id), time = Time is null ? null : table.Column(Time);
        int[] values = Values is null
            ? [.. Enumerable.Range(0, table.Columns.Count).Where(column => column != id && column != time)]
            : [.. Values.Select(table.Column)];
        return values.Length > 0 ? (id, time, values) : throw new InvalidDataException($"{table.Name} has no column of values.");
    }
}
