using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>Both halves of DTLN (Westhausen and Meyer 2020), each in one call: two LSTM as operators, and two that are written out.</summary>
public sealed class DtlnTests
{
    [Fact]
    public void FirstHalfIsAStack()
    {
        ImportedNetwork network = OnnxReader.Read(SharedFolder.Models("dtln", "model_1.onnx"));

        Assert.Equal(
            [
                "RnnModel(InputSize = 257, Training = false)", "Lstm(128, ForgetBias = 0)", "Lstm(128, ForgetBias = 0)",
                "Dense(257, Activation = Activation.Sigmoid, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
        Assert.Equal([SourceRole.Values, SourceRole.States], network.Inputs.Select(tensor => tensor.Role));
        Assert.Equal([SourceRole.Values, SourceRole.States], network.Outputs.Select(tensor => tensor.Role));
    }

    [Fact]
    public void CellsThatAreWrittenOutAreFound()
    {
        ImportedNetwork network = OnnxReader.Read(SharedFolder.Models("dtln", "model_2.onnx"));

        Assert.Equal(
            [
                "RnnModel(InputSize = 512, Training = false)",
                "Dense(256, Bias = false, EveryStep = true, Name = \"conv1d_2\")",
                "LayerNorm(Epsilon = 1E-07)",
                "Lstm(128, ForgetBias = 0)",
                "Lstm(128, ForgetBias = 0)",
                "Dense(256, Activation = Activation.Sigmoid, EveryStep = true, Name = \"dense_3\")",
                "Product(From = [\"conv1d_2\", \"dense_3\"])",
                "Dense(512, Bias = false, EveryStep = true)",
            ],
            NetworkSource.Attributes(network.Network));
        ClassCompiler.Create(network.Network);
    }
}
