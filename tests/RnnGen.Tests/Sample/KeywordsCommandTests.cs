using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords;
using RnnGen.Sample.Keywords.Detection;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class KeywordsCommandTests
{
    private static readonly string[] Words = ["cat", "dog"];

    private static readonly string[] Everything =
    [
        "--data", "words", "--words", .. Words, "--scenes", "50", "--minutes", "2.5", "--threshold", "0.7", "--refractory", "1",
        "--epochs", "3", "--batch-size", "8", "--learning-rate", "1e-2", "--seed", "3", "--threads", "2", "--sound", "recording.wav",
        "--report", "report.html", "--json", "results.json",
    ];

    private static readonly string[] JsonNames =
    [
        "dataset", "classes", "testClips", "testAccuracy", "confusion", "recordingMinutes", "threshold", "planted", "hits", "misses",
        "falseAlarms", "falseAlarmsPerHour", "microsecondsPerFrame", "timesRealTime", "epochs", "validationLoss", "secondsTotal",
    ];

    [Fact]
    public void EveryOptionIsRead()
    {
        KeywordsOptions expected = new()
        {
            DataFolder = "words",
            Scenes = 50,
            BatchSize = 8,
            Minutes = 2.5,
            Detection = new DetectionOptions { Threshold = 0.7, Refractory = 1 },
            SoundFile = "recording.wav",
            ReportFile = "report.html",
            Training = new TrainingOptions
            {
                Epochs = 3,
                LearningRate = 0.01f,
                Seed = 3,
                Threads = 2,
                JsonFile = "results.json",
            },
        };
        KeywordsOptions read = SampleCommandLine.ParseKeywords(["keywords", .. Everything]);
        Assert.Equal(Words, read.Words);
        Assert.Equal(expected, read with { Words = expected.Words });
        read = SampleCommandLine.ParseKeywords("keywords");
        Assert.Empty(read.Words);
        Assert.Equal(new KeywordsOptions(), read with { Words = new KeywordsOptions().Words });
    }

    [Theory]
    [InlineData("--scenes is '0'; it must be a whole number from 1 to 200000.", "--scenes", "0")]
    [InlineData("--batch-size is '0'; it must be a whole number of at least 1.", "--batch-size", "0")]
    [InlineData("--minutes is '0.05'; it must be a number from 0.1 to 600.", "--minutes", "0.05")]
    [InlineData("--threshold is '1'; it must be a number above 0 and below 1.", "--threshold", "1")]
    [InlineData("--refractory is '-1'; it must be a number from 0 to 60.", "--refractory", "-1")]
    [InlineData("--words has 11 names; at most 10 are possible.", "--words", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")]
    [InlineData("--data is empty; it must name a path.", "--data", "")]
    public async Task AFaultIsToldInOneLine(string message, params string[] arguments) =>
        await AssertRefusedAsync(message + " (See --help.)", arguments);

    [Fact]
    public async Task WhatDoesNotFitTogetherIsToldBeforeAnyWork()
    {
        using IdxFolder folder = new();
        await AssertRefusedAsync("--words chooses folders of --data, which is not given.", "--words", "yes");
        await AssertRefusedAsync($"--data: '{folder.Path}' has no folders; a folder a word was expected.", "--data", folder.Path);
    }

    [Fact]
    public Task TheHelpNamesEveryOption() => SampleRun.AssertHelpAsync("keywords", Everything);

    /// <summary>Little to learn from, in many small steps: what is always silent is right of one clip in twelve.</summary>
    [Fact]
    public async Task CommandsAreLearnedAndHeard()
    {
        using IdxFolder folder = new();
        string sound = Path.Combine(folder.Path, "recording.wav");
        (JsonElement result, string output) = await RunAsync(
            folder, "--scenes", "320", "--epochs", "12", "--batch-size", "8", "--minutes", "1", "--threshold", "0.4", "--sound", sound);
        Assert.Equal("synthetic speech", result.GetProperty("dataset").GetString());
        Assert.Equal(1200, result.GetProperty("testClips").GetInt32());
        Assert.True(result.GetProperty("testAccuracy").GetDouble() > 4.0 / 12, output);
        Assert.True(result.GetProperty("hits").GetInt32() > result.GetProperty("planted").GetInt32() / 4, output);
        Assert.Equal(60 * SoundFormat.SampleRate, WavFile.Read(sound).Length);
        AssertConsistent(result, 12);
        Assert.All(
            ["and unknown ones; synthetic speech", "said \\ heard", "times as fast as real time"],
            text => Assert.Contains(text, output, StringComparison.Ordinal));
        string page = await File.ReadAllTextAsync(Path.Combine(folder.Path, "report.html"), TestContext.Current.CancellationToken);
        Assert.All(
            ["Commands missed", "False alarms", "log-mel bands", "KeywordNetwork", "stop"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FiguresDoNotDependOnThreads()
    {
        using IdxFolder folder = new();
        string[] arguments = ["--scenes", "40", "--epochs", "1", "--batch-size", "4", "--minutes", "0.5", "--seed", "5"];
        (JsonElement one, _) = await RunAsync(folder, [.. arguments, "--threads", "1"]);
        (JsonElement three, _) = await RunAsync(folder, [.. arguments, "--threads", "3"]);
        Assert.Equal(WithoutTimes(one), WithoutTimes(three));
    }

    /// <summary>Tones in a folder: easy enough to be told after little training.</summary>
    [Fact]
    public async Task WordsOfAFolderAreLearned()
    {
        using IdxFolder folder = new(), results = new();
        KeywordFolderTests.Write(folder, "cat", "dog", "fish");
        (JsonElement result, string output) = await RunAsync(
            results, "--data", folder.Path, "--words", "cat", "dog", "--scenes", "150", "--epochs", "5", "--batch-size", "8",
            "--learning-rate", "0.01", "--minutes", "1");
        Assert.Equal(folder.Path, result.GetProperty("dataset").GetString());
        Assert.Equal(
            ["silence", "unknown", "cat", "dog"], result.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.True(result.GetProperty("testAccuracy").GetDouble() > 0.9, output);
        AssertConsistent(result, 4);

        // A file that is no clip: one line says which, and nothing is written.
        string bad = Directory.GetFiles(Path.Combine(folder.Path, "dog")).Order(StringComparer.Ordinal).First();
        foreach (string file in Directory.GetFiles(Path.Combine(folder.Path, "dog")))
        {
            WavFile.Write(file, new float[20_000]);
        }

        SampleRun run = await SampleRun.StartAsync("keywords", "--data", folder.Path, "--words", "dog", "--scenes", "30");
        Assert.Equal((SampleCommandLine.Failed, "Making scenes ..." + Environment.NewLine), (run.ExitCode, run.Output));
        Assert.StartsWith($"--data: {Path.GetDirectoryName(bad)}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("it has 20000 samples; at most 16000 are read." + Environment.NewLine, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split(Environment.NewLine));
    }

    private static void AssertConsistent(JsonElement result, int classes)
    {
        int Count(string name) => result.GetProperty(name).GetInt32();
        long[][] confusion =
        [
            .. result.GetProperty("confusion").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(cell => cell.GetInt64()).ToArray()),
        ];
        Assert.Equal(classes, confusion.Length);
        Assert.Equal(Count("testClips"), confusion.Sum(row => row.Sum()));
        Assert.Equal(
            result.GetProperty("testAccuracy").GetDouble(),
            confusion.Select((row, label) => row[label]).Sum() / (double)Count("testClips"), 1e-12);
        Assert.Equal(Count("planted"), Count("hits") + Count("misses"));
        Assert.InRange(Count("planted"), 5, 40);
        Assert.Equal(60.0 * Count("falseAlarms"), result.GetProperty("falseAlarmsPerHour").GetDouble(), 1e-9);
        Assert.True(result.GetProperty("microsecondsPerFrame").GetDouble() > 0);
    }

    private static async Task<(JsonElement Result, string Output)> RunAsync(IdxFolder folder, params string[] arguments)
    {
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(
            ["keywords", "--json", file, "--report", Path.Combine(folder.Path, "report.html"), .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        return (result, run.Output);
    }

    private static async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(["keywords", .. arguments]);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(message + Environment.NewLine, run.Error);
    }

    private static string WithoutTimes(JsonElement result) => string.Join(
        '\n',
        result.EnumerateObject().Where(property => property.Name is not ("secondsTotal" or "microsecondsPerFrame" or "timesRealTime"))
            .Select(property => string.Create(CultureInfo.InvariantCulture, $"{property}")));
}
