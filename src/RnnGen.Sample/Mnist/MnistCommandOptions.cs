using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using RnnGen.Data;

namespace RnnGen.Sample.Mnist;

/// <summary>The options of the command line: their names, ranges and defaults.</summary>
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

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Folder with the four MNIST files, each with or without .gz. Without it: cache, download, built-in digits.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "File that receives the results as JSON.",
        HelpName = "FILE",
    };

    private readonly Option<int> _iterations = Number(
        "--iterations", "Training steps.", Defaults.Iterations, NumberStyles.Integer, value => value >= 1, "a whole number of at least 1");

    private readonly Option<int> _batchSize = Number(
        "--batch-size", "Images of a training step.", Defaults.BatchSize, NumberStyles.Integer,
        value => value is >= 1 and <= LargestBatch, $"a whole number from 1 to {LargestBatch}");

    private readonly Option<int> _displayStep = Number(
        "--display-step", "Training steps from one printed line to the next.", Defaults.DisplayStep, NumberStyles.Integer,
        value => value >= 1, "a whole number of at least 1");

    private readonly Option<float> _learningRate = Number(
        "--learning-rate", "Step size of Adam.", Defaults.LearningRate, NumberStyles.Float,
        value => float.IsFinite(value) && value > 0, "a finite number greater than 0");

    private readonly Option<ulong> _seed = Number<ulong>(
        "--seed", "Seed of the first weights and of the order of the images.", Defaults.Seed, NumberStyles.Integer,
        _ => true, "a whole number of at least 0");

    /// <summary>Gives names and ranges to the options that are not numbers.</summary>
    public MnistCommandOptions()
    {
        _mode.Validators.Add(CheckMode);
        _data.Validators.Add(CheckPath);
        _json.Validators.Add(CheckPath);
        _json.Validators.Add(CheckFolder);
    }

    /// <summary>Adds the options to a command; they may belong to several.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        Option[] options = [_mode, _data, _iterations, _batchSize, _displayStep, _learningRate, _seed, _json];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

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
        };
    }

    /// <summary>An option whose error, unlike the library's own, says what would be right.</summary>
    private static Option<T> Number<T>(
        string name, string description, T defaultValue, NumberStyles style, Func<T, bool> isValid, string rule)
        where T : struct, INumberBase<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (!T.TryParse(text, style, CultureInfo.InvariantCulture, out T value) || !isValid(value))
                {
                    argument.AddError($"{name} is '{text}'; it must be {rule}.");
                }

                return value;
            },
        };

    private void CheckMode(OptionResult result)
    {
        string mode = result.GetRequiredValue(_mode);
        if (mode != Both && Network.All.All(network => network.Mode != mode))
        {
            result.AddError($"--mode is '{mode}'; it must be one of {_mode.HelpName!.Replace("|", ", ", StringComparison.Ordinal)}.");
        }
    }

    private static void CheckPath(OptionResult result)
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
        {
            result.AddError($"{result.Option.Name} is empty; it must name a path.");
        }
    }

    /// <summary>Training takes minutes: better to know before that its result cannot be written.</summary>
    private static void CheckFolder(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is not { } path || string.IsNullOrWhiteSpace(path))
        {
            return;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            result.AddError($"--json is '{path}'; it must be a file in a folder that exists.");
        }
    }
}
