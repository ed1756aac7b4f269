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
    public static TheoryData<string> Fixtures => [.. GoldenFiles.In("torch")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void OutputsAndStatesAreThoseOfTorch(string fixture)
    {
        string file = SharedFolder.Golden("torch", fixture);
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!;
        NetworkTensor[] tensors = [.. root["weights"]!.AsObject().Select(pair => Numbers.Tensor(pair.Key, pair.Value!))];
        TorchReaderOptions options = new()
        {
            Nonlinearity = root["cell"]!.GetValue<string>() == "RNN_RELU" ? Activation.Relu : Activation.Tanh,
        };
        using TemporaryFolder folder = new();
        ImportedNetwork network = TorchReader.Read(folder.Write("module.json", Numbers.Json(tensors)), options);
        NetworkWeights.Save(tensors, folder["module.safetensors"]);
        ImportedNetwork same = TorchReader.Read(folder["module.safetensors"], options);
        Stacks.Equal(network.Network, same.Network);

        Dictionary<string, SourceValue> inputs = new()
        {
            ["input"] = GoldenFiles.Tensor(root["x"]!),
            ["h_0"] = GoldenFiles.Tensor(root["h0"]!),
        };
        if (root["c0"] is JsonNode cell)
        {
            inputs["c_0"] = GoldenFiles.Tensor(cell);
        }

        if (root["lengths"] is JsonNode lengths)
        {
            inputs["lengths"] = GoldenFiles.Tensor(lengths);
        }

        IReadOnlyDictionary<string, SourceValue> outputs =
            ImportedNetworkRunner.Run(network, ClassCompiler.Create(network.Network), inputs);
        foreach ((string name, SourceValue value) in outputs)
        {
            SourceValue expected = GoldenFiles.Tensor(root[name]!);
            Assert.Equal(expected.Shape, value.Shape);
            Agreement.Of(value.Values, expected.Values, name, share: 5e-6);
        }
    }
}
