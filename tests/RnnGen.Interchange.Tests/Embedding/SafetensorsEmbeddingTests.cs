using System;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Embedding;

public sealed class SafetensorsEmbeddingTests : IDisposable
{
    // 1, -0, the smallest subnormal, a NaN with a payload, an infinity, the largest number.
    private static readonly uint[] Delicate = [0x3F800000, 0x80000000, 0x00000001, 0xFFC00001, 0x7F800000, 0x7F7FFFFF];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTypeOfFloatsIsStoredAsItIs()
    {
        byte[] singles = [.. Delicate.SelectMany(BitConverter.GetBytes)];
        double[] doubles = [1, 1 + 1e-12, -1e-300, double.NaN, double.NegativeInfinity, float.MaxValue];
        byte[] halves = [0x00, 0x3C, 0x01, 0x80, 0xFF, 0x7B], upper = [0x80, 0x3F, 0x01, 0x00, 0xC1, 0xFF];
        EmbeddingRun run = Embedded(
            ("a", "F32", [2, 3], singles), ("b", "F64", [3, 2], [.. doubles.SelectMany(BitConverter.GetBytes)]),
            ("c", "F16", [3], halves), ("d", "BF16", [1, 3, 1], upper), ("e", "F32", [], singles[..4]), ("f", "F32", [0, 3], []));

        Assert.Equal("Safetensors", run.One("format"));
        Assert.Null(run.Declaration);
        Assert.Equal(
            [
                "tensor a 2,3", "part 0 2 Float32 64 -",
                "tensor b 3,2", "part 0 3 Float32 128 -",
                "tensor c 3", "part 0 1 Float16 192 -",
                "tensor d 1,3,1", "part 0 3 BFloat16 256 -",
                "tensor e ", "part 0 1 Float32 320 -",
                "tensor f 0,3", "part 0 0 Float32 384 -",
            ],
            run.Lines.SkipWhile(line => line[0] != "tensor").Select(line => string.Join(' ', line)));
        Assert.Equal(384, run.Blob.Length);
        Assert.Equal(singles, run.Blob[64..88]);
        Assert.Equal(doubles.SelectMany(value => BitConverter.GetBytes((float)value)), run.Blob[128..152]);
        Assert.Equal(halves, run.Blob[192..198]);
        Assert.Equal(upper, run.Blob[256..262]);
        Assert.Equal(singles[..4], run.Blob[320..324]);
        Assert.All(
            (Range[])[32..64, 88..128, 152..192, 198..256, 262..320, 324..384],
            between => Assert.All(run.Blob[between], value => Assert.Equal(0, value)));
    }

    /// <summary>More than is copied at a time, of a size that no chunk divides.</summary>
    [Fact]
    public void LargeTensorsAreWhole()
    {
        byte[] data = new byte[((3 << 20) + 7) * 4];
        new Random(1).NextBytes(data);
        double[] doubles = [.. Enumerable.Range(0, (1 << 18) + 1).Select(index => index / 3.0)];
        EmbeddingRun run = Embedded(
            ("large", "F32", [data.Length / 4], data),
            ("doubles", "F64", [doubles.Length], [.. doubles.SelectMany(BitConverter.GetBytes)]));

        Assert.True(data.AsSpan().SequenceEqual(run.Blob.AsSpan(64, data.Length)));
        Assert.Equal(doubles.Select(value => (float)value), run.Tensors()["doubles"].Values);
    }

    [Fact]
    public void ParametersOfAClassKeepTheirNamesAndItsHash()
    {
        IRnnModel model = Classes.Model("RnnModel(InputSize = 3)\nLstm(5)\nDense(2)");
        model.Parameters.Save(_folder["model.safetensors"]);

        EmbeddingRun run = EmbeddingRun.Of(_folder, _folder["model.safetensors"]);

        Assert.Equal(model.Description.SpecHash, run.One("spec"));
        Assert.Equal(
            model.Description.Parameters.Select(parameter => (parameter.Name, string.Join(',', parameter.Shape))),
            run.Tensors().Select(tensor => (tensor.Key, tensor.Value.Shape)));
        Assert.Equal(model.Parameters.Values.ToArray(), run.Tensors().SelectMany(tensor => tensor.Value.Values));
    }

    [Fact]
    public void NamesMayHoldAnyLetter()
    {
        const string Name = "größe\t\\t\n\r\\ 1";
        Assert.Equal([1f], Embedded((Name, "F32", [1], BitConverter.GetBytes(1f))).Tensors()[Name].Values);
    }

    [Theory]
    [InlineData("U8", 1)]
    [InlineData("I64", 8)]
    [InlineData("BOOL", 1)]
    [InlineData("F8_E4M3", 1)]
    public void OtherTypesAreRefused(string type, int bytes) => Assert.Equal(
        $"model: steps is {type}, expected F32, F64, F16 or BF16.", Fault(("steps", type, [1], new byte[bytes])));

    [Fact]
    public void DoublesBeyondFloatsAreRefused() => Assert.Equal(
        $"model: element 1 of tensor 'w' is 1E+300, beyond the range of a float ({float.MaxValue}).",
        Fault(("v", "F32", [1], new byte[4]), ("w", "F64", [2], [.. new byte[8], .. BitConverter.GetBytes(1e300)])));

    /// <summary>The file has a hole: nothing is read before its size is refused.</summary>
    [Fact]
    public void MoreThanTwoGigabytesAreRefused()
    {
        const long Bytes = 1L << 31;
        byte[] head = SafetensorsFile.Head(
            $$$"""{"w":{"dtype":"F32","shape":[{{{Bytes / 4}}}],"data_offsets":[0,{{{Bytes}}}]}}""");
        using (FileStream file = File.Create(_folder["large.safetensors"]))
        {
            file.Write(head);
            file.SetLength(head.Length + Bytes);
        }

        Assert.Equal(
            "model takes 2147483712 bytes; at most 2147483647 can be embedded.",
            EmbeddingRun.Fault(_folder, _folder["large.safetensors"]));
    }

    private EmbeddingRun Embedded(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors) =>
        EmbeddingRun.Of(_folder, _folder.Write("file", SafetensorsFile.Of(tensors)));

    private string Fault(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors) =>
        EmbeddingRun.Fault(_folder, _folder.Write("file", SafetensorsFile.Of(tensors)));
}
