using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Torch;

/// <summary>PyTorch's own numbers: every recorded module is written as a state dictionary, read, compiled and run.</summary>
[Trait("Category", "Numerics")]
public sealed class TorchGoldenTests
{
    private const string NoFixture = "(none)";

    public static TheoryData<string> Fixtures()
    {
        string? folder = Environment.GetEnvironmentVariable("RNNGEN_GOLDEN");
        return string.IsNullOrEmpty(folder) || !Directory.Exists(Path.Combine(folder, "torch"))
            ? new TheoryData<string>(NoFixture)
            : new TheoryData<string>(Directory.GetFiles(Path.Combine(folder, "torch"), "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void OutputsAndStatesAreThoseOfTorch(string fixture)
    {
        string file = SharedFolder.Golden("torch", fixture);
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!;
        NetworkTensor[] tensors = [.. root["weights"]!.AsObject().Select(pair => Numbers.Tensor(pair.Key, pair.Value))];
        TorchReaderOptions options = new()
        {
            Nonlinearity = root["cell"]!.GetValue<string>() == "RNN_RELU" ? Activation.Relu : Activation.Tanh,
        };
        using TemporaryFolder folder = new();
        ImportedNetwork network = TorchReader.Read(folder.Write("module.json", Numbers.Json(tensors)), options);
        NetworkWeights.Save(tensors, folder["module.safetensors"]);
        ImportedNetwork same = TorchReader.Read(folder["module.safetensors"], options);
        Assert.Equal(NetworkSource.Write(network.Network), NetworkSource.Write(same.Network));
        Assert.Equal(NetworkWeights.Of(network.Network).SelectMany(tensor => tensor.Values), NetworkWeights.Of(same.Network).SelectMany(tensor => tensor.Values));

        Dictionary<string, SourceValue> inputs = new() { ["input"] = Numbers.Value(root["x"]), ["h_0"] = Numbers.Value(root["h0"]) };
        if (root["c0"] is JsonNode cell)
        {
            inputs["c_0"] = Numbers.Value(cell);
        }

        if (root["lengths"] is JsonNode lengths)
        {
            inputs["lengths"] = Numbers.Value(lengths);
        }

        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(network, ClassCompiler.Create(network.Network), inputs);
        foreach ((string name, SourceValue value) in outputs)
        {
            Assert.Equal(Numbers.Shape(root[name]), value.Shape);
            Agreement.Of(value.Values, Numbers.Flat(root[name]), name, share: 5e-6);
        }
    }
}
