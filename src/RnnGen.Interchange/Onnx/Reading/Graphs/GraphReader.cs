using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>
/// Carries out a graph on symbols: operators that move numbers move columns, those that compute become <see cref="GraphValue"/>s.
/// </summary>
internal sealed class GraphReader
{
    private readonly Dictionary<string, GraphTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly GraphReader? _outer;
    private readonly GraphContext _context;

    public GraphReader(GraphProto graph, GraphContext context)
    {
        Graph = graph;
        _context = context;
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_initializers.TryAdd(tensor.Name, tensor))
            {
                throw new InvalidDataException($"two tensors are called '{tensor.Name}'");
            }
        }
    }

    private GraphReader(GraphProto body, GraphReader outer, IReadOnlyList<Axis> around)
        : this(body, outer._context)
    {
        _outer = outer;
        Around = around;
    }

    public GraphProto Graph { get; }

    /// <summary>Of the body of a loop the axes over which it runs, which its tensors do not have.</summary>
    public IReadOnlyList<Axis> Around { get; } = [];

    public LeadingAxes Axes => _context.Axes;

    /// <summary>Values whose place others have taken, column by column.</summary>
    public Dictionary<int, int> Aliases => _context.Aliases;

    /// <summary>The inputs that hold lengths of rows.</summary>
    public HashSet<string> Lengths => _context.Lengths;

    /// <summary>All values, each after those that it reads.</summary>
    public List<GraphValue> Values => _context.Values;

    /// <summary>A reader of the body of a loop, which sees what is above the loop.</summary>
    public GraphReader Body(GraphProto body, IReadOnlyList<Axis> around) => new(body, this, around);

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
                return _outer?[name] ?? throw new InvalidDataException($"nothing above gives '{name}'");
            }

            Set(name, tensor = OnnxTensors.Read(stored, _context.External));
            return tensor;
        }
    }

    /// <summary>The name of the attribute for a cell of these equations.</summary>
    public string CellName(string kind, string text) => _context.CellName(kind, text);

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

    public GraphTensor Read(TensorProto tensor) => OnnxTensors.Read(tensor, _context.External);

    /// <summary>Adds a value, unless the same computation of the same columns is there.</summary>
    /// <returns>Its index.</returns>
    public int Add(GraphValue value) => _context.Add(value);

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
        !Axes.HasTime || columns.Select(Resolve).Where(column => !column.IsConstant).Select(column => column.Value).Distinct()
            .Any(value => HasSteps(Values[value]));

    /// <summary>Claims elements before they are made.</summary>
    /// <exception cref="InvalidDataException">The graph makes far more of them than the file holds.</exception>
    public void Reserve(long elements) => _context.Reserve(elements);

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
        string[] unknown =
        [
            .. nodes.Where(node => !Has(node))
                .Select(node => node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType)
                .Distinct().Order(StringComparer.Ordinal),
        ];
        if (unknown.Length > 0)
        {
            throw new NotSupportedException($"operators that are not read: {string.Join(", ", unknown)}");
        }

        foreach (NodeProto proto in nodes)
        {
            OnnxNode node = new(this, proto);
            try
            {
                _context.Operators[proto.OpType](node);
            }
            catch (NotSupportedException refusal)
            {
                throw new NotSupportedException($"{node.Title}: {refusal.Message}", refusal);
            }
            catch (Exception misfit) when (misfit is InvalidDataException or ArgumentException or IndexOutOfRangeException
                or OverflowException or DivideByZeroException or InvalidOperationException or NullReferenceException)
            {
                // An operator meets operands of other shapes than the standard permits: any index may be wrong then.
                string reason = misfit is InvalidDataException ? misfit.Message : "its operands do not fit each other";
                throw new InvalidDataException($"{node.Title}: {reason}", misfit);
            }
        }
    }

    private bool Has(NodeProto node) => node.Domain is "" or "ai.onnx" && _context.Operators.ContainsKey(node.OpType);
}
