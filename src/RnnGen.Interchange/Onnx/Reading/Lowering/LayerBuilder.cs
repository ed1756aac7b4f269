using System;
using System.Collections.Generic;
using System.Linq;
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

    public List<NetworkLayer> Layers { get; } = [];

    /// <summary>What cannot be expressed, a sentence each.</summary>
    public List<string> Refusals { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>The layer of each recurrent value.</summary>
    public Dictionary<int, string> RecurrentNames { get; } = [];

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
        EmbeddedValue embedded => inputs[embedded.Input],
        RecurrentValue recurrent => Recurrent(value, recurrent),
        FinalStateValue final => FinalState(final),
        PooledValue pooled => Pooled(pooled, pooled.Pooling),
        NormalizedValue normalized => Normalized(normalized),
        UnaryValue unary => Unary(unary),
        BinaryValue or LinearValue => LinearForm.Of(graph, value) is LinearForm form ? Dense(form, definition, Activation.Linear)
            : definition is BinaryValue binary ? Binary(value, binary) : throw new InvalidOperationException(),
        LoopStateValue => Refuse(definition, "the state of a loop is read outside a cell"),
        _ => Refuse(definition, "a mean of features outside a normalisation"),
    };

    private NetworkRead Recurrent(int value, RecurrentValue recurrent)
    {
        (string? encoder, CellWeights[] cells) = InitialStates.Of(graph, this, recurrent);
        NetworkLayer layer = CellWeights.ToLayer(NameOf(recurrent, cells[0].Kind), Reads(recurrent.Operand), cells, recurrent.Direction);
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

    private NetworkRead Pooled(PooledValue pooled, Pooling pooling)
    {
        IReadOnlyList<NetworkRead> reads = Reads(pooled.Operand);
        if (pooling == Pooling.Last)
        {
            // The last step of a layer in reverse is the first that it computes; alone, such a layer would give its last state instead.
            reads = [.. reads.Select(read => Layers.Any(layer => layer.Name == read.Value && layer.Options.ContainsKey("Direction")) ? Same(read, pooled) : read)];
        }

        return Add(Layer("Pooling", reads, pooled.Width, pooled, hasSteps: false) with { Arguments = [pooling] });
    }

    private NetworkRead Same(NetworkRead read, GraphValue value) =>
        Add(Layer("Activation", [read], read.Columns, value, hasSteps: true) with { Arguments = [Activation.Linear] });

    private NetworkRead Normalized(NormalizedValue value)
    {
        NetworkLayer layer = Layer("LayerNorm", Reads(value.Operand), value.Width, value, graph.HasSteps(value.Operand)) with
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
            return Diagonal(unary.Operand, [.. unary.Operand.Select(_ => -1f)], null, unary);
        }

        if (Activations.Of(unary) is not Activation function)
        {
            return Refuse(unary, $"the function {unary.Function}{(unary.Alpha != 0 || unary.Beta != 0 ? FormattableString.Invariant($" of {unary.Alpha}, {unary.Beta}") : "")}");
        }

        Element[] operand = [.. unary.Operand.Select(graph.Resolve)];
        return _views.Whole(operand) is int value && _users.Of(value) == 1 && LinearForm.Of(graph, value) is LinearForm form
            ? Dense(form, unary, function)
            : Add(Layer("Activation", Reads(operand), unary.Width, unary, graph.HasSteps(operand)) with { Arguments = [function] });
    }

    private NetworkRead Binary(int value, BinaryValue binary)
    {
        if (NormalizationPattern.Match(graph, value) is NormalizedValue normalized)
        {
            return Normalized(normalized with { Node = binary.Node, Label = binary.Label, Leading = binary.Leading });
        }

        float[]? first = ElementViews.Constants(binary.First), second = ElementViews.Constants(binary.Second);
        float[] ones = [.. Enumerable.Repeat(1f, binary.Width)];
        switch (binary.Function, first, second)
        {
            case ("Add", not null, null):
                return Diagonal(binary.Second, ones, first, binary);
            case ("Add", null, not null):
                return Diagonal(binary.First, ones, second, binary);
            case ("Sub", null, not null):
                return Diagonal(binary.First, ones, [.. second.Select(number => -number)], binary);
            case ("Sub", not null, null):
                return Diagonal(binary.Second, [.. ones.Select(one => -one)], first, binary);
            case ("Mul", not null, null):
                return Diagonal(binary.Second, first, null, binary);
            case ("Mul", null, not null):
                return Diagonal(binary.First, second, null, binary);
            case ("Div", null, not null):
                return Diagonal(binary.First, [.. second.Select(number => 1 / number)], null, binary);
            case ("Mul", null, null) when _views.Unary(binary.Second, "Sigmoid") is Element[] argument && argument.SequenceEqual(binary.First):
                return Unary(new UnaryValue("Swish", binary.First, 1) { Node = binary.Node, Label = binary.Label, Leading = binary.Leading });
            case ("Add", null, null):
                return Combined("Sum", binary, Operand(binary.First, binary), Operand(binary.Second, binary));
            case ("Mul", null, null):
                return Combined("Product", binary, Operand(binary.First, binary), Operand(binary.Second, binary));
            case ("Sub", null, null):
                NetworkRead negative = LinearForm.Of(graph, binary.Second[0].Value) is LinearForm form && _views.Whole(binary.Second) is not null
                    ? Dense(form.Scaled([.. ones.Select(one => -one)]), binary, Activation.Linear)
                    : Diagonal(binary.Second, [.. ones.Select(one => -one)], null, binary);
                return Combined("Sum", binary, Operand(binary.First, binary), negative);
            default:
                return Refuse(binary, $"{binary.Function} of two values");
        }
    }

    private NetworkRead Combined(string kind, BinaryValue binary, NetworkRead first, NetworkRead second) =>
        Add(Layer(kind, [first, second], binary.Width, binary, graph.HasSteps(binary.First) || graph.HasSteps(binary.Second)));

    /// <summary>An operand as one value: columns from several places are joined first.</summary>
    private NetworkRead Operand(Element[] columns, GraphValue reader)
    {
        IReadOnlyList<NetworkRead> reads = Reads(columns);
        return reads is [NetworkRead only] ? only : Add(Layer("Concatenate", reads, columns.Length, reader, graph.HasSteps(columns)));
    }

    /// <summary>Factors and shifts of each column by itself, as a dense layer: there is no layer for them.</summary>
    private NetworkRead Diagonal(Element[] operand, float[] factors, float[]? shifts, GraphValue value)
    {
        if (operand.Length > MostDiagonal)
        {
            return Refuse(value, $"a factor or shift for each of {operand.Length} columns, which no layer before or after it takes up");
        }

        Matrix diagonal = Matrix.Zero(operand.Length, operand.Length);
        for (int column = 0; column < operand.Length; column++)
        {
            diagonal.Values[(column * operand.Length) + column] = factors[column];
        }

        Notes.Add($"{value.Node}: factors and shifts of single columns are a dense layer with a diagonal kernel.");
        return Dense(new LinearForm(operand, diagonal, shifts), value, Activation.Linear);
    }

    private NetworkRead Dense(LinearForm form, GraphValue value, Activation activation)
    {
        (Element[] operand, Matrix kernel, float[]? bias) = WithoutConstants([.. form.Operand.Select(graph.Resolve)], form.Kernel, form.Bias);
        Dictionary<string, object> options = [];
        if (activation != Activation.Linear)
        {
            options["Activation"] = activation;
        }

        if (bias is null)
        {
            options["Bias"] = false;
        }

        value = form.Label.Length > 0 ? value with { Label = form.Label } : value;
        return Add(Layer("Dense", Reads(operand), kernel.Columns, value, graph.HasSteps(operand)) with
        {
            Arguments = [kernel.Columns],
            Options = options,
            Parameters = bias is null ? [kernel.Named("kernel")] : [kernel.Named("kernel"), new NetworkTensor("bias", [bias.Length], bias)],
        });
    }

    /// <summary>Constants among the columns, of a padding for instance, go into the bias.</summary>
    private static (Element[] Operand, Matrix Kernel, float[]? Bias) WithoutConstants(Element[] operand, Matrix kernel, float[]? bias)
    {
        if (!operand.Any(column => column.IsConstant))
        {
            return (operand, kernel, bias);
        }

        float[] sum = bias is null ? new float[kernel.Columns] : [.. bias];
        int[] kept = [.. Enumerable.Range(0, operand.Length).Where(row => !operand[row].IsConstant)];
        for (int row = 0; row < operand.Length; row++)
        {
            for (int column = 0; operand[row].IsConstant && column < sum.Length; column++)
            {
                sum[column] += operand[row].Constant * kernel[row, column];
            }
        }

        float[] values = [.. kept.SelectMany(row => kernel.Values.AsSpan(row * kernel.Columns, kernel.Columns).ToArray())];
        return ([.. kept.Select(row => operand[row])], new Matrix(kept.Length, kernel.Columns, values), bias is null && sum.All(value => value == 0) ? null : sum);
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
