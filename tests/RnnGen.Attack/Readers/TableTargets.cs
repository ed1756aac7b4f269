using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using RnnGen.Tables;

namespace RnnGen.Attack.Readers;

/// <summary>Parquet files of every kind of column, compressed and not.</summary>
internal sealed class ParquetTarget() : ReaderTarget("parquet", ".parquet")
{
    public override void Read(string path)
    {
        using (ParquetTable table = ParquetTable.Open(path, ["id", "time", "x", "y"]))
        {
            TableReads.Series(table);
        }

        using ParquetTable all = ParquetTable.Open(path);
        TableReads.Cells(all);
    }

    protected override byte[][] Files() =>
    [
        .. from method in new[]
           {
               CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli,
               CompressionMethod.Lz4Raw,
           }
           from hint in new[] { EncodingHint.Default, EncodingHint.Dictionary, EncodingHint.DeltaBinaryPacked }
           select Written(path => Write(path, method, hint).GetAwaiter().GetResult()),
    ];

    private static async Task Write(string path, CompressionMethod method, EncodingHint hint)
    {
        // Dictionaries are for text alone, differences for numbers.
        ParquetOptions options = new() { CompressionMethod = method };
        string[] hinted = hint == EncodingHint.Dictionary ? ["id"] : ["x", "whole"];
        Array.ForEach(hinted, column => options.ColumnEncodingHints[column] = hint);
        DataField<string> id = new("id");
        DataField<DateTime> time = new("time");
        DataField<double> x = new("x"), y = new("y");
        DataField<int> whole = new("whole", nullable: true);
        DataField<bool> truth = new("truth");
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(id, time, x, y, whole, truth), stream, options);
        for (int group = 0; group < 2; group++)
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(id, (IReadOnlyCollection<string>)["A", "A", "B"]);
            DateTime[] days =
            [
                .. Enumerable.Range(1, 3).Select(day => new DateTime(2024, 1, day + (group * 3), 0, 0, 0, DateTimeKind.Utc)),
            ];
            await rows.WriteAsync<DateTime>(time, days.AsMemory());
            await rows.WriteAsync<double>(x, new[] { 0.5, 1.5, 2.5 }.AsMemory());
            await rows.WriteAsync<double>(y, new[] { 1d, 1, 1 }.AsMemory());
            await rows.WriteAsync<int>(whole, new int?[] { 1, null, 3 }.AsMemory());
            await rows.WriteAsync<bool>(truth, new[] { true, false, true }.AsMemory());
        }
    }
}

/// <summary>The results of queries of a damaged database. What cannot be opened or queried is the provider's business.</summary>
internal sealed class DatabaseTarget() : ReaderTarget("database", ".db")
{
    public override void Read(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Mode=ReadOnly;Pooling=False");
        DatabaseTable table, all;
        try
        {
            connection.Open();
            (table, all) = (Query(connection, path), Query(connection, path));
        }
        catch (DbException)
        {
            return;
        }

        using (table)
        {
            using (all)
            {
                TableReads.Cells(all);
            }

            TableReads.Series(table);
        }
    }

    protected override byte[][] Files() => [Written(path =>
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            pragma page_size = 512;
            create table t (id text, time text, x real, y integer);
            insert into t values ('A', '2024-01-01', 1, 2), ('A', '2024-01-02 12:00:00', 3.5, -4), ('B', '2024-01-03', 5, 6);
            """;
        command.ExecuteNonQuery();
    })];

    internal static DatabaseTable Query(SqliteConnection connection, string name)
    {
        // Closed with the connection: a command that ends takes its reader with it.
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select id, time, x, y from t";
        return new DatabaseTable(command.ExecuteReader(), name);
    }
}

/// <summary>Tables of a sound database whose cells hold anything: the "file" is a line a row of cells.</summary>
internal sealed class CellsTarget() : ReaderTarget("cells", ".txt")
{
    public override bool IsText => true;

    public override void Read(string path)
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        using (SqliteCommand create = connection.CreateCommand())
        {
            create.CommandText = "create table t (id, time, x, y)";
            create.ExecuteNonQuery();
        }

        foreach (string line in File.ReadLines(path))
        {
            Insert(connection, line.Split(','));
        }

        using (DatabaseTable all = DatabaseTarget.Query(connection, path))
        {
            TableReads.Cells(all);
        }

        using DatabaseTable table = DatabaseTarget.Query(connection, path);
        TableReads.Series(table);
    }

    protected override byte[][] Files() => [Encoding.UTF8.GetBytes("A,d1,d1,d2\nA,d2,d0.5,d2\nB,d7,d1e10,d-3\nC,d-4,1.5,d2\nC,5,d0,d0\n")];

    private static void Insert(SqliteConnection connection, string[] cells)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "insert into t values ($0, $1, $2, $3)";
        for (int cell = 0; cell < 4; cell++)
        {
            command.Parameters.AddWithValue($"${cell}", Value(cell < cells.Length ? cells[cell] : "n"));
        }

        command.ExecuteNonQuery();
    }

    /// <summary>Texts are themselves; a number, whole where it can be, has a d in front; a b begins bytes; n is nothing.</summary>
    private static object Value(string cell) => cell switch
    {
        "n" => DBNull.Value,
        ['d', .. string number] when long.TryParse(number, CultureInfo.InvariantCulture, out long whole) => whole,
        ['d', .. string number] when double.TryParse(number, CultureInfo.InvariantCulture, out double real) && !double.IsNaN(real) => real,
        ['b', ..] => Encoding.UTF8.GetBytes(cell),
        _ => cell,
    };
}
