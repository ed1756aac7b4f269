using System;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Embedding;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Tool;
using Xunit;

namespace RnnGen.Interchange.Tests.Embedding;

public sealed class EmbeddingFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsNoFileIsNamedAsTheProjectNamesIt()
    {
        Assert.Equal("../a b.onnx does not exist.", EmbeddingRun.Fault(_folder, _folder["a b.onnx"], "../a b.onnx"));
        Assert.Equal("a.onnx does not exist.", EmbeddingRun.Fault(_folder, _folder["none/a.onnx"], "a.onnx"));
        Directory.CreateDirectory(_folder["a.onnx"]);
        Assert.Equal("a.onnx is a folder; a file of weights was expected.", EmbeddingRun.Fault(_folder, _folder["a.onnx"], "a.onnx"));
    }

    [Theory]
    [InlineData("a.safetensors", "", "the file is empty")]
    [InlineData("a.safetensors", "\u0080\u0004\u0095", "is a pickle of PyTorch")]
    [InlineData("a.safetensors", "\u0010\0\0\0\0\0\0\0{\"a\":", "it begins with bytes 10 00 00 00")]
    [InlineData("a.safetensors", "\u0005\0\0\0\0\0\0\0{\"a\":", "is not a valid safetensors file: the header must be JSON")]
    [InlineData("a.onnx", "\u0008\u0008:\u00ff", "is no ONNX file")]
    [InlineData("a.json", "{\"layers\": [", "it must be JSON")]
    [InlineData("a.nam", "{}", "it must hold a network")]
    [InlineData("a.h5", "\u0089HDF\r\n\u001a\n", "must be readable as HDF5")]
    [InlineData("a.keras", "PK\u0003\u0004", "it must be a zip archive")]
    [InlineData("a.bin", "weights", "which no known format does")]
    public void ADamagedFileIsNamedWithWhatIsWrong(string name, string letters, string reason)
    {
        string message = EmbeddingRun.Fault(_folder, _folder.Write(name, [.. letters.Select(letter => (byte)letter)]), name);
        Assert.StartsWith(name, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    /// <summary>A file cut off, or with bytes changed: an error, or the whole of something else; never an end of the tool.</summary>
    [Theory]
    [InlineData("safetensors")]
    [InlineData("onnx")]
    [InlineData("rtneural")]
    [InlineData("hdf5")]
    public void NoDamageEndsTheTool(string format)
    {
        byte[] whole = File.ReadAllBytes(ToolFiles.Of(format, _folder));
        Random random = new(1);
        for (int round = 0; round < 60; round++)
        {
            byte[] bytes = round % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            bytes = round % 2 == 0 ? bytes : [.. bytes.Select((value, index) => index == 7 * round % bytes.Length ? (byte)~value : value)];
            EmbeddingRequest request = new(
                _folder.Write("damaged", bytes), "damaged", "", "r", _folder["out/m"], _folder["out/b"]);
            WeightEmbedder.Run(request);
            string[] manifest = File.ReadAllLines(request.Manifest);
            Assert.Equal(new FileInfo(request.Blob).Length == 0, manifest[2].StartsWith("error\tdamaged", StringComparison.Ordinal));
        }
    }

    /// <summary>A failure takes the place of what an earlier run has left.</summary>
    [Fact]
    public void NothingOldStaysBesideAFailure()
    {
        string file = ToolFiles.Nam(_folder);
        Assert.NotEmpty(EmbeddingRun.Of(_folder, file).Blob);
        File.WriteAllText(file, "{");
        EmbeddingRun.Fault(_folder, file);
        ToolFiles.Nam(_folder);
        Assert.NotEmpty(EmbeddingRun.Of(_folder, file).Blob);
    }

    [Theory]
    [InlineData("file=a\nname=a\nmanifest=m\nblob=b", "no resource")]
    [InlineData("", "no file, no name, no resource, no manifest, no blob")]
    [InlineData("file=a\nfile=b", "'file' must be there once, found it twice")]
    [InlineData("file=a\nfiles=b", "found 'files=b'")]
    [InlineData("file=a\nname", "found 'name'")]
    public void AWrongRequestIsTheBuildsError(string request, string reason) =>
        Assert.Contains(reason, Failure(_folder.Write("request", request)), StringComparison.Ordinal);

    [Fact]
    public void WhatCannotBeWrittenIsTheBuildsError()
    {
        string file = ToolFiles.Nam(_folder);
        Directory.CreateDirectory(_folder["folder"]);
        foreach ((string manifest, string blob) in new[] { ("m", "folder"), ("folder", "b"), ($"{file}/m", "b"), ("m", $"{file}/b") })
        {
            string request = $"file={file}\nname=a\nresource=r\nmanifest={_folder[manifest]}\nblob={_folder[blob]}";
            Assert.NotEmpty(Failure(_folder.Write("request", request)));
        }

        Assert.Contains("request", Failure(_folder["no request"]), StringComparison.Ordinal);
        Assert.Contains("found 2 arguments", Failure("a", "b"), StringComparison.Ordinal);
        Assert.Contains("found 0 arguments", Failure(), StringComparison.Ordinal);
    }

    /// <summary>The one line that MSBuild takes for an error.</summary>
    private static string Failure(params string[] arguments)
    {
        using StringWriter errors = new();
        Assert.Equal(1, EmbeddingCommand.Run(arguments, errors));
        string[] lines = errors.ToString().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("rnngen-embed : error : ", lines[0], StringComparison.Ordinal);
        Assert.Equal("", lines[1]);
        return lines[0]["rnngen-embed : error : ".Length..];
    }
}
