using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Keras;

/// <summary>
/// Files in Keras' formats, with outputs in double precision. No Keras wrote them: <c>tools/make-keras-files.py</c> did, with h5py and
/// NumPy.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class KerasFileTests
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Keras", "Files");

    public static TheoryData<string> Files() => new(Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!)
        .Where(file => !file.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void OutputsAreThoseOfKerasEquations(string file)
    {
        string name = file[..file.IndexOf('.', StringComparison.Ordinal)];
        ImportedNetwork network = Read(file);
        JsonNode expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".expected.json")))!;
        Dictionary<string, SourceValue> inputs =
            expected["inputs"]!.AsObject().ToDictionary(pair => pair.Key, pair => GoldenFiles.Tensor(pair.Value!));
        IReadOnlyDictionary<string, SourceValue> outputs =
            ImportedNetworkRunner.Run(network, ClassCompiler.Create(network.Network), inputs);
        Assert.Equal(expected["outputs"]!.AsObject().Select(pair => pair.Key).Order(), outputs.Keys.Order());
        foreach ((string output, SourceValue value) in outputs)
        {
            SourceValue numbers = GoldenFiles.Tensor(expected["outputs"]![output]!);
            Assert.Equal(numbers.Shape, value.Shape);
            Agreement.Of(value.Values, numbers.Values, $"{file}, {output}");
        }
    }

    /// <summary>Reads a file of the folder, with its configuration where that stands beside it.</summary>
    internal static ImportedNetwork Read(string file)
    {
        string configuration = Path.Combine(Folder, file.Replace(".weights.h5", ".config.json", StringComparison.Ordinal));
        return KerasReader.Read(
            Path.Combine(Folder, file),
            new KerasReaderOptions { ConfigurationPath = file.EndsWith(".weights.h5", StringComparison.Ordinal) ? configuration : null });
    }
}
