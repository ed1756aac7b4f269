using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.RtNeural;

public sealed class RtNeuralReaderTests
{
    private const string Dense = """{"in_shape":[1],"layers":[{"type":"dense","shape":[1],"weights": """;

    /// <summary>A small network: dense 2 with relu, GRU 2, LSTM 1, dense 1.</summary>
    internal static string Text(int inputs = 1, string last = "", params (string Key, JsonNode Value)[] more)
    {
        JsonObject root = new()
        {
            ["in_shape"] = new JsonArray(null, null, inputs),
            ["layers"] = new JsonArray(
                Layer("time-distributed-dense", "relu", 2, [inputs, 2], [2]),
                Layer("gru", "tanh", 2, [2, 6], [2, 6], [2, 6]),
                Layer("lstm", "", 1, [2, 4], [1, 4], [4]),
                Layer("activation", "elu", 1),
                Layer("dense", last, 1, [1, 1], [1])),
        };
        foreach ((string key, JsonNode value) in more)
        {
            root[key] = value;
        }

        return root.ToJsonString();
    }

    [Fact]
    public void LayersAreThoseOfTheFile()
    {
        using TemporaryFolder folder = new();
        ImportedNetwork network = RtNeuralReader.Read(folder.Write("my-net.json", Text(inputs: 3, last: "sigmoid", ("samplerate", 44100))));
        Assert.Equal(
            [
                "RnnModel(InputSize = 3, Training = false)", "Dense(2, Activation = Activation.Relu)", "Gru(2, ResetAfter = true)",
                "Lstm(1, ForgetBias = 0)", "Activation(Activation.Elu)", "Dense(1, Activation = Activation.Sigmoid, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
        Assert.Equal("MyNet", network.Network.Name);
        Assert.Equal(["The network was trained on sound of 44100 Hz."], network.Notes);
        Assert.NotNull(ClassCompiler.Create(network.Network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheInputsFirstColumnIsAdded(int inputs)
    {
        using TemporaryFolder folder = new();
        ImportedNetwork plain = RtNeuralReader.Read(folder.Write("a.json", Text(inputs)));
        JsonObject metadata = new() { ["name"] = "amp" };
        ImportedNetwork skip = RtNeuralReader.Read(folder.Write(
            "b.json", Text(inputs, "", ("in_skip", 1), ("in_gain", 0), ("out_gain", 0.0), ("metadata", metadata))));
        SourceValue values = new([1, 5, inputs], Numbers.Random("x", 1, 5 * inputs).Values);
        float[] without = ImportedNetworkRunner.Run(plain, ClassCompiler.Create(plain.Network), Inputs(values))["output"].Values;
        float[] with = ImportedNetworkRunner.Run(skip, ClassCompiler.Create(skip.Network), Inputs(values))["output"].Values;
        Agreement.Of(with, [.. without.Select((value, step) => value + values.Values[step * inputs])], "with in_skip", share: 1e-6);
        Assert.Contains("The input's first column is added to the output (in_skip).", skip.Notes);
    }

    [Fact]
    public void ASoftmaxAtTheEndIsLeftToTheLoss()
    {
        using TemporaryFolder folder = new();
        JsonArray layers = new(Layer("gru", "", 2, [1, 6], [2, 6], [2, 6]), Layer("dense", "softmax", 3, [2, 3], [3]));
        string text = new JsonObject { ["in_shape"] = new JsonArray(null, 1), ["layers"] = layers }.ToJsonString();
        ImportedNetwork network = RtNeuralReader.Read(folder.Write("a.json", text));
        float[] output = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), Inputs(new SourceValue([1, 4, 1], [1, -1, 0.5f, 2])))["output"].Values;
        Assert.All(output.Chunk(3), row => Assert.Equal(1, row.Sum(), tolerance: 1e-6));
        Assert.Equal("SoftmaxCrossEntropy", network.Network.Heads[0].Loss);
    }

    [Fact]
    public void WhatCannotBeExpressedIsNamedAllAtOnce()
    {
        using TemporaryFolder folder = new();
        JsonObject root = JsonNode.Parse(Text(1, "gelu", ("in_skip", 2), ("in_gain", -3.5), ("out_gain", 6)))!.AsObject();
        root["layers"]!.AsArray().Add(Layer("conv1d", "", 1));
        root["layers"]![1]!["activation"] = "relu";
        string path = folder.Write("a.json", root.ToJsonString());
        Assert.Equal(
            $"{path}: activation of layer 1 is 'relu', tanh is supported; "
            + "activation of layer 4 is 'gelu', tanh, relu, sigmoid, elu and softmax at the end are supported; "
            + "layer 5 is of type 'conv1d', lstm, gru, dense, time-distributed-dense and activation are supported; "
            + "in_skip is 2, 0 and 1 are supported; in_gain is -3.5 dB, 0 dB (amplify outside the network) is supported; "
            + "out_gain is 6 dB, 0 dB (amplify outside the network) is supported.",
            Assert.Throws<NotSupportedException>(() => RtNeuralReader.Read(path)).Message);
    }

    [Theory]
    [InlineData("""{"in_shape":[null,1]}""", "it must have in_shape and layers, found no layers")]
    [InlineData("""{"in_shape":[null,1],"layers":[]}""", "it must have layers, found none")]
    [InlineData("""{"in_shape":[null,null],"layers":[{}]}""", "in_shape must end with the number of features, found none")]
    [InlineData("""{"in_shape":[1],"layers":[{"type":"dense","shape":[null],"weights":[]}]}""", "of -1 units on 1 inputs must have")]
    [InlineData(Dense + """[[[1],[2,3]],[1]]}]}""", "[1] must have 1 elements as the rows before it, found 2")]
    [InlineData(Dense + """[[[1]],[]]}]}""", "must have elements, found none")]
    [InlineData(Dense + """[[[1]],["NaN"]]}]}""", "found a text at [0]")]
    [InlineData(Dense + """[[[1]],[NaN]]}]}""", "it must be JSON")]
    [InlineData(Dense + """[[[1]],[1, [2]]]}]}""", "must have numbers at [1], found an array")]
    [InlineData(
        """{"in_shape":[1000000000],"layers":[{"type":"lstm","shape":[1000000000],"weights":[[[1]],[[1]],[1]]}]}""",
        "found weights [1, 1], [1, 1], [1]")]
    [InlineData(
        """{"in_shape":[1],"layers":[{"type":"gru","shape":[1],"weights":[[[1,2,3]],[[1,2,3]],[1,2,3]]}]}""",
        "must have weights [1, 3], [1, 3], [2, 3], found weights [1, 3], [1, 3], [3]")]
    public void DamagedFilesAreRefused(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.json", text);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => RtNeuralReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANestingBombIsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.json", "{\"in_shape\":[1],\"other\":" + new string('[', 5_000_000));
        Assert.Contains("depth", Assert.Throws<InvalidDataException>(() => RtNeuralReader.Read(path)).Message, StringComparison.Ordinal);
    }

    private static System.Collections.Generic.Dictionary<string, SourceValue> Inputs(SourceValue values) => new() { ["input"] = values };

    private static JsonObject Layer(string type, string activation, int units, params int[][] weights) => new()
    {
        ["type"] = type,
        ["activation"] = activation,
        ["shape"] = new JsonArray(null, null, units),
        ["weights"] = new JsonArray([.. weights.Select((shape, index) => Nested(Numbers.Random("weights", index + units, shape)))]),
    };

    private static JsonNode? Nested(NetworkTensor tensor) => JsonNode.Parse(Numbers.Json([tensor]))!["weights"]!.DeepClone();
}
