using System;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>States in files of one step: whose cell is not recognised, they are never taken for ordinary inputs.</summary>
public sealed class OnnxStateTests
{
    private const string Inputs = "RnnModel\nInput(\"values\", 3)\nInput(\"elapsed\", 1)\n";

    [Theory]
    [InlineData("RnnModel(InputSize = 3)\nQrnn(5)", "'qrnn0_")]
    [InlineData(Inputs + "Cfc(5, Elapsed = \"elapsed\", From = [\"values\"])", "'cfc0_h' ('cfc0_h_out' after the step)")]
    [InlineData(
        Inputs + "Gru(4, From = [\"values\"])\nCfc(5, Elapsed = \"elapsed\")\nDense(2)", "'cfc1_h' ('cfc1_h_out' after the step)")]
    public void StatesOfNoCellThatIsReadAreRefused(string layers, string states)
    {
        IRnnModel model = Classes.Model(layers);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => OnnxTrip.Read(model, new OnnxWriterOptions { Streaming = true }));
        Assert.Contains("states of cells that cannot be written as equations", refusal.Message);
        Assert.Contains(states, refusal.Message);
        Assert.DoesNotContain("gru0", refusal.Message);
    }
}
