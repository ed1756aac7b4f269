using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>
/// A graph that is being written, or the body of a loop within it. Names are unique in the file; constants stand in the outer graph, where
/// bodies see them.
/// </summary>
internal sealed class OnnxGraph
{
    private readonly OnnxGraph _root;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);

    public OnnxGraph(string name)
    {
        _root = this;
        Message = new GraphProto { Name = name };
    }

    private OnnxGraph(OnnxGraph root, string name)
    {
        _root = root;
        Message = new GraphProto { Name = name };
    }

    /// <summary>The message.</summary>
    public GraphProto Message { get; }

    /// <summary>The body of a loop.</summary>
    public OnnxGraph Body(string name) => new(_root, name);

    /// <summary>The name, with a number behind it where the file has it already.</summary>
    public string Unique(string name)
    {
        string unique = name;
        while (!_root._names.Add(unique))
        {
            int number = _root._numbers.GetValueOrDefault(name, 1) + 1;
            _root._numbers[name] = number;
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return unique;
    }

    /// <summary>Declares an input, a row of extents; names of extents stand for any.</summary>
    public string Input(string name, TensorProto.Types.DataType type, params IReadOnlyList<object> shape)
    {
        string unique = Unique(name);
        Message.Input.Add(Value(unique, type, shape));
        return unique;
    }

    /// <summary>Declares an input of a body, whose shape follows from what it is given.</summary>
    public string Input(string name, TensorProto.Types.DataType type)
    {
        string unique = Unique(name);
        Message.Input.Add(new ValueInfoProto
        {
            Name = unique,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
        });
        return unique;
    }

    /// <summary>Declares an output under a name that <see cref="Unique"/> has given, and the value that it is.</summary>
    public void Output(string name, string value, params IReadOnlyList<object> shape)
    {
        NodeProto node = new() { Name = name, OpType = "Identity" };
        node.Input.Add(value);
        node.Output.Add(name);
        Message.Node.Add(node);
        Message.Output.Add(Value(name, TensorProto.Types.DataType.Float, shape));
    }

    /// <summary>Declares a value of a body as its output.</summary>
    public void Output(string value) => Message.Output.Add(new ValueInfoProto
    {
        Name = value,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
    });

    /// <summary>Adds an operator of one output; an empty name stands for an input that is left out.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="owner">The layer, with which the name of the output begins.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of the output.</returns>
    public string Node(string type, string owner, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        Nodes(type, owner, inputs, [type], attributes)[0];

    /// <summary>Adds an operator of several outputs, whose names begin with the owner's and end as given.</summary>
    public IReadOnlyList<string> Nodes(
        string type, string owner, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs,
        params IReadOnlyList<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = type };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs.Select(output => Unique($"{owner}/{output}")));
        node.Name = node.Output[0];
        node.Attribute.AddRange(attributes);
        Message.Node.Add(node);
        return node.Output;
    }

    /// <summary>Adds a tensor of weights.</summary>
    public string Weights(string name, float[] values, params IReadOnlyList<long> shape) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>A number, once in the file.</summary>
    public string Number(float value) => Shared(
        value.ToString("R", CultureInfo.InvariantCulture), TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>([value]), []);

    /// <summary>A vector of equal numbers, once in the file.</summary>
    public string Filled(float value, int count)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return Shared(
            string.Create(CultureInfo.InvariantCulture, $"{value:R}x{count}"), TensorProto.Types.DataType.Float,
            MemoryMarshal.AsBytes(values.AsSpan()), [count]);
    }

    /// <summary>Axes or extents, once in the file.</summary>
    public string Integers(params long[] values) => Shared(
        "[" + string.Join(",", values) + "]", TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>An index, once in the file.</summary>
    public string Integer(long value) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"{value}i"),
        TensorProto.Types.DataType.Int64,
        MemoryMarshal.AsBytes<long>([value]),
        []);

    /// <summary>Leaves out outputs of recurrent operators that nobody reads.</summary>
    public void LeaveOutUnread()
    {
        HashSet<string> read = new(Message.Node.SelectMany(Read), StringComparer.Ordinal);
        foreach (NodeProto node in Message.Node.Where(node => node.OpType is "LSTM" or "GRU" or "RNN"))
        {
            string[] outputs = [.. node.Output.Select(output => read.Contains(output) ? output : "")];
            int count = Array.FindLastIndex(outputs, output => output.Length > 0) + 1;
            node.Output.Clear();
            node.Output.AddRange(outputs.Take(count));
        }
    }

    private static IEnumerable<string> Read(NodeProto node) =>
        node.Input.Concat(node.Attribute.Where(attribute => attribute.G is not null).SelectMany(body => body.G.Node.SelectMany(Read)));

    private string Shared(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, IReadOnlyList<long> shape)
    {
        if (!_root._shared.TryGetValue(name, out string? constant))
        {
            constant = Constant($"constant/{name}", type, bytes, shape);
            _root._shared.Add(name, constant);
        }

        return constant;
    }

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, IReadOnlyList<long> shape)
    {
        TensorProto tensor = new() { Name = Unique(name), DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        _root.Message.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, IReadOnlyList<object> shape)
    {
        TensorShapeProto extents = new();
        extents.Dim.AddRange(shape.Select(extent => extent is string any
            ? new TensorShapeProto.Types.Dimension { DimParam = any }
            : new TensorShapeProto.Types.Dimension { DimValue = (int)extent }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = extents } },
        };
    }
}
