using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using RnnGen.Interchange;
using RnnGen.Interop;
using RnnGen.Tool.Compilation;
using RnnGen.Tool.Inspection;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary><c>inspect</c>: what a file holds.</summary>
internal sealed class InspectCommand : IToolCommand
{
    private readonly Argument<string> _file = ToolOption.Input("A file with a network or with weights.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };
    private readonly Option<string?> _svg = ToolOption.Path("--svg", "Draw the network into this file.", "FILE");
    private readonly Option<bool> _force = ToolOption.Force();
    private readonly ReaderOptions _reader = new();
    private readonly ToolView _view;

    public InspectCommand(ToolView view)
    {
        _view = view;
        Command = new Command("inspect", "Shows the tensors of a file and the network in it: layers, inputs, outputs, states.")
        {
            _file, _json, _svg, _force,
        };
        _reader.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult result, CancellationToken cancellation)
    {
        string file = result.GetRequiredValue(_file);
        string? svg = result.GetValue(_svg);
        if (svg is not null)
        {
            ToolOption.CheckTarget(svg, result.GetValue(_force));
        }

        ImportedNetwork? imported = null;
        FileInspection inspection = _view.Working($"Reading {file}", () => ToolFailure.In(
            file, () => Inspector.Of(file, () => _reader.Read(file, result), out imported)));
        if (svg is not null)
        {
            if (imported is null)
            {
                throw ToolFailure.At(file, $"there is no network to draw. {inspection.Refused}");
            }

            string picture = _view.Working(
                "Compiling", () => ToolFailure.In(file, () => ClassCompiler.Create(imported.Network).Description.ToSvg()));
            cancellation.ThrowIfCancellationRequested();
            ToolFailure.In(svg, () =>
            {
                AtomicFile.Write(svg, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
                return svg;
            });
        }

        if (result.GetValue(_json))
        {
            _view.Output.WriteLine(JsonSerializer.Serialize(inspection, InspectionContext.Default.FileInspection));
        }
        else
        {
            Print(inspection);
        }

        return ExitCodes.Done;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shape<T>(IReadOnlyList<T> extents) => $"[{string.Join(", ", extents)}]";

    private void Print(FileInspection inspection)
    {
        int count = inspection.Tensors.Count;
        _view.Line($"{inspection.File}: {inspection.Format}, {Number(count)} {(count == 1 ? "tensor" : "tensors")}, "
            + $"{Number(inspection.Parameters)} numbers");
        if (inspection.Tensors.Count > 0)
        {
            _view.Line();
            _view.Table(
                ["tensor", "shape", "type", "#numbers"],
                inspection.Tensors.Select(tensor => (IReadOnlyList<string>)
                    [tensor.Name, Shape(tensor.Shape), tensor.Type, Number(tensor.Parameters)]));
        }

        _view.Line();
        if (inspection.Network is not NetworkInspection network)
        {
            _view.Line($"No network: {inspection.Refused}");
            return;
        }

        _view.Line($"Network {network.Name}, {Number(network.Parameters)} parameters");
        _view.Line();
        _view.Table(
            ["layer", "kind", "shape", "reads", "#parameters"],
            network.Layers.Select(layer => (IReadOnlyList<string>)
            [
                layer.Head.Length > 0 ? $"{layer.Head}/{layer.Name}" : layer.Name, layer.Kind, Shape(layer.Shape),
                string.Join(", ", layer.Reads), Number(layer.Parameters),
            ]));
        Print("inputs", network.Inputs);
        Print("outputs", network.Outputs);
        if (network.States.Count > 0)
        {
            _view.Line();
            IEnumerable<string> states = network.States.Select(state => FormattableString.Invariant($"{state.Name} {state.Units}"));
            _view.Line("states: " + string.Join(", ", states));
        }

        foreach (string note in network.Notes)
        {
            _view.Line($"note: {note}");
        }
    }

    private void Print(string title, IReadOnlyList<ValueInspection> values)
    {
        _view.Line();
        _view.Table(
            [title, "shape", "role"],
            values.Select(value => (IReadOnlyList<string>)[value.Name, Shape(value.Shape), value.Role.ToLowerInvariant()]));
    }
}
