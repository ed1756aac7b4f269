using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class SlidingWindowsTests
{
    [Fact]
    public void AWindowIsInputsAndWhatFollows()
    {
        SlidingWindows windows = new(Wide(20), new WindowOptions { InputSteps = 4, Horizon = 2, Stride = 3, Targets = ["b"] });
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 9, Shuffle = false })));

        // Starts 0, 3, ..., 12: 15 would need step 20.
        Assert.Equal(5, batch.Rows);
        for (int row = 0; row < 5; row++)
        {
            int start = 3 * row;
            Assert.Equal((0, start), windows.Place(row));
            Assert.Equal(Enumerable.Range(start, 4).SelectMany(t => new float[] { t, 1000 + t }), batch.Inputs.Skip(row * 8).Take(8));
            Assert.Equal([1000 + start + 4, 1000 + start + 5], batch.Targets.Skip(row * 2).Take(2));
        }
    }

    [Fact]
    public void EachStepCanHaveATarget()
    {
        SlidingWindows windows = new(
            Wide(8), new WindowOptions { InputSteps = 3, Horizon = 2, TargetsEveryStep = true, Inputs = ["a"], Targets = ["b"] });
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 9, Shuffle = false })));

        Assert.Equal(4, batch.Rows);
        Assert.Equal([0, 1, 2], batch.Inputs.Take(3));
        Assert.Equal([1002, 1003, 1004], batch.Targets.Take(3));
        Assert.True(windows.Shape is { TargetsEveryStep: true, TargetSize: 1, Features: 1, Steps: 3 });
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 1, false)]
    [InlineData(3, 2, true)]
    [InlineData(2, 5, false)]
    [InlineData(0, 1, true)]
    [InlineData(0, 3, true)]
    public void TargetsLieInTheirPartAndNoneIsLeftOut(int horizon, int stride, bool everyStep)
    {
        TimeSeriesTable table = Long(30, 17, 3, 26);
        WindowOptions options = new() { InputSteps = 4, Horizon = horizon, Stride = stride, TargetsEveryStep = everyStep };
        TimeSplit split = new(120, 200);
        (SlidingWindows training, SlidingWindows validation, SlidingWindows test) = SlidingWindows.Split(table, options, split);
        (long From, long Before, SlidingWindows Windows)[] parts =
            [(long.MinValue, 120, training), (120, 200, validation), (200, long.MaxValue, test)];

        foreach ((long from, long before, SlidingWindows windows) in parts)
        {
            // By definition: all starts whose targets lie in the part, every stride-th of a series.
            List<(int, int)> expected = [];
            foreach ((int index, TimeSeries series) in table.Series.Index())
            {
                IEnumerable<int> starts = Enumerable.Range(0, Math.Max(0, series.Times.Length - 4 - horizon + 1)).Where(start =>
                    Enumerable.Range(everyStep ? start + horizon : start + 4, everyStep ? 4 : horizon)
                        .All(target => series.Times.Span[target] >= from && series.Times.Span[target] < before));
                expected.AddRange(starts.Where((_, i) => i % stride == 0).Select(start => (index, start)));
            }

            Assert.Equal(expected, Enumerable.Range(0, windows.Count).Select(windows.Place));
        }

        Assert.True(training.Count > 0 && validation.Count > 0 && test.Count > 0);
    }

    /// <summary>What an autoencoder learns; a forecast of what is given already is none.</summary>
    [Fact]
    public void AStepCanBeItsOwnTarget()
    {
        WindowOptions options = new() { InputSteps = 3, Horizon = 0, Stride = 2, TargetsEveryStep = true };
        SlidingWindows windows = new(Wide(8), options, from: 1);
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 9, Shuffle = false })));

        // Starts 1, 3, 5: nothing before the part is read, and the last step is.
        Assert.Equal(3, batch.Rows);
        Assert.Equal([1, 1001, 2, 1002, 3, 1003], batch.Inputs.Take(6));
        Assert.Equal([5, 1005, 6, 1006, 7, 1007], batch.Inputs.Skip(12));
        Assert.Equal(batch.Inputs, batch.Targets);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new SlidingWindows(Wide(8), options with { TargetsEveryStep = false }));
        Assert.Equal(0, exception.ActualValue);
    }

    [Theory]
    [InlineData(null, null, 2)]
    [InlineData(100L, 210L, 2)]
    [InlineData(100L, 210L, 0)]
    public void AStreamOfWindowsIsTheSame(long? from, long? before, int horizon)
    {
        TimeSeriesTable table = Long(30, 17, 3, 26);
        WindowOptions options = new()
        {
            InputSteps = 4,
            Horizon = horizon,
            Stride = 3,
            TargetsEveryStep = horizon == 0,
            Targets = ["x"],
        };
        IEnumerable<string> rows = table.Series.SelectMany(series => Enumerable.Range(0, series.Times.Length).Select(step =>
            FormattableString.Invariant(
                $"{series.Id},{series.Times.Span[step]},{series.Values.Span[step * 2]},{series.Values.Span[(step * 2) + 1]}")));
        string text = string.Join('\n', rows.Prepend("id,time,x,y"));
        SeriesColumns columns = SeriesColumns.Long("id", "time");
        CsvTable Open() => new(new StringReader(text), "memory");
        Standardization standardization = Standardization.Learn(table, new TimeSplit(150, 150));
        using CsvTable shape = Open();
        using StreamSource stream = new(
            WindowStream.Shape(shape, columns, options), () => WindowStream.Read(Open, columns, options, standardization, from, before),
            new StreamOptions { BatchSize = 4 });
        SlidingWindows windows = new(standardization.Apply(table), options, from, before);

        List<Copied> expected = Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 4, Shuffle = false }));

        Assert.True(expected.Count > 1);
        Assert.Equal(expected, Samples.Rest(stream));
    }

    [Fact]
    public void SharesCutAtTheSameTimesInAllSeries()
    {
        TimeSplit split = TimeSplit.ByShare(Wide(50), validation: 0.2, test: 0.1);

        Assert.Equal((35, 45), (split.ValidationFrom, split.TestFrom));
        Assert.Equal(new DateTime(2024, 1, 2).Ticks, new TimeSplit(new DateTime(2024, 1, 2), new DateTime(2024, 1, 3)).ValidationFrom);
        Assert.Throws<ArgumentException>(() => TimeSplit.ByShare(Wide(50), 0.5, 0.5));
    }

    /// <summary>A part without rows begins after the last time; after the greatest time there is none.</summary>
    [Fact]
    public void SharesCutUpToTheGreatestTime()
    {
        TimeSeriesTable table = new(
            ["x"], [new TimeSeries("", new long[] { long.MinValue, 0, long.MaxValue - 1, long.MaxValue }, new float[] { 1, 2, 3, 4 })]);
        TimeSplit split = TimeSplit.ByShare(table, 0.25, 0.25);
        Assert.Equal((long.MaxValue - 1, long.MaxValue), (split.ValidationFrom, split.TestFrom));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TimeSplit.ByShare(table, 0.25, 0));
        Assert.StartsWith("The last time is 9223372036854775807, the greatest there is", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TimeSplit.ByShare(table, 0, 0));
    }

    [Fact]
    public void ColumnsBecomeSeries()
    {
        TimeSeriesTable table = Wide(3).PerColumn();

        Assert.Equal(["a", "b"], table.Series.Select(series => series.Id));
        Assert.Equal([1000, 1001, 1002], table.Series[1].Values.ToArray());
    }

    private static TimeSeriesTable Wide(int steps) => new(["a", "b"],
        [
            new TimeSeries(
                "", Enumerable.Range(0, steps).Select(t => (long)t).ToArray(),
                Enumerable.Range(0, steps).SelectMany(t => new float[] { t, 1000 + t }).ToArray()),
        ]);

    /// <summary>Series of several lengths; times are ten apart and begin elsewhere in each.</summary>
    private static TimeSeriesTable Long(params int[] lengths) => new(["x", "y"],
        [.. lengths.Select((length, series) => new TimeSeries(
            series.ToString(CultureInfo.InvariantCulture), Enumerable.Range(0, length).Select(t => (10L * t) + (7 * series)).ToArray(),
            Enumerable.Range(0, 2 * length).Select(i => (float)Math.Sin(i + (series * 50))).ToArray()))]);
}
