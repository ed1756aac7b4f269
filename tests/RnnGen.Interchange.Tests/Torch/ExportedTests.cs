using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Torch;

/// <summary>Networks as PyTorch's own exporter wrote them, against what PyTorch computed (tools/make-torch-files.py).</summary>
public sealed class ExportedTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Torch", "Files");

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(Folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputsAreThoseOfPyTorch(string name)
    {
        ImportedNetwork network = OnnxReader.Read(Path.Combine(Folder, $"{name}.onnx"));
        JsonNode pairs = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;
        Dictionary<string, SourceValue> inputs = pairs["inputs"]!.AsObject()
            .ToDictionary(pair => pair.Key, pair => GoldenFiles.Tensor(pair.Value!));
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), inputs);

        Assert.Equal(pairs["outputs"]!.AsObject().Count, outputs.Count);
        foreach ((string output, SourceValue value) in outputs)
        {
            SourceValue expected = GoldenFiles.Tensor(pairs["outputs"]![output]!);
            Assert.Equal(expected.Shape, value.Shape);
            Agreement.Of(value.Values, expected.Values, $"{name}, {output}");
        }
    }
}
