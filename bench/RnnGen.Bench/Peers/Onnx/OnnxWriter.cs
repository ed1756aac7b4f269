using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>
/// Writes an ONNX model: the few messages of onnx.proto that a network needs, by their field numbers there. Nested messages are made
/// first, as bytes, for a message stands behind its length.
/// </summary>
internal sealed class OnnxWriter
{
    private const int IrVersion = 8, OperatorSet = 17;
    private const int FloatElements = 1, Int64Elements = 7, IntAttribute = 2;

    private readonly List<ByteString> _nodes = [], _constants = [], _inputs = [], _outputs = [];

    /// <summary>Adds an operator; an empty name stands for an input or an output that is left out.</summary>
    public void Node(string type, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        _nodes.Add(Message(node =>
        {
            Texts(node, 1, inputs);
            Texts(node, 2, outputs);
            Text(node, 3, $"{type}{_nodes.Count}");
            Text(node, 4, type);
            foreach ((string name, long value) in attributes)
            {
                Nested(node, 5, Message(attribute =>
                {
                    Text(attribute, 1, name);
                    Number(attribute, 3, value);
                    Number(attribute, 20, IntAttribute);
                }));
            }
        }));
    }

    /// <summary>Adds a tensor of weights.</summary>
    public void Constant(string name, ReadOnlySpan<float> values, params long[] shape) =>
        Constant(name, FloatElements, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a tensor of whole numbers.</summary>
    public void Constant(string name, ReadOnlySpan<long> values) =>
        Constant(name, Int64Elements, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>Adds an input of the model.</summary>
    public void Input(string name, params long[] shape) => _inputs.Add(Value(name, shape));

    /// <summary>Adds an output of the model.</summary>
    public void Output(string name, params long[] shape) => _outputs.Add(Value(name, shape));

    /// <summary>The model's file.</summary>
    public byte[] ToArray()
    {
        ByteString graph = Message(content =>
        {
            _nodes.ForEach(node => Nested(content, 1, node));
            Text(content, 2, "network");
            _constants.ForEach(constant => Nested(content, 5, constant));
            _inputs.ForEach(input => Nested(content, 11, input));
            _outputs.ForEach(output => Nested(content, 12, output));
        });
        return Message(model =>
        {
            Number(model, 1, IrVersion);
            Nested(model, 7, graph);
            Nested(model, 8, Message(set => Number(set, 2, OperatorSet)));
        }).ToByteArray();
    }

    private void Constant(string name, int elements, ReadOnlySpan<byte> bytes, long[] shape)
    {
        ByteString data = ByteString.CopyFrom(bytes);
        _constants.Add(Message(tensor =>
        {
            Numbers(tensor, 1, shape);
            Number(tensor, 2, elements);
            Text(tensor, 8, name);
            Nested(tensor, 9, data);
        }));
    }

    private static ByteString Value(string name, long[] shape)
    {
        ByteString dimensions = Message(content =>
        {
            foreach (long extent in shape)
            {
                Nested(content, 1, Message(dimension => Number(dimension, 1, extent)));
            }
        });
        ByteString tensor = Message(content =>
        {
            Number(content, 1, FloatElements);
            Nested(content, 2, dimensions);
        });
        return Message(value =>
        {
            Text(value, 1, name);
            Nested(value, 2, Message(type => Nested(type, 1, tensor)));
        });
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using MemoryStream memory = new();
        using (CodedOutputStream stream = new(memory, leaveOpen: true))
        {
            write(stream);
        }

        return ByteString.CopyFrom(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private static void Number(CodedOutputStream stream, int field, long value)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(value);
    }

    private static void Numbers(CodedOutputStream stream, int field, long[] values)
    {
        foreach (long value in values)
        {
            Number(stream, field, value);
        }
    }

    private static void Text(CodedOutputStream stream, int field, string text)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(text);
    }

    private static void Texts(CodedOutputStream stream, int field, string[] texts)
    {
        foreach (string text in texts)
        {
            Text(stream, field, text);
        }
    }

    private static void Nested(CodedOutputStream stream, int field, ByteString bytes)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(bytes);
    }
}
