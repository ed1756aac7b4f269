using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace RnnGen.Sample.Commands;

/// <summary>Options that commands have in common; their errors, unlike the library's own, say what would be right.</summary>
internal static class CommandOption
{
    /// <summary>Adds options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options, in the order of the help.</param>
    public static void AddTo(Command command, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A number within a range.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means.</param>
    /// <param name="defaultValue">Its value when it is left out.</param>
    /// <param name="style">How it may be written.</param>
    /// <param name="isValid">Whether a number lies within the range.</param>
    /// <param name="rule">The range, to follow "it must be".</param>
    public static Option<T> Number<T>(
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

    /// <summary>A whole number of at least 1.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means.</param>
    /// <param name="defaultValue">Its value when it is left out.</param>
    public static Option<int> Count(string name, string description, int defaultValue) => Number(
        name, description, defaultValue, NumberStyles.Integer, value => value >= 1, "a whole number of at least 1");

    /// <summary><c>--learning-rate</c>.</summary>
    /// <param name="defaultValue">Its value when it is left out.</param>
    public static Option<float> LearningRate(float defaultValue) => Number(
        "--learning-rate", "Step size of Adam.", defaultValue, NumberStyles.Float,
        value => float.IsFinite(value) && value > 0, "a finite number greater than 0");

    /// <summary><c>--threads</c>.</summary>
    /// <param name="defaultValue">Its value when it is left out.</param>
    public static Option<int> Threads(int defaultValue) => Number(
        "--threads", "Threads to use; 0 for all of the machine. Results do not depend on it.", defaultValue, NumberStyles.Integer,
        value => value is >= 0 and <= 1024, "a whole number from 0 to 1024");

    /// <summary>A name that must not be empty.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it names.</param>
    public static Option<string?> Text(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "NAME" };
        option.Validators.Add(CheckPath);
        return option;
    }

    /// <summary>Names, one or more, none of which may be empty.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What they name.</param>
    /// <param name="most">The most there may be.</param>
    public static Option<string[]> Texts(string name, string description, int most)
    {
        Option<string[]> option = new(name)
        {
            Description = description,
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            string[] names = result.GetValueOrDefault<string[]>() ?? [];
            if (names.Length > most)
            {
                result.AddError($"{name} has {names.Length} names; at most {most} are possible.");
            }
            else if (names.Any(string.IsNullOrWhiteSpace))
            {
                result.AddError($"{name} has an empty name.");
            }
        });
        return option;
    }

    /// <summary><c>--data</c>, a file.</summary>
    /// <param name="description">What is in it, and what happens without it.</param>
    public static Option<string?> DataPath(string description) => InputFile("--data", description);

    /// <summary>A file to read.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What is in it, and what happens without it.</param>
    public static Option<string?> InputFile(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "PATH" };
        option.Validators.Add(CheckPath);
        return option;
    }

    /// <summary><c>--seed</c>.</summary>
    /// <param name="description">What follows from it.</param>
    /// <param name="defaultValue">Its value when it is left out.</param>
    public static Option<ulong> Seed(string description, ulong defaultValue) => Number<ulong>(
        "--seed", description, defaultValue, NumberStyles.Integer, _ => true, "a whole number of at least 0");

    /// <summary><c>--data</c>, a folder.</summary>
    /// <param name="description">What is in it, and what happens without it.</param>
    public static Option<string?> DataFolder(string description) => Folder("--data", description);

    /// <summary>A folder to read from.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What is in it.</param>
    public static Option<string?> Folder(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "DIR" };
        option.Validators.Add(CheckPath);
        return option;
    }

    /// <summary><c>--time-format</c>.</summary>
    public static Option<string?> TimeFormat()
    {
        Option<string?> option = new("--time-format")
        {
            Description = "How times are written, such as dd.MM.yyyy; as in ISO 8601 unless given.",
            HelpName = "FORMAT",
        };
        option.Validators.Add(result =>
        {
            try
            {
                Data.TimeFormat.Exact(result.GetValueOrDefault<string?>() ?? "");
            }
            catch (ArgumentException exception)
            {
                result.AddError($"--time-format: {exception.Message}");
            }
        });
        return option;
    }

    /// <summary><c>--json</c>, a file to write.</summary>
    public static Option<string?> JsonFile() => OutputFile("--json", "File that receives the results as JSON.");

    /// <summary>A file to write.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What the file receives.</param>
    public static Option<string?> OutputFile(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(CheckPath);
        option.Validators.Add(CheckFolder);
        return option;
    }

    private static void CheckPath(OptionResult result)
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
        {
            result.AddError($"{result.Option.Name} is empty; it must name a path.");
        }
    }

    /// <summary>Training takes a while: better to know before that its result cannot be written.</summary>
    private static void CheckFolder(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is not { } path || string.IsNullOrWhiteSpace(path))
        {
            return;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            result.AddError($"{result.Option.Name} is '{path}'; it must be a file in a folder that exists.");
        }
    }
}
