using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>The sum of products and biases that a gate is: which columns are the state, and which the input.</summary>
internal sealed class GatePattern
{
    private readonly Dictionary<Element, float[]> _rows = [];
    private readonly List<float[]> _biases = [];
    private readonly int _units;

    private GatePattern(int units) => _units = units;

    /// <summary>The columns that it reads, in the order in which they were met.</summary>
    public IEnumerable<Element> Reads => _rows.Keys;

    /// <summary>The values of which it is made.</summary>
    public HashSet<int> Values { get; } = [];

    /// <summary>Takes a sum apart; <see langword="null"/> where a part of it is neither product nor constant.</summary>
    public static GatePattern? Match(GraphReader graph, Element[] sum)
    {
        GatePattern gate = new(sum.Length);
        return gate.Take(graph, new ElementViews(graph), sum, depth: 0) ? gate : null;
    }

    /// <summary>
    /// Gates of one cell with the same inputs; <see langword="null"/> where one is no such sum, or constants are among the inputs. Where
    /// one has a bias, all have.
    /// </summary>
    public static (Gate[] Gates, Element[] Inputs)? Match(GraphReader graph, Element[][] sums, Element[] state)
    {
        GatePattern?[] patterns = [.. sums.Select(sum => Match(graph, sum))];
        if (patterns.Any(pattern => pattern is null))
        {
            return null;
        }

        Element[] inputs = [.. patterns.SelectMany(pattern => pattern!.Reads).Distinct().Except(state)];
        Gate[] gates = [.. patterns.Select(pattern => pattern!.ToGate(inputs, state))];
        if (gates.Any(gate => gate.InputBias is not null))
        {
            gates = [.. gates.Select(gate => gate with { InputBias = gate.InputBias ?? new float[gate.Units] })];
        }

        return inputs.Any(input => input.IsConstant) ? null : (gates, inputs);
    }

    /// <summary>The weights, with the rows of the inputs in a given order.</summary>
    /// <param name="inputs">The input's columns.</param>
    /// <param name="state">The state's columns, none of them among the inputs; empty of a product that reads no state.</param>
    public Gate ToGate(IReadOnlyList<Element> inputs, IReadOnlyList<Element> state) => new(
        Rows(inputs), Rows(state), _biases.Count > 0 ? _biases[0] : null, _biases.Count > 1 ? Sum(_biases.Skip(1)) : null);

    private bool Take(GraphReader graph, ElementViews views, Element[] sum, int depth)
    {
        if (ElementViews.Constants(sum) is float[] constants)
        {
            _biases.Add(constants);
            return true;
        }

        Values.UnionWith(sum.Where(column => !column.IsConstant).Select(column => column.Value));
        if (views.Binary(sum, "Add").FirstOrDefault() is { First: not null } parts)
        {
            return depth < 16 && Take(graph, views, parts.First, depth + 1) && Take(graph, views, parts.Second, depth + 1);
        }

        if (views.ValueOf(sum[0]) is not LinearValue linear || sum.Any(column => column.Value != sum[0].Value))
        {
            return false;
        }

        for (int row = 0; row < linear.Operand.Length; row++)
        {
            Element operand = linear.Operand[row];
            if (!_rows.TryGetValue(operand, out float[]? weights))
            {
                _rows.Add(operand, weights = new float[_units]);
            }

            for (int unit = 0; unit < _units; unit++)
            {
                weights[unit] += linear.Kernel[row, sum[unit].Column];
            }
        }

        if (linear.Bias is not null)
        {
            _biases.Add([.. sum.Select(column => linear.Bias[column.Column])]);
        }

        return true;
    }

    private Matrix Rows(IReadOnlyList<Element> columns) => new(
        columns.Count, _units, [.. columns.SelectMany(column => _rows.TryGetValue(column, out float[]? row) ? row : new float[_units])]);

    private static float[] Sum(IEnumerable<float[]> biases) =>
        biases.Aggregate((first, second) => [.. first.Zip(second, (a, b) => a + b)]);
}
