using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class AnomalyCommandTests
{
    private static readonly string[] JsonNames =
    [
        "dataset", "testFrom", "steps", "scored", "threshold", "events", "faults", "faultsFound", "falseEvents", "epochs", "secondsTotal",
    ];

    private static readonly string[] Kinds = ["changed frequency", "drift", "spike", "stuck sensor"];

    [Fact]
    public async Task EveryPlantedFaultIsFoundWithoutAFalseEvent()
    {
        using IdxFolder folder = new();
        JsonElement result = await RunAsync(folder);
        JsonElement[] faults = [.. result.GetProperty("faults").EnumerateArray()], events = [.. Events(result)];
        Assert.Equal(8, faults.Length);
        Assert.Equal(Kinds, faults.Select(fault => fault.GetProperty("kind").GetString()).Distinct().Order());
        Assert.Equal((8, 0), (result.GetProperty("faultsFound").GetInt32(), result.GetProperty("falseEvents").GetInt32()));

        // The figures are those of the lists, a window of 32 steps around each fault its own.
        Assert.All(faults, fault => Assert.Contains(events, found => Begin(found) < End(fault) + 32 && End(found) > Begin(fault)));
        Assert.All(events, found => Assert.Contains(faults, fault => Begin(found) < End(fault) + 32 && End(found) > Begin(fault) - 32));
        Assert.All(events, found => Assert.True(found.GetProperty("peak").GetDouble() > result.GetProperty("threshold").GetDouble()));
        Assert.All(faults, fault => Assert.True(Begin(fault) > result.GetProperty("testFrom").GetInt32()));
        string page = await PageAsync(folder);
        Assert.All(
            ["Score", "threshold", "planted fault", "vibration mm/s", "temperature", "8 of 8"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    /// <summary>Two waves in step, of which one stands still for 30 rows; what is not named is not read.</summary>
    [Fact]
    public async Task ColumnsOfAFileAreWatched()
    {
        using IdxFolder folder = new();
        string file = await WriteAsync(folder, Rows(1500, stuckFrom: 1300, stuckTo: 1330));
        string[] arguments =
        [
            "--data", file, "--time", "time", "--columns", "left", "right", "--window", "16", "--epochs", "30", "--seed", "2",
        ];
        JsonElement result = await RunAsync(folder, [.. arguments, "--threads", "1"]);
        Assert.Equal(file, result.GetProperty("dataset").GetString());
        Assert.Equal((1050, 1500), (result.GetProperty("testFrom").GetInt32(), result.GetProperty("steps").GetInt32()));
        Assert.Equal(450 - (2 * 7), result.GetProperty("scored").GetInt32());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("faults").ValueKind);
        JsonElement found = Assert.Single(Events(result));
        Assert.InRange(Begin(found), 1300 - 16, 1329);
        Assert.InRange(End(found), 1301, 1330 + 16);
        Assert.DoesNotContain("planted fault", await PageAsync(folder), StringComparison.Ordinal);

        // Any number of threads, the same figures to the last digit.
        JsonElement again = await RunAsync(folder, [.. arguments, "--threads", "3"]);
        Assert.Equal(WithoutSeconds(result), WithoutSeconds(again));
    }

    /// <summary>A gap in the training part, and one in the test part: rows near it have too few windows for a score.</summary>
    [Fact]
    public async Task NoWindowGoesAcrossAGap()
    {
        using IdxFolder folder = new();
        string file = await WriteAsync(folder, Rows(800).Where((_, row) => row is not (>= 200 and < 210 or >= 700 and < 710)));
        string[] arguments =
        [
            "anomaly", "--data", file, "--time", "time", "--columns", "left", "--window", "16", "--epochs", "1", "--report",
            Path.Combine(folder.Path, "report.html"),
        ];
        SampleRun run = await SampleRun.StartAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Gaps: 2 in the step of the times, 1; no window goes across them", run.Output, StringComparison.Ordinal);

        // 780 rows, of which the last 234 are the test: 7 rows at each end of both runs have no score.
        Assert.Contains($"events in {234 - (4 * 7)} rows", run.Output, StringComparison.Ordinal);

        run = await SampleRun.StartAsync([.. arguments, "--irregular"]);
        Assert.Contains($"events in {234 - (2 * 7)} rows", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Gaps:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeWatchedIsAClearError()
    {
        using IdxFolder folder = new();
        string[] rows = [.. Rows(300)];
        string file = await WriteAsync(folder, rows);
        await AssertRefusedAsync($"--data: {file} has no column 'top'", "--data", file, "--columns", "left", "top");
        await AssertRefusedAsync(
            $"--data: Column 'left' of {file} is taken twice: 1 and 2 of 2.", "--data", file, "--columns", "left", "left");
        await AssertRefusedAsync(
            "--data: windows of 100 of 300 rows leave 6 for training, 0 for validation and 36 for the test; the first needs one, the "
            + "others need 50 that follow each other.",
            "--data", file, "--columns", "left", "--window", "100", "--train-share", "0.35");
        await AssertRefusedAsync(
            $"--data: Could not find file '{file}x'.", "--data", $"{file}x", "--columns", "left");

        // A bad cell anywhere, also in the test part; beside the columns that are read it does not matter.
        rows[280] = "280,1,none,7";
        await WriteAsync(folder, rows);
        await AssertRefusedAsync(
            $"--data: {file}, line 282, column 'right': found 'none'; expected a finite number.", "--data", file, "--time", "time",
            "--columns", "left", "right");

        await File.WriteAllTextAsync(file, "a,b,c,d,e,f,g,h,i\n1,2,3,4,5,6,7,8,9\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(
            $"--data: {file} has 9 columns besides the time; the network reads 1 to 8. --columns chooses some.", "--data", file);
        await File.WriteAllTextAsync(file, "a,b\n1,2\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync("--data: windows of 32 of 1 rows leave 0 for training, 0 for validation and 0", "--data", file);
        await File.WriteAllTextAsync(file, "a,b\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync($"--data: {file} has no rows.", "--data", file);
    }

    private static async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(["anomaly", .. arguments]);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split(Environment.NewLine));
    }

    private static IEnumerable<string> Rows(int count, int stuckFrom = 0, int stuckTo = 0) =>
        Enumerable.Range(0, count).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{row},{Wave(row) + Noise(row)},{100 - (20 * Wave(row >= stuckFrom && row < stuckTo ? stuckFrom : row)) + Noise(~row)},7"));

    private static double Wave(int row) => Math.Sin(row * 0.4) + (0.5 * Math.Sin(row * 0.17));

    /// <summary>Between -0.1 and 0.1, without a pattern that a small network could learn.</summary>
    private static double Noise(int row) => (((uint)row * 2654435761u) >> 8) / (double)(1 << 24) * 0.2 - 0.1;

    private static async Task<string> WriteAsync(IdxFolder folder, IEnumerable<string> rows)
    {
        string file = Path.Combine(folder.Path, "machine.csv");
        await File.WriteAllLinesAsync(file, rows.Prepend("time,left,right,other"), TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task<JsonElement> RunAsync(IdxFolder folder, params string[] arguments)
    {
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(
            ["anomaly", "--json", file, "--report", Path.Combine(folder.Path, "report.html"), .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        return result;
    }

    private static Task<string> PageAsync(IdxFolder folder) =>
        File.ReadAllTextAsync(Path.Combine(folder.Path, "report.html"), TestContext.Current.CancellationToken);

    private static IEnumerable<JsonElement> Events(JsonElement result) => result.GetProperty("events").EnumerateArray();

    private static int Begin(JsonElement of) => of.GetProperty("begin").GetInt32();

    private static int End(JsonElement of) => of.GetProperty("end").GetInt32();

    private static string WithoutSeconds(JsonElement result) => string.Join(
        '\n', result.EnumerateObject().Where(property => property.Name != "secondsTotal").Select(property => property.ToString()));
}
