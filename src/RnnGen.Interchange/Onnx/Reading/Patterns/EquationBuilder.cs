using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using static RnnGen.Interchange.Onnx.Reading.Patterns.EquationSyntax;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>
/// Writes a cell that no pattern knows as equations: what depends on its states, down to the products that read its input. A value of the
/// graph becomes a line, a sum of products and constants a product.
/// </summary>
internal sealed class EquationBuilder
{
    private readonly GraphReader _graph;
    private readonly ElementViews _views;
    private readonly IReadOnlyList<StateCandidate> _states;
    private readonly string[] _names;
    private readonly int _units;
    private readonly Dictionary<int, bool> _depends = [];
    private readonly List<(Element[] Columns, string Name)> _known = [];
    private readonly EquationText _text;
    private readonly List<Element> _inputs = [];
    private Element[]? _wholeInput;

    private EquationBuilder(GraphReader graph, IReadOnlyList<StateCandidate> states)
    {
        _graph = graph;
        _views = new ElementViews(graph);
        _states = states;
        _units = states[0].Next.Length;
        _names =
        [
            .. states.Select((_, index) => index == states.Count - 1 ? "h"
                : index == 0 ? "c"
                : Numbered("s", index)),
        ];
        _text = new EquationText(_names, _units);
    }

    /// <summary>The values that the cell computes.</summary>
    public HashSet<int> Inside { get; } = [];

    /// <summary>The cell of these states and what it reads; <see langword="null"/> where it cannot be written as equations.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="states">States of equal width that depend on one another; the last is the hidden one.</param>
    /// <param name="output">What the cell hands up: columns of a state after the step, or of another value.</param>
    public static (EquationWeights Weights, Element[] Inputs, HashSet<int> Inside)? Build(
        GraphReader graph, IReadOnlyList<StateCandidate> states, Element[] output)
    {
        EquationBuilder builder = new(graph, states);
        try
        {
            string[] next = [.. states.Select(state => builder.Name(state.Next))];
            return builder.Finish(builder.Name(output));
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private (EquationWeights, Element[], HashSet<int>)? Finish(string output)
    {
        Element[] inputs = _wholeInput ?? [.. _inputs];
        if (inputs.Length == 0 || _inputs.Except(inputs).Any() || _text.Write(inputs, output) is not { } written)
        {
            return null;
        }

        string kind = _graph.CellName("Cell", written.Text);
        return (new EquationWeights(kind, _units, written.Text, written.Tensors, _names), inputs, Inside);
    }

    /// <summary>The name under which the equations have these columns; what they are computed from comes first.</summary>
    private string Name(Element[] columns)
    {
        if (_known.FirstOrDefault(known => known.Columns.AsSpan().SequenceEqual(columns)) is { Name: string name })
        {
            return name;
        }

        for (int state = 0; state < _states.Count; state++)
        {
            if (_states[state].Before.AsSpan().SequenceEqual(columns))
            {
                return _names[state];
            }
        }

        string expression = Expression(columns);
        int next = _states.ToList().FindIndex(state => state.Next.AsSpan().SequenceEqual(columns));
        string result = next >= 0 ? _names[next] + "'" : IsSimple(expression) ? expression : Numbered("v", _text.LineCount);
        if (result != expression)
        {
            _text.Add($"{result} = {expression}");
        }

        _known.Add((columns, result));
        return result;
    }

    private string Expression(Element[] columns)
    {
        if (ElementViews.Constants(columns) is float[] constants)
        {
            return constants.All(constant => constant.Equals(constants[0])) ? Number(constants[0]) : _text.Vector(constants);
        }

        Inside.UnionWith(columns.Where(column => !column.IsConstant && Depends(column.Value)).Select(column => column.Value));
        if (GatePattern.Match(_graph, columns) is GatePattern sum)
        {
            Inside.UnionWith(sum.Values.Where(Depends));
            return ProductOf(sum);
        }

        return Normalized(columns) ?? OfTwo(columns) ?? OfFour(columns) ?? OfOne(columns) ?? Input(columns);
    }

    /// <summary>The normalisation that the columns are, or <see langword="null"/>.</summary>
    private string? Normalized(Element[] columns)
    {
        if (_views.Whole(columns) is not int value
            || (_graph.Values[value] as NormalizedValue ?? NormalizationPattern.Match(_graph, value)) is not NormalizedValue normalized)
        {
            return null;
        }

        string core = $"normalize({Name(normalized.Operand)}, {Number((float)normalized.Epsilon)})";
        core = normalized.Gain.All(gain => gain == 1) ? core : $"{_text.Vector(normalized.Gain)}*{core}";
        return normalized.Shift.All(shift => shift == 0) ? core : $"{core} + {_text.Vector(normalized.Shift)}";
    }

    /// <summary>The operator of two operands that the columns are, or <see langword="null"/>.</summary>
    private string? OfTwo(Element[] columns)
    {
        foreach ((string function, string sign) in TwoOperands)
        {
            if (_views.Binary(columns, function).FirstOrDefault() is { First: not null } operands)
            {
                if (sign is "max" or "min")
                {
                    return $"{sign}({Name(operands.First)}, {Name(operands.Second)})";
                }

                bool isSum = sign is "+" or "-";
                string left = isSum ? Term(operands.First) : Name(operands.First);
                return sign != "^" ? $"{left} {sign} {(isSum ? Term(operands.Second) : Name(operands.Second))}"
                    : ElementViews.Constants(operands.Second) is float[] power && power.All(each => each == 2) ? $"{left}*{left}"
                    : throw new NotSupportedException("a power");
            }
        }

        return null;
    }

    /// <summary>The choice by a comparison that the columns are, or <see langword="null"/>.</summary>
    private string? OfFour(Element[] columns) => _views.Choice(columns) is ChoiceValue choice ? Choice(choice, Name) : null;

    /// <summary>
    /// An operand of a sum: a product stays within it, since the sum of a product is one fused operation here, as it is in the equations
    /// that were written out.
    /// </summary>
    private string Term(Element[] columns)
    {
        bool hasName = _known.Any(known => known.Columns.AsSpan().SequenceEqual(columns))
            || _states.Any(state => state.Next.AsSpan().SequenceEqual(columns));
        if (hasName || ElementViews.Constants(columns) is not null || GatePattern.Match(_graph, columns) is not null
            || _views.Binary(columns, "Mul").FirstOrDefault() is not { First: not null } factors)
        {
            return Name(columns);
        }

        Inside.UnionWith(columns.Where(column => !column.IsConstant && Depends(column.Value)).Select(column => column.Value));
        return $"{Name(factors.First)}*{Name(factors.Second)}";
    }

    /// <summary>The function that the columns are, with the same options for all; otherwise <see langword="null"/>.</summary>
    private string? OfOne(Element[] columns)
    {
        if (_views.ValueOf(columns[0]) is not UnaryValue first || _views.Unary(columns, first.Function) is not Element[] operand)
        {
            return null;
        }

        bool HasOptions(Element column) =>
            _graph.Values[column.Value] is UnaryValue each && (each.Alpha, each.Beta) == (first.Alpha, first.Beta);
        return columns.All(HasOptions) ? Function(first, Name(operand)) : null;
    }

    /// <summary>The input itself: then it has as many features as the cell has units.</summary>
    private string Input(Element[] columns)
    {
        if (columns.Any(column => column.IsConstant || Depends(column.Value))
            || (_wholeInput is not null && !_wholeInput.SequenceEqual(columns)))
        {
            throw new NotSupportedException("columns of several values");
        }

        _wholeInput = columns;
        return "x";
    }

    /// <summary>A product: its operands are the input, states, or values that the cell has computed before.</summary>
    private string ProductOf(GatePattern sum)
    {
        List<(string Name, Element[] Columns)> operands = [];
        HashSet<Element> left = [.. sum.Reads];
        for (int state = 0; state < _states.Count; state++)
        {
            if (_states[state].Before.Any(left.Contains))
            {
                operands.Add((_names[state], _states[state].Before));
                left.ExceptWith(_states[state].Before);
            }
        }

        // Values of the cell, whole: r·h of a GRU for instance.
        bool readsValues = false;
        int[] computed = [.. left.Where(column => !column.IsConstant).Select(column => column.Value).Distinct().Where(Depends)];
        foreach (int value in computed)
        {
            Element[] all = [.. Enumerable.Range(0, _graph.Values[value].Width).Select(column => new Element(value, column, 0))];
            if (all.Length != _units)
            {
                throw new NotSupportedException("a value of another width");
            }

            operands.Add((Name(all), all));
            left.ExceptWith(all);
            readsValues = true;
        }

        if (left.Any(column => column.IsConstant))
        {
            throw new NotSupportedException("a constant operand");
        }

        _inputs.AddRange(sum.Reads.Where(left.Contains).Except(_inputs));
        return _text.Product(sum, left.Count > 0, operands, readsValues);
    }

    private bool Depends(int value)
    {
        if (!_depends.TryGetValue(value, out bool depends))
        {
            // No value reads itself, so that the answer for one on the way does not matter.
            _depends[value] = false;
            HashSet<Element> before = [.. _states.SelectMany(state => state.Before)];
            depends = _graph.Values[value].Reads.Any(before.Contains)
                || _graph.Values[value].Reads.Where(read => !read.IsConstant).Select(read => read.Value).Distinct().Any(Depends);
            _depends[value] = depends;
        }

        return depends;
    }
}
