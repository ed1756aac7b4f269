using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bits.Tests;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Tool;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Networks;

/// <summary>What is told of a network's kernels is what the generator says of the class.</summary>
public sealed class KernelOperandTests
{
    public static TheoryData<string> Recorded => new(RecordedModels.All.Select(model => model.Name));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void OfEveryModelOfTheRecord(string name)
    {
        RecordedModel recorded = RecordedModels.All.Single(model => model.Name == name);
        Type type = ClassCompiler.Compile([recorded.Source]).Single(type => type.Name == RecordedModel.DynamicName);
        IRnnModel model = ClassCompiler.Create(type);
        AssertTold(model, ModelNetwork.Of(model), names: false);
    }

    [Theory]
    [InlineData("RnnModel(InputSize = 3)\nLstm(3, InputDropout = 0.5, StateDropout = 0.5, Residual = true)\nDense(2)\nMeanSquaredError")]
    [InlineData("RnnModel(InputSize = 3)\nGru(3, ResetAfter = true)\nGru(6, ResetAfter = true, Direction = Direction.Bidirectional)")]
    [InlineData("RnnModel(InputSize = 6)\nLstm(6, Projection = 3)\nLstm(9, Projection = 6)")]
    [InlineData("RnnModel(InputSize = 6)\nDense(4)\nMgu(5)\nDense(9)\nUgrnn(7)\nDense(4)\nDense(5)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5)\nDense(3)\nLayerNorm")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5)\nDense(3)\nActivation(Activation.Swish)\nDense(6)\nDropout(0.5)\nMeanSquaredError")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5)\nPooling(Pooling.Mean)\nDense(3)\nDense(7)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5)\nPooling(Pooling.Attention, AttentionUnits = 4)\nDense(3)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5)\nPooling(Pooling.Attention, AttentionUnits = 5)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(5, Name = \"g\")\nDense(3, From = [\"g\", \"input[1..2]\"])")]
    [InlineData("RnnModel\nInput(\"a\", 3)\nInput(\"b\", 2, PerSequence = true)\nRnn(8)\nDense(2, EveryStep = true)")]
    [InlineData("RnnModel\nEmbedding(9, 4)\nInput(\"pitch\", 2)\nLstm(5)\nDense(9, EveryStep = true)")]
    [InlineData("RnnModel(InputSize = 2)\nLstm(5)\nDense(1, Name = \"wet\")\nSum(From = [\"wet\", \"input[0..1]\"])")]
    [InlineData("RnnModel(InputSize = 2)\nGru(5)\nDense(3, Name = \"code\")\nRepeat\nGru(4)\nDense(6, EveryStep = true)")]
    [InlineData(
        "RnnModel(InputSize = 2)\nGru(5, Name = \"a\")\nDense(3, Name = \"d\")\nHead(\"one\", From = [\"a\", \"d[1..3]\"])\nDense(2)\n"
        + "SoftmaxCrossEntropy\nHead(\"two\")\nPooling(Pooling.Mean)\nDense(6)\nDense(1)\nBinaryCrossEntropy\n"
        + "Head(\"three\", From = [\"a\"])\nLayerNorm\nDense(4)\nMeanSquaredError")]
    [InlineData("RnnModel(InputSize = 3)\nLstm(6, Projection = 4, Peepholes = true)\nDense(3)")]
    [InlineData("RnnModel(InputSize = 5)\nLstm(6, Direction = Direction.Bidirectional)\nGru(4, ResetAfter = true)\nDense(5)\nDense(4)")]
    [InlineData("RnnModel(InputSize = 6)\nGru(6)\nRnn(2, Name = \"r\")\nMgu(3)\nUgrnn(5)\nDense(3)\nLayerNorm")]
    [InlineData("RnnModel(InputSize = 2)\nGru(7, ResetAfter = true)\nDense(9, EveryStep = true)\nLstm(6)\nDense(3)")]
    [InlineData("RnnModel\nEmbedding(20, 3)\nLstm(8, LayerNorm = true)\nPooling(Pooling.Attention, AttentionUnits = 5)\nDense(6)")]
    [InlineData(
        "RnnModel(InputSize = 5)\nLstm(6)\nDense(3)\nHead(\"a\")\nDense(8)\nDense(3)\nMeanSquaredError\n"
        + "Head(\"b\")\nDense(9)\nMeanSquaredError")]
    [InlineData(
        "RnnModel(InputSize = 5)\nLstm(6, Name = \"a\")\nRnn(7, Name = \"b\", From = [\"input\", \"a\"])\n"
        + "Rnn(7, From = [\"a[2..5]\", \"b\"])\nDense(5)")]
    public void OfGraphsAndHeads(string attributes)
    {
        IRnnModel model = Classes.Model(attributes);
        Network network = ModelNetwork.Of(model);
        AssertTold(model, network, names: false);
        AssertTold(ClassCompiler.Create(network), network, names: true);
    }

    /// <summary>Networks of readers, whose layers have no equations.</summary>
    [Fact]
    public void OfTheNetworksOfOtherFrameworks()
    {
        using TemporaryFolder folder = new();
        foreach (string format in ToolFiles.Formats)
        {
            Network network = NetworkFiles.Read(ToolFiles.Of(format, folder)).Network;
            AssertTold(ClassCompiler.Create(network), network, names: true);
        }
    }

    [Fact]
    public void AKernelOfOtherRowsIsRefused()
    {
        Network network = Classes.Network("RnnModel(InputSize = 3)\nLstm(5)");
        NetworkLayer layer = network.Layers[0];
        NetworkTensor kernel = new("kernel", [3, 20], new float[60]);
        Network wrong = network with { Layers = [layer with { Parameters = [kernel] }] };
        Assert.StartsWith(
            "Layer 'lstm0', [Lstm], reads 3 values, but its kernel has 3 rows for [x, h].",
            Assert.Throws<ArgumentException>(() => NetworkWeights.Stored(wrong)).Message,
            StringComparison.Ordinal);
    }

    /// <param name="model">A model of the class.</param>
    /// <param name="network">Its network.</param>
    /// <param name="names">Whether names are the same: those of a class that is written from the network.</param>
    private static void AssertTold(IRnnModel model, Network network, bool names) => Assert.Equal(
        model.Description.Parameters.Select(parameter => Text(names ? parameter.Name : "", parameter.Shape, parameter.Operands))
            .Order(StringComparer.Ordinal),
        NetworkWeights.Stored(network).Select(tensor => Text(names ? tensor.Name : "", tensor.Shape, tensor.Operands))
            .Order(StringComparer.Ordinal));

    private static string Text(string name, IReadOnlyList<int> shape, IReadOnlyList<KernelOperand> operands) =>
        $"{name} [{string.Join(", ", shape)}] "
        + string.Join(' ', operands.Select(operand => $"{operand.Rows}{(operand.StaysFloat ? "f" : "")}"));
}
