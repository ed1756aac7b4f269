using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class TimeFormatTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2024-02-01", "2024-02-01T00:00:00")]
    [InlineData("2024-02", "2024-02-01T00:00:00")]
    [InlineData("2024/2/1", "2024-02-01T00:00:00")]
    [InlineData("2024.02.01 7:05", "2024-02-01T07:05:00")]
    [InlineData("2024-02-01T13", "2024-02-01T13:00:00")]
    [InlineData("2024-02-01t13:45:30", "2024-02-01T13:45:30")]
    [InlineData("2024-02-01T13:45:30,25", "2024-02-01T13:45:30.25")]
    [InlineData("2024-02-01 13:45:30.123456700", "2024-02-01T13:45:30.1234567")]
    [InlineData("2024-02-29 24:00", "2024-03-01T00:00:00")]
    [InlineData("20240201T134530", "2024-02-01T13:45:30")]
    [InlineData("2024-02-01T13:45Z", "2024-02-01T13:45:00Z")]
    [InlineData("2024-02-01 13:45:30 +05:30", "2024-02-01T08:15:30Z")]
    [InlineData("2024-02-01 00:30+01", "2024-01-31T23:30:00Z")]
    [InlineData("2024-02-01T00:30:00-0230", "2024-02-01T03:00:00Z")]
    public void Iso8601IsReadAsItIs(string text, string expected) =>
        Assert.Equal(
            DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Ticks, Assert.Single(Times([text])));

    [Theory]
    [InlineData("01.02.2024")]
    [InlineData("01/02/2024")]
    [InlineData("13.02.2024")]
    [InlineData("1-2-2024 12:00")]
    [InlineData("24-02-01")]
    [InlineData("01.02.24")]
    [InlineData("Jan 5")]
    [InlineData("10:30")]
    [InlineData("1.5")]
    [InlineData("2024.02")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-01T24:01")]
    [InlineData("2024-02-01T12:60")]
    [InlineData("2024-02-01T12:00:00.12345678")]
    [InlineData("2024-02-01T12:00+15:00")]
    [InlineData("2024-02-01T12:00 CET")]
    [InlineData("2024-02-01x")]
    [InlineData("9999-12-31T24:00")]
    public void WhatIsNotIsRefusedWithTheOptionThatDecides(string text)
    {
        string message = Assert.Throws<InvalidDataException>(() => Times(["2024-01-01", text])).Message;

        Assert.StartsWith($"text.csv, line 3, column 'time': found '{text}'; expected ", message);
        Assert.True(message.Contains("SeriesColumns.Times") || text == "Jan 5", message);
    }

    [Theory]
    [InlineData("dd.MM.yyyy", "01.02.2024")]
    [InlineData("MM/dd/yyyy", "02/01/2024")]
    [InlineData("yyyyMMdd", "20240201")]
    [InlineData("dd.MM.yy", "01.02.24")]
    [InlineData("d MMM yyyy h:mm tt", "1 Feb 2024 12:00 AM")]
    [InlineData("'am' d.M.yyyy", "am 1.2.2024")]
    [InlineData("ddd, dd MMM yyyy HH:mm:ss 'GMT'", "Thu, 01 Feb 2024 00:00:00 GMT")]
    [InlineData("R", "Thu, 01 Feb 2024 00:00:00 GMT")]
    [InlineData("dd.MM.yyyy HH:mm zzz", "01.02.2024 02:00 +02:00")]
    public void AnExactFormatDecides(string pattern, string text)
    {
        Assert.Equal(new DateTime(2024, 2, 1).Ticks, Assert.Single(Times([text], TimeFormat.Exact(pattern))));
        Assert.EndsWith($"expected a date and time of the form {pattern}.",
            Assert.Throws<InvalidDataException>(() => Times(["2024-02-01"], TimeFormat.Exact(pattern))).Message);
    }

    [Theory]
    [InlineData("dd.MM")]
    [InlineData("HH:mm")]
    [InlineData("t")]
    [InlineData("dd-mm-yyyy")]
    [InlineData("dd.MM.yyyy hh:mm")]
    [InlineData("dd.MM.yyyy mm")]
    [InlineData("dd.MM.'yyyy'")]
    [InlineData("%")]
    [InlineData("Q")]
    public void AFormatThatWouldLeaveSomethingToGuessIsRefused(string pattern) =>
        Assert.Contains($"'{pattern}'", Assert.Throws<ArgumentException>("pattern", () => TimeFormat.Exact(pattern)).Message);

    [Fact]
    public void ACultureDecides()
    {
        CultureInfo german = Culture("dd.MM.yyyy", "."), american = Culture("M/d/yyyy", "/");

        Assert.Equal(
            [new DateTime(2024, 2, 1).Ticks, new DateTime(2024, 3, 1, 13, 5, 0).Ticks],
            Times(["1.2.2024", "01.03.2024 13:05"], TimeFormat.Of(german)));
        Assert.Equal(
            [new DateTime(2024, 1, 2).Ticks, new DateTime(2024, 1, 3, 13, 5, 0).Ticks],
            Times(["01/02/2024", "1/3/2024 1:05 PM"], TimeFormat.Of(american)));
        Assert.All(["01/02/2024", "01.02.24", "2024-02-01", "1.2", "12:00"], text =>
            Assert.Contains(
                "expected a date and time of the form d.M.yyyy, as in culture",
                Assert.Throws<InvalidDataException>(() => Times([text], TimeFormat.Of(german))).Message));
    }

    /// <summary>What the report began with: twelve firsts of months were twelve days of January.</summary>
    [Fact]
    public void FirstsOfMonthsAreTwelveMonths()
    {
        string[] days = [.. Enumerable.Range(1, 12).Select(month => $"01.{month:00}.2024")];
        TimeSeriesTable table = TimeSeriesTable.Read(Csv(days), SeriesColumns.Wide("time") with { Times = TimeFormat.Exact("dd.MM.yyyy") });
        SlidingWindows windows = new(table, new WindowOptions { InputSteps = 2 }, before: new DateTime(2024, 7, 1).Ticks);

        Assert.Equal([.. Enumerable.Range(1, 12).Select(month => new DateTime(2024, month, 1).Ticks)], table.Series[0].Times.ToArray());
        Assert.Equal(4, windows.Count);
        Assert.Equal("1 calendar month", table.Step?.ToString());
    }

    [Theory]
    [InlineData(
        "2024-01-01", "2024-01-02T00:00Z",
        "found '2024-01-02T00:00Z'; expected a time without a zone as in line 2; SeriesColumns.Times says the zone")]
    [InlineData(
        "2024-01-01T00:00Z", "2024-01-02",
        "found '2024-01-02'; expected a time with a zone as in line 2; SeriesColumns.Times says the zone")]
    [InlineData("1", "2024-01-02", "found '2024-01-02'; expected a whole number as in line 2.")]
    [InlineData("2024-01-01", "2", "found '2'; expected a date and time as in line 2.")]
    [InlineData(
        "20240101", "20240102",
        "found '20240101'; expected what cannot be both a date and a number: SeriesColumns.Times says which, "
        + "as TimeFormat.Exact(\"yyyyMMdd\")")]
    [InlineData(
        "202401", "202402",
        "found '202401'; expected what cannot be both a date and a number: SeriesColumns.Times says which, "
        + "as TimeFormat.Exact(\"yyyyMM\")")]
    public void FormsAreNotMixed(string first, string second, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Times([first, second])).Message);

    [Fact]
    public void NumbersThatLookLikeDatesCanBeNumbers()
    {
        Assert.Equal([20240101, 20240132], Times(["20240101", "20240132"], TimeFormat.Numbers));
        Assert.Equal([0, 20240101], Times(["0", "20240101"]));
        Assert.Contains(
            "expected a whole number.", Assert.Throws<InvalidDataException>(() => Times(["2024-01-01"], TimeFormat.Numbers)).Message);
    }

    [Fact]
    public void AZoneMakesTimesOfAClockUtc()
    {
        TimeFormat format = TimeFormat.Iso8601.In(Berlin);

        Assert.Equal(
            [new DateTime(2024, 3, 30, 23, 0, 0).Ticks, new DateTime(2024, 3, 31, 22, 0, 0).Ticks],
            Times(["2024-03-31", "2024-04-01"], format));
        Assert.Equal(
            [new DateTime(2024, 3, 31, 0, 30, 0).Ticks, new DateTime(2024, 3, 31, 1, 30, 0).Ticks],
            Times(["2024-03-31T00:30Z", "2024-03-31T03:30"], format));
        Assert.Contains("they skip this one", Assert.Throws<InvalidDataException>(() => Times(["2024-03-31T02:30"], format)).Message);
        Assert.Contains("show this one twice", Assert.Throws<InvalidDataException>(() => Times(["2024-10-27T02:30"], format)).Message);
    }

    [Fact]
    public void TextOfADatabaseIsReadAlike()
    {
        Assert.Contains(
            "row 1, column 'time': found '01.02.2024'; expected a date and time of ISO 8601",
            Assert.Throws<InvalidDataException>(() => Query("'01.02.2024'")).Message);
        Assert.Contains("expected what cannot be both", Assert.Throws<InvalidDataException>(() => Query("20240201")).Message);
        Assert.Equal(new DateTime(2024, 2, 1).Ticks, Query("'01.02.2024'", TimeFormat.Exact("dd.MM.yyyy")));
        Assert.Equal(new DateTime(2024, 2, 1).Ticks, Query("20240201", TimeFormat.Exact("yyyyMMdd")));

        static long Query(string time, TimeFormat? format = null)
        {
            using SqliteConnection connection = new("Data Source=:memory:");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"select {time} as time, 1.0 as x";
            using DatabaseTable table = new(command.ExecuteReader());
            SeriesColumns columns = SeriesColumns.Wide("time") with { Times = format ?? TimeFormat.Iso8601 };
            return TimeSeriesTable.Read(table, columns).Series[0].Times.Span[0];
        }
    }

    /// <summary>A Parquet file says itself whether its times are UTC, whatever the machine's zone.</summary>
    [Fact]
    public async Task ParquetTimesAreThoseOfTheFile()
    {
        DateTimeDataField clock = new("clock", DateTimeFormat.Timestamp, isAdjustedToUTC: false);
        DateTimeDataField utc = new("utc", DateTimeFormat.Timestamp);
        DataField<string> text = new("text");
        DataField<double> x = new("x");
        DateTime day = new(2024, 7, 1, 12, 0, 0);
        using TemporaryFile file = new("table.parquet");
        await using (FileStream stream = File.Create(file.Path))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(clock, utc, text, x), stream, cancellationToken: TestContext.Current.CancellationToken);
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync<DateTime>(clock, new[] { day }.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            await rows.WriteAsync<DateTime>(
                utc, new[] { DateTime.SpecifyKind(day, DateTimeKind.Utc) }.AsMemory(),
                cancellationToken: TestContext.Current.CancellationToken);
            await rows.WriteAsync(text, (IReadOnlyCollection<string>)["01.07.2024"]);
            await rows.WriteAsync<double>(x, new[] { 1.0 }.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(day.Ticks, Read("clock", TimeFormat.Iso8601));
        Assert.Equal(day.Ticks, Read("utc", TimeFormat.Iso8601));
        Assert.Equal(day.AddHours(-2).Ticks, Read("clock", TimeFormat.Iso8601.In(Berlin)));
        Assert.Equal(day.Ticks, Read("utc", TimeFormat.Iso8601.In(Berlin)));
        Assert.Equal(new DateTime(2024, 7, 1).Ticks, Read("text", TimeFormat.Exact("dd.MM.yyyy")));
        Assert.Contains(
            "found '01.07.2024'; expected a date and time of ISO 8601",
            Assert.Throws<InvalidDataException>(() => Read("text", TimeFormat.Iso8601)).Message);

        long Read(string column, TimeFormat format)
        {
            using ParquetTable table = ParquetTable.Open(file.Path);
            return TimeSeriesTable.Read(table, SeriesColumns.Wide(column, ["x"]) with { Times = format }).Series[0].Times.Span[0];
        }
    }

    /// <summary>A culture that no data of the machine can change.</summary>
    private static CultureInfo Culture(string date, string separator)
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.DateTimeFormat.ShortDatePattern, culture.DateTimeFormat.DateSeparator) = (date, separator);
        culture.DateTimeFormat.ShortTimePattern = "h:mm tt";
        return culture;
    }

    private static long[] Times(string[] times, TimeFormat? format = null) => TimeSeriesTable
        .Read(Csv(times), SeriesColumns.Wide("time") with { Times = format ?? TimeFormat.Iso8601 }).Series[0].Times.ToArray();

    private static CsvTable Csv(string[] times) =>
        new(new StringReader(
            string.Join(
                '\n',
                times.Select(time => $"{(time.Contains(',', StringComparison.Ordinal) ? $"\"{time}\"" : time)},1").Prepend("time,x"))),
            "text.csv");
}
