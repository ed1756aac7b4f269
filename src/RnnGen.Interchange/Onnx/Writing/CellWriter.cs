using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Equations;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>Writes one step of a cell as operators: a product of matrices, or a function of numbers, for each of its equations.</summary>
/// <param name="outer">The outer graph, which has the weights.</param>
/// <param name="extents">Its extents.</param>
/// <param name="layer">The layer.</param>
/// <param name="prefix">What the names of the parameters of this direction begin with.</param>
/// <param name="cell">The equations.</param>
internal sealed class CellWriter(OnnxGraph outer, OnnxExtents extents, NetworkLayer layer, string prefix, CellEquations cell)
{
    private readonly string _owner = layer.Name + (prefix.Length > 0 ? "/" + prefix.TrimEnd('/') : "");
    private readonly Dictionary<string, string> _weights = [];

    /// <summary>The step's values: the next states in order, then the output; each [batch, units].</summary>
    /// <param name="graph">The graph that computes the step: the outer one, or the body of a loop.</param>
    /// <param name="input">The step's input, [batch, columns]; behind it what the equations read beside x.</param>
    /// <param name="columns">All columns.</param>
    /// <param name="states">The states before the step.</param>
    public (IReadOnlyList<string> States, string Output) Write(OnnxGraph graph, string input, int columns, IReadOnlyList<string> states)
    {
        IReadOnlyList<NetworkState> own = [.. layer.States.Where(state => state.Name.StartsWith(prefix, System.StringComparison.Ordinal))];
        Dictionary<string, Value> values = Inputs(graph, input, columns);
        for (int index = 0; index < states.Count; index++)
        {
            values.Add(cell.States[index], new Value(states[index], true, own[index].Units));
        }

        foreach (CellStatement statement in cell.Statements)
        {
            switch (statement)
            {
                case CellStatement.Vector vector:
                    NetworkTensor tensor = layer.Parameter(prefix + vector.Parameter);
                    values.Add(vector.Name, new Value(Weights(tensor), false, tensor.Values.Length));
                    break;
                case CellStatement.Product product:
                    Multiply(graph, product, values);
                    break;
                case CellStatement.Assignment assignment:
                    values.Add(assignment.Name, Evaluate(graph, assignment.Value, values));
                    break;
            }
        }

        string[] next = [.. cell.States.Select((state, index) => OfRows(graph, values[state + "'"], own[index].Units))];
        int units = layer.Size / (IsConcatenated(layer) ? 2 : 1);
        return (next, OfRows(graph, values[cell.Output], units));
    }

    /// <summary>Whether the outputs of two directions stand side by side.</summary>
    public static bool IsConcatenated(NetworkLayer layer) =>
        layer.Option("Direction", Direction.Forward) == Direction.Bidirectional
        && layer.Option("Merge", Merge.Concatenate) == Merge.Concatenate;

    // One column for all units spreads by itself.
    private Dictionary<string, Value> Inputs(OnnxGraph graph, string input, int columns)
    {
        long[] beside = [.. layer.StepInputs.Select(read => (long)read.Columns)];
        if (beside.Length == 0)
        {
            return new Dictionary<string, Value> { [CellEquations.Input] = new Value(input, true, columns) };
        }

        string[] names = [CellEquations.Input, .. cell.StepInputs];
        long[] sizes = [columns - beside.Sum(), .. beside];
        IReadOnlyList<string> parts = graph.Nodes(
            "Split", _owner, [input, graph.Integers(sizes)], names, OnnxAttributes.Of("axis", -1));
        return names.Select((name, index) => (name, new Value(parts[index], true, (int)sizes[index])))
            .ToDictionary(part => part.name, part => part.Item2);
    }

    private void Multiply(OnnxGraph graph, CellStatement.Product product, Dictionary<string, Value> values)
    {
        NetworkTensor kernel = layer.Parameter(prefix + product.Kernel);
        string[] operands = [.. product.Operands.Select(name => OfRows(graph, values[name], values[name].Units))];
        string joined = operands.Length == 1 ? operands[0] : graph.Node("Concat", _owner, operands, OnnxAttributes.Of("axis", -1));
        string result = graph.Node("MatMul", _owner, [joined, Weights(product.Heads > 1 ? Whole(kernel, product) : kernel)]);
        if (product.Bias is not null)
        {
            result = graph.Node("Add", _owner, [result, Weights(layer.Parameter(prefix + product.Bias))]);
        }

        int units = kernel.Shape[1] / product.Blocks.Count * product.Heads;
        IReadOnlyList<string> blocks = product.Blocks.Count == 1
            ? [result]
            : graph.Nodes("Split", _owner, [result], product.Blocks, OnnxAttributes.Of("axis", -1));
        for (int index = 0; index < blocks.Count; index++)
        {
            values.Add(product.Blocks[index], new Value(blocks[index], true, units));
        }
    }

    /// <summary>A kernel by heads with zeros where a unit does not read.</summary>
    private static NetworkTensor Whole(NetworkTensor kernel, CellStatement.Product product)
    {
        int rows = kernel.Shape[0], columns = kernel.Shape[1], own = columns / product.Blocks.Count, units = own * product.Heads;
        float[] values = new float[rows * columns * product.Heads];
        for (int index = 0; index < kernel.Values.Length; index++)
        {
            int row = index / columns, block = index % columns / own, first = row % units / own * own;
            values[(((row * product.Blocks.Count) + block) * units) + first + (index % own)] = kernel.Values[index];
        }

        return kernel with { Shape = [rows, columns * product.Heads], Values = values };
    }

    private Value Evaluate(OnnxGraph graph, CellExpression expression, Dictionary<string, Value> values)
    {
        switch (expression)
        {
            case CellExpression.Number number:
                return new Value(graph.Number((float)number.Value), false, 0);
            case CellExpression.Named named:
                return values[named.Name];
            case CellExpression.Negation negation:
                Value positive = Evaluate(graph, negation.Operand, values);
                return positive with { Name = graph.Node("Neg", _owner, [positive.Name]) };
            case CellExpression.Binary binary:
                Value left = Evaluate(graph, binary.Left, values), right = Evaluate(graph, binary.Right, values);
                string type = binary.Operator switch { '+' => "Add", '-' => "Sub", '*' => "Mul", _ => "Div" };
                return Node(graph, type, left, right);
            case CellExpression.Extreme extreme:
                return Node(
                    graph, extreme.IsMaximum ? "Max" : "Min", Evaluate(graph, extreme.Left, values),
                    Evaluate(graph, extreme.Right, values));
            case CellExpression.Selection selection:
                Value holds = Node(
                    graph, selection.OrEqual ? "GreaterOrEqual" : "Greater", Evaluate(graph, selection.Left, values),
                    Evaluate(graph, selection.Right, values));
                return Node(
                    graph, "Where", holds, Evaluate(graph, selection.Then, values), Evaluate(graph, selection.Otherwise, values));
            default:
                CellExpression.Call call = (CellExpression.Call)expression;
                Value argument = Evaluate(graph, call.Argument, values);
                return argument with { Name = Apply(graph, call, argument) };
        }
    }

    private Value Node(OnnxGraph graph, string type, params Value[] operands) => new(
        graph.Node(type, _owner, [.. operands.Select(operand => operand.Name)]),
        operands.Any(operand => operand.HasRows),
        operands.Max(operand => operand.Units));

    private string Apply(OnnxGraph graph, CellExpression.Call call, Value argument) => call.Function == CellFunction.Normalize
        ? graph.Node(
            "LayerNormalization", _owner, [argument.Name, graph.Filled(1, argument.Units)], OnnxAttributes.Of("axis", -1),
            OnnxAttributes.Of("epsilon", (float)call.Parameter))
        : OnnxFunctions.Write(graph, _owner, call.Function, argument.Name, (float)call.Parameter);

    // A parameter, or a number, is the same for all rows.
    private string OfRows(OnnxGraph graph, Value value, int units) => value.HasRows
        ? value.Name
        : graph.Node("Expand", _owner, [value.Name, extents.RowsOf(_owner, units)]);

    private string Weights(NetworkTensor tensor)
    {
        if (!_weights.TryGetValue(tensor.Name, out string? name))
        {
            name = outer.Weights($"{layer.Name}/{tensor.Name}", tensor.Values, [.. tensor.Shape.Select(extent => (long)extent)]);
            _weights.Add(tensor.Name, name);
        }

        return name;
    }

    /// <summary>A value of a step: its name, whether it differs from row to row, and its units; 0 of a number.</summary>
    private sealed record Value(string Name, bool HasRows, int Units);
}
