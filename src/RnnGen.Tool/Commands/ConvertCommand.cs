using System;
using System.CommandLine;
using System.Threading;
using RnnGen.Interchange;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary><c>convert</c>: the weights of a network in the layout of another framework, or the network as ONNX.</summary>
internal sealed class ConvertCommand : IToolCommand
{
    private const string OwnLayout = "rnngen";

    private readonly Argument<string> _file = ToolOption.Input("A file with a network.");
    private readonly Option<string> _to = new("--to")
    {
        Description = "rnngen: the weights that the class of import loads; torch, keras: tensors under PyTorch's or Keras' names, all "
            + "three as safetensors; onnx: the whole network.",
        Required = true,
    };

    private readonly Option<string?> _output = ToolOption.Output("The file to write.");
    private readonly Option<StorageType> _storage = ToolOption.Storage();
    private readonly Option<bool> _force = ToolOption.Force();
    private readonly ReaderOptions _reader = new();
    private readonly ToolView _view;

    public ConvertCommand(ToolView view)
    {
        _view = view;
        _to.AcceptOnlyFromAmong(OwnLayout, "torch", "keras", "onnx");
        Command = new Command("convert", "Writes the weights of a network in another layout.") { _file, _to, _output, _storage, _force };
        _reader.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult result, CancellationToken cancellation)
    {
        string file = result.GetRequiredValue(_file), output = result.GetRequiredValue(_output)!, to = result.GetRequiredValue(_to);
        StorageType storage = result.GetValue(_storage);
        if (storage != StorageType.Float32 && to != OwnLayout)
        {
            throw new ToolFailure(
                $"--storage {storage.ToString().ToLowerInvariant()} is for --to {OwnLayout} alone; --to {to} writes floats.",
                ExitCodes.WrongUse);
        }

        ToolOption.CheckTarget(output, result.GetValue(_force));
        ImportedNetwork imported = _view.Working($"Reading {file}", () => _reader.Read(file, result));
        cancellation.ThrowIfCancellationRequested();
        Network network = imported.Network;
        NetworkOutput.Write(file, network, output, Writer(to, storage, network));
        _view.Line($"{output}: {network.Name} for {to}");
        foreach (string note in imported.Notes)
        {
            _view.Line($"note: {note}");
        }

        return ExitCodes.Done;
    }

    private static Action<string> Writer(string to, StorageType storage, Network network) => to switch
    {
        OwnLayout => path => NetworkWeights.Save(network, path, storage),
        "torch" => path => TorchWriter.Write(network, path),
        "keras" => path => KerasWriter.Write(network, path),
        _ => path => OnnxWriter.Write(network, path),
    };
}
