using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Verification;

/// <summary>Inputs and outputs as ONNX stores them for the tests of its operators: <c>input_0.pb</c> and so on, a tensor each.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Inputs">The inputs by name.</param>
/// <param name="Outputs">The outputs by name.</param>
internal sealed record TensorPairs(
    string Name, IReadOnlyDictionary<string, SourceValue> Inputs, IReadOnlyDictionary<string, SourceValue> Outputs)
{
    // Operands of LSTM, GRU and RNN that are weights: W, R, B and P.
    private static readonly int[] Weights = [1, 2, 3, 7];

    /// <summary>The inputs that are weights of the graph's recurrent nodes: files of such tests have their weights outside.</summary>
    /// <param name="graph">The graph.</param>
    public IReadOnlyDictionary<string, SourceValue> Constants(GraphProto graph)
    {
        HashSet<string> weights =
        [
            .. graph.Node.Where(node => node.OpType is "LSTM" or "GRU" or "RNN")
                .SelectMany(node => Weights.Where(operand => operand < node.Input.Count).Select(operand => node.Input[operand])),
        ];
        return Inputs.Where(input => weights.Contains(input.Key)).ToDictionary();
    }

    /// <summary>The folders of pairs at a place: it and those below it that are called <c>test_data_set_0</c> and so on.</summary>
    /// <param name="folder">The place.</param>
    public static IReadOnlyList<string> Find(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal).Prepend(folder)
            .Where(place => File.Exists(Path.Combine(place, "output_0.pb"))),
    ];

    /// <summary>Reads the tensors of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="graph">The graph, whose inputs and outputs they are.</param>
    /// <exception cref="ToolFailure">A file is damaged, or there are more of them than the graph has.</exception>
    public static TensorPairs Read(string folder, GraphProto graph)
    {
        HashSet<string> stored = [.. graph.Initializer.Select(tensor => tensor.Name)];
        string[] inputs = [.. graph.Input.Select(input => input.Name).Where(name => !stored.Contains(name))];
        return new TensorPairs(
            Path.GetFileName(Path.GetFullPath(folder)), Read(folder, "input", inputs),
            Read(folder, "output", [.. graph.Output.Select(output => output.Name)]));
    }

    private static Dictionary<string, SourceValue> Read(string folder, string kind, string[] names)
    {
        Dictionary<string, SourceValue> values = new(StringComparer.Ordinal);
        for (int index = 0; ; index++)
        {
            string path = Path.Combine(folder, FormattableString.Invariant($"{kind}_{index}.pb"));
            if (!File.Exists(path))
            {
                return values;
            }

            (string stored, SourceValue value) = ToolFailure.In(path, () => Tensor(path));

            // Tensors of tests carry their names; where one does not, they stand in the order of the graph.
            string? name = names.Contains(stored) ? stored : index < names.Length ? names[index] : null;
            if (name is null || !values.TryAdd(name, value))
            {
                throw ToolFailure.At(
                    path, $"the graph has no {kind} '{stored}' that another file does not give: {string.Join(", ", names)}.");
            }
        }
    }

    private static (string Name, SourceValue Value) Tensor(string path)
    {
        try
        {
            TensorProto tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
            GraphTensor value = OnnxTensors.Read(tensor, new ExternalData(folder: null));
            return (
                tensor.Name,
                new SourceValue(
                    [.. tensor.Dims.Select(extent => (int)extent)],
                    value.Constants ?? [.. value.Integers!.Select(integer => (float)integer)]));
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw new InvalidDataException($"it is no tensor of ONNX: {failure.Message}", failure);
        }
    }
}
