using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class TableTests
{
    private const string Text = "id,time,x,y\nA,2024-01-01,1,2.5\nA,2024-01-02T12:00:00Z,3,-4e2\nB,2024-01-01 06:00,5,6\n";

    // Of the times some say their zone and some do not: what those are has to be said.
    private static readonly SeriesColumns InUtc = SeriesColumns.Long("id", "time") with { Times = TimeFormat.Iso8601.In(TimeZoneInfo.Utc) };

    [Fact]
    public void ALongTextTableIsSeries()
    {
        TimeSeriesTable table = TimeSeriesTable.Read(Csv(Text), InUtc);

        Assert.Equal(["x", "y"], table.Columns);
        Assert.Equal(["A", "B"], table.Series.Select(series => series.Id));
        Assert.Equal([1, 2.5f, 3, -400], table.Series[0].Values.ToArray());
        Assert.Equal([new DateTime(2024, 1, 1).Ticks, new DateTime(2024, 1, 2, 12, 0, 0).Ticks], table.Series[0].Times.ToArray());
        Assert.Equal([new DateTime(2024, 1, 1, 6, 0, 0).Ticks], table.Series[1].Times.ToArray());
    }

    [Fact]
    public void AWideTextTableIsOneSeries()
    {
        TimeSeriesTable table = TimeSeriesTable.Read(
            Csv("hour;a;b\n0;1;2\n\n1;\"3\"; 4 \n", new CsvOptions { Delimiter = ';' }), SeriesColumns.Wide("hour", ["b"]));

        Assert.Equal([2, 4], Assert.Single(table.Series).Values.ToArray());
        Assert.Equal([0, 1], table.Series[0].Times.ToArray());
    }

    [Fact]
    public void NumbersCanHaveADecimalComma()
    {
        CsvOptions options = new() { Delimiter = ';', DecimalSeparator = ',' };
        TimeSeriesTable table = TimeSeriesTable.Read(
            Csv("time;x;y\n2024-01-01;1,5;-2,5e-1\n2024-01-02;\"3\";,25\n", options), SeriesColumns.Wide("time"));

        Assert.Equal([1.5f, -0.25f, 3, 0.25f], table.Series[0].Values.ToArray());
        Assert.Equal(
            "text.csv, line 2, column 'x': found '1.5'; expected a finite number with a decimal comma, "
            + "as CsvOptions.DecimalSeparator says.",
            Error("1.5", options));
        Assert.Equal(
            "text.csv, line 2, column 'x': found '1.234,5'; expected a finite number with a decimal comma, "
            + "as CsvOptions.DecimalSeparator says.",
            Error("1.234,5", options));
        Assert.Equal(
            "text.csv, line 2, column 'x': found '1,5'; expected a finite number with a decimal point, "
            + "as CsvOptions.DecimalSeparator says.",
            Error("1,5", options with { DecimalSeparator = '.' }));
        Assert.Contains("',' stands both between two values and before the fraction of a number; CsvOptions.Delimiter says",
            Assert.Throws<ArgumentException>("DecimalSeparator", () => Csv("x\n1\n", new CsvOptions { DecimalSeparator = ',' })).Message);
        Assert.Contains(
            "must be a point or a comma",
            Assert.Throws<ArgumentException>("DecimalSeparator", () => Csv("x\n1\n", new CsvOptions { DecimalSeparator = '\'' })).Message);

        static string Error(string number, CsvOptions options) =>
            Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(
                Csv($"x;y\n{number};1\n", options), SeriesColumns.Wide())).Message;
    }

    [Theory]
    [InlineData("id,time,x\nA,1,1\nA,2,zero\n", "text.csv, line 3, column 'x': found 'zero'; expected a finite number.")]
    [InlineData("id,time,x\nA,1,\n", "text.csv, line 2, column 'x': found no value; expected a finite number.")]
    [InlineData("id,time,x\n\nA,1,NaN\n", "text.csv, line 3, column 'x': found no value; expected a finite number.")]
    [InlineData("id,time,x\nA,1,Infinity\n", "text.csv, line 2, column 'x': found 'Infinity'; expected a finite number.")]
    [InlineData("id,time,x\nA,1,1e39\n", "text.csv, line 2, column 'x': found '1e39'; expected a finite number.")]
    [InlineData(
        "id,time,x\nA,1,1\nA,1,2\n",
        "text.csv, line 3, column 'time': found '1'; expected a later time than that of the row before of the same series.")]
    [InlineData("id,time,x\nA,soon,1\n", "text.csv, line 2, column 'time': found 'soon'; expected a date and time or a whole number.")]
    [InlineData("id,time,x\n\"A\nB\",1,1\nA,1,q\n", "text.csv, line 4, column 'x': found 'q'; expected a finite number.")]
    [InlineData("id,time,x\nA,1\n", "text.csv, line 2: found 2 values; expected 3, one for each column.")]
    [InlineData("id,when,x\nA,1,1\n", "text.csv has no column 'time'; it has id, when, x.")]
    [InlineData("id,time,id\nA,1,1\n", "text.csv has two columns 'id': 1 and 3.")]
    [InlineData("id,time\nA,1\n", "text.csv has no column of values.")]
    [InlineData("id,time,x\nA,1,\"2\"3\n", "text.csv, line 2: ")]
    [InlineData("", "text.csv is empty: it has no line.")]
    public void ErrorsNameFilePlaceColumnAndValue(string text, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(Csv(text), SeriesColumns.Long("id", "time"))).Message);

    /// <summary>Whichever column it was meant to be: none is taken.</summary>
    [Fact]
    public void TwoColumnsOfOneNameAreRefusedEverywhere()
    {
        const string Rows = "time,a,a\n1,1,2\n2,3,4\n";
        const string Message = "text.csv has two columns 'a': 2 and 3.";
        WindowOptions window = new() { InputSteps = 1, Targets = ["a"] };

        Assert.Equal(
            Message, Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(Csv(Rows), SeriesColumns.Wide("time"))).Message);
        Assert.Equal(
            Message, Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(Csv(Rows), SeriesColumns.Wide("time", ["a"]))).Message);
        Assert.Equal(
            Message, Assert.Throws<InvalidDataException>(() => WindowStream.Shape(Csv(Rows), SeriesColumns.Wide("time"), window)).Message);
        Assert.Equal(
            Message,
            Assert.Throws<InvalidDataException>(() =>
                WindowStream.Read(() => Csv(Rows), SeriesColumns.Wide("time"), window).ToList()).Message);
        Assert.Equal(
            Message,
            Assert.Throws<InvalidDataException>(() => TableSequences.Read(
                Csv(Rows), new SequenceColumns { Id = "time", Inputs = ["a"], Targets = ["time"] })).Message);
        Assert.Equal("Column 'a' of text.csv is taken twice: 1 and 2 of 2.",
            Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(
                Csv("time,a\n1,2\n"), SeriesColumns.Wide("time", ["a", "a"]))).Message);
        Assert.Equal(
            "Two columns have one name: a, b, a. (Parameter 'columns')",
            Assert.Throws<ArgumentException>("columns", () => new TimeSeriesTable(["a", "b", "a"], [])).Message);

        // A column that nobody asks for may be there twice.
        Assert.Equal(
            [1, 2], TimeSeriesTable.Read(Csv("b,c,c\n1,7,8\n2,7,8\n"), SeriesColumns.Wide(values: ["b"])).Series[0].Values.ToArray());
    }

    [Fact]
    public void AFileIsRead()
    {
        using TemporaryFile file = TemporaryFile.With("table.csv", Text);
        using CsvTable table = new(file.Path);

        Assert.Equal(2, TimeSeriesTable.Read(table, InUtc).Series.Count);
        Assert.Equal(file.Path, table.Name);
    }

    [Fact]
    public void SequencesComeFromRows()
    {
        const string Rows = "s,a,b,kind\n1,1,2,cat\n1,3,4,cat\n2,5,6,dog\n";
        SequenceColumns columns = new() { Id = "s", Inputs = ["a", "b"], Label = "kind", Classes = ["dog", "cat"] };

        SequenceArrays set = TableSequences.Read(Csv(Rows), columns);
        using StreamSource stream = new(
            columns.Shape, () => TableSequences.Stream(() => Csv(Rows), columns), new StreamOptions { BatchSize = 2 });

        Copied batch = Assert.Single(Samples.Rest(new BatchSource(set, new BatchOptions { BatchSize = 2, Shuffle = false })));
        Assert.Equal([1, 2, 3, 4, 5, 6, 0, 0], batch.Inputs);
        Assert.Equal([2, 1], batch.Lengths);
        Assert.Equal([1, 0], batch.Labels);
        Assert.Equal(batch, Assert.Single(Samples.Rest(stream)));
    }

    [Theory]
    [InlineData("s,a,y\n1,1,0\n1,2,1\n", "text.csv, line 3, column 'y': found '1'; expected the same target in all rows of the sequence.")]
    [InlineData(
        "s,a,y\n1,1,0\n2,2,1\n1,2,0\n",
        "text.csv, line 4, column 's': found '1'; expected rows of a sequence one after the other; this one has ended before.")]
    [InlineData("s,a,y\n1,1,2\n", "text.csv, line 2, column 'y': found '2'; expected a whole number from 0 to 1.")]
    [InlineData("s,a,y\n1,1,0.5\n", "text.csv, line 2, column 'y': found '0.5'; expected a whole number from 0 to 1.")]
    public void BadSequencesAreNamed(string text, string message)
    {
        SequenceColumns columns = new() { Id = "s", Inputs = ["a"], Label = "y", ClassCount = 2 };

        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => TableSequences.Read(Csv(text), columns)).Message);
    }

    [Fact]
    public void EachStepCanHaveItsTargets()
    {
        SequenceColumns columns = new() { Id = "s", Inputs = ["a"], Targets = ["y", "z"], TargetsEveryStep = true };
        SequenceArrays set = TableSequences.Read(Csv("s,a,y,z\n1,1,10,11\n1,2,20,21\n2,3,30,31\n"), columns);

        Copied batch = Assert.Single(Samples.Rest(new BatchSource(set, new BatchOptions { BatchSize = 2, Shuffle = false })));
        Assert.Equal([10, 11, 20, 21, 30, 31, 0, 0], batch.Targets);
    }

    [Fact]
    public void AQueryIsATable()
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        Execute(connection, "create table t (id text, time text, x real, y integer)");
        Execute(
            connection, "insert into t values ('A', '2024-01-01', 1, 2), ('A', '2024-01-02 12:00:00', 3.5, -4), ('B', '2024-01-01', 5, 6)");
        using (DatabaseTable table = Query(connection))
        {
            TimeSeriesTable read = TimeSeriesTable.Read(table, SeriesColumns.Long("id", "time"));
            Assert.Equal([1, 2, 3.5f, -4], read.Series[0].Values.ToArray());
            Assert.Equal(new DateTime(2024, 1, 2, 12, 0, 0).Ticks, read.Series[0].Times.Span[1]);
            Assert.Equal([5, 6], read.Series[1].Values.ToArray());
        }

        Execute(connection, "insert into t values ('C', '2024-01-01', null, 6)");
        using DatabaseTable twice = Query(connection, "select id, time, x, y as x from t");
        Assert.Equal(
            "the query has two columns 'x': 3 and 4.",
            Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(twice, SeriesColumns.Long("id", "time"))).Message);

        using DatabaseTable bad = Query(connection);
        Assert.Equal("the query, row 4, column 'x': found no value; expected a finite number.",
            Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(bad, SeriesColumns.Long("id", "time"))).Message);
    }

    [Fact]
    public async Task AParquetFileIsATableGroupByGroup()
    {
        using TemporaryFile file = new("table.parquet");
        await WriteParquet(file.Path, [1, 2, null]);
        using (ParquetTable table = await ParquetTable.OpenAsync(file.Path, ["time", "id", "x"], TestContext.Current.CancellationToken))
        {
            TimeSeriesTable read = TimeSeriesTable.Read(table, SeriesColumns.Long("id", "time"));
            Assert.Equal(["A", "B"], read.Series.Select(series => series.Id));
            Assert.Equal([0.5f, 1.5f, 10.5f, 11.5f], read.Series[0].Values.ToArray());
            Assert.Equal([2.5f, 12.5f], read.Series[1].Values.ToArray());
            Assert.Equal(new DateTime(2024, 1, 4).Ticks, read.Series[0].Times.Span[2]);
        }

        using ParquetTable bad = ParquetTable.Open(file.Path);
        Assert.Equal(["id", "time", "x", "n"], bad.Columns);
        Assert.Equal($"{file.Path}, row 3, column 'n': found no value; expected a finite number.",
            Assert.Throws<InvalidDataException>(() => TimeSeriesTable.Read(bad, SeriesColumns.Long("id", "time"))).Message);
    }

    [Fact]
    public async Task OtherFilesAreNoParquet()
    {
        using TemporaryFile text = TemporaryFile.With("text.parquet", Text);
        Assert.Contains(
            "text.parquet is not a Parquet file", Assert.Throws<InvalidDataException>(() => ParquetTable.Open(text.Path)).Message);

        using TemporaryFile file = new("table.parquet");
        await WriteParquet(file.Path, [1, 2, 3]);
        Assert.Contains(
            "has no flat column 'q'; it has id, time, x, n",
            Assert.Throws<InvalidDataException>(() => ParquetTable.Open(file.Path, ["q"])).Message);
    }

    /// <summary>Two row groups of three rows each.</summary>
    private static async Task WriteParquet(string path, int?[] numbers)
    {
        DataField<string> id = new("id");
        DataField<DateTime> time = new("time");
        DataField<double> x = new("x");
        DataField<int> n = new("n", nullable: true);
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(id, time, x, n), stream, cancellationToken: TestContext.Current.CancellationToken);
        for (int group = 0; group < 2; group++)
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(id, (IReadOnlyCollection<string>)["A", "A", "B"]);
            await rows.WriteAsync<DateTime>(
                time,
                Enumerable.Range(0, 3)
                    .Select(day => new DateTime(2024, 1, 1 + day + (group * 3), 0, 0, 0, DateTimeKind.Utc))
                    .ToArray()
                    .AsMemory());
            await rows.WriteAsync<double>(x, new[] { 0.5 + (10 * group), 1.5 + (10 * group), 2.5 + (10 * group) }.AsMemory());
            await rows.WriteAsync<int>(n, numbers.AsMemory());
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static DatabaseTable Query(SqliteConnection connection, string text = "select id, time, x, y from t order by id, time")
    {
        // Closed with the connection: a command that ends takes its reader with it.
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return new DatabaseTable(command.ExecuteReader());
    }

    private static CsvTable Csv(string text, CsvOptions? options = null) => new(new StringReader(text), "text.csv", options);
}
