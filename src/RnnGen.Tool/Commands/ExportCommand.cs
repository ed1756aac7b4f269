using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using RnnGen.Interchange;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary><c>export</c>: a class and its weights as an ONNX file.</summary>
internal sealed class ExportCommand : IToolCommand
{
    // Those of a new project: its files need not say them.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "C# files with the class and what it needs, or one assembly.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _weights = ToolOption.Path("--weights", "The weights, as Save of the class writes them.", "FILE");
    private readonly Option<string?> _class = new("--class") { Description = "The class, where FILE has several.", HelpName = "NAME" };
    private readonly Option<bool> _streaming = new("--streaming") { Description = "One step, with states as inputs and outputs." };
    private readonly Option<bool> _states = new("--states") { Description = "States before the first step and after the last one." };
    private readonly Option<bool> _lengths = new("--lengths") { Description = "An input with the number of valid steps of each row." };
    private readonly Option<bool> _timeMajor = new("--time-major")
    {
        Description = "[steps, batch, features] instead of [batch, steps, features].",
    };

    private readonly Option<string?> _output = ToolOption.Output("The ONNX file.");
    private readonly Option<bool> _force = ToolOption.Force();
    private readonly ToolView _view;

    public ExportCommand(ToolView view)
    {
        _view = view;
        _weights.Required = true;
        Command = new Command("export", "Writes a class and its weights as an ONNX file.")
        {
            _files, _weights, _class, _streaming, _states, _lengths, _timeMajor, _output, _force,
        };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult result, CancellationToken cancellation)
    {
        string[] files = result.GetRequiredValue(_files);
        string weights = result.GetRequiredValue(_weights)!, output = result.GetRequiredValue(_output)!;
        ToolOption.CheckTarget(output, result.GetValue(_force));
        Type type = Chosen(files, result.GetValue(_class), _view.Working("Compiling", () => Types(files)));
        IRnnModel model = ToolFailure.In(files[0], () => Created(type));
        ToolFailure.In(weights, () =>
        {
            model.Parameters.Load(weights);
            return model;
        });
        OnnxWriterOptions options = new()
        {
            Streaming = result.GetValue(_streaming),
            States = result.GetValue(_states),
            Lengths = result.GetValue(_lengths),
            Layout = result.GetValue(_timeMajor) ? SequenceLayout.TimeMajor : SequenceLayout.BatchMajor,
        };
        Network network = ToolFailure.In(files[0], () => ModelNetwork.Of(model));
        cancellation.ThrowIfCancellationRequested();
        NetworkOutput.Write(files[0], network, output, path => OnnxWriter.Write(network, path, options));
        _view.Line($"{output}: {type.Name} as ONNX");
        return ExitCodes.Done;
    }

    private static IReadOnlyList<Type> Types(string[] files)
    {
        if (files.Any(file => Path.GetExtension(file).Equals(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            return files.Length == 1
                ? ToolFailure.In(files[0], () => ClassLoader.Load(files[0]))
                : throw new ToolFailure("export takes C# files or one assembly, not both.", ExitCodes.WrongUse);
        }

        string[] sources = [ImplicitUsings, .. files.Select(file => ToolFailure.In(file, () => File.ReadAllText(file)))];
        return ToolFailure.In(files[0], () => ClassCompiler.Compile(sources));
    }

    private static IRnnModel Created(Type type)
    {
        try
        {
            return ClassCompiler.Create(type);
        }
        catch (Exception failure) when (failure is TargetInvocationException or MissingMemberException or TypeLoadException)
        {
            // A constructor that refuses, or an assembly that was built with another version of the runtime.
            throw new InvalidDataException($"no model of {type.FullName} can be made: {failure.GetBaseException().Message}", failure);
        }
    }

    private static Type Chosen(string[] files, string? name, IReadOnlyList<Type> types)
    {
        Type[] chosen = [.. types.Where(type => name is null || type.Name == name || type.FullName == name)];
        return chosen is [Type one] ? one
            : throw ToolFailure.At(
                string.Join(", ", files),
                types.Count == 0 ? "there is no class with [RnnModel]."
                    : (name is null ? "there are several classes, and --class names none: " : $"--class is '{name}'; there are: ")
                        + $"{string.Join(", ", types.Select(type => type.FullName).Order(StringComparer.Ordinal))}.");
    }
}
