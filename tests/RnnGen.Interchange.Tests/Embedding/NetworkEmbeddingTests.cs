using System;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Onnx;
using RnnGen.Interchange.Tests.Tool;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Embedding;

public sealed class NetworkEmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. ToolFiles.Formats.Where(format => format != "safetensors")];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void ANetworkIsItsWeightsAndItsClass(string format)
    {
        string file = ToolFiles.Of(format, _folder);
        ImportedNetwork expected = NetworkFiles.Read(file);

        EmbeddingRun run = EmbeddingRun.Of(_folder, file);

        Assert.Equal(NetworkFiles.FormatOf(file).ToString(), run.One("format"));
        Assert.Equal(NetworkSource.Write(expected.Network), run.Declaration);
        Assert.Equal(expected.Notes, run.Lines.Where(line => line[0] == "note").Select(line => line[1]));
        Assert.Equal(
            NetworkWeights.Of(expected.Network).Select(tensor => (tensor.Name, string.Join(',', tensor.Shape))),
            run.Tensors().Select(tensor => (tensor.Key, tensor.Value.Shape)));
        Assert.Equal(
            NetworkWeights.Of(expected.Network).SelectMany(tensor => tensor.Values),
            run.Tensors().SelectMany(tensor => tensor.Value.Values));
        Assert.Empty(run.Inputs);
    }

    /// <summary>In eight bits too a network is what its class would save.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void ANetworkIsStoredAsItsClassStoresIt(string format)
    {
        string file = ToolFiles.Of(format, _folder);
        ClassCompiler.Create(NetworkFiles.Read(file).Network).Parameters.Save(_folder["saved"], StorageType.Int8);

        EmbeddingRun expected = EmbeddingRun.Of(_folder, _folder["saved"]), run = EmbeddingRun.Of(_folder, file, storage: "Int8");

        Assert.Equal(
            expected.Tensors().OrderBy(tensor => tensor.Key, StringComparer.Ordinal).SelectMany(tensor => tensor.Value.Values),
            run.Tensors().OrderBy(tensor => tensor.Key, StringComparer.Ordinal).SelectMany(tensor => tensor.Value.Values));
        Assert.Equal(
            expected.Lines.Where(line => line[0] == "part").Select(line => $"{line[2]} {line[3]}").Order(StringComparer.Ordinal),
            run.Lines.Where(line => line[0] == "part").Select(line => $"{line[2]} {line[3]}").Order(StringComparer.Ordinal));
    }

    /// <summary>Where a file lies and what has been written before leave no trace.</summary>
    [Theory]
    [InlineData("onnx")]
    [InlineData("keras")]
    [InlineData("safetensors")]
    public void EqualFilesGiveEqualBytes(string format)
    {
        using TemporaryFolder other = new();
        string copy = other[Path.GetFileName(ToolFiles.Of(format, _folder))];
        File.Copy(ToolFiles.Of(format, _folder), copy);

        EmbeddingRun first = EmbeddingRun.Of(_folder, ToolFiles.Of(format, _folder)), second = EmbeddingRun.Of(other, copy);
        EmbeddingRun again = EmbeddingRun.Of(_folder, ToolFiles.Of(format, _folder));

        Assert.Equal((first.Manifest, first.Manifest), (second.Manifest, again.Manifest));
        Assert.Equal(first.Blob, second.Blob);
        Assert.Equal(first.Blob, again.Blob);
    }

    [Fact]
    public void DataBesideTheFileIsAnInput()
    {
        string weights = _folder.Write("weights.bin", [.. Enumerable.Range(0, 48).SelectMany(index => BitConverter.GetBytes(index / 8f))]);
        string file = _folder.Write("model.onnx", BadFileTests.External("weights.bin").ToByteArray());

        EmbeddingRun run = EmbeddingRun.Of(_folder, file);

        Assert.Equal([weights], run.Inputs);
        Assert.Equal(
            NetworkWeights.Of(OnnxReader.Read(file).Network).SelectMany(tensor => tensor.Values),
            run.Tensors().SelectMany(tensor => tensor.Value.Values));
        File.Delete(weights);
        Assert.Equal(
            "model: node 'cell' (LSTM): the data of tensor 'W' stands in 'weights.bin', which is not there.",
            EmbeddingRun.Fault(_folder, file));
    }

    [Fact]
    public void WhatALinkLeadsToIsAnInput()
    {
        string file = ToolFiles.Nam(_folder);
        try
        {
            File.CreateSymbolicLink(_folder["second"], file);
            File.CreateSymbolicLink(_folder["first"], "second");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"No links can be made here: {failure.Message}");
        }

        Assert.Equal([_folder["second"], file], EmbeddingRun.Of(_folder, _folder["first"]).Inputs);
        File.Delete(file);
        File.CreateSymbolicLink(file, "first");
        EmbeddingRun.Fault(_folder, _folder["first"]);
    }

    [Fact]
    public void WhatAReaderRefusesIsToldAsItSaysIt()
    {
        ModelProto model = BadFileTests.External("weights.bin");
        model.Graph.Node[0].OpType = "Conv";
        string file = _folder.Write("unknown.onnx", model.ToByteArray());

        string message = EmbeddingRun.Fault(_folder, file);

        Assert.StartsWith("model: ", message, StringComparison.Ordinal);
        Assert.Equal(
            Assert.Throws<NotSupportedException>(() => OnnxReader.Read(file)).Message,
            message.Replace("model: ", $"{file}: ", StringComparison.Ordinal));
    }
}
