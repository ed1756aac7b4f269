using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>
/// Cells that ONNX has no operator for, written as loops around their equations, or for streams as these alone, and read again: as
/// equations, with the same numbers.
/// </summary>
public sealed class LoopTests
{
    private const int Rows = 3, Steps = 6, Inputs = 5;

    public static TheoryData<string> Layers =>
    [
        "Mgu(5)",
        "Ugrnn(5)",
        "Lstm(5, CellClip = 0.1)",
        "Lstm(5, LayerNorm = true)",
        "Lstm(5, Projection = 3)",
        "Gru(5, LayerNorm = true)",
        "Gru(5, Activation = Activation.Swish)",
        "Gru(5, ResetAfter = true, Activation = Activation.Selu)",
        "Lstm(5, CellClip = 0.1, LearnedInitialState = true)",
        "Mgu(5, Residual = true)",
        "Mgu(5)\nUgrnn(4)\nLstm(3, CellClip = 0.2)\nDense(2)",
        "Rnn(5, Activation = Activation.Swish)\nDense(2, EveryStep = true)",
        "Decayed(5)\nDense(2)",
        "Shown(5)\nDense(2, EveryStep = true)",
        "Chosen(5)\nDense(2)",
        "Turned(5)\nDense(2, EveryStep = true)",
        "MinGru(5)",
        "MinLstm(5)\nDense(2)",
        "IndRnn(5)\nDense(2)",
        "FastGrnn(5)\nDense(2)",
    ];

    private const string Cells = """
        [CellEquations("state h\nvector w = 0.5\nz = [x, h] * kernel + bias\nh' = sigmoid(w)*h + (1 - sigmoid(w))*tanh(z)")]
        public sealed class DecayedAttribute(int units) : RecurrentCellAttribute(units);
        [CellEquations("state s, h\nz, g = [x, h] * kernel + bias\ns' = abs(s)/2 + exp(-abs(z))\n"
            + "h' = sigmoid(g)*s'\ny = h'*h' - s'\noutput y")]
        public sealed class ShownAttribute(int units) : RecurrentCellAttribute(units);
        [CellEquations("state c, h\nz, g, k = [x, h] * kernel + bias\nc' = where(z > g, max(c, k), min(c, 0.25))\n"
            + "e = where(c' <= z, c', g)\nh' = tanh(where(k >= 0, e, -k) + where(h < c, 0.5, z))")]
        public sealed class ChosenAttribute(int units) : RecurrentCellAttribute(units);
        [CellEquations("state c, h\nz, g = [x, h] * kernel + bias\nc' = c*cos(z) - h*sin(z)\nh' = c*sin(z) + h*cos(z) + tanh(g)")]
        public sealed class TurnedAttribute(int units) : RecurrentCellAttribute(units);
        """;

    [Theory]
    [MemberData(nameof(Layers))]
    public void OverAllSteps(string layers)
    {
        IRnnModel model = Model(layers);
        (float[] expected, float[] again) = OnnxTrip.Outputs(model, OnnxTrip.Read(model), Rows, Steps);
        if (layers.StartsWith("Decayed", StringComparison.Ordinal) || layers.StartsWith("FastGrnn", StringComparison.Ordinal))
        {
            // A function of a parameter alone is a constant of the graph, which a reader computes once, and not as vectors do.
            Agreement.Of(again, expected, layers, share: 1e-6);
        }
        else
        {
            Assert.Equal(expected, again);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void OneStep(string layers)
    {
        IRnnModel model = Model(layers);
        ModelDescription description = model.Description;
        ImportedNetwork read = OnnxTrip.Read(model, new OnnxWriterOptions { Streaming = true });
        IRnnModel again = ClassCompiler.Create(read.Network);
        Assert.Equal(description.StateSize, again.Description.StateSize);
        Dictionary<string, SourceValue> inputs = description.States.ToDictionary(
            state => state.Name.Replace('/', '_'), state => new SourceValue([1, state.Units], new float[state.Units]));
        float[] own = new float[description.StateSize], output = new float[description.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            float[] values = Numbers(Inputs);
            inputs["input"] = new([1, 1, Inputs], values);
            IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(read, again, inputs);
            model.Step(values, own, output);
            Agreement.Of(outputs["output"].Values, output, $"{layers}, step {step}", share: 1e-6);
            foreach (StateInfo state in description.States)
            {
                inputs[state.Name.Replace('/', '_')] = outputs[state.Name.Replace('/', '_') + "_out"];
            }
        }
    }

    private static IRnnModel Model(string layers)
    {
        string attributes = string.Concat(("RnnModel(InputSize = 5)\n" + layers).Split('\n').Select(attribute => $"[{attribute}]\n"));
        string source = $"using RnnGen;\n{Cells}\n{attributes}public sealed partial class Model;";
        return ClassCompiler.Create(ClassCompiler.Compile([source]).Single());
    }

    private static float[] Numbers(int count)
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
