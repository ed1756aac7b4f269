using System;
using System.IO;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Torch;

/// <summary>State dictionaries that are cut, contradict their sizes, or hold what is no float.</summary>
public sealed class TorchDamagedFileTests
{
    [Theory]
    [InlineData("", "must be JSON")]
    [InlineData("{}", "it must have tensors, found none")]
    [InlineData("""{"fc.weight": [[1, NaN]]}""", "must be JSON")]
    [InlineData("""{"fc.weight": [[1, "NaN"]]}""", "found a text at [0, 1]")]
    [InlineData("""{"fc.weight": [[1, 2], [3]]}""", "'fc.weight' [1] must have 2 elements as the rows before it, found 1")]
    [InlineData("""{"fc.weight": [[1, 2], 3]}""", "'fc.weight' must have an array at [1], found a number")]
    [InlineData("""{"fc.weight": [[[[[1]]]]]}""", "must have at most 4 dimensions, found more")]
    [InlineData("""{"fc.weight": {"a": 1}}""", "'fc.weight' must be an array, found an object")]
    [InlineData("""{"fc.weight": [[1]], "fc.weight": [[1]]}""", "every name must occur once, found 'fc.weight' twice")]
    [InlineData("""{"fc.weight": [[1]]} x""", "must be JSON")]
    [InlineData("""{"fc.weight": [[-1e40]]}""", "found one beyond at [0, 0]")]
    [InlineData("{\"\\ud800\": [[1]]}", "must be valid Unicode")]
    public void DamagedJsonIsRefused(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("state.json", text);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => TorchReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANestingBombIsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("state.json", "{\"a\":" + new string('[', 5_000_000));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => TorchReader.Read(path));
        Assert.Contains("at most 4 dimensions", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClaimBeyondTheFileIsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] header = """{"fc.weight":{"dtype":"F32","shape":[1000000,1000],"data_offsets":[0,4000000000]}}"""u8.ToArray();
        string path = folder.Write("state.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, 0, 0, 0, 0]);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => TorchReader.Read(path));
        Assert.Contains("found [0, 4000000000]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IntegersAreRefusedByName()
    {
        using TemporaryFolder folder = new();
        byte[] header = """{"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}"""u8.ToArray();
        string path = folder.Write("state.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[8]]);
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => TorchReader.Read(path));
        Assert.Contains("'bn.num_batches_tracked' I64 []", failure.Message, StringComparison.Ordinal);
    }
}
