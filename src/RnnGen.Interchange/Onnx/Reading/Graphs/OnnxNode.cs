using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>A node of the graph while it is carried out: its attributes, its operands, and where its results go.</summary>
internal sealed class OnnxNode(GraphReader graph, NodeProto node)
{
    public GraphReader Graph { get; } = graph;

    public string Operator => node.OpType;

    /// <summary>What messages call it.</summary>
    public string Title => node.Name.Length > 0 ? $"node '{node.Name}' ({node.OpType})"
        : $"the node of '{node.Output.FirstOrDefault()}' ({node.OpType})";

    public string Name => node.Name;

    public int OperandCount => node.Input.Count;

    public int OutputCount => node.Output.Count;

    public bool Has(int operand) => operand < node.Input.Count && node.Input[operand].Length > 0;

    /// <summary>The name of an operand.</summary>
    public string NameOf(int operand) => node.Input[operand];

    /// <summary>The names of all operands.</summary>
    public IReadOnlyList<string> Operands => node.Input;

    public GraphTensor Operand(int operand) => Has(operand) ? Graph[node.Input[operand]]
        : throw new InvalidDataException($"operand {operand} is missing");

    /// <summary>An operand that has to be known integers, such as axes; <see langword="null"/> where it is left out.</summary>
    public long[]? Integers(int operand) => !Has(operand) ? null
        : Operand(operand).Integers ?? throw new NotSupportedException($"operand {operand} has to be known when the file is read");

    /// <summary>An operand that has to be known floats.</summary>
    public GraphTensor Constants(int operand) => Operand(operand) is { Constants: not null } tensor ? tensor
        : throw new NotSupportedException($"operand {operand} has to be a constant");

    public bool HasAttribute(string name) => Find(name) is not null;

    public long Integer(string name, long otherwise) => Find(name)?.I ?? otherwise;

    public float Number(string name, float otherwise) => Find(name)?.F ?? otherwise;

    public string Text(string name, string otherwise) => Find(name)?.S.ToStringUtf8() ?? otherwise;

    public long[]? IntegerList(string name) => Find(name)?.Ints.ToArray();

    public float[]? NumberList(string name) => Find(name)?.Floats.ToArray();

    public string[]? TextList(string name) => Find(name)?.Strings.Select(text => text.ToStringUtf8()).ToArray();

    public TensorProto? Tensor(string name) => Find(name)?.T;

    public GraphProto Body(string name) => Find(name)?.G ?? throw new InvalidDataException($"attribute '{name}' is missing");

    /// <summary>Gives the node's result.</summary>
    public void Result(GraphTensor tensor, int output = 0)
    {
        if (output < node.Output.Count && node.Output[output].Length > 0)
        {
            Graph.Set(node.Output[output], tensor);
        }
    }

    /// <summary>A new value that the node computes, as a tensor.</summary>
    /// <param name="value">The value.</param>
    /// <param name="axes">The tensor's axes.</param>
    public GraphTensor Value(GraphValue value, IReadOnlyList<Axis> axes) => GraphTensor.OfValue(axes, Graph.Add(value with
    {
        Node = Title,
        Label = Name,
        Leading = [.. Graph.Around, .. axes.Where(axis => axis.IsLeading)],
    }), value.Width);

    /// <summary>An axis that may be counted from the end.</summary>
    public static int AxisOf(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw new InvalidDataException($"there is no axis {axis} in a tensor of {rank}");

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
