using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Interchange;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Inspection;

/// <summary>Looks at a file: its tensors, and the network where there is one.</summary>
internal static class Inspector
{
    /// <summary>What a file holds; a file whose tensors can be read but whose network cannot is no failure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads the network.</param>
    /// <param name="imported">The network; <see langword="null"/> where none can be read.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">It is of no format that is read here.</exception>
    public static FileInspection Of(string file, Func<ImportedNetwork> read, out ImportedNetwork? imported)
    {
        NetworkFormat format = NetworkFiles.FormatOf(file);
        TensorInspection[] tensors =
        [
            .. FileTensors.Of(file, format).Select(tensor => new TensorInspection(tensor.Name, tensor.Shape, tensor.Type, tensor.Count)),
        ];
        string? refused = null;
        imported = null;
        try
        {
            imported = read();
        }
        catch (ToolFailure failure) when (failure.ExitCode == ExitCodes.Refused)
        {
            refused = failure.Message[(file.Length + 2)..];
        }

        return new FileInspection(
            file, Name(format), Sum(tensors.Select(tensor => tensor.Parameters)), tensors, imported is null ? null : Of(imported), refused);
    }

    /// <summary>A format as one says it.</summary>
    public static string Name(NetworkFormat format) => format switch
    {
        NetworkFormat.Onnx => "ONNX",
        NetworkFormat.Keras => "Keras archive",
        NetworkFormat.Hdf5 => "HDF5",
        NetworkFormat.Safetensors => "safetensors",
        NetworkFormat.TorchJson => "PyTorch state dictionary as JSON",
        NetworkFormat.RtNeural => "RTNeural JSON",
        _ => "Neural Amp Modeler",
    };

    private static NetworkInspection Of(ImportedNetwork imported)
    {
        Network network = imported.Network;
        LayerInspection[] layers =
        [
            .. network.Layers.Select(layer => Of(network, layer, "")),
            .. network.Heads.SelectMany(head => head.Layers.Select(layer => Of(network, layer, head.Name))),
        ];
        long tables = network.Inputs.Sum(input => input.Embedding?.Table.Values.LongLength ?? 0);
        return new NetworkInspection(
            network.Name,
            tables + layers.Sum(layer => layer.Parameters),
            imported.Inputs.Count > 0 ? [.. imported.Inputs.Select(Of)] : [.. network.Inputs.Select(Of)],
            layers,
            imported.Outputs.Count > 0 ? [.. imported.Outputs.Select(Of)] : [.. network.Heads.Select(head => Of(network, head))],
            [
                .. network.Layers.SelectMany(layer => layer.States
                    .Select(state => new StateInspection($"{layer.Name}/{state.Name}", state.Units))),
            ],
            imported.Notes);
    }

    private static LayerInspection Of(Network network, NetworkLayer layer, string head) => new(
        layer.Name, head, Kind(layer), Shape(layer.HasSteps, layer.Size),
        [.. layer.Reads.Select(read => NetworkSource.Range(network, read))],
        layer.Parameters.Sum(tensor => tensor.Values.LongLength));

    private static string Kind(NetworkLayer layer)
    {
        string[] all =
        [
            .. layer.Arguments.Select(NetworkSource.Literal),
            .. layer.Options.Select(option => $"{option.Key} = {NetworkSource.Literal(option.Value)}"),
            .. layer.InitialState is string encoder ? [$"InitialState = \"{encoder}\""] : Array.Empty<string>(),
        ];
        return all.Length == 0 ? layer.Kind : $"{layer.Kind}({string.Join(", ", all)})";
    }

    private static ValueInspection Of(SourceTensor tensor) => new(
        tensor.Name, tensor.Role.ToString(),
        [
            .. tensor.Axes.Select((axis, index) => axis switch
            {
                SourceAxis.Batch => "batch",
                SourceAxis.Time => "steps",
                _ => tensor.Extents[index].ToString(CultureInfo.InvariantCulture),
            }),
        ]);

    private static ValueInspection Of(NetworkInput input) => input.Embedding is not null
        ? new ValueInspection(input.Name, nameof(SourceRole.Tokens), ["batch", "steps"])
        : new ValueInspection(
            input.Name, (input.PerSequence ? SourceRole.SequenceValues : SourceRole.Values).ToString(),
            Shape(!input.PerSequence, input.Size));

    private static ValueInspection Of(Network network, NetworkHead head)
    {
        int size = head.Layers is [.., { Size: > 0 } last] ? last.Size
            : head.Reads.Count > 0 ? head.Reads.Sum(read => read.Columns)
            : network.Layers[^1].Size;
        return new ValueInspection(head.Name.Length > 0 ? head.Name : "output", nameof(SourceRole.Values), Shape(head.HasSteps, size));
    }

    private static IReadOnlyList<string> Shape(bool hasSteps, int size)
    {
        string columns = size.ToString(CultureInfo.InvariantCulture);
        return hasSteps ? ["batch", "steps", columns] : ["batch", columns];
    }

    // Tensors of a file are claims until they are read: their sum may be more than can be counted.
    private static long Sum(IEnumerable<long> counts) =>
        counts.Aggregate(0L, (sum, count) => sum > long.MaxValue - count ? long.MaxValue : sum + count);
}
