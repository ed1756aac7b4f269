using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Forecasts;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

/// <summary>Forecasts of several series, from what is known ahead and from what never changes in a series.</summary>
public sealed class ForecastCovariateTests
{
    private static readonly string[] PlainNames =
        ["dataset", "mae", "rmse", "naiveMae", "coverage90", "epochs", "secondsTotal", "series"];

    /// <summary>
    /// A value is the size of its shop times a number that is drawn anew for each row: only who knows both can tell it.
    /// </summary>
    [Fact]
    public async Task EachOptionTellsWhatThePastDoesNot()
    {
        using IdxFolder folder = new();
        string file = await WriteAsync(folder, "shops.csv", Shops(row => row.Size));
        string[] arguments = ["--data", file, "--column", "sales", "--time", "hour", "--id", "shop", "--steps", "48", "--epochs", "12"];

        JsonElement plain = await RunAsync(folder, arguments);
        Assert.Equal(PlainNames, Names(plain));
        Assert.Equal(4, plain.GetProperty("series").GetInt32());
        JsonElement future = await RunAsync(folder, [.. arguments, "--future", "offer"]);
        Assert.Equal([.. PlainNames, "future"], Names(future));
        JsonElement both = await RunAsync(folder, [.. arguments, "--future", "offer", "--static", "size"]);
        Assert.Equal([.. PlainNames, "static", "future"], Names(both));
        Assert.Equal(["size"], both.GetProperty("static").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["offer"], both.GetProperty("future").EnumerateArray().Select(name => name.GetString()));

        Assert.InRange(Mae(future), 0, 0.7 * Mae(plain));
        Assert.InRange(Mae(both), 0, 0.5 * Mae(plain));
    }

    [Fact]
    public async Task TheBuiltInBuildingsHaveColumnsOfBothKinds()
    {
        using IdxFolder folder = new();
        JsonElement result = await RunAsync(
            folder, "--id", "building", "--static", "heating", "weekends", "--future", "temperature", "--future", "weekend",
            "--steps", "24", "--epochs", "1");
        Assert.Equal("built-in hourly loads of buildings (offline)", result.GetProperty("dataset").GetString());
        Assert.Equal(8, result.GetProperty("series").GetInt32());
        Assert.Equal(["temperature", "weekend"], result.GetProperty("future").EnumerateArray().Select(name => name.GetString()));
        Assert.InRange(Mae(result), 1, result.GetProperty("naiveMae").GetDouble());
        string plot = await File.ReadAllTextAsync(Path.Combine(folder.Path, "plot.html"), TestContext.Current.CancellationToken);
        Assert.Contains("load of building 7", plot);
    }

    [Fact]
    public async Task ColumnsThatCannotBeReadAreAClearError()
    {
        using IdxFolder folder = new();
        string file = await WriteAsync(folder, "changes.csv", Shops(row => row.Hour < 300 ? row.Size : row.Size + 0.5));
        string[] arguments = ["--data", file, "--column", "sales", "--time", "hour", "--id", "shop", "--steps", "48"];

        // In the data's own units, not standardised.
        await FailsAsync(
            folder, "--data: Column 'size' of series 'shop 0' is 1 at step 0 and 1.5 at step 300; one of StaticInputs must be the same "
            + "at all steps of a series. Here that is --static.",
            [.. arguments, "--static", "size"]);
        await FailsAsync(folder, $"--data: {file} has no column 'weather'", [.. arguments, "--future", "weather"]);
        await FailsAsync(folder, "Column 'offer' is named 2 times", [.. arguments, "--static", "offer", "--future", "offer"]);
        await FailsAsync(folder, "Column 'hour' is named 2 times", [.. arguments, "--future", "hour"]);
        await FailsAsync(folder, "--static names 1 of the columns, but --id none", "--data", file, "--static", "size");
    }

    [Fact]
    public async Task WhatTheNetworkHasNoRoomForIsRefusedBeforeAnyWork()
    {
        using IdxFolder folder = new();
        foreach (string steps in new[] { "30", "192" })
        {
            await FailsAsync(
                folder, $"--steps is {steps}; with --static or --future it must be a multiple of 24, and at most 168.",
                "--future", "weekend", "--steps", steps);
        }

        await FailsAsync(folder, "--future has 5 names; at most 4 are possible.", "--future", "a", "b", "c", "d", "e");
        await FailsAsync(folder, "--static has an empty name.", "--id", "building", "--static", " ");
        await FailsAsync(
            folder, "The built-in series have no column 'rain'; there are building, load, heating, weekends, temperature, weekend.",
            "--future", "rain");
        await FailsAsync(folder, "--id: the built-in series have no column 'shop'; there is building.", "--id", "shop");
    }

    /// <summary>The newest day first, each hour beside what is known of it a day ahead; what is not there is zero.</summary>
    [Fact]
    public void TheNetworkReadsDaysSideBySide()
    {
        const int Rows = 80, Width = 1 + CovariateNetwork.MostFuture, Past = CovariateNetwork.MostDays * Width;
        float[] values = [.. Enumerable.Range(0, Rows).SelectMany(row => new float[] { row, 1000 + row, 7 })];
        ForecastSeries series = new(
            new TimeSeriesTable(
                ["sales", "offer", "size"],
                [new TimeSeries("s", Enumerable.Range(0, Rows).Select(row => (long)row).ToArray(), values)]),
            "test");
        ForecastOptions options = new() { Steps = 48, IdColumn = "shop", Future = ["offer"], Static = ["size"] };
        CovariateForecaster forecaster = new(series, options);
        SlidingWindows windows = new(series.Table, forecaster.Windows);
        BatchSource source = new(forecaster.Read(windows), new BatchOptions { BatchSize = Rows, Shuffle = false });
        TrainingBatch batch = new();

        // 48 rows before and 24 ahead.
        Assert.Equal(Rows - 72 + 1, windows.Count);
        Assert.True(source.Read(batch));
        for (int window = 0; window < windows.Count; window++)
        {
            Assert.Equal([7, 0, 0, 0], batch.SequenceInputs.Slice(4 * window, 4).ToArray());
            for (int step = 0; step < 24; step++)
            {
                int now = window + 24 + step;
                float[] expected = new float[Past + CovariateNetwork.MostFuture];
                (expected[0], expected[1], expected[Width], expected[Width + 1]) = (now, 1000 + now, now - 24, 1000 + now - 24);
                expected[Past] = 1000 + now + 24;
                Assert.Equal(expected, batch.Inputs.Slice(((window * 24) + step) * expected.Length, expected.Length).ToArray());
                Assert.Equal(now + 24, batch.Targets[(window * 24) + step]);
            }
        }
    }

    private static IEnumerable<string> Shops(Func<(double Size, int Hour), double> size)
    {
        CounterRandom random = new(3, stream: 0);
        yield return "shop,hour,sales,offer,size";
        for (int shop = 0; shop < 4; shop++)
        {
            for (int hour = 0; hour < 400; hour++)
            {
                double offer = random.Normal((ulong)((400 * shop) + hour)), of = shop + 1;
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"shop {shop},{hour},{(of * offer) + 100:R},{offer:R},{size((of, hour)):R}");
            }
        }
    }

    private static async Task<string> WriteAsync(IdxFolder folder, string name, IEnumerable<string> lines)
    {
        string file = Path.Combine(folder.Path, name);
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        return file;
    }

    private static double Mae(JsonElement result) => result.GetProperty("mae").GetDouble();

    private static IEnumerable<string> Names(JsonElement result) => result.EnumerateObject().Select(property => property.Name);

    private static async Task FailsAsync(IdxFolder folder, string message, params string[] arguments)
    {
        string plot = Path.Combine(folder.Path, "refused.html");
        SampleRun run = await SampleRun.StartAsync(["forecast", "--plot", plot, .. arguments]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.False(File.Exists(plot));
    }

    private static async Task<JsonElement> RunAsync(IdxFolder folder, params string[] arguments)
    {
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(
            ["forecast", "--json", file, "--plot", Path.Combine(folder.Path, "plot.html"), .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        return Assert.Single(json.RootElement.EnumerateArray()).Clone();
    }
}
