using System;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Anomalies;
using RnnGen.Sample.Commands;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class AnomalyCommandLineTests
{
    private static readonly string[] Columns = ["speed", "oil temperature"];

    private static readonly string[] Everything =
    [
        "--data", "pump.csv", "--columns", .. Columns, "--time", "day", "--time-format", "dd.MM.yyyy", "--irregular",
        "--train-share", "0.4", "--validation-share", "0.25", "--window", "20", "--quantile", "1", "--margin", "1.25", "--epochs", "7",
        "--learning-rate", "1e-2", "--seed", "3", "--threads", "2", "--report", "report.html", "--json", "results.json",
    ];

    [Fact]
    public void EveryOptionIsRead()
    {
        AnomalyOptions expected = new()
        {
            DataPath = "pump.csv",
            TimeColumn = "day",
            TimeFormat = "dd.MM.yyyy",
            IsIrregular = true,
            TrainShare = 0.4,
            ValidationShare = 0.25,
            Window = 20,
            Quantile = 1,
            Margin = 1.25,
            ReportFile = "report.html",
            Training = new TrainingOptions
            {
                Epochs = 7,
                LearningRate = 0.01f,
                Seed = 3,
                Threads = 2,
                JsonFile = "results.json",
            },
        };
        AnomalyOptions read = SampleCommandLine.ParseAnomaly(["anomaly", .. Everything]);
        Assert.Equal(Columns, read.Columns);
        Assert.Equal(expected, read with { Columns = expected.Columns });

        read = SampleCommandLine.ParseAnomaly("anomaly");
        Assert.Empty(read.Columns);
        Assert.Equal(new AnomalyOptions(), read with { Columns = new AnomalyOptions().Columns });
    }

    [Theory]
    [InlineData("--train-share is '2'; it must be a number above 0 and below 1.", "--train-share", "2")]
    [InlineData("--validation-share is '0'; it must be a number above 0 and below 1.", "--validation-share", "0")]
    [InlineData("--window is '1'; it must be a whole number from 2 to 10000.", "--window", "1")]
    [InlineData("--quantile is '1.5'; it must be a number above 0 and at most 1.", "--quantile", "1.5")]
    [InlineData("--margin is '-1'; it must be a finite number greater than 0.", "--margin", "-1")]
    [InlineData(
        "--columns has 9 names; at most 8 are possible.", "--columns", "a", "b", "c", "d", "e", "f", "g", "h", "i")]
    [InlineData("--report is empty; it must name a path.", "--report", "")]
    public async Task AFaultIsToldInOneLine(string message, params string[] arguments) =>
        await AssertRefusedAsync(message + " (See --help.)", arguments);

    [Theory]
    [InlineData(
        "--train-share 0.8 and --validation-share 0.3 leave nothing for the test; their sum must be below 1.",
        "--train-share", "0.8", "--validation-share", "0.3")]
    [InlineData(
        "--train-share and --validation-share leave 240 of 12000 steps for the test; a planted fault takes 450.",
        "--train-share", "0.9", "--validation-share", "0.08")]
    [InlineData("--columns, --time, --time-format and --irregular are for a file; --data names none.", "--columns", "speed")]
    public async Task WhatDoesNotFitTogetherIsToldBeforeAnyWork(string message, params string[] arguments) =>
        await AssertRefusedAsync(message, arguments);

    [Fact]
    public Task TheHelpNamesEveryOption() => SampleRun.AssertHelpAsync("anomaly", Everything);

    private static async Task AssertRefusedAsync(string message, string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(["anomaly", .. arguments]);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(message + Environment.NewLine, run.Error);
    }
}
