using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Sample;
using RnnGen.Sample.Mnist;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class MnistCommandLineTests
{
    private static readonly string[] Everything =
    [
        "--mode", "dynamic", "--data", "folder", "--iterations", "7", "--batch-size", "55000", "--display-step", "3",
        "--learning-rate", "1e-2", "--seed", "18446744073709551615", "--json", "results.json", "--report", "report.html",
    ];

    [Fact]
    public void WithoutArgumentsThePostsProgramRuns()
    {
        MnistOptions options = SampleCommandLine.ParseMnist();
        Assert.Equal(["static", "dynamic"], options.Networks.Select(network => network.Mode));
        Assert.Equal((781, 128, 10, 0.001f), (options.Iterations, options.BatchSize, options.DisplayStep, options.LearningRate));
        Assert.Null(options.DataDirectory);
        Assert.Null(options.JsonFile);
        Assert.Null(options.ReportFile);
    }

    [Fact]
    public void TheCommandCanBeNamedOrNot()
    {
        MnistOptions[] all =
        [
            SampleCommandLine.ParseMnist(Everything),
            SampleCommandLine.ParseMnist(["mnist", .. Everything]),
            SampleCommandLine.ParseMnist([.. Everything, "mnist"]),
        ];
        foreach (MnistOptions options in all)
        {
            Assert.Equal("dynamic", Assert.Single(options.Networks).Mode);
            MnistOptions expected = new()
            {
                Networks = options.Networks,
                DataDirectory = "folder",
                Iterations = 7,
                BatchSize = 55000,
                DisplayStep = 3,
                LearningRate = 0.01f,
                Seed = ulong.MaxValue,
                JsonFile = "results.json",
                ReportFile = "report.html",
            };
            Assert.Equal(expected, options);
        }

        Assert.Equal(SampleCommandLine.ParseMnist().Networks, SampleCommandLine.ParseMnist("mnist").Networks);
    }

    [Theory]
    [InlineData("--iterations is '0'; it must be a whole number of at least 1.", "--iterations", "0")]
    [InlineData("--iterations is 'many'; it must be a whole number of at least 1.", "mnist", "--iterations", "many")]
    [InlineData("--iterations is ''; it must be a whole number of at least 1.", "--iterations", "")]
    [InlineData("--iterations is '99999999999'; it must be a whole number of at least 1.", "--iterations", "99999999999")]
    [InlineData("Required argument missing for option: '--iterations'.", "--iterations")]
    [InlineData("--batch-size is '0'; it must be a whole number from 1 to 55000.", "--batch-size", "0")]
    [InlineData("--batch-size is '55001'; it must be a whole number from 1 to 55000.", "--batch-size", "55001")]
    [InlineData("--display-step is '-1'; it must be a whole number of at least 1.", "--display-step", "-1")]
    [InlineData("--learning-rate is '0'; it must be a finite number greater than 0.", "--learning-rate", "0")]
    [InlineData("--learning-rate is 'NaN'; it must be a finite number greater than 0.", "--learning-rate", "NaN")]
    [InlineData("--learning-rate is '1e99'; it must be a finite number greater than 0.", "--learning-rate", "1e99")]
    [InlineData("--learning-rate is '0,001'; it must be a finite number greater than 0.", "--learning-rate", "0,001")]
    [InlineData("--seed is '-1'; it must be a whole number of at least 0.", "--seed", "-1")]
    [InlineData("--mode is 'fast'; it must be one of static, dynamic, both.", "--mode", "fast")]
    [InlineData("--data is empty; it must name a path.", "--data", "")]
    [InlineData("Unrecognized command or argument 'cifar'.", "cifar")]
    public async Task AFaultIsToldInOneLine(string message, params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(arguments);
        Assert.Equal((SampleCommandLine.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(message + " (See --help.)" + Environment.NewLine, run.Error);
    }

    [Fact]
    public async Task AFolderThatIsMissingIsToldBeforeAnyWork()
    {
        string missing = Path.Combine(Path.GetTempPath(), $"rnngen-{Guid.NewGuid():N}");
        SampleRun data = await SampleRun.StartAsync("--data", missing);
        Assert.Equal((SampleCommandLine.Failed, ""), (data.ExitCode, data.Output));
        Assert.StartsWith($"There is no folder '{missing}' with train-images", data.Error);
        Assert.Single(data.Error.TrimEnd().Split('\n'));

        string file = Path.Combine(missing, "results.json");
        SampleRun json = await SampleRun.StartAsync("--json", file);
        Assert.Equal((SampleCommandLine.Failed, ""), (json.ExitCode, json.Output));
        Assert.Equal($"--json is '{file}'; it must be a file in a folder that exists. (See --help.){Environment.NewLine}", json.Error);
    }

    [Fact]
    public async Task ABatchLargerThanTheDataIsRefused()
    {
        SampleRun run = await SampleRun.StartAsync("--batch-size", "401");
        Assert.Equal(SampleCommandLine.Failed, run.ExitCode);
        Assert.Equal($"--batch-size is 401, but there are only 400 training images.{Environment.NewLine}", run.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("mnist", "--help")]
    public async Task TheHelpNamesEveryOption(params string[] arguments)
    {
        SampleRun run = await SampleRun.StartAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            Everything.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)),
            option => Assert.Contains(option, run.Output));
    }
}
