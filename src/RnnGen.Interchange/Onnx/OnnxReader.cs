using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Operators;

namespace RnnGen.Interchange;

/// <summary>
/// Reads ONNX files: LSTM, GRU and RNN with what stands between them, as far as it makes a network of layers. Cells that an exporter has
/// written out in primitive operators are recognised in graphs of one step, whose states are inputs and outputs; they become the class'
/// state.
/// </summary>
public static class OnnxReader
{
    // Operator sets differ in where axes and pads stand, both of which are read; newer ones may mean something else.
    private const long OldestOperators = 7;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Data that it keeps in other files is read from its own folder alone.</param>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">It is whole but cannot be expressed; the message has all reasons.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path) => Read(path, constants: null);

    /// <summary>Reads a file whose weights are not all inside.</summary>
    /// <param name="path">The file. Data that it keeps in other files is read from its own folder alone.</param>
    /// <param name="constants">Inputs of the graph that are weights, by name: files without their weights inside have such.</param>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">It is whole but cannot be expressed; the message has all reasons.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path, IReadOnlyDictionary<string, SourceValue>? constants)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = File.ReadAllBytes(path);
        return Read(bytes, path, Path.GetDirectoryName(Path.GetFullPath(path)), constants);
    }

    /// <summary>Reads the bytes of a file that keeps all of its data inside.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What messages call it, and the class after it.</param>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">It is whole but cannot be expressed; the message has all reasons.</exception>
    public static ImportedNetwork Read(byte[] bytes, string name) => Read(bytes, name, folder: null, constants: null);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What messages call it, and the class after it.</param>
    /// <param name="folder">Where data in other files may be; <see langword="null"/> refuses such data.</param>
    /// <param name="constants">Inputs of the graph that are weights, by name.</param>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">It is whole but cannot be expressed; the message has all reasons.</exception>
    public static ImportedNetwork Read(
        byte[] bytes, string name, string? folder, IReadOnlyDictionary<string, SourceValue>? constants)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(bytes);
            Check(model);
            GraphContext context = new(bytes.Length, folder, NetworkNames.ClassName(name), OperatorTable.All);
            GraphReader graph = new(model.Graph, context);
            foreach ((string input, SourceValue value) in constants ?? new Dictionary<string, SourceValue>())
            {
                graph.SetConstant(input, value);
            }

            GraphInputs.Add(graph);
            graph.Run();
            return new GraphImport(graph).ToNetwork(NetworkNames.ClassName(name)) with { FurtherFiles = context.External.Files };
        }
        catch (InvalidProtocolBufferException damage)
        {
            throw new InvalidDataException($"{name} is no ONNX file: {damage.Message}", damage);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{name}: {damage.Message}.", damage);
        }
        catch (NotSupportedException refusal)
        {
            throw new NotSupportedException($"{name}: {refusal.Message}.", refusal);
        }
    }

    private static void Check(ModelProto model)
    {
        if (model.Graph is null || model.Graph.Output.Count == 0)
        {
            throw new InvalidDataException("it holds no graph with outputs");
        }

        if (model.Functions.Count > 0)
        {
            string names = string.Join(", ", model.Functions.Select(function => function.Name));
            throw new NotSupportedException($"functions of its own: {names}");
        }

        if (model.OpsetImport.FirstOrDefault(opset => opset.Domain is "" or "ai.onnx") is { } opset && opset.Version < OldestOperators)
        {
            throw new NotSupportedException($"operators of version {opset.Version}; {OldestOperators} and later are read");
        }
    }
}
