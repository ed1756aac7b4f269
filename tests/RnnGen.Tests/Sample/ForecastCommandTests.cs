using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class ForecastCommandTests
{
    private static readonly string[] JsonNames = ["dataset", "mae", "rmse", "naiveMae", "coverage90", "epochs", "secondsTotal"];

    [Fact]
    public async Task TheBuiltInSeriesIsForecastBetterThanByTheDayBefore()
    {
        using IdxFolder folder = new();
        JsonElement result = await RunAsync(folder);
        Assert.InRange(result.GetProperty("mae").GetDouble(), 1, 0.75 * result.GetProperty("naiveMae").GetDouble());
        Assert.InRange(result.GetProperty("coverage90").GetDouble(), 0.75, 0.98);
        Assert.Contains(
            "Forecast of load", await File.ReadAllTextAsync(Path.Combine(folder.Path, "plot.html"), TestContext.Current.CancellationToken));
    }

    /// <summary>A wave without noise: the column and the units are those of the file, and the season is exact.</summary>
    [Fact]
    public async Task AColumnOfAFileIsForecast()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "wave.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "hour,other,wave",
                .. Enumerable.Range(0, 600)
                    .Select(
                        hour => string.Create(
                            CultureInfo.InvariantCulture, $"{hour},{hour % 7},{1000 + (50 * Math.Sin(hour * Math.PI / 12))}")),
            ],
            TestContext.Current.CancellationToken);
        JsonElement result = await RunAsync(
            folder, "--data", file, "--column", "wave", "--time", "hour", "--steps", "30", "--epochs", "15");
        Assert.Equal($"column wave of {file}", result.GetProperty("dataset").GetString());
        Assert.InRange(result.GetProperty("naiveMae").GetDouble(), 0, 1e-3);
        Assert.InRange(result.GetProperty("mae").GetDouble(), 0, 10);
    }

    [Fact]
    public async Task WhatCannotBeForecastIsAClearError()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "bad.csv");
        await File.WriteAllLinesAsync(file, ["time,value", "1,2", "2,x"], TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.StartAsync(["forecast", "--data", file, "--column", "value"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 3, column 'value'", run.Error);

        await File.WriteAllLinesAsync(file, ["value", "1", "2", "3"], TestContext.Current.CancellationToken);
        run = await SampleRun.StartAsync(["forecast", "--data", file]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("--data: ", run.Error);
    }

    /// <summary>Days as Germans write them, a fortnight of them missing: no forecast is made across it.</summary>
    [Fact]
    public async Task GapsAreToldAndDatesHaveAFormat()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "days.csv");
        await File.WriteAllLinesAsync(
            file,
            ["day,wave", .. Enumerable.Range(0, 500).Where(day => day is < 200 or >= 214).Select(day => string.Create(
                CultureInfo.InvariantCulture, $"{new DateTime(2023, 1, 1).AddDays(day):dd.MM.yyyy},{Math.Sin(day * Math.PI / 12)}"))],
            TestContext.Current.CancellationToken);
        string[] arguments =
        [
            "forecast", "--data", file, "--time", "day", "--steps", "24", "--epochs", "1", "--plot", Path.Combine(folder.Path, "plot.html"),
        ];
        SampleRun run = await SampleRun.StartAsync(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 2, column 'day': found '01.01.2023'", run.Error);
        Assert.EndsWith("Here that is --time-format.", run.Error.TrimEnd());

        // A window has 48 days, so that 47 of those across would be left out.
        run = await SampleRun.StartAsync([.. arguments, "--time-format", "dd.MM.yyyy"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Gaps: 1 in the step of the times, 1 day; 47 windows across them were left out", run.Output);

        run = await SampleRun.StartAsync([.. arguments, "--time-format", "dd.MM.yyyy", "--irregular"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("Gaps:", run.Output);

        run = await SampleRun.StartAsync([.. arguments, "--time-format", "dd-mm-yyyy"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--time-format: The format 'dd-mm-yyyy' has 'd' but no 'M'", run.Error);
    }

    private static async Task<JsonElement> RunAsync(IdxFolder folder, params string[] arguments)
    {
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(
            ["forecast", "--json", file, "--plot", Path.Combine(folder.Path, "plot.html"), .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        return result;
    }
}
