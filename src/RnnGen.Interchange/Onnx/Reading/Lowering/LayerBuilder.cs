using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>Makes layers of the values that outputs need, each once and after those that it reads.</summary>
internal sealed class LayerBuilder(GraphReader graph, IReadOnlyDictionary<string, NetworkRead> inputs)
{
    // A diagonal matrix is a waste; beyond this it is one that nobody would want.
    private const int MostDiagonal = 4096;

    private readonly ElementViews _views = new(graph);
    private readonly Dictionary<int, NetworkRead> _known = [];
    private readonly Dictionary<int, int> _lastSteps = [];
    private readonly HashSet<string> _names = new(inputs.Values.Select(read => read.Value), StringComparer.OrdinalIgnoreCase);
    private readonly UserCounts _users = new(graph);
    private Repeats? _repeats;

    public List<NetworkLayer> Layers { get; } = [];

    /// <summary>What cannot be expressed, a sentence each.</summary>
    public List<string> Refusals { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>The layer of each recurrent value.</summary>
    public Dictionary<int, string> RecurrentNames { get; } = [];

    private Repeats Steps => _repeats ??= new Repeats(Layers, _names,
    [
        .. graph.Values.OfType<InputValue>().Where(input => !graph.HasSteps(input) && inputs.ContainsKey(input.Name))
            .Select(input => inputs[input.Name]),
    ]);

    /// <summary>Says that an output reads a value.</summary>
    public void AddUser(Element[] columns) => _users.Add([.. columns.Select(graph.Resolve)]);

    /// <summary>The values that give columns, joined in their order.</summary>
    public IReadOnlyList<NetworkRead> Reads(Element[] columns)
    {
        List<NetworkRead> reads = [];
        foreach (Element element in columns)
        {
            Element column = graph.Resolve(element);
            if (column.IsConstant)
            {
                Refusals.Add($"a constant {column.Constant} among the columns of a value");
                return reads;
            }

            NetworkRead whole = Whole(column.Value);
            NetworkRead next = new(whole.Value, whole.FirstColumn + column.Column, 1);
            if (reads is [.., NetworkRead last] && last.Value == next.Value && last.FirstColumn + last.Columns == next.FirstColumn)
            {
                reads[^1] = last with { Columns = last.Columns + 1 };
            }
            else
            {
                reads.Add(next);
            }
        }

        return reads;
    }

    /// <summary>The values that give columns, for a reader that has steps: vectors stand at every step then.</summary>
    public IReadOnlyList<NetworkRead> Reads(Element[] columns, bool hasSteps) =>
        hasSteps ? Steps.Of(Reads(columns)) : Reads(columns);

    /// <summary>A recurrent value as a layer, whether or not anything reads it: its states are outputs.</summary>
    public string Recurrent(int value)
    {
        Whole(value);
        return RecurrentNames[value];
    }

    private NetworkRead Whole(int value)
    {
        if (_known.TryGetValue(value, out NetworkRead? known))
        {
            return known;
        }

        NetworkRead read = Lower(value, graph.Values[value]);
        _known[value] = read;
        return read;
    }

    private NetworkRead Lower(int value, GraphValue definition) => definition switch
    {
        InputValue input => inputs.TryGetValue(input.Name, out NetworkRead? read) ? read
            : Refuse(definition, $"input '{input.Name}' is a state and is read as a value too"),
        EmbeddedValue embedded => inputs.TryGetValue(embedded.Input, out NetworkRead? rows)
            ? rows
            : Refuse(definition, $"input '{embedded.Input}' holds tokens, and lengths or states too"),
        RecurrentValue recurrent => Recurrent(value, recurrent),
        FinalStateValue final => FinalState(final),
        PooledValue pooled => Pooled(pooled),
        NormalizedValue normalized => Normalized(normalized),
        ConvolvedValue convolved => Convolved(convolved, convolved, Activation.Linear),
        WindowPooledValue pooled => WindowPooled(pooled),
        PaddedValue => Refuse(definition, "steps put before the first one or behind the last one, but for a convolution or pooling"),
        UnaryValue unary => Unary(unary),
        BinaryValue or LinearValue => LinearForm.Of(graph, value) is LinearForm form ? Dense(form, definition, Activation.Linear)
            : definition is BinaryValue binary ? Binary(value, binary) : throw new InvalidOperationException(),
        ChoiceValue => Refuse(definition, "a choice between two values outside a cell"),
        LoopStateValue => Refuse(definition, "the state of a loop is read outside a cell"),
        _ => Refuse(definition, "a mean of features outside a normalisation"),
    };

    private NetworkRead Recurrent(int value, RecurrentValue recurrent)
    {
        (string? encoder, CellWeights[] cells) = StateOrigins.Of(graph, this, recurrent);
        NetworkLayer layer = CellWeights.ToLayer(
            NameOf(recurrent, cells[0].Kind), Reads(recurrent.Operand, hasSteps: true), cells, recurrent.Direction);
        RecurrentNames[value] = layer.Name;
        return Add(layer with { InitialState = encoder });
    }

    /// <summary>The hidden state after the last step as a vector: of two directions, the last that each computes.</summary>
    private NetworkRead FinalState(FinalStateValue final)
    {
        RecurrentValue recurrent = (RecurrentValue)graph.Values[final.Recurrent];
        int states = recurrent.Cells[0].States.Count, direction = final.State / states;
        if (final.State % states != states - 1)
        {
            return Refuse(recurrent, "its cell state is read as a value");
        }

        NetworkRead read = Whole(final.Recurrent);
        if (graph.Axes.HasTime)
        {
            if (!_lastSteps.TryGetValue(final.Recurrent, out int index))
            {
                index = Layers.Count;
                Add(Layer("Pooling", [read], read.Columns, recurrent, hasSteps: false) with { Arguments = [Pooling.Last] });
                _lastSteps.Add(final.Recurrent, index);
            }

            read = new NetworkRead(Layers[index].Name, 0, read.Columns);
        }

        return read with { FirstColumn = read.FirstColumn + (direction * final.Width), Columns = final.Width };
    }

    private NetworkRead Pooled(PooledValue pooled)
    {
        IReadOnlyList<NetworkRead> reads = Steps.Of(Reads(pooled.Operand), ofInputs: true);
        if (pooled.Pooling == Pooling.Last)
        {
            // The last step of a layer in reverse is the first that it computes; alone, such a layer would give its last state instead.
            reads = [.. reads.Select(read => HasDirection(read) ? Same(read, pooled) : read)];
        }

        return Add(Layer("Pooling", reads, pooled.Width, pooled, hasSteps: false) with { Arguments = [pooled.Pooling] });
    }

    private bool HasDirection(NetworkRead read) =>
        Layers.Any(layer => layer.Name == read.Value && layer.Options.ContainsKey("Direction"));

    private NetworkRead Same(NetworkRead read, GraphValue value) =>
        Add(Layer("Activation", [read], read.Columns, value, hasSteps: true) with { Arguments = [Activation.Linear] });

    private NetworkRead Convolved(ConvolvedValue convolved, GraphValue value, Activation activation) => Add(NetworkLayers.Convolution(
        NameOf(convolved.Label.Length > 0 ? convolved : value, "Conv1D"), Reads(convolved.Operand, hasSteps: true), convolved.Kernel,
        convolved.Units, convolved.Bias, convolved.Window.Taps, convolved.Window.Dilation, convolved.Window.Padding, activation));

    private NetworkRead WindowPooled(WindowPooledValue pooled) => Add(NetworkLayers.WindowPooling(
        NameOf(pooled, pooled.IsMax ? "MaxPool1D" : "AveragePool1D"), pooled.IsMax, Reads(pooled.Operand, hasSteps: true),
        pooled.Window.Taps, pooled.Window.Padding));

    private NetworkRead Normalized(NormalizedValue value)
    {
        bool hasSteps = graph.HasSteps(value.Operand);
        NetworkLayer layer = Layer("LayerNorm", Reads(value.Operand, hasSteps), value.Width, value, hasSteps) with
        {
            Parameters = [new NetworkTensor("gamma", [value.Width], value.Gain), new NetworkTensor("beta", [value.Width], value.Shift)],
        };
        return Add((float)value.Epsilon == 1e-5f ? layer
            : layer with { Options = new Dictionary<string, object> { ["Epsilon"] = value.Epsilon } });
    }

    private NetworkRead Unary(UnaryValue unary)
    {
        if (unary.Function == "Neg")
        {
            return Diagonal(new ColumnFactors(unary.Operand, [.. unary.Operand.Select(_ => -1f)]), unary);
        }

        if (Activations.Of(unary) is not Activation function)
        {
            string options = unary.Alpha != 0 || unary.Beta != 0 ? FormattableString.Invariant($" of {unary.Alpha}, {unary.Beta}") : "";
            return Refuse(unary, $"the function {unary.Function}{options}");
        }

        Element[] operand = [.. unary.Operand.Select(graph.Resolve)];
        if (_views.Whole(operand) is int single && _users.Of(single) == 1 && graph.Values[single] is ConvolvedValue convolved)
        {
            return Convolved(convolved, unary, function);
        }

        bool hasSteps = graph.HasSteps(operand);
        return _views.Whole(operand) is int value && _users.Of(value) == 1 && LinearForm.Of(graph, value) is LinearForm form
            ? Dense(form, unary, function)
            : Add(Layer("Activation", Reads(operand, hasSteps), unary.Width, unary, hasSteps) with { Arguments = [function] });
    }

    private NetworkRead Binary(int value, BinaryValue binary)
    {
        if (NormalizationPattern.Match(graph, value) is NormalizedValue normalized)
        {
            return Normalized(normalized with { Node = binary.Node, Label = binary.Label, Leading = binary.Leading });
        }

        if (ColumnFactors.Of(binary) is ColumnFactors factors)
        {
            return Diagonal(factors, binary);
        }

        bool hasConstants = ElementViews.Constants(binary.First) is not null || ElementViews.Constants(binary.Second) is not null;
        return hasConstants ? Refuse(binary, $"{binary.Function} of two values") : binary.Function switch
        {
            "Mul" when IsSwish(binary) => Unary(
                new UnaryValue("Swish", binary.First, 1) { Node = binary.Node, Label = binary.Label, Leading = binary.Leading }),
            "Add" => Combined("Sum", binary, Operand(binary.First, binary), Operand(binary.Second, binary)),
            "Mul" => Combined("Product", binary, Operand(binary.First, binary), Operand(binary.Second, binary)),
            "Sub" => Difference(binary),
            _ => Refuse(binary, $"{binary.Function} of two values"),
        };
    }

    private bool IsSwish(BinaryValue product) =>
        _views.Unary(product.Second, "Sigmoid") is Element[] argument && argument.SequenceEqual(product.First);

    private NetworkRead Difference(BinaryValue binary)
    {
        float[] signs = [.. Enumerable.Repeat(-1f, binary.Width)];
        NetworkRead negative = LinearForm.Of(graph, binary.Second[0].Value) is LinearForm form && _views.Whole(binary.Second) is not null
            ? Dense(form.Scaled(signs), binary, Activation.Linear)
            : Diagonal(new ColumnFactors(binary.Second, signs), binary);
        return Combined("Sum", binary, Operand(binary.First, binary), negative);
    }

    private NetworkRead Combined(string kind, BinaryValue binary, NetworkRead first, NetworkRead second)
    {
        bool hasSteps = graph.HasSteps(binary.First) || graph.HasSteps(binary.Second);
        return Add(Layer(kind, hasSteps ? Steps.Of([first, second]) : [first, second], binary.Width, binary, hasSteps));
    }

    /// <summary>An operand as one value: columns from several places are joined first.</summary>
    private NetworkRead Operand(Element[] columns, GraphValue reader)
    {
        bool hasSteps = graph.HasSteps(columns);
        IReadOnlyList<NetworkRead> reads = Reads(columns, hasSteps);
        return reads is [NetworkRead only] ? only : Add(Layer("Concatenate", reads, columns.Length, reader, hasSteps));
    }

    /// <summary>Factors and shifts of each column by itself, as a dense layer: there is no layer for them.</summary>
    private NetworkRead Diagonal(ColumnFactors factors, GraphValue value)
    {
        if (factors.Operand.Length > MostDiagonal)
        {
            return Refuse(
                value, $"a factor or shift for each of {factors.Operand.Length} columns, which no layer before or after it takes up");
        }

        Notes.Add($"{value.Node}: factors and shifts of single columns are a dense layer with a diagonal kernel.");
        return Dense(factors.ToForm(), value, Activation.Linear);
    }

    private NetworkRead Dense(LinearForm form, GraphValue value, Activation activation)
    {
        LinearForm resolved = form with { Operand = [.. form.Operand.Select(graph.Resolve)] };
        (Element[] operand, Matrix kernel, float[]? bias) = resolved.WithoutConstants();
        bool hasSteps = graph.HasSteps(operand);
        IReadOnlyList<NetworkRead> reads = Reads(operand, hasSteps);
        string name = NameOf(form.Label.Length > 0 ? value with { Label = form.Label } : value, "Dense");
        return Add(NetworkLayers.Dense(name, reads, kernel, bias, hasSteps, activation));
    }

    private NetworkLayer Layer(string kind, IReadOnlyList<NetworkRead> reads, int size, GraphValue value, bool hasSteps) =>
        new() { Name = NameOf(value, kind), Kind = kind, Reads = reads, Size = size, HasSteps = hasSteps };

    private string NameOf(GraphValue value, string kind) =>
        NetworkNames.Unique(NodeNames.LayerOf(value.Label, kind), _names);

    private NetworkRead Add(NetworkLayer layer)
    {
        Layers.Add(layer);
        return new NetworkRead(layer.Name, 0, layer.Size);
    }

    private NetworkRead Refuse(GraphValue value, string what)
    {
        Refusals.Add($"{(value.Node.Length > 0 ? value.Node : "a value")}: {what}");
        return new NetworkRead("?", 0, value.Width);
    }
}
