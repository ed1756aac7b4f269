using System;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>Networks that cannot be written are refused with all reasons, before a file is touched.</summary>
public sealed class OnnxRefusalTests
{
    private static readonly OnnxWriterOptions Streaming = new() { Streaming = true };

    [Theory]
    [InlineData("Gru(4, Direction = Direction.Reverse)", "layer 'gru0' reads its steps from the last to the first")]
    [InlineData(
        "Gru(4)\nMgu(4, Direction = Direction.Bidirectional)\nLstm(3, Direction = Direction.Reverse)",
        "layer 'mgu1' reads its steps in both directions; layer 'lstm2' reads its steps from the last to the first")]
    [InlineData(
        "Gru(4, Name = \"a\")\nGru(4, From = [\"input\"], InitialState = \"a\")", "layer 'gru1' starts from the final states of 'a'")]
    [InlineData(
        "Gru(4)\nPooling(Pooling.Max)\nRepeat\nGru(3)",
        "layer 'pooling0' pools all steps; layer 'repeat0' repeats what is known after the last step")]
    [InlineData("Gru(4)\nPooling(Pooling.Attention)\nDense(2)", "'attention' pools all steps, and no other head has an output at each")]
    [InlineData(
        "Gru(4)\nHead(\"a\")\nPooling(Pooling.Mean)\nHead(\"b\")\nPooling(Pooling.Max)\nDense(2)",
        "'a/mean' pools all steps, and no other head has an output at each; "
        + "'b/max' pools all steps, and no other head has an output at each")]
    public void StreamThatIsNone(string layers, string reasons)
    {
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => OnnxWriter.ToModel(Classes.Network("RnnModel(InputSize = 3)\n" + layers), Streaming));
        Assert.Equal($"Net cannot be written as a streaming ONNX file: {reasons}.", refusal.Message);
    }

    [Fact]
    public void RepeatedInputOfASequenceStreams() => OnnxWriter.ToModel(
        Classes.Network(
            """
            RnnModel
            Input("sound", 3)
            Input("room", 2, PerSequence = true)
            Dense(3, From = ["room"])
            Repeat(Name = "r")
            Gru(4, From = ["sound", "r"])
            """),
        Streaming);

    [Fact]
    public void LayersWithoutOperatorOrEquationsAreNamedTogether()
    {
        Network network = Classes.Network("RnnModel(InputSize = 3)\nMgu(4)\nGru(4)\nLstm(4, CellClip = 1)");
        NetworkLayer unknown = new() { Name = "c", Kind = "Conv", Reads = [new("gru1", 0, 4)], Size = 4, HasSteps = true };
        network = network with { Layers = [.. network.Layers.Select(layer => layer with { Equations = null }), unknown] };
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => OnnxWriter.ToModel(network, new OnnxWriterOptions()));
        Assert.Equal(
            "Net cannot be written as an ONNX file: no operator is like layer 'mgu0', [Mgu], and its equations are not known; "
            + "no operator is like layer 'lstm2', [Lstm], and its equations are not known; layer 'c' is an unknown [Conv].",
            refusal.Message);
    }

    [Fact]
    public void NetworkWhoseStepsNoInputTells()
    {
        NetworkInput input = new("room", 2) { PerSequence = true };
        NetworkLayer layer = new() { Name = "d", Kind = "Repeat", Reads = [new("room", 0, 2)], Size = 2, HasSteps = true };
        Network network = new()
        {
            Name = "Net",
            Inputs = [input],
            Layers = [layer],
            Heads = [new NetworkHead("", [new("d", 0, 2)], []) { HasSteps = true }],
        };
        Assert.Equal(
            "Net cannot be written as an ONNX file: no input has steps, so that the number of steps is not known.",
            Assert.Throws<NotSupportedException>(() => OnnxWriter.ToModel(network, new OnnxWriterOptions())).Message);
        OnnxWriter.ToModel(network with { Steps = 4 }, new OnnxWriterOptions());
    }

    [Fact]
    public void LayerWithoutItsWeights()
    {
        Network network = Classes.Network("RnnModel(InputSize = 3)\nGru(4)");
        network = network with { Layers = [network.Layers[0] with { Parameters = [network.Layers[0].Parameters[0]] }] };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => OnnxWriter.ToModel(network, new OnnxWriterOptions()));
        Assert.StartsWith("Layer 'gru0', [Gru], has no weights 'candidate/kernel'; it has gates/kernel.", refusal.Message);
    }

    [Fact]
    public void LengthsOfAStream() => Assert.StartsWith(
        "A streaming file has one step a call, and so no lengths.",
        Assert.Throws<ArgumentException>(() => OnnxWriter.ToModel(
            Classes.Network("RnnModel(InputSize = 3)\nGru(4)"), new OnnxWriterOptions { Streaming = true, Lengths = true })).Message);

    [Fact]
    public void WhatIsRefusedLeavesTheFileAsItWas()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "before");
            Network network = Classes.Network("RnnModel(InputSize = 3)\nGru(4, Direction = Direction.Reverse)");
            Assert.Throws<NotSupportedException>(() => OnnxWriter.Write(network, path, Streaming));
            Assert.Equal("before", File.ReadAllText(path));
            Assert.ThrowsAny<IOException>(() => OnnxWriter.Write(network, Path.Combine(path, "nowhere", "net.onnx")));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
