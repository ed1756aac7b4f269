using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using RnnGen.Interchange;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Importing;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary><c>import</c>: a network as a class and the weights that the class loads.</summary>
internal sealed class ImportCommand : IToolCommand
{
    private const string DefaultLoss = "MeanSquaredError";

    private readonly Argument<string> _file = ToolOption.Input("A file with a network.");
    private readonly Option<string?> _output = ToolOption.Path(
        "--output", "Folder of the two files; the current one unless given.", "DIR", "-o");

    private readonly Option<string?> _name = ToolOption.Identifier(
        "--name", "Name of the class and of both files; from FILE unless given.", dotted: false);

    private readonly Option<string?> _namespace = ToolOption.Identifier(
        "--namespace", "Namespace of the class; none unless given.", dotted: true);

    private readonly Option<bool> _training = new("--training") { Description = "A class that can be trained further." };
    private readonly Option<StorageType> _storage = ToolOption.Storage();
    private readonly Option<bool> _force = ToolOption.Force();
    private readonly ReaderOptions _reader = new();
    private readonly ToolView _view;

    public ImportCommand(ToolView view)
    {
        _view = view;
        Command = new Command("import", "Writes a network as a C# class and its weights as a safetensors file, both or neither.")
        {
            _file, _output, _name, _namespace, _training, _storage, _force,
        };
        _reader.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult result, CancellationToken cancellation)
    {
        string file = result.GetRequiredValue(_file), folder = result.GetValue(_output) ?? ".";
        string? namespaceName = result.GetValue(_namespace);
        StorageType storage = result.GetValue(_storage);
        bool training = result.GetValue(_training), force = result.GetValue(_force);
        ImportedNetwork imported = _view.Working($"Reading {file}", () => _reader.Read(file, result));
        Network network = Named(imported.Network, result.GetValue(_name), training);
        string source = $"{network.Name}.cs", weights = $"{network.Name}.safetensors";
        if (File.Exists(folder))
        {
            throw ToolFailure.At(folder, "it is a file; --output names a folder.");
        }

        ToolOption.CheckReplaced(Path.Combine(folder, source), force);
        ToolOption.CheckReplaced(Path.Combine(folder, weights), force);
        string text = NetworkSource.Write(network, namespaceName, Comment(file, imported), training);
        IRnnModel model = _view.Working(
            "Compiling", () => ToolFailure.In(file, () => ClassCompiler.Create(ClassCompiler.Compile([text]).Single())));
        cancellation.ThrowIfCancellationRequested();
        ToolFailure.In(folder, () =>
        {
            using StagedFiles files = new(folder);
            File.WriteAllText(files.Add(source), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            string staged = files.Add(weights);
            NetworkOutput.Write(file, network, staged, path => NetworkWeights.Save(network, path, storage));

            // The very file that the class shall load.
            model.Parameters.Load(staged);
            files.Publish(force);
            return files;
        });
        Print(imported, network, model, namespaceName, Path.Combine(folder, source), Path.Combine(folder, weights), training);
        return ExitCodes.Done;
    }

    private static Network Named(Network network, string? name, bool training)
    {
        Network named = name is null ? network : network with { Name = name };
        return training ? named with { Heads = [.. named.Heads.Select(head => head with { Loss = head.Loss ?? DefaultLoss })] } : named;
    }

    private static IReadOnlyList<string> Comment(string file, ImportedNetwork imported) =>
        [.. new[] { $"Imported from {Path.GetFileName(file)}." }.Concat(imported.Notes).Select(Printable.Of)];

    private void Print(
        ImportedNetwork imported, Network network, IRnnModel model, string? namespaceName, string source, string weights, bool training)
    {
        int layers = network.AllLayers.Count();
        _view.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{source}: class {network.Name}, {layers} {(layers == 1 ? "layer" : "layers")}; it compiles and loads its weights"));
        _view.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{weights}: {model.Description.Parameters.Count} tensors, {model.Description.ParameterCount:N0} parameters"));
        foreach (string note in imported.Notes)
        {
            _view.Line($"note: {note}");
        }

        if (training && imported.Network.Heads.Any(head => head.Loss is null))
        {
            _view.Line($"note: The file names no loss; the class has {DefaultLoss}, which may be exchanged for another.");
        }

        _view.Line();
        foreach (string line in ClassUsage.Of(network, model, namespaceName, Path.GetFileName(weights)))
        {
            _view.Line(line);
        }
    }
}
