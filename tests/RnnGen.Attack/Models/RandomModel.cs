using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Attack.Models;

/// <summary>
/// A legal network of a few small layers, a stack or a graph, with whatever options go together, once static and once dynamic.
/// </summary>
internal sealed class RandomModel
{
    private readonly AttackRandom _random;
    private readonly StringBuilder _layers = new(), _cells = new();
    private readonly RandomGraph? _graph;
    private int _width, _cellCount;

    public RandomModel(AttackRandom random)
    {
        _random = random;
        // Now and then enough for the repeated chunk of a static network.
        Steps = random.OneIn(8) ? random.Between(24, 27) : random.Between(1, 9);
        ReadsTokens = random.OneIn(4);
        int inputSize = RandomSize.Of(_random);
        _width = inputSize;
        string model = "";
        if (ReadsTokens)
        {
            int vocabulary = random.Between(1, 20);
            Line($"[Embedding({vocabulary}, {_width}{(random.OneIn(3) ? $", PaddingToken = {random.Below(vocabulary)}" : "")})]");
        }
        else
        {
            model = $"InputSize = {inputSize}, ";
        }

        if (random.OneIn(3))
        {
            _graph = new RandomGraph(random, ReadsTokens ? "embedding" : "input", inputSize);
            AddGraph(_graph);
        }

        for (int layers = random.OneIn(4) ? random.Between(2, 3) : 1; layers > 0 && _graph is null; layers--)
        {
            AddNorm();
            AddWindow();
            AddLayer();
        }

        AddNorm();
        AddWindow();
        foreach (string line in new RandomHeads(random, _graph).Lines())
        {
            Line(line);
        }

        model += $"Initialization = Initialization.{random.Of("TensorFlow", "Keras", "PyTorch")}";
        Source = $"using RnnGen;\nnamespace Attacked;\n\n{_cells}{Class("Static", $"{model}, Steps = {Steps}")}\n{Class("Dynamic", model)}";
    }

    /// <summary>The source, with the classes <c>Attacked.Static</c> and <c>Attacked.Dynamic</c>.</summary>
    public string Source { get; }

    /// <summary>Steps of the static class.</summary>
    public int Steps { get; }

    public bool ReadsTokens { get; }

    private string Class(string name, string model) => $"[RnnModel({model})]\n{_layers}public partial class {name};\n";

    private void Line(string line) => _layers.Append(line).Append('\n');

    /// <summary>Layers that read whatever stands above; a last one joins what nobody has read.</summary>
    private void AddGraph(RandomGraph graph)
    {
        for (int layers = _random.Between(1, 4); layers > 0; layers--)
        {
            foreach (string line in _random.OneIn(2) ? graph.Stateless() : [])
            {
                Line(line);
            }

            AddLayer();
        }

        Line($"[Concatenate({graph.ReadRest(out _width)})]");
    }

    private void AddNorm()
    {
        if (_random.OneIn(8))
        {
            Line($"[LayerNorm{_random.Of("", "(Epsilon = 0.01)")}]");
        }
    }

    /// <summary>Pooling alone looks ahead: the number of steps that a causal one counts in its state has no derivative.</summary>
    private void AddWindow()
    {
        if (_graph is not null || !_random.OneIn(4))
        {
            return;
        }

        if (_random.OneIn(4))
        {
            Line($"[{_random.Of("Max", "Average")}Pool1D({_random.Between(1, 4)}, Padding = TimePadding.Same)]");
            return;
        }

        _width = RandomSize.Of(_random);
        List<string> options = [$"{_width}", $"{_random.Between(1, 5)}"];
        Maybe(options, 2, $"Dilation = {_random.Between(2, 4)}");
        Maybe(options, 4, "Padding = TimePadding.Same");
        Maybe(options, 4, "Bias = false");
        Maybe(options, 2, $"Activation = Activation.{Bounded()}");
        Line($"[Conv1D({string.Join(", ", options)})]");
    }

    private void AddLayer()
    {
        string? reads = _graph?.Read(out _width);
        bool keepsWidth = _random.OneIn(4);
        int units = keepsWidth ? _width : RandomSize.Of(_random);
        string kind = _random.Of("Rnn", "Lstm", "Lstm", "Gru", "Gru", "Mgu", "Ugrnn", "Cell", "New");
        kind = kind == "New" ? _random.Of("MinGru", "MinLstm", "Qrnn", "FastGrnn", "Lru", "SLstm", "Sru") : kind;
        List<string> options = [];
        int output = units;
        switch (kind)
        {
            case "Lstm":
                output = Lstm(options, units, keepsWidth);
                break;
            case "Gru":
                Maybe(options, 3, "ResetAfter = true");
                Normalized(options);
                break;
            case "Rnn":
                Maybe(options, 4, "Bias = false");
                break;
            case "Sru":
                options.Add("Projected = true");
                break;
            case "Ugrnn":
                Maybe(options, 4, "ForgetBias = -0.5");
                break;
            case "Cell":
                kind = $"Cell{_cellCount++}";
                _cells.Append(CultureInfo.InvariantCulture, $"[CellEquations(\"\"\"\n{RandomCell.Equations(keepsWidth, _random)}\"\"\")]\n")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $"internal sealed class {kind}Attribute(int units) : RecurrentCellAttribute(units);\n\n");
                break;
        }

        if (kind is "Rnn" or "Gru" or "Ugrnn")
        {
            Maybe(options, 3, $"Activation = Activation.{Bounded()}");
        }

        bool hasOneState = kind is "Rnn" or "Gru" or "Mgu" or "Ugrnn";
        string? state = hasOneState && _random.OneIn(2) ? _graph?.InitialState(units) : null;
        if (state is null)
        {
            Maybe(options, 3, "LearnedInitialState = true");
        }

        Maybe(options, 6, "RecurrentInitializer = Initializer.Orthogonal");
        Wrap(options, ref output, keepsWidth, inOneDirection: state is not null);
        if (_graph is not null)
        {
            options.AddRange([reads!, _graph.Add(output), .. state is null ? Array.Empty<string>() : [state]]);
            if (hasOneState && !options.Contains("Direction = Direction.Bidirectional"))
            {
                _graph.AddState(units);
            }
        }

        Line($"[{kind}({string.Join(", ", options.Prepend(units.ToString(CultureInfo.InvariantCulture)))})]");
        _width = output;
    }

    private int Lstm(List<string> options, int units, bool keepsWidth)
    {
        int output = units;
        Maybe(options, 4, "ForgetBias = 0.25");
        Maybe(options, 3, "Peepholes = true");
        Maybe(options, 4, "CellClip = 0.4");
        Maybe(options, 4, "CoupledGates = true");
        Maybe(options, 5, $"Activation = Activation.{Bounded()}");
        if (_random.OneIn(3))
        {
            output = keepsWidth ? units : RandomSize.Of(_random);
            options.Add($"Projection = {output}");
            Maybe(options, 3, "ProjectionClip = 0.3");
        }

        Normalized(options);
        return output;
    }

    private void Normalized(List<string> options)
    {
        if (_random.OneIn(4))
        {
            options.Add("LayerNorm = true");
            Maybe(options, 2, "LayerNormEpsilon = 0.02");
        }
        else
        {
            Maybe(options, 5, "Bias = false");
        }
    }

    private void Wrap(List<string> options, ref int output, bool keepsWidth, bool inOneDirection)
    {
        switch (_random.Below(6))
        {
            case 0:
                options.Add("Direction = Direction.Reverse");
                break;
            case 1 when !inOneDirection:
                options.Add("Direction = Direction.Bidirectional");
                string merge = _random.Of("Concatenate", "Sum", "Average", "Product");
                options.Add($"Merge = Merge.{merge}");
                output *= merge == "Concatenate" ? 2 : 1;
                break;
        }

        if (keepsWidth && output == _width)
        {
            Maybe(options, 2, "Residual = true");
        }

        if (_random.OneIn(4))
        {
            options.Add($"{_random.Of("InputDropout", "StateDropout", "OutputDropout")} = 0.3");
            Maybe(options, 3, "VariationalDropout = true");
        }
    }

    private string Bounded() => _random.Of("Tanh", "Sigmoid", "Softsign", "HardSigmoid", "Relu6");

    private void Maybe(List<string> options, int chances, string option)
    {
        if (_random.OneIn(chances))
        {
            options.Add(option);
        }
    }
}
