using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using RnnGen.Data;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Mnist;

/// <summary>The options of the command <c>mnist</c>: their names, ranges and defaults.</summary>
internal sealed class MnistCommandOptions
{
    private const string Both = "both";

    /// <summary>Training images of MNIST without the validation set.</summary>
    private const int LargestBatch = 60_000 - MnistDataSets.DefaultValidationSize;

    private static readonly MnistOptions Defaults = new();

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "Which network to train; both are trained one after the other.",
        HelpName = string.Join('|', Network.All.Select(network => network.Mode).Append(Both)),
        DefaultValueFactory = _ => Both,
    };

    private readonly Option<string?> _data = CommandOption.DataFolder(
        "Folder with the four MNIST files, each with or without .gz. Without it: cache, download, built-in digits.");

    private readonly Option<string?> _json = CommandOption.JsonFile();

    private readonly Option<string?> _report = CommandOption.OutputFile(
        "--report", "File that receives a report as HTML: curves, confusion matrix, most wrongly read digits, hidden states.");

    private readonly Option<int> _iterations = CommandOption.Count("--iterations", "Training steps.", Defaults.Iterations);

    private readonly Option<int> _batchSize = CommandOption.Number(
        "--batch-size", "Images of a training step.", Defaults.BatchSize, NumberStyles.Integer,
        value => value is >= 1 and <= LargestBatch, $"a whole number from 1 to {LargestBatch}");

    private readonly Option<int> _displayStep = CommandOption.Count(
        "--display-step", "Training steps from one printed line to the next.", Defaults.DisplayStep);

    private readonly Option<float> _learningRate = CommandOption.LearningRate(Defaults.LearningRate);

    private readonly Option<ulong> _seed = CommandOption.Seed("Seed of the first weights and of the order of the images.", Defaults.Seed);

    /// <summary>Gives its range to the option that neither is a number nor belongs to other commands too.</summary>
    public MnistCommandOptions() => _mode.Validators.Add(CheckMode);

    /// <summary>Adds the options to a command; they may belong to several.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) =>
        CommandOption.AddTo(command, _mode, _data, _iterations, _batchSize, _displayStep, _learningRate, _seed, _json, _report);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public MnistOptions Read(ParseResult result)
    {
        string mode = result.GetRequiredValue(_mode);
        return new MnistOptions
        {
            Networks = [.. Network.All.Where(network => mode == Both || mode == network.Mode)],
            DataDirectory = result.GetValue(_data),
            Iterations = result.GetValue(_iterations),
            BatchSize = result.GetValue(_batchSize),
            DisplayStep = result.GetValue(_displayStep),
            LearningRate = result.GetValue(_learningRate),
            Seed = result.GetValue(_seed),
            JsonFile = result.GetValue(_json),
            ReportFile = result.GetValue(_report),
        };
    }

    private void CheckMode(OptionResult result)
    {
        string mode = result.GetRequiredValue(_mode);
        if (mode != Both && Network.All.All(network => network.Mode != mode))
        {
            result.AddError($"--mode is '{mode}'; it must be one of {_mode.HelpName!.Replace("|", ", ", StringComparison.Ordinal)}.");
        }
    }
}
