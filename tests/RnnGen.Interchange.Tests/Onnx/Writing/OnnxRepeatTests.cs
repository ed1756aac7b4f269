using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>A vector that is given to every step leaves no value in the graph; it is read back as a layer all the same.</summary>
public sealed class OnnxRepeatTests
{
    private const int Rows = 3, Steps = 6;

    [Theory]
    [InlineData("Gru(4)\nPooling(Pooling.Mean)\nRepeat\nConv1D(3, 2)\nDense(2)", "Gru Pooling Repeat Conv1D Pooling Dense")]
    [InlineData("Gru(4)\nPooling(Pooling.Mean)\nRepeat\nGru(2)", "Gru Pooling Repeat Gru")]
    [InlineData("Gru(4)\nRepeat\nGru(2)\nDense(3, EveryStep = true)", "Gru Pooling Repeat Gru Dense")]
    [InlineData("Gru(4)\nPooling(Pooling.Max)\nRepeat\nMaxPool1D(2)\nDense(2, EveryStep = true)", "Gru Pooling Repeat MaxPool1D Dense")]
    [InlineData("Gru(4)\nPooling(Pooling.Mean)\nRepeat\nMgu(4)\nPooling(Pooling.Mean)", "Gru Pooling Repeat NetCell Pooling")]
    [InlineData("Gru(4)\nPooling(Pooling.Mean)\nRepeat", "Gru Pooling Repeat")]

    // What is computed of repeated vectors step by step is the same at all of them, and is computed once.
    [InlineData("Gru(4)\nPooling(Pooling.Mean)\nRepeat\nDense(3, EveryStep = true)", "Gru Pooling Dense Repeat")]
    [InlineData(
        "Gru(4)\nPooling(Pooling.Mean)\nRepeat\nDense(3)\nLayerNorm\nActivation(Activation.Tanh)\nGru(2)",
        "Gru Pooling Dense Repeat LayerNorm Activation Gru")]
    [InlineData(
        "Gru(4, Name = \"a\")\nPooling(Pooling.Mean)\nRepeat(Name = \"r\")\nSum(From = [\"a\", \"r\"])\nGru(3)\nDense(2)",
        "Gru Pooling Repeat Sum Gru Pooling Dense")]
    [InlineData(
        "Gru(4, Name = \"a\")\nPooling(Pooling.Mean)\nRepeat(Name = \"r\")\nGru(3, From = [\"a\", \"r[1..3]\", \"input\"])",
        "Gru Pooling Repeat Gru")]
    public void VectorAtEveryStep(string layers, string kinds)
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 3)\n" + layers);
        ImportedNetwork read = OnnxTrip.Read(model);
        Assert.Equal(kinds, string.Join(' ', read.Network.AllLayers.Select(layer => layer.Kind)));
        (float[] own, float[] again) = OnnxTrip.Outputs(model, read, Rows, Steps);
        Agreement.Of(again, own, layers, share: 1e-6);
    }
}
