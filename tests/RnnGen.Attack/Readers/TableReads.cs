using System;
using System.IO;
using RnnGen.Data;

namespace RnnGen.Attack.Readers;

/// <summary>All ways to read a table of the columns id, time, x and y.</summary>
internal static class TableReads
{
    private static readonly SeriesColumns Columns = SeriesColumns.Long("id", "time", ["x", "y"]);

    public static void Series(TableReader table)
    {
        TimeSeriesTable series = TimeSeriesTable.Read(table, Columns);
        series.PerColumn();
    }

    public static void German(TableReader table) =>
        TimeSeriesTable.Read(table, Columns with { Times = TimeFormat.Exact("dd.MM.yyyy HH:mm").In(TimeZoneInfo.Utc) });

    public static void Sequences(TableReader table) =>
        TableSequences.Read(table, new SequenceColumns { Id = "id", Inputs = ["x"], Label = "y", ClassCount = 2 });

    public static void Windows(Func<TableReader> open)
    {
        // Iterated to its end.
        foreach (SequenceExample _ in WindowStream.Read(open, Columns, new WindowOptions { InputSteps = 1, Horizon = 1 }))
        {
        }
    }

    /// <summary>Every cell as everything that it may be.</summary>
    public static void Cells(TableReader table)
    {
        while (table.Read())
        {
            for (int column = 0; column < table.Columns.Count; column++)
            {
                Cell(table, () => table.GetNumber(column));
                Cell(table, () => table.GetTime(column));
                Cell(table, () => table.GetIndex(column, 3));
                Cell(table, () => table.GetText(column));
            }
        }
    }

    private static void Cell<T>(TableReader table, Func<T> read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException failure) when (failure.Message.Contains(table.Name, StringComparison.Ordinal))
        {
            // Most cells are not all of it.
        }
    }
}
