using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary>Arguments and options that commands have in common; their errors, unlike the library's own, say what would be right.</summary>
internal static class ToolOption
{
    /// <summary>The file that a command reads.</summary>
    /// <param name="description">What it is.</param>
    public static Argument<string> Input(string description)
    {
        Argument<string> argument = new("FILE") { Description = description };
        argument.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.Tokens.Count > 0 ? result.Tokens[0].Value : ""))
            {
                result.AddError("FILE is empty; it must name a file.");
            }
        });
        return argument;
    }

    /// <summary>A file or a folder.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is.</param>
    /// <param name="helpName">What stands for it in the help.</param>
    /// <param name="aliases">Other ways to write the option.</param>
    public static Option<string?> Path(string name, string description, string helpName, params string[] aliases)
    {
        Option<string?> option = new(name, aliases) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
            {
                result.AddError($"{name} is empty; it must name a {(helpName == "DIR" ? "folder" : "file")}.");
            }
        });
        return option;
    }

    /// <summary>The file that a command writes; it is required.</summary>
    public static Option<string?> Output(string description)
    {
        Option<string?> option = Path("--output", description, "FILE", "-o");
        option.Required = true;
        return option;
    }

    /// <summary><c>--force</c>.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace files that are there." };

    /// <summary><c>--storage</c>: how the weights of a class are stored.</summary>
    public static Option<StorageType> Storage() => new("--storage")
    {
        Description = "How the weights for the class are stored: float32, bfloat16, float16, or int8 with a scale for each column.",
        HelpName = "TYPE",
        DefaultValueFactory = _ => StorageType.Float32,
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            string[] names = Enum.GetNames<StorageType>();
            int type = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (type < 0)
            {
                argument.AddError($"--storage is '{text}'; it must be {string.Join(", ", names).ToLowerInvariant()}.");
            }

            return (StorageType)Math.Max(type, 0);
        },
    };

    /// <summary>A name of C#.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it names.</param>
    /// <param name="dotted">Whether it may have several parts.</param>
    public static Option<string?> Identifier(string name, string description, bool dotted)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? "";
            string[] parts = dotted ? text.Split('.') : [text];
            if (!Array.TrueForAll(
                parts, part => SyntaxFacts.IsValidIdentifier(part) && SyntaxFacts.GetKeywordKind(part) == SyntaxKind.None))
            {
                result.AddError($"{name} is '{text}'; it must be {(dotted ? "names of C# with dots between them" : "a name of C#")}.");
            }
        });
        return option;
    }

    /// <summary>A number within a range.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means.</param>
    /// <param name="defaultValue">Its value when it is left out.</param>
    /// <param name="isValid">Whether a number lies within the range.</param>
    /// <param name="rule">The range, to follow "it must be".</param>
    public static Option<T> Number<T>(string name, string description, T defaultValue, Func<T, bool> isValid, string rule)
        where T : struct, INumberBase<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) || !isValid(value))
                {
                    argument.AddError($"{name} is '{text}'; it must be {rule}.");
                }

                return value;
            },
        };

    /// <summary>Refuses to write a file where its folder is missing, or to replace one unless the user wants it.</summary>
    /// <param name="path">The file that is to be written.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <exception cref="ToolFailure">It is there, or cannot be there.</exception>
    public static void CheckTarget(string path, bool force)
    {
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))))
        {
            throw ToolFailure.At(path, "its folder does not exist.");
        }

        CheckReplaced(path, force);
    }

    /// <summary>Refuses to replace a file unless the user wants it.</summary>
    /// <param name="path">The file that is to be written.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <exception cref="ToolFailure">It is there.</exception>
    public static void CheckReplaced(string path, bool force)
    {
        if (Directory.Exists(path))
        {
            throw ToolFailure.At(path, "it is a folder; a file was to be written there.");
        }

        if (File.Exists(path) && !force)
        {
            throw ToolFailure.At(path, "it is there already; --force replaces it.");
        }
    }
}
