using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Attack.Models;

/// <summary>A legal network of a few small layers with whatever options go together, once static and once dynamic.</summary>
internal sealed class RandomModel
{
    private readonly AttackRandom _random;
    private readonly StringBuilder _layers = new(), _cells = new();
    private int _width, _cellCount;

    public RandomModel(AttackRandom random)
    {
        _random = random;
        // Now and then enough for the repeated chunk of a static network.
        Steps = random.OneIn(8) ? random.Between(24, 27) : random.Between(1, 9);
        ReadsTokens = random.OneIn(4);
        int inputSize = Size();
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

        for (int layers = random.OneIn(4) ? random.Between(2, 3) : 1; layers > 0; layers--)
        {
            AddNorm();
            AddLayer();
        }

        AddNorm();
        AddHeads();
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

    /// <summary>Whole vectors of each width and a unit more or less, tiles, and, seldom, a block of sums.</summary>
    private int Size() => _random.Below(14) switch
    {
        0 => _random.Between(63, 66),
        1 => _random.OneIn(6) ? _random.Between(191, 194) : 48,
        12 or 13 => 4 * _random.Between(1, 7),
        2 or 3 => _random.Between(31, 33),
        4 or 5 or 6 => _random.Between(15, 17),
        7 or 8 => _random.Between(7, 9),
        _ => _random.Between(1, 6),
    };

    private void AddNorm()
    {
        if (_random.OneIn(8))
        {
            Line($"[LayerNorm{_random.Of("", "(Epsilon = 0.01)")}]");
        }
    }

    private void AddLayer()
    {
        bool keepsWidth = _random.OneIn(4);
        int units = keepsWidth ? _width : Size();
        string kind = _random.Of("Rnn", "Lstm", "Lstm", "Gru", "Gru", "Mgu", "Ugrnn", "Cell");
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

        Maybe(options, 3, "LearnedInitialState = true");
        Maybe(options, 6, "RecurrentInitializer = Initializer.Orthogonal");
        Wrap(options, ref output, keepsWidth);
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
            output = keepsWidth ? units : Size();
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

    private void Wrap(List<string> options, ref int output, bool keepsWidth)
    {
        switch (_random.Below(6))
        {
            case 0:
                options.Add("Direction = Direction.Reverse");
                break;
            case 1:
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

    private void AddHeads()
    {
        if (!_random.OneIn(4))
        {
            AddHead();
            return;
        }

        foreach (string name in new[] { "one", "two", "three" })
        {
            if (name == "three" && _random.OneIn(2))
            {
                break;
            }

            Line($"[Head(\"{name}\"{_random.Of("", ", Weight = 0.5")})]");
            AddHead();
        }
    }

    private void AddHead()
    {
        bool pools = _random.OneIn(3), everyStep = !pools && _random.OneIn(2);
        if (pools)
        {
            string pooling = _random.Of("Mean", "Max", "Last", "Attention", "Attention");
            Line($"[Pooling(Pooling.{pooling}{(pooling == "Attention" && _random.OneIn(2) ? $", AttentionUnits = {Size()}" : "")})]");
        }

        string every = everyStep ? ", EveryStep = true" : "";
        if (_random.OneIn(4))
        {
            Line($"[Dense({Size()}, Activation = "
                + $"Activation.{_random.Of("Relu", "Tanh", "Selu", "Swish", "Softplus", "LeakyRelu")}{every})]");
        }

        string loss = _random.Of(
            "SoftmaxCrossEntropy", "BinaryCrossEntropy", "MeanSquaredError", "MeanAbsoluteError", "Huber", "GaussianNegativeLogLikelihood");
        int outputs = loss switch
        {
            "SoftmaxCrossEntropy" => Size() + 1,
            "GaussianNegativeLogLikelihood" => 2 * _random.Between(1, 9),
            _ => Size(),
        };
        Line($"[Dense({outputs}{every})]");
        List<string> options = [$"Reduction = LossReduction.{_random.Of("PerSequence", "PerValidStep", "Sum")}"];
        if (loss == "SoftmaxCrossEntropy")
        {
            Maybe(options, 4, "LabelSmoothing = 0.1");
            Maybe(options, 4, "IgnoreIndex = -1");
            Maybe(options, 4, $"ClassWeights = new double[] {{ {string.Join(", ", Enumerable.Range(1, outputs))} }}");
        }

        Line($"[{loss}({string.Join(", ", options)})]");
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
