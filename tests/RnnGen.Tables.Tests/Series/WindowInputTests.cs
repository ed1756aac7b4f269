using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

/// <summary>Windows that read what is known in advance, and what is the same at all steps of a series.</summary>
public sealed class WindowInputTests
{
    private static readonly WindowOptions Options = new()
    {
        InputSteps = 4,
        Horizon = 2,
        Stride = 3,
        FutureInputs = ["hour"],
        StaticInputs = ["size", "place"],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStepReadsTheFutureAHorizonAheadAndWhatNeverChangesOnce(bool everyStep)
    {
        SlidingWindows windows = new(Shops(12, 9), Options with { TargetsEveryStep = everyStep });

        Assert.Equal(
            new SequenceShape
            {
                Features = 2,
                SequenceFeatures = 2,
                Steps = 4,
                Targets = TargetForm.Values,
                TargetSize = everyStep ? 1 : 2,
                TargetsEveryStep = everyStep,
                MoreTargets = windows.Shape.MoreTargets,
            },
            windows.Shape);
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 20, Shuffle = false })));
        Assert.Equal(5, batch.Rows);
        for (int row = 0; row < batch.Rows; row++)
        {
            (int shop, int start) = windows.Place(row);
            IEnumerable<float> inputs = Enumerable.Range(start, 4).SelectMany(t => new[] { Sales(shop, t), Hour(t + 2) });
            int firstTarget = start + (everyStep ? 2 : 4), targets = everyStep ? 4 : 2;
            Assert.Equal(inputs, batch.Inputs.Skip(row * 8).Take(8));
            Assert.Equal([Size(shop), Place(shop)], batch.SequenceInputs.Skip(row * 2).Take(2));
            Assert.Equal(
                Enumerable.Range(firstTarget, targets).Select(t => Sales(shop, t)), batch.Targets.Skip(row * targets).Take(targets));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStepReadsItsInputsAtEachLag(bool everyStep)
    {
        WindowOptions options = Options with { Lags = [0, 5, 3], TargetsEveryStep = everyStep };
        SlidingWindows windows = new(Shops(17, 9), options);

        // A window has 5 + 4 + 2 rows: the first shop has room for three, the second for none.
        Assert.Equal([5, 8, 11], Places(windows));
        Assert.Equal(4, windows.Shape.Features);
        Assert.Equal("0, 5, 3", windows.Settings["lags"]);
        Assert.False(new SlidingWindows(Shops(17), Options).Settings.ContainsKey("lags"));
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 20, Shuffle = false })));
        for (int row = 0; row < batch.Rows; row++)
        {
            int start = windows.Place(row).Step, firstTarget = start + (everyStep ? 2 : 4), targets = everyStep ? 4 : 2;
            Assert.Equal(
                Enumerable.Range(start, 4).SelectMany(t => new[] { Sales(0, t), Sales(0, t - 5), Sales(0, t - 3), Hour(t + 2) }),
                batch.Inputs.Skip(row * 16).Take(16));
            Assert.Equal(
                Enumerable.Range(firstTarget, targets).Select(t => Sales(0, t)), batch.Targets.Skip(row * targets).Take(targets));
        }
    }

    /// <summary>Targets of a part stay in it, and a gap costs every window that reads across it, however far back.</summary>
    [Fact]
    public void LagsReachBackBeforeThePartButNotAcrossAGap()
    {
        WindowOptions options = Options with { Lags = [0, 5], Stride = 1 };
        Assert.Equal([10, 11], Places(new SlidingWindows(Shops(30), options, from: 14, before: 17)));

        TimeSeriesTable whole = Shops(30);
        TimeSeries shop = whole.Series[0];
        TimeSeriesTable gap = new(
            whole.Columns, [shop with { Times = shop.Times.ToArray().Select(time => time < 12 ? time : time + 7).ToArray() }]);
        SlidingWindows windows = new(gap, options);

        // Rows 0 to 11 hold windows of 11 rows from 0 on and from 1 on; those behind the gap begin at row 12.
        Assert.Equal([5, 6, .. Enumerable.Range(17, 8)], Places(windows));
        Assert.Equal(20 - windows.Count, windows.Gaps.LeftOut);
    }

    [Fact]
    public void LagsAreNotNegativeAndNoneComesTwice()
    {
        foreach (int[] lags in new int[][] { [], [0, -1], [3, 3] })
        {
            string expected = $"Lags are [{string.Join(", ", lags)}]; at least one, none below 0 and none twice were expected.";
            WindowOptions options = Options with { Lags = lags };
            Assert.Equal(expected, Assert.Throws<ArgumentException>(() => new SlidingWindows(Shops(30), options)).Message);
            Assert.Equal(expected, Assert.Throws<ArgumentException>(
                () => WindowStream.Read(() => Csv(Shops(30)), SeriesColumns.Long("shop", "time"), options)).Message);
        }

        Assert.Throws<ArgumentNullException>(() => new SlidingWindows(Shops(30), Options with { Lags = null! }));
        Assert.Throws<OverflowException>(() => new SlidingWindows(Shops(30), Options with { Lags = [int.MaxValue] }));
    }

    [Fact]
    public void ColumnsThatAreNamedAreReadInAnyRole()
    {
        SlidingWindows windows = new(Shops(8), Options with { Inputs = ["size", "hour"], Targets = ["hour", "sales"], Stride = 9 });
        Copied batch = Assert.Single(Samples.Rest(new BatchSource(windows, new BatchOptions { BatchSize = 1 })));

        Assert.Equal(
            Enumerable.Range(0, 4).SelectMany(t => new[] { Size(0), Hour(t), Hour(t + 2) }), batch.Inputs);
        Assert.Equal([Hour(4), Sales(0, 4), Hour(5), Sales(0, 5)], batch.Targets);
    }

    [Theory]
    [InlineData]
    [InlineData(1, 0, 4)]
    public void AStreamOfWindowsIsTheSame(params int[] lags)
    {
        WindowOptions options = lags.Length > 0 ? Options with { Lags = lags } : Options;
        TimeSeriesTable table = Shops(30, 17, 3, 26);
        Standardization standardization = Standardization.Learn(table, new TimeSplit(15, 20));
        CsvTable Open() => Csv(table);
        SeriesColumns columns = SeriesColumns.Long("shop", "time");
        using CsvTable opened = Open();
        using StreamSource stream = new(
            WindowStream.Shape(opened, columns, options), () => WindowStream.Read(Open, columns, options, standardization),
            new StreamOptions { BatchSize = 4 });

        List<Copied> expected = Samples.Rest(new BatchSource(
            new SlidingWindows(standardization.Apply(table), options), new BatchOptions { BatchSize = 4, Shuffle = false }));

        Assert.True(expected.Count > 1);
        Assert.All(expected, batch => Assert.Equal(batch.Rows * 2, batch.SequenceInputs.Length));
        Assert.Equal(expected, Samples.Rest(stream));
    }

    [Fact]
    public void WhatChangesWithinASeriesIsNotStatic()
    {
        WindowOptions options = Options with { StaticInputs = ["size", "hour"], FutureInputs = [] };
        TimeSeriesTable table = Shops(9, 12);
        Assert.Equal(
            "Column 'hour' of series '0' is 0 at step 0 and 1 at step 1; one of StaticInputs must be the same at all steps of a series.",
            Assert.Throws<ArgumentException>(() => new SlidingWindows(table, options)).Message);

        IEnumerable<SequenceExample> stream = WindowStream.Read(() => Csv(table), SeriesColumns.Long("shop", "time"), options);
        Assert.Equal(
            "memory, line 3, column 'hour': found '1'; expected 0 as in the first row of the series, since the column is a static input.",
            Assert.Throws<InvalidDataException>(() => stream.Count()).Message);
        Assert.Throws<ArgumentNullException>(() => new SlidingWindows(table, options with { StaticInputs = null! }));
        Assert.Throws<ArgumentNullException>(() => new SlidingWindows(table, options with { FutureInputs = null! }));
        Assert.Contains(
            "at least one column to read and one to predict",
            Assert.Throws<ArgumentException>(() => new SlidingWindows(table, Options with { FutureInputs = ["hour", "sales"] })).Message);
    }

    private static IEnumerable<int> Places(SlidingWindows windows) =>
        Enumerable.Range(0, windows.Count).Select(window => windows.Place(window).Step);

    private static float Sales(int shop, int time) => (100 * shop) + time + 0.5f;

    private static float Hour(int time) => time % 24;

    private static float Size(int shop) => 10 + shop;

    private static float Place(int shop) => -shop;

    private static TimeSeriesTable Shops(params int[] lengths) => new(["sales", "size", "hour", "place"],
        [.. lengths.Select((length, shop) => new TimeSeries(
            shop.ToString(CultureInfo.InvariantCulture), Enumerable.Range(0, length).Select(t => (long)t).ToArray(),
            Enumerable.Range(0, length).SelectMany(t => new[] { Sales(shop, t), Size(shop), Hour(t), Place(shop) }).ToArray()))]);

    private static CsvTable Csv(TimeSeriesTable table)
    {
        IEnumerable<string> rows = table.Series.SelectMany(series => Enumerable.Range(0, series.Times.Length).Select(step => string.Join(
            ',', series.Values.Slice(step * 4, 4).ToArray().Select(value => value.ToString(CultureInfo.InvariantCulture))
                .Prepend(series.Times.Span[step].ToString(CultureInfo.InvariantCulture)).Prepend(series.Id))));
        return new CsvTable(new StringReader(string.Join('\n', rows.Prepend($"shop,time,{string.Join(',', table.Columns)}"))), "memory");
    }
}
