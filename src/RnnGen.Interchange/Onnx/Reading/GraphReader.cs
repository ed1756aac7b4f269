using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading.Operators;

namespace RnnGen.Interchange.Onnx.Reading;

/// <summary>
/// Carries out a graph on symbols: operators that move numbers move columns, those that compute become <see cref="GraphValue"/>s.
/// </summary>
internal sealed class GraphReader
{
    // A file of a kilobyte can ask for any size, by Expand for instance; what a network needs is in the file.
    private const long FreeElements = 1 << 20, ElementsPerByte = 4;

    private readonly Dictionary<string, GraphTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _alike = [];
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly string? _folder;
    private readonly string _className;
    private readonly List<(string Kind, string Text)> _cells = [];
    private long _elementsLeft;

    public GraphReader(GraphProto graph, long bytes, string? folder, string className)
    {
        Graph = graph;
        _className = className;
        _folder = folder;
        _elementsLeft = FreeElements + (ElementsPerByte * bytes);
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_initializers.TryAdd(tensor.Name, tensor))
            {
                throw new InvalidDataException($"two tensors are called '{tensor.Name}'");
            }
        }
    }

    public GraphProto Graph { get; }

    public LeadingAxes Axes { get; } = new();

    /// <summary>Values whose place others have taken, column by column.</summary>
    public Dictionary<int, int> Aliases { get; } = [];

    /// <summary>The inputs that hold lengths of rows.</summary>
    public HashSet<string> Lengths { get; } = new(StringComparer.Ordinal);

    /// <summary>All values, each after those that it reads.</summary>
    public List<GraphValue> Values { get; } = [];

    /// <summary>A tensor by its name.</summary>
    /// <exception cref="InvalidDataException">Nothing gives it.</exception>
    public GraphTensor this[string name]
    {
        get
        {
            if (_tensors.TryGetValue(name, out GraphTensor? tensor))
            {
                return tensor;
            }

            if (!_initializers.TryGetValue(name, out TensorProto? stored))
            {
                throw new InvalidDataException($"nothing above gives '{name}'");
            }

            Set(name, tensor = OnnxTensors.Read(stored, _folder));
            return tensor;
        }
    }

    /// <summary>The name of the attribute for a cell of these equations: one for each text, after the class, so that two files do not meet.</summary>
    public string CellName(string kind, string text)
    {
        int known = _cells.FindIndex(cell => cell.Text == text);
        if (known < 0)
        {
            known = _cells.Count;
            string name = _className + kind;
            _cells.Add((_cells.Any(cell => cell.Kind == name) ? string.Create(CultureInfo.InvariantCulture, $"{name}{known + 1}") : name, text));
        }

        return _cells[known].Kind;
    }

    /// <summary>Whether a tensor is stored with the graph, so that an input of its name is none.</summary>
    public bool IsInitializer(string name) => _initializers.ContainsKey(name) || _given.Contains(name);

    /// <summary>Gives a weight that the graph has as an input.</summary>
    public void SetConstant(string name, SourceValue value)
    {
        if (!Graph.Input.Any(input => input.Name == name))
        {
            throw new InvalidDataException($"there is no input '{name}' for a weight");
        }

        _given.Add(name);
        Set(name, GraphTensor.OfConstants(GraphTensor.Fixed(value.Shape), value.Values));
    }

    public bool IsKnown(string name) => _tensors.ContainsKey(name) || IsInitializer(name);

    public void Set(string name, GraphTensor tensor) => _tensors[name] = tensor;

    public GraphTensor Read(TensorProto tensor) => OnnxTensors.Read(tensor, _folder);

    /// <summary>Adds a value, unless the same computation of the same columns is there.</summary>
    /// <returns>Its index.</returns>
    public int Add(GraphValue value)
    {
        Reserve(value.Width);
        if (value is BinaryValue or UnaryValue or MeanValue)
        {
            List<int> alike = CollectionsMarshal.GetValueRefOrAddDefault(_alike, KeyOf(value), out _) ??= [];
            int known = alike.FindIndex(index => AreEqual(Values[index], value));
            if (known >= 0)
            {
                return alike[known];
            }

            alike.Add(Values.Count);
        }

        Values.Add(value);
        return Values.Count - 1;
    }

    private static int KeyOf(GraphValue value)
    {
        HashCode hash = default;
        foreach (Element element in value.Reads)
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }

    private static bool AreEqual(GraphValue first, GraphValue second) => (first, second) switch
    {
        (UnaryValue a, UnaryValue b) => (a.Function, a.Alpha, a.Beta) == (b.Function, b.Alpha, b.Beta) && a.Operand.AsSpan().SequenceEqual(b.Operand),
        (BinaryValue a, BinaryValue b) => a.Function == b.Function && a.First.AsSpan().SequenceEqual(b.First) && a.Second.AsSpan().SequenceEqual(b.Second),
        (MeanValue a, MeanValue b) => a.Operand.AsSpan().SequenceEqual(b.Operand),
        _ => false,
    };

    /// <summary>A column, or the one that has taken its place.</summary>
    public Element Resolve(Element element)
    {
        while (!element.IsConstant && Aliases.TryGetValue(element.Value, out int other))
        {
            element = element with { Value = other };
        }

        return element;
    }

    /// <summary>Whether a value has a vector for every step; in a graph without an axis of steps all have, one step at a time.</summary>
    public bool HasSteps(GraphValue value) =>
        !Axes.HasTime || value.Leading.Any(axis => axis.Leading!.Any(each => Axes.RoleOf(each) == SourceAxis.Time));

    /// <summary>Whether any of the columns is of steps.</summary>
    public bool HasSteps(Element[] columns) =>
        !Axes.HasTime || columns.Select(Resolve).Where(column => !column.IsConstant).Select(column => column.Value).Distinct().Any(value => HasSteps(Values[value]));

    /// <summary>Claims elements before they are made.</summary>
    /// <exception cref="InvalidDataException">The graph makes far more of them than the file holds.</exception>
    public void Reserve(long elements)
    {
        _elementsLeft -= elements;
        if (_elementsLeft < 0)
        {
            throw new InvalidDataException($"the graph makes more numbers than {ElementsPerByte} a byte of the file");
        }
    }

    /// <summary>Carries out all nodes that the outputs need.</summary>
    public void Run()
    {
        HashSet<string> needed = [.. Graph.Output.Select(output => output.Name)];
        List<NodeProto> nodes = [];
        foreach (NodeProto node in Graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                nodes.Add(node);
                needed.UnionWith(node.Input);
            }
        }

        nodes.Reverse();
        string[] unknown = [.. nodes.Where(node => !OperatorTable.Has(node)).Select(node => node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType).Distinct().Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw new NotSupportedException($"operators that are not read: {string.Join(", ", unknown)}");
        }

        foreach (NodeProto proto in nodes)
        {
            OnnxNode node = new(this, proto);
            try
            {
                OperatorTable.Of(proto)(node);
            }
            catch (NotSupportedException refusal)
            {
                throw new NotSupportedException($"{node.Title}: {refusal.Message}", refusal);
            }
            catch (Exception misfit) when (misfit is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException
                or DivideByZeroException or InvalidOperationException or NullReferenceException)
            {
                // An operator meets operands of other shapes than the standard permits: any index may be wrong then.
                throw new InvalidDataException($"{node.Title}: {(misfit is InvalidDataException ? misfit.Message : "its operands do not fit each other")}", misfit);
            }
        }
    }
}
