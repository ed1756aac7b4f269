using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>What is written as operators is read back as the same layers, with the same bits.</summary>
public sealed class OnnxRoundTripTests
{
    private const int Rows = 3, Steps = 6;

    [Theory]
    [InlineData("Lstm(5)")]
    [InlineData("Lstm(5, ForgetBias = 0.5, Peepholes = true)")]
    [InlineData("Lstm(5, CoupledGates = true)")]
    [InlineData("Lstm(5, Activation = Activation.Softsign)")]
    [InlineData("Lstm(5, ForgetBias = 0)\nDense(2)")]
    [InlineData("Lstm(5, LearnedInitialState = true)\nGru(4, LearnedInitialState = true)")]
    [InlineData("Gru(5)\nDense(4, Activation = Activation.Relu)\nDense(2, Bias = false)")]
    [InlineData("Gru(5, ResetAfter = true)\nRnn(4, Activation = Activation.Relu)")]
    [InlineData("Gru(5, Direction = Direction.Bidirectional)\nGru(4, Direction = Direction.Reverse)")]
    [InlineData("Lstm(5, Direction = Direction.Bidirectional)\nDense(2, EveryStep = true)")]
    [InlineData("Lstm(5)\nLayerNorm\nGru(4)\nPooling(Pooling.Mean)\nDense(2)")]
    [InlineData("Gru(5)\nPooling(Pooling.Max)")]
    [InlineData(
        "Dense(4, Activation = Activation.Tanh, Name = \"d\")\nGru(5, Name = \"v\")\n"
        + "Gru(6, From = [\"d\", \"v\", \"input[1..]\"])\nDense(2, EveryStep = true)")]
    [InlineData("Conv1D(5, 3, Dilation = 2, Activation = Activation.Relu)\nGru(4)")]
    [InlineData(
        "Conv1D(4, 4, Padding = TimePadding.Same, Bias = false)\nMaxPool1D(3)\n"
        + "AveragePool1D(4, Padding = TimePadding.Same)\nDense(2)")]
    [InlineData("MaxPool1D(2, Padding = TimePadding.Same)\nAveragePool1D(3)\nConv1D(4, 2)\nConv1D(3, 2, Activation = Activation.Tanh)")]
    [InlineData("Lstm(5)\nDense(1, Name = \"wet\")\nSum(From = [\"wet\", \"input[0..1]\"])")]
    public void OptionsAndBits(string layers)
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 3)\n" + layers);
        Network network = ModelNetwork.Of(model);
        ImportedNetwork read = OnnxTrip.Read(model);

        // The last step, which a dense layer takes by itself, is a layer of its own for a reader.
        Assert.Equal(network.AllLayers.Select(Text), read.Network.AllLayers.Select(Text).Where(text => text != "Pooling(Last) "));
        (float[] expected, float[] again) = OnnxTrip.Outputs(model, read, Rows, Steps);
        Assert.Equal(expected, again);

        static string Text(NetworkLayer layer) => layer.Kind + "(" + string.Join(", ", layer.Arguments) + ") "
            + string.Join(", ", layer.Options.OrderBy(option => option.Key).Select(option => $"{option.Key} = {option.Value}"));
    }

    [Theory]
    [InlineData("Mgu(5)")]
    [InlineData("Ugrnn(5, ForgetBias = 0.5, Activation = Activation.Relu)")]
    [InlineData("Lstm(5, CellClip = 0.5)\nDense(2)")]
    [InlineData("Rnn(5, Activation = Activation.Swish)\nGru(4)")]
    public void LoopsAreReadAsEquations(string layers)
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 3)\n" + layers);
        (float[] expected, float[] again) = OnnxTrip.Outputs(model, OnnxTrip.Read(model), Rows, Steps);
        Agreement.Of(again, expected, layers, share: 1e-6);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, Steps)]
    public void StatesInAndOut(bool streaming, int steps)
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 3)\nLstm(5, Peepholes = true)\nGru(4)\nDense(2)");
        ModelDescription description = model.Description;
        ImportedNetwork read = OnnxTrip.Read(model, new OnnxWriterOptions { Streaming = streaming, States = true });
        Random random = new(4);
        float[] values = [.. Enumerable.Range(0, Rows * steps * 3).Select(_ => random.NextSingle() - 0.5f)];
        float[] before = [.. Enumerable.Range(0, Rows * description.StateSize).Select(_ => random.NextSingle() - 0.5f)];
        float[] expected = new float[description.OutputCount(Rows, steps)], after = new float[before.Length];
        model.Predict(new SequenceBatch(values, Rows, steps), expected, before, after);
        Dictionary<string, SourceValue> inputs = new() { ["input"] = new([Rows, steps, 3], values) };
        foreach (StateInfo state in description.States)
        {
            inputs.Add(state.Name.Replace('/', '_'), new([Rows, state.Units], Part(before, state)));
        }

        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(read, ClassCompiler.Create(read.Network), inputs);
        Assert.Equal(expected, outputs["output"].Values);
        Assert.All(
            description.States, state => Assert.Equal(Part(after, state), outputs[state.Name.Replace('/', '_') + "_out"].Values));

        float[] Part(float[] states, StateInfo state) => [.. Enumerable.Range(0, Rows)
            .SelectMany(row => states.Skip((row * description.StateSize) + state.Offset).Take(state.Units))];
    }
}
