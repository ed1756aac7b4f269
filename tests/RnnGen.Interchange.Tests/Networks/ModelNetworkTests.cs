using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Networks;

/// <summary>A model becomes a network from which the same class can be written again.</summary>
public sealed class ModelNetworkTests
{
    private const string MinimalGated = """
        [CellEquations("state h\nvector w = 0.5\nz, k = [x, h] * a/kernel + bias(1)\nf = sigmoid(w*z)\nh' = f*h + (1 - f)*tanh(k)")]
        public sealed class GruAttribute(int units) : RecurrentCellAttribute(units);
        """;

    [Theory]
    [InlineData("RnnModel(InputSize = 3)\nLstm(5)\nGru(4)\nDense(2)\nSoftmaxCrossEntropy")]
    [InlineData("RnnModel(InputSize = 3, Steps = 6)\nLstm(5, ForgetBias = 0.5, Peepholes = true, CellClip = 0.25, Projection = 4)\nMgu(3)")]
    [InlineData(
        "RnnModel(InputSize = 3)\nLstm(5, LayerNorm = true, CoupledGates = true)\nLayerNorm(Epsilon = 1e-3)\n"
        + "Ugrnn(4, ForgetBias = -1)")]
    [InlineData(
        "RnnModel(InputSize = 3)\nGru(5, Direction = Direction.Bidirectional, Merge = Merge.Average, ResetAfter = true)\n"
        + "Dense(2, Bias = false)")]
    [InlineData(
        "RnnModel(InputSize = 3)\nRnn(3, Direction = Direction.Reverse, Residual = true, LearnedInitialState = true)\n"
        + "Pooling(Pooling.Max)")]
    [InlineData("RnnModel(InputSize = 3)\nGru(5)\nPooling(Pooling.Attention, AttentionUnits = 3)\nDense(2)")]
    [InlineData("RnnModel(InputSize = 3)\nGru(5)\nPooling(Pooling.Last)")]
    [InlineData(
        "RnnModel(InputSize = 3)\nGru(5)\nDense(4, Activation = Activation.Relu, EveryStep = true)\nDense(2, EveryStep = true)\n"
        + "MeanSquaredError")]
    [InlineData(
        "RnnModel\nEmbedding(9, 4, PaddingToken = 0)\nInput(\"pitch\", 2)\nInput(\"room\", 3, PerSequence = true)\nLstm(5)\n"
        + "Dense(9, EveryStep = true)")]
    [InlineData(
        "RnnModel\nInput(\"room\", 3, PerSequence = true)\nInput(\"sound\", 2)\n"
        + "Gru(4, Name = \"g\", From = [\"sound\", \"room[1..3]\"])\nDense(2, From = [\"g\", \"room\"])")]
    [InlineData("RnnModel(InputSize = 2)\nLstm(5)\nDense(1, Name = \"wet\")\nSum(From = [\"wet\", \"input[0..1]\"])")]
    [InlineData(
        "RnnModel(InputSize = 2)\nGru(5)\nDense(3, Name = \"code\")\nRepeat\nGru(4)\nActivation(Activation.Swish)\n"
        + "Dropout(0.25, Variational = true)\nMgu(3, InputDropout = 0.5, VariationalDropout = true)")]
    [InlineData("RnnModel(InputSize = 2)\nGru(5, Name = \"a\")\nGru(5, From = [\"input\"], InitialState = \"a\")\nDense(2)")]
    [InlineData(
        "RnnModel(InputSize = 2)\nGru(5, Name = \"a\")\nGru(5, Name = \"b\")\nHead(\"one\", From = [\"a\", \"b[1..3]\"])\n"
        + "LayerNorm\nDense(2)\nSoftmaxCrossEntropy\nHead(\"two\")\nPooling(Pooling.Mean)\nDense(3)\nDense(1)\nBinaryCrossEntropy\n"
        + "Head(\"three\", From = [\"a\"])\nMeanSquaredError")]
    public void ClassWrittenFromItComputesTheSameBits(string attributes)
    {
        IRnnModel model = Classes.Model(attributes);
        IRnnModel copy = ClassCompiler.Create(ModelNetwork.Of(model));
        Assert.Equal(Counts(model), Counts(copy));
        Assert.Equal(Outputs(model), Outputs(copy));

        static IEnumerable<int> Counts(IRnnModel model) => model.Description.Parameters.Select(parameter => parameter.Count);
    }

    [Fact]
    public void CellOfOnesOwnIsDeclaredAgainWhateverItsName()
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 2)\nGru(5, Direction = Direction.Bidirectional)", MinimalGated);
        Network network = ModelNetwork.Of(model);
        Assert.True(network.Layers[0].IsOwnCell);
        Assert.Equal(
            ["fw/w", "fw/a/kernel", "fw/bias", "bw/w", "bw/a/kernel", "bw/bias"],
            network.Layers[0].Parameters.Select(tensor => tensor.Name));
        IRnnModel copy = ClassCompiler.Create(network);
        Assert.Equal(model.Description.SpecHash, copy.Description.SpecHash);
        Assert.Equal(Outputs(model), Outputs(copy));
    }

    [Fact]
    public void OptionsHaveTheTypesOfTheAttributesProperties()
    {
        NetworkLayer layer = Classes.Network(
            "RnnModel(InputSize = 3)\n"
            + "Lstm(6, ForgetBias = 0.5, Projection = 3, CellClip = 2, Peepholes = true, Bias = false, Activation = Activation.Relu, "
            + "Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true, OutputDropout = 0.5)").Layers[0];
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["ForgetBias"] = 0.5,
                ["Projection"] = 3,
                ["CellClip"] = 2.0,
                ["Peepholes"] = true,
                ["Bias"] = false,
                ["Activation"] = Activation.Relu,
                ["Direction"] = Direction.Bidirectional,
                ["Merge"] = Merge.Sum,
                ["Residual"] = true,
                ["OutputDropout"] = 0.5,
            },
            layer.Options);
        Assert.Equal([6], layer.Arguments);
        Assert.Equal(["fw/c", "fw/h", "bw/c", "bw/h"], layer.States.Select(state => state.Name));
        Assert.Equal([6, 3, 6, 3], layer.States.Select(state => state.Units));
    }

    [Fact]
    public void WhatNoAttributeStandsForIsLeftOut()
    {
        Network network = Classes.Network(
            """
            RnnModel
            Input("sound", 2)
            Input("light", 1)
            Input("room", 3, PerSequence = true)
            Input("place", 2, PerSequence = true)
            Gru(4, Name = "g", From = ["light", "room[1..]", "place", "sound"])
            LayerNorm(Name = "n", From = ["g[1..3]", "place"])
            Pooling(Pooling.Mean, From = ["n"])
            Head("a")
            Dense(2)
            Head("b", From = ["g"])
            Dense(3)
            """);
        Assert.Equal(["g", "n", "pooling0"], network.Layers.Select(layer => layer.Name));
        Assert.Equal(
            [new("light", 0, 1), new("room", 1, 2), new("place", 0, 2), new("sound", 0, 2)], network.Layers[0].Reads);
        Assert.Equal([new("pooling0", 0, 4)], network.Heads[0].Layers[0].Reads);
        Assert.Equal([new("g", 0, 4)], network.Heads[1].Reads);
        Assert.False(network.Heads[1].Layers[0].HasSteps);
    }

    [Fact]
    public void EndingOfTheOnlyHeadIsItsOwn()
    {
        Network network = Classes.Network(
            "RnnModel(InputSize = 3)\nDense(4)\nGru(5)\nPooling(Pooling.Mean)\nDense(4)\nDense(2)\nSoftmaxCrossEntropy");
        Assert.Equal(["dense0", "gru1"], network.Layers.Select(layer => layer.Name));
        NetworkHead head = Assert.Single(network.Heads);
        Assert.Equal(["Pooling", "Dense", "Dense"], head.Layers.Select(layer => layer.Kind));
        Assert.Equal([new("gru1", 0, 5)], head.Reads);
        Assert.Equal("SoftmaxCrossEntropy", head.Loss);
        Assert.False(head.HasSteps);
    }

    /// <summary>What is written has the same meaning of each output.</summary>
    [Fact]
    public void TheBlankOfATemporalClassificationStays()
    {
        Network network = Classes.Network(
            "RnnModel(InputSize = 3)\nGru(5)\nDense(4, EveryStep = true)\nConnectionistTemporalClassification(Blank = 2)");
        Assert.Equal("ConnectionistTemporalClassification(Blank = 2)", Assert.Single(network.Heads).Loss);
        Assert.Equal(
            [
                "RnnModel(InputSize = 3)", "Gru(5)", "Dense(4, EveryStep = true)", "ConnectionistTemporalClassification(Blank = 2)",
            ],
            NetworkSource.Attributes(network, training: true));
    }

    [Fact]
    public void ClassOfAnEarlierPackageIsRefused()
    {
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => ModelNetwork.Of(new WithoutLayers(Classes.Model("RnnModel(InputSize = 3)\nGru(4)"))));
        Assert.Equal("Net does not tell its layers, since an earlier package generated the class: compile it again.", refusal.Message);
    }

    private static float[] Outputs(IRnnModel model)
    {
        const int rows = 3, steps = 6;
        ModelDescription description = model.Description;
        Random random = new(2);
        float[] values = [.. Enumerable.Range(0, rows * steps * description.StepInputSize).Select(_ => random.NextSingle())];
        float[] sequence = [.. Enumerable.Range(0, rows * description.SequenceInputSize).Select(_ => random.NextSingle())];
        int[] tokens = description.Vocabulary is int vocabulary
            ? [.. Enumerable.Range(0, rows * steps).Select(token => token % vocabulary)]
            : [];
        float[] outputs = new float[description.OutputCount(rows, steps)], after = new float[rows * description.StateSize];
        model.Predict(
            new SequenceBatch(values, rows, steps) { SequenceInputs = sequence, Tokens = tokens, Lengths = [6, 0, 4] }, outputs, [], after);
        return [.. outputs, .. after];
    }

    /// <summary>A model whose description has no layers.</summary>
    private sealed class WithoutLayers(IRnnModel model) : IRnnModel
    {
        public ModelDescription Description { get; } = model.Description with { Layers = [] };

        public ModelParameters Parameters => model.Parameters;

        public int Threads { get => model.Threads; set => model.Threads = value; }

        public void Predict(
            scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
            model.Predict(batch, outputs, initialStates, finalStates);

        public void Step(ReadOnlySpan<float> input, Span<float> state, Span<float> output) => model.Step(input, state, output);

        public ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates) => model.Trace(batch, initialStates);
    }
}
