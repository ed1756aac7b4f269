using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Lowering;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>
/// Writes a cell that no pattern knows as equations: what depends on its states, down to the products that read its input. A value of the
/// graph becomes a line, a sum of products and constants a product.
/// </summary>
internal sealed class EquationBuilder
{
    private const int MostLines = 400;

    private readonly GraphReader _graph;
    private readonly ElementViews _views;
    private readonly IReadOnlyList<StateCandidate> _states;
    private readonly string[] _names;
    private readonly int _units;
    private readonly Dictionary<int, bool> _depends = [];
    private readonly List<(Element[] Columns, string Name)> _known = [];
    private readonly List<string> _lines = [];
    private readonly List<Product> _products = [];
    private readonly List<NetworkTensor> _vectors = [];
    private readonly List<Element> _inputs = [];
    private Element[]? _wholeInput;

    private EquationBuilder(GraphReader graph, IReadOnlyList<StateCandidate> states)
    {
        _graph = graph;
        _views = new ElementViews(graph);
        _states = states;
        _units = states[0].Next.Length;
        _names = [.. states.Select((_, index) => states.Count == 1 ? "h" : index == 0 ? "c" : index == states.Count - 1 ? "h" : Numbered("s", index))];
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
        if (inputs.Length == 0 || _inputs.Except(inputs).Any())
        {
            return null;
        }

        List<string> lines = [$"state {string.Join(", ", _names)}"];
        List<NetworkTensor> tensors = [.. _vectors];
        lines.AddRange(_vectors.Select(vector => $"vector {vector.Name}"));

        // Products of the same operands are one product with a block for each, which is faster; those of values of the cell stay where they are.
        Product[] first = [.. _products.Where(product => product.Line < 0)];
        foreach (IGrouping<(string Operands, bool HasBias), Product> group in first.GroupBy(product => (product.Operands, product.Gate(inputs).Bias is not null)))
        {
            Add([.. group]);
        }

        for (int line = 0; line <= _lines.Count; line++)
        {
            foreach (Product product in _products.Where(product => product.Line == line))
            {
                Add([product]);
            }

            if (line < _lines.Count)
            {
                lines.Add(_lines[line]);
            }
        }

        if (output != "h'")
        {
            lines.Add($"output {output}");
        }

        if (lines.Count > MostLines)
        {
            return null;
        }

        string text = string.Join('\n', lines);
        return (new EquationWeights(_graph.CellName("Cell", text), _units, text, tensors, _names), inputs, Inside);

        void Add(Product[] blocks)
        {
            string kernel = $"{string.Join('_', blocks.Select(block => block.Name))}/kernel", bias = kernel.Replace("/kernel", "/bias", StringComparison.Ordinal);
            Gate[] gates = [.. blocks.Select(block => block.Gate(inputs))];
            lines.Add($"{string.Join(", ", blocks.Select(block => block.Name))} = [{blocks[0].Operands}] * {kernel}{(gates[0].Bias is null ? "" : $" + {bias}")}");
            tensors.Add(Matrix.Beside([.. gates.Select(gate => blocks[0].ReadsInput ? gate.Kernel : gate.Recurrent)]).Named(kernel));
            if (gates[0].Bias is not null)
            {
                tensors.Add(new NetworkTensor(bias, [gates.Length * _units], [.. gates.SelectMany(gate => gate.Bias!)]));
            }
        }
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
        string result = next >= 0 ? _names[next] + "'" : IsSimple(expression) ? expression : Numbered("v", _lines.Count);
        if (result != expression)
        {
            _lines.Add($"{result} = {expression}");
        }

        _known.Add((columns, result));
        return result;
    }

    private string Expression(Element[] columns)
    {
        if (ElementViews.Constants(columns) is float[] constants)
        {
            return constants.All(constant => constant.Equals(constants[0])) ? Number(constants[0]) : Vector(constants);
        }

        Inside.UnionWith(columns.Where(column => !column.IsConstant && Depends(column.Value)).Select(column => column.Value));
        if (GatePattern.Match(_graph, columns) is GatePattern sum)
        {
            Inside.UnionWith(sum.Values.Where(Depends));
            return ProductOf(sum);
        }

        if (_views.Whole(columns) is int value && (_graph.Values[value] as NormalizedValue ?? NormalizationPattern.Match(_graph, value)) is NormalizedValue normalized)
        {
            string core = $"normalize({Name(normalized.Operand)}, {Number((float)normalized.Epsilon)})";
            core = normalized.Gain.All(gain => gain == 1) ? core : $"{Vector(normalized.Gain)}*{core}";
            return normalized.Shift.All(shift => shift == 0) ? core : $"{core} + {Vector(normalized.Shift)}";
        }

        foreach ((string function, string sign) in new[] { ("Add", "+"), ("Sub", "-"), ("Mul", "*"), ("Div", "/"), ("Pow", "^") })
        {
            if (_views.Binary(columns, function).FirstOrDefault() is { First: not null } operands)
            {
                string left = Name(operands.First);
                return sign != "^" ? $"{left} {sign} {Name(operands.Second)}"
                    : ElementViews.Constants(operands.Second) is float[] power && power.All(each => each == 2) ? $"{left}*{left}"
                    : throw new NotSupportedException("a power");
            }
        }

        if (_views.ValueOf(columns[0]) is UnaryValue unary && _views.Unary(columns, unary.Function) is Element[] operand
            && columns.All(column => ((UnaryValue)_graph.Values[column.Value]) is { } each && (each.Alpha, each.Beta) == (unary.Alpha, unary.Beta)))
        {
            return Function(unary, Name(operand));
        }

        // The input itself: then it has as many features as the cell has units.
        if (columns.Any(column => column.IsConstant || Depends(column.Value)) || (_wholeInput is not null && !_wholeInput.SequenceEqual(columns)))
        {
            throw new NotSupportedException("columns of several values");
        }

        _wholeInput = columns;
        return "x";
    }

    private static string Function(UnaryValue unary, string argument) => unary.Function switch
    {
        "Sigmoid" or "Tanh" or "Relu" or "Softplus" or "Softsign" or "Sqrt" or "Exp" or "Log" or "Abs" => $"{Camel(unary.Function)}({argument})",
        "LeakyRelu" or "Elu" => $"{Camel(unary.Function)}({argument}, {Number((float)unary.Alpha)})",
        "Selu" or "HardSigmoid" when Activations.Of(unary) is not null => $"{Camel(unary.Function)}({argument})",
        "Clip" when unary is { Alpha: 0, Beta: 6 } => $"relu6({argument})",
        "Clip" when unary is { Alpha: 0, Beta: double.PositiveInfinity } => $"relu({argument})",
        "Clip" when unary.Alpha == -unary.Beta && double.IsFinite(unary.Beta) => $"clip({argument}, {Number((float)unary.Beta)})",
        "Neg" => $"-{argument}",
        "Reciprocal" => $"1/{argument}",
        _ => throw new NotSupportedException(unary.Function),
    };

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
        foreach (int value in left.Where(column => !column.IsConstant && Depends(column.Value)).Select(column => column.Value).Distinct().ToArray())
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
        Product product = new(Numbered("z", _products.Count), sum, left.Count > 0, operands, readsValues ? _lines.Count : -1);
        _products.Add(product);
        return product.Name;
    }

    private string Vector(float[] values)
    {
        if (values.Length != _units)
        {
            throw new NotSupportedException("a vector of another width");
        }

        NetworkTensor vector = _vectors.FirstOrDefault(each => each.Values.AsSpan().SequenceEqual(values))
            ?? new NetworkTensor(Numbered("w", _vectors.Count), [_units], values);
        if (!_vectors.Contains(vector))
        {
            _vectors.Add(vector);
        }

        return vector.Name;
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

    private static bool IsSimple(string expression) => expression.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '\'');

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    private static string Number(float number) => !float.IsFinite(number) ? throw new NotSupportedException("a constant that is not finite")
        : number < 0 ? string.Create(CultureInfo.InvariantCulture, $"({number:R})") : number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A product of the cell.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Sum">Its weights by column.</param>
    /// <param name="ReadsInput">Whether it reads the input.</param>
    /// <param name="Others">What else it reads.</param>
    /// <param name="Line">Before which line it stands, or -1 of one that needs none of them.</param>
    private sealed record Product(string Name, GatePattern Sum, bool ReadsInput, IReadOnlyList<(string Name, Element[] Columns)> Others, int Line)
    {
        public string Operands => string.Join(", ", Others.Select(other => other.Name).Prepend("x").Skip(ReadsInput ? 0 : 1));

        public Gate Gate(Element[] inputs) => Sum.ToGate(ReadsInput ? inputs : [], [.. Others.SelectMany(other => other.Columns)]);
    }
}
