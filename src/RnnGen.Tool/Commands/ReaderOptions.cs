using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using RnnGen.Interchange;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary>What some formats do not say: options of the commands that read a network.</summary>
internal sealed class ReaderOptions
{
    private static readonly TorchReaderOptions Defaults = new();

    private readonly Option<string[]> _modules = Names(
        "--modules", "PyTorch: the modules in the order in which data goes through them, such as lstm dense.");

    private readonly Option<string[]> _activations = Names("--activation", "PyTorch: functions after modules, such as dense=Relu.");

    private readonly Option<string[]> _embeddings = Names("--embedding", "PyTorch: modules that are nn.Embedding.");

    private readonly Option<Activation> _nonlinearity = Function("--nonlinearity", "PyTorch: the function of nn.RNN, Tanh or Relu.");

    private readonly Option<bool> _lastStep = new("--last-step")
    {
        Description = "PyTorch: the layers after the last recurrent one read its last step; otherwise every step.",
    };

    private readonly Option<bool> _batchFirst = new("--batch-first")
    {
        Description = "PyTorch: tensors of the original are [batch, steps, features]; otherwise [steps, batch, features].",
    };

    private readonly Option<double> _epsilon = ToolOption.Number(
        "--layer-norm-epsilon", "PyTorch: eps of nn.LayerNorm.", Defaults.LayerNormEpsilon, value => double.IsFinite(value) && value > 0,
        "a finite number greater than 0");

    private readonly Option<string?> _configuration = ToolOption.Path(
        "--config", "Keras: the configuration of a file of weights alone, config.json of a .keras file or what to_json() gives.", "FILE");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_modules, _activations, _embeddings, _nonlinearity, _lastStep, _batchFirst, _epsilon, _configuration];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the network of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="result">The command line.</param>
    /// <exception cref="ToolFailure">The file is refused, or an option does not fit it.</exception>
    public ImportedNetwork Read(string file, ParseResult result)
    {
        TorchReaderOptions torch = Defaults with
        {
            Modules = result.GetValue(_modules) is { Length: > 0 } modules ? modules : null,
            Activations = Activations(result.GetValue(_activations) ?? []),
            Embeddings = result.GetValue(_embeddings) ?? [],
            Nonlinearity = result.GetValue(_nonlinearity),
            EveryStep = !result.GetValue(_lastStep),
            BatchFirst = result.GetValue(_batchFirst),
            LayerNormEpsilon = result.GetValue(_epsilon),
        };
        KerasReaderOptions keras = new() { ConfigurationPath = result.GetValue(_configuration) };
        return ToolFailure.In(file, () => NetworkFiles.Read(file, torch, keras));
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private static Option<Activation> Function(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FUNCTION",
        DefaultValueFactory = _ => Activation.Tanh,
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!TryFunction(text, out Activation function))
            {
                argument.AddError($"{name} is '{text}'; it must be one of {string.Join(", ", Enum.GetNames<Activation>())}.");
            }

            return function;
        },
    };

    private static Dictionary<string, Activation> Activations(string[] texts)
    {
        Dictionary<string, Activation> activations = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int at = text.LastIndexOf('=');
            if (at < 1 || !TryFunction(text[(at + 1)..], out Activation function) || !activations.TryAdd(text[..at], function))
            {
                throw new ToolFailure(
                    $"--activation is '{text}'; it must be a module, = and one of {string.Join(", ", Enum.GetNames<Activation>())}, each "
                    + "module once.",
                    ExitCodes.WrongUse);
            }
        }

        return activations;
    }

    private static bool TryFunction(string text, out Activation function) =>
        Enum.TryParse(text, ignoreCase: true, out function) && Enum.GetNames<Activation>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
