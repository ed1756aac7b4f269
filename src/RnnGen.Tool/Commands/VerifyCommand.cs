using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Interchange;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Output;
using RnnGen.Tool.Verification;

namespace RnnGen.Tool.Commands;

/// <summary><c>verify</c>: whether the class of a network gives what the original gives.</summary>
internal sealed class VerifyCommand : IToolCommand
{
    private readonly Argument<string> _file = ToolOption.Input("A file with a network.");
    private readonly Option<string?> _pairs = ToolOption.Path(
        "--pairs", "Folder of stored inputs and outputs: input_*.pb and output_*.pb, or *_x*.csv and *_y*.csv; that of FILE unless given.",
        "DIR");

    private readonly Option<int> _steps = ToolOption.Number(
        "--steps", "Run an ONNX file in ONNX Runtime on so many random steps, not stored pairs.", 32,
        value => value is >= 1 and <= 1_000_000, "a whole number from 1 to 1000000");

    private readonly Option<string?> _runtime = ToolOption.Path(
        "--onnxruntime", "Folder of Microsoft.ML.OnnxRuntime.dll and its native library; that of the tool unless given.", "DIR");

    private readonly Option<double> _tolerance = ToolOption.Number(
        "--tolerance", "The largest difference, as a share of a tensor's largest number, that is none.", 1e-5,
        value => double.IsFinite(value) && value >= 0, "a finite number of at least 0");

    private readonly ReaderOptions _reader = new();
    private readonly ToolView _view;

    public VerifyCommand(ToolView view)
    {
        _view = view;
        Command = new Command("verify", "Runs a network as its class and compares the outputs with stored ones, or with ONNX Runtime's.")
        {
            _file, _pairs, _steps, _runtime, _tolerance,
        };
        _reader.AddTo(Command);
        Command.Validators.Add(result =>
        {
            if (result.GetResult(_pairs) is not null && result.GetResult(_steps) is { Implicit: false })
            {
                result.AddError("--pairs and --steps exclude each other: stored inputs, or random ones.");
            }
        });
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult result, CancellationToken cancellation)
    {
        string file = result.GetRequiredValue(_file);
        double tolerance = result.GetValue(_tolerance);
        IReadOnlyList<(string Case, Difference Difference)> differences = Compare(file, result, cancellation);
        _view.Table(
            ["case", "tensor", "#largest number", "#largest difference", "#share", ""],
            differences.Select(one => (IReadOnlyList<string>)
            [
                one.Case, one.Difference.Name, Number(one.Difference.Largest), Number(one.Difference.Furthest),
                Number(one.Difference.Share), one.Difference.IsWithin(tolerance) ? "" : "differs",
            ]));
        int wrong = differences.Count(one => !one.Difference.IsWithin(tolerance));
        _view.Line();
        _view.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{differences.Count - wrong} of {differences.Count} tensors within {tolerance} of their largest number"));
        return wrong == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static string Number(double number) => number.ToString("0.0E+0", CultureInfo.InvariantCulture);

    private IReadOnlyList<(string Case, Difference Difference)> Compare(string file, ParseResult result, CancellationToken cancellation)
    {
        NetworkFormat format = ToolFailure.In(file, () => NetworkFiles.FormatOf(file));
        bool random = result.GetResult(_steps) is { Implicit: false };
        if (format == NetworkFormat.Onnx)
        {
            return (random ? null : StoredTensors(file, result.GetValue(_pairs), cancellation)) ?? Random(file, result, cancellation);
        }

        return random
            ? throw new ToolFailure($"{file}: --steps needs an ONNX file, which ONNX Runtime can run.", ExitCodes.WrongUse)
            : StoredTables(file, result, cancellation);
    }

    private IReadOnlyList<(string Case, Difference Difference)> Random(string file, ParseResult result, CancellationToken cancellation)
    {
        (ImportedNetwork imported, IRnnModel model) = Model(file, () => _reader.Read(file, result));
        cancellation.ThrowIfCancellationRequested();
        using OnnxRuntimeSession session = new(file, result.GetValue(_runtime));
        IReadOnlyList<Difference> differences = _view.Working("Running", () => ToolFailure.In(
            file, () => new RandomRun(imported, model).Compare(session, result.GetValue(_steps)), ExitCodes.Refused));
        return [.. differences.Select(difference => ("random", difference))];
    }

    /// <summary>The differences of stored tensors; <see langword="null"/> where none lie beside the file.</summary>
    private IReadOnlyList<(string, Difference)>? StoredTensors(string file, string? named, CancellationToken cancellation)
    {
        GraphProto graph = ToolFailure.In(file, () => FileTensors.Onnx(file).Graph ?? throw new InvalidDataException("it holds no graph."));
        string folder = Folder(file, named);
        IReadOnlyList<string> folders = ToolFailure.In(folder, () => TensorPairs.Find(folder));
        return folders.Count > 0 ? [.. folders.SelectMany(place => Tensors(file, graph, place, cancellation))]
            : named is null ? null
            : throw ToolFailure.At(folder, "there are no pairs: no input_*.pb and output_*.pb, nor folders test_data_set_* with such.");
    }

    private IReadOnlyList<(string, Difference)> StoredTables(string file, ParseResult result, CancellationToken cancellation)
    {
        (_, IRnnModel model) = Model(file, () => _reader.Read(file, result));
        cancellation.ThrowIfCancellationRequested();
        string folder = Folder(file, result.GetValue(_pairs));
        IReadOnlyList<(string Inputs, string Outputs)> tables = ToolFailure.In(folder, () => TablePairs.Find(folder, file));
        return tables.Count == 0
            ? throw ToolFailure.At(folder, "there are no pairs: no *_x*.csv with a *_y*.csv.")
            : [.. tables.Select(pair => (
                Path.GetFileName(pair.Inputs),
                ToolFailure.In(pair.Inputs, () => TablePairs.Compare(model, pair), ExitCodes.Refused)))];
    }

    private static string Folder(string file, string? named)
    {
        string folder = named ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Directory.Exists(folder) ? folder : throw ToolFailure.At(folder, "there is no such folder.");
    }

    private IEnumerable<(string Case, Difference Difference)> Tensors(
        string file, GraphProto graph, string folder, CancellationToken cancellation)
    {
        TensorPairs pairs = TensorPairs.Read(folder, graph);
        IReadOnlyDictionary<string, SourceValue> constants = pairs.Constants(graph);
        (ImportedNetwork imported, IRnnModel model) = Model(file, () => ToolFailure.In(file, () => OnnxReader.Read(file, constants)));
        cancellation.ThrowIfCancellationRequested();
        Dictionary<string, SourceValue> inputs = pairs.Inputs.Where(input => !constants.ContainsKey(input.Key)).ToDictionary();
        IReadOnlyDictionary<string, SourceValue> outputs = ToolFailure.In(
            folder, () => ImportedNetworkRunner.Run(imported, model, inputs), ExitCodes.Refused);
        foreach ((string name, SourceValue expected) in pairs.Outputs)
        {
            yield return (pairs.Name, ToolFailure.In(folder, () => outputs.TryGetValue(name, out SourceValue? actual)
                ? RandomRun.Compare(name, actual, expected)
                : throw new InvalidDataException($"the class has no output '{name}'.")));
        }
    }

    private (ImportedNetwork Imported, IRnnModel Model) Model(string file, Func<ImportedNetwork> read)
    {
        ImportedNetwork imported = _view.Working($"Reading {file}", read);
        return (imported, _view.Working("Compiling", () => ToolFailure.In(file, () => ClassCompiler.Create(imported.Network))));
    }
}
