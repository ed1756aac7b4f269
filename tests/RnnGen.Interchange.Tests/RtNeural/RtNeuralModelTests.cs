using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.RtNeural;

/// <summary>The networks of RTNeural's own tests, with the outputs that its authors recorded in Python.</summary>
[Trait("Category", "Numerics")]
public sealed class RtNeuralModelTests
{
    [Theory]
    [InlineData("lstm_1d")]
    [InlineData("gru_1d")]
    public void OutputsAreThoseOfKeras(string name)
    {
        string folder = SharedFolder.Models("rtneural");
        ImportedNetwork network = RtNeuralReader.Read(Path.Combine(folder, name + ".json"));
        SourceValue inputs = Tables.Read(Path.Combine(folder, name + "_x_python.csv"));
        SourceValue outputs = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), Inputs(inputs))["output"];
        Agreement.Of(outputs.Values, Tables.Read(Path.Combine(folder, name + "_y_python.csv")).Values, name);
    }

    [Theory]
    [InlineData("lstm_torch")]
    [InlineData("gru_torch")]
    public void OutputsAreThoseOfTorch(string name)
    {
        string folder = SharedFolder.Models("rtneural");
        ImportedNetwork network = TorchReader.Read(Path.Combine(folder, name + ".json"));
        SourceValue inputs = Tables.Read(Path.Combine(folder, name + "_x_python.csv"), timeFirst: true);
        SourceValue outputs = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), Inputs(inputs))["output"];
        Agreement.Of(outputs.Values, Tables.Read(Path.Combine(folder, name + "_y_python.csv")).Values, name);
    }

    [Fact]
    public void WeightsOfAnotherSizeThanTheShapeSaysAreRefused()
    {
        string path = SharedFolder.Models("rtneural", "bad_lstm.json");
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => RtNeuralReader.Read(path));
        Assert.EndsWith(
            "layer 0 (lstm) of 16 units on 1 inputs must have weights [1, 64], [16, 64], [64], found weights [1, 80], [20, 80], [80].",
            failure.Message,
            StringComparison.Ordinal);
    }


    private static Dictionary<string, SourceValue> Inputs(SourceValue inputs) => new() { ["input"] = inputs };
}
