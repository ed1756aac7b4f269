using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.Extensions.Logging;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class GapTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTime First = new(2024, 1, 1);

    [Fact]
    public void WindowsAcrossAGapAreLeftOutAndCounted()
    {
        // May and June are missing.
        TimeSeriesTable table = Table(
            Enumerable.Range(0, 12).Where(month => month is not (4 or 5)).Select(month => First.AddMonths(month)));
        LogLines log = new();
        SlidingWindows windows = new(table, new WindowOptions { InputSteps = 2, Logger = log });

        // Before the gap four months give two windows, after it six give four.
        Assert.Equal([0, 1, 4, 5, 6, 7], Enumerable.Range(0, windows.Count).Select(window => windows.Place(window).Step));
        Assert.Equal((1, 6, 2, true), (windows.Gaps.Gaps, windows.Gaps.Windows, windows.Gaps.LeftOut, windows.Gaps.IsInferred));
        Assert.Equal("6 windows, 2 left out across 1 gap in the step (1 calendar month, inferred)", Assert.Single(log.Lines));
    }

    [Fact]
    public void SeriesThatAreIrregularCanSaySo()
    {
        TimeSeriesTable gaps = Table(
            Enumerable.Range(0, 12).Where(month => month is not (4 or 5)).Select(month => First.AddMonths(month)), TimeStep.Irregular);
        Assert.Equal(
            (8, 0L),
            (
                new SlidingWindows(gaps, new WindowOptions { InputSteps = 2 }).Count,
                new SlidingWindows(gaps, new WindowOptions { InputSteps = 2 }).Gaps.LeftOut));

        TimeSeriesTable irregular = Table([1, 2, 4, 8, 16, 32], null);
        Assert.Null(irregular.Step);
        string message = Assert.Throws<ArgumentException>("table", () => new SlidingWindows(
            irregular, new WindowOptions { InputSteps = 1 })).Message;
        Assert.Contains("the most frequent one, 1, is that of 1 of 5 distances", message);
        Assert.Contains("TimeStep.Irregular", message);
    }

    [Theory]
    [InlineData("1 calendar month", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31")]
    [InlineData("1 calendar month", "2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30")]
    [InlineData("3 calendar months", "2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30")]
    [InlineData("12 calendar months", "2023-05-01", "2024-05-01", "2025-05-01")]
    [InlineData("7 days", "2024-01-03", "2024-01-10", "2024-01-17")]
    [InlineData("1 day", "2024-01-04", "2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08")]
    [InlineData(
        "1 business day", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12", "2024-01-15")]
    [InlineData("00:10:00", "2024-01-01T00:00", "2024-01-01T00:10", "2024-01-01T00:20")]
    public void CalendarsAreRegular(string step, params string[] times)
    {
        TimeSeriesTable table = Read(times, SeriesColumns.Wide("time"));

        Assert.Equal(step, table.Step?.ToString());
        Assert.Equal(
            (0, times.Length - 1),
            (
                new SlidingWindows(table, new WindowOptions { InputSteps = 1 }).Gaps.Gaps,
                new SlidingWindows(table, new WindowOptions { InputSteps = 1 }).Count));
    }

    [Fact]
    public void DaysOfAZoneAreRegularWhereItsClocksChange()
    {
        string[] days =
        [
            .. Enumerable.Range(0, 366).Select(day => First.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
        SeriesColumns columns = SeriesColumns.Wide("time") with { Times = TimeFormat.Iso8601.In(Berlin) };
        TimeSeriesTable table = Read(days, columns);

        Assert.Equal("1 day in Europe/Berlin", table.Step?.ToString());
        Assert.Equal(0, new SlidingWindows(table, new WindowOptions { InputSteps = 1 }).Gaps.Gaps);
        Assert.Equal(
            2,
            new SlidingWindows(
                Read(days, columns with { Step = TimeStep.Of(TimeSpan.FromDays(1)) }), new WindowOptions { InputSteps = 1 }).Gaps.Gaps);
    }

    [Fact]
    public void HolidaysAreNoGapsWhereTheyAreStated()
    {
        string[] days = ["2024-05-06", "2024-05-07", "2024-05-08", "2024-05-10", "2024-05-13"];
        Assert.Equal(1, Gaps(TimeStep.BusinessDays()));
        Assert.Equal(0, Gaps(TimeStep.BusinessDays([new DateOnly(2024, 5, 9)])));

        long Gaps(TimeStep step) =>
            new SlidingWindows(Read(days, SeriesColumns.Wide("time") with { Step = step }), new WindowOptions { InputSteps = 1 }).Gaps.Gaps;
    }

    /// <summary>
    /// By definition: of the windows there would be without gaps those whose steps are one apart; in memory and from a stream.
    /// </summary>
    [Theory]
    [InlineData(1, 1, null, null)]
    [InlineData(2, 3, null, null)]
    [InlineData(1, 2, 120L, 260L)]
    public void ExactlyTheWindowsAcrossGapsAreMissing(int horizon, int stride, long? from, long? before)
    {
        Random random = new(7);
        List<TimeSeries> series = [];
        foreach (string id in (IEnumerable<string>)["a", "b", "c"])
        {
            long time = 0;
            long[] times = [.. Enumerable.Range(0, 60).Select(_ => time += random.Next(8) == 0 ? random.Next(1, 40) : 5)];
            series.Add(new TimeSeries(id, times, Enumerable.Range(0, 60).Select(step => (float)step).ToArray()));
        }

        WindowOptions options = new() { InputSteps = 3, Horizon = horizon, Stride = stride };
        SlidingWindows all = new(new TimeSeriesTable(["x"], series, TimeStep.Irregular), options, from, before);
        SlidingWindows windows = new(new TimeSeriesTable(["x"], series), options, from, before);
        List<(int, int)> expected = [.. Enumerable.Range(0, all.Count).Select(all.Place).Where(place =>
            Enumerable.Range(place.Step + 1, 2 + horizon)
                .All(step => series[place.Series].Times.Span[step] - series[place.Series].Times.Span[step - 1] == 5))];

        Assert.Equal(expected, Enumerable.Range(0, windows.Count).Select(windows.Place));
        Assert.True(windows.Count > 0 && windows.Gaps.LeftOut > 0);
        Assert.Equal(all.Count, windows.Count + windows.Gaps.LeftOut);

        string text = string.Join(
            '\n',
            series
                .SelectMany(one => Enumerable.Range(0, 60).Select(step => $"{one.Id},{one.Times.Span[step]},{step}"))
                .Prepend("id,time,x"));
        CsvTable Open() => new(new StringReader(text), "memory");
        foreach (TimeStep? step in (IEnumerable<TimeStep?>)[null, TimeStep.Of(5)])
        {
            SeriesColumns columns = SeriesColumns.Long("id", "time") with { Step = step };
            Reports reports = new();
            using StreamSource stream = new(
                windows.Shape, () => WindowStream.Read(Open, columns, options, null, from, before, reports),
                new StreamOptions { BatchSize = 4 });

            Assert.Equal(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 4, Shuffle = false })), Samples.Rest(stream));
            WindowGaps told = Assert.Single(reports.All);
            Assert.Equal(windows.Gaps with { Step = told.Step, IsInferred = step is null }, told);
            Assert.Equal("5", told.Step.ToString());
        }
    }

    [Fact]
    public void AStreamWithoutAStepIsRefused()
    {
        CsvTable Open() => new(new StringReader("time,x\n1,1\n2,1\n4,1\n8,1\n16,1\n"), "memory");

        string message = Assert.Throws<InvalidDataException>(() => WindowStream.Read(Open, SeriesColumns.Wide("time"), new WindowOptions
        {
            InputSteps = 1,
        }).ToList()).Message;

        Assert.StartsWith("memory: the times have no regular step: the most frequent one, 1, is that of 1 of 4 distances", message);
        Assert.Equal("irregular", TimeStep.Infer(Open(), SeriesColumns.Wide("time") with { Step = TimeStep.Irregular }).ToString());
    }

    [Fact]
    public void WhereGapsLeaveNoWindowTheErrorSaysSo()
    {
        SlidingWindows windows = new(Table([0, 1, 2, 4, 5, 6], null), new WindowOptions { InputSteps = 3 });

        Assert.Contains(
            "3 left out across 1 gap in the step (1, inferred)",
            Assert.Throws<ArgumentException>(() => new BatchSource(windows, new BatchOptions { BatchSize = 1 })).Message);
    }

    [Fact]
    public void AStepIsAboveZero()
    {
        Assert.Throws<ArgumentOutOfRangeException>("step", () => TimeStep.Of(0));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => TimeStep.Of(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("days", () => TimeStep.Days(0, Berlin));
        Assert.Throws<ArgumentOutOfRangeException>("months", () => TimeStep.Months(-1));
    }

    [Fact]
    public void TheStepStaysWithCopiesOfATable()
    {
        TimeSeriesTable table = Table([0, 1, 2, 3, 5, 6], TimeStep.Irregular);

        Assert.Same(TimeStep.Irregular, table.PerColumn().Step);
        Assert.Same(TimeStep.Irregular, Standardization.Learn(table, new TimeSplit(6, 6)).Apply(table).Step);
        Assert.False(table.IsStepInferred);
    }

    private static TimeSeriesTable Table(IEnumerable<DateTime> times, TimeStep? step = null) =>
        Table([.. times.Select(time => time.Ticks)], step);

    private static TimeSeriesTable Table(long[] times, TimeStep? step) =>
        new(["x"], [new TimeSeries("", times, times.Select((_, i) => (float)i).ToArray())], step);

    private static TimeSeriesTable Read(string[] times, SeriesColumns columns)
    {
        using CsvTable table = new(new StringReader(string.Join('\n', times.Select(time => $"{time},1").Prepend("time,x"))), "text.csv");
        return TimeSeriesTable.Read(table, columns);
    }

    /// <summary>Reports at once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reports : IProgress<WindowGaps>
    {
        public List<WindowGaps> All { get; } = [];

        public void Report(WindowGaps value) => All.Add(value);
    }

    private sealed class LogLines : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
