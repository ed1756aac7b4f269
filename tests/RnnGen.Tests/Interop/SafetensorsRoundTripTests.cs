using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    // 1, -0, the smallest denormal, the largest denormal, quiet and signalling NaNs with payloads, both infinities, -max.
    private static readonly uint[] DelicateBits =
    [
        0x3F800000, 0x80000000, 0x00000001, 0x807FFFFF, 0x7FC12345, 0xFFC00001, 0x7F800001, 0xFFBFFFFF, 0x7F800000, 0xFF800000, 0xFF7FFFFF,
        0x00000000,
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LayoutIsThatOfTheFormatByteForByte()
    {
        byte[] written = Write(
            [("x", [2]), ("s", []), ("empty", [0, 3])],
            [[0x3F800000, 0x80000000], [0x7F800001], []],
            new Dictionary<string, string> { ["k2"] = "ü\"", ["k1"] = "v" });

        const string Json =
            """{"__metadata__":{"k1":"v","k2":"ü\""},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
            + ""","s":{"dtype":"F32","shape":[],"data_offsets":[8,12]},"empty":{"dtype":"F32","shape":[0,3],"data_offsets":[12,12]}}""";
        byte[] expected =
        [
            208, 0, 0, 0, 0, 0, 0, 0, // 206 bytes of JSON and 2 spaces
            .. Encoding.UTF8.GetBytes(Json + "  "),
            0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0x80,
            0x01, 0x00, 0x80, 0x7F,
        ];
        Assert.Equal(expected, written);
    }

    [Fact]
    public void SmallestFileIsAsInTheFormatsDescription()
    {
        byte[] expected = [8, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}', 0x20, 0x20, 0x20, 0x20, 0x20, 0x20];
        Assert.Equal(expected, Write([], [], null));
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("empty", expected));
        Assert.Empty(reader.Tensors);
        Assert.Empty(reader.Metadata);
    }

    [Fact]
    public void ValuesComeBackBitForBit()
    {
        byte[] written = Write(
            [("matrix", [3, 4]), ("scalar", []), ("none", [5, 0]), ("größe \"\\/\n+", [1, 1, 1])],
            [DelicateBits, [0xFFC0FFEE], [], [0x80000001]],
            new Dictionary<string, string> { ["<key>"] = "line\nbreak", [""] = "" });
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("file", written));

        Assert.Equal(["<key>", ""], reader.Metadata.Keys.OrderByDescending(key => key, StringComparer.Ordinal));
        Assert.Equal("line\nbreak", reader.Metadata["<key>"]);
        Assert.Equal(["matrix", "scalar", "none", "größe \"\\/\n+"], reader.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([[3, 4], [], [5, 0], [1, 1, 1]], reader.Tensors.Select(tensor => tensor.Shape));
        Assert.Equal([12, 1, 0, 1], reader.Tensors.Select(tensor => tensor.Count));
        Assert.Equal(DelicateBits, ReadBits(reader, "matrix", 12));
        Assert.Equal([0xFFC0FFEE], ReadBits(reader, "scalar", 1));
        Assert.Empty(ReadBits(reader, "none", 0));
        Assert.Equal([0x80000001], ReadBits(reader, "größe \"\\/\n+", 1));
    }

    [Fact]
    public void TensorLargerThanOnePartComesBack()
    {
        uint[] bits = new uint[(1 << 20) + 3];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (uint)i * 2654435761;
        }

        using SafetensorsReader reader = SafetensorsReader.Open(
            _folder.Add("large", Write([("a", [1]), ("b", [bits.Length])], [[7], bits], null)));
        Assert.True(bits.AsSpan().SequenceEqual(ReadBits(reader, "b", bits.Length)));
    }

    [Fact]
    public void TensorsMayBeListedInAnotherOrderThanTheirData()
    {
        byte[] file = SafetensorsBytes.File(
            """ {"b":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  """.TrimStart(),
            0, 0, 0, 0x40, 0, 0, 0x40, 0x40);
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("file", file));
        Assert.Equal(["a", "b"], reader.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([0x40000000u], ReadBits(reader, "a", 1));
        Assert.Equal([0x40400000u], ReadBits(reader, "b", 1));
    }

    [Fact]
    public void OtherTypesAreListedButNotRead()
    {
        byte[] file = SafetensorsBytes.File(
            """{"h":{"dtype":"I16","shape":[3],"data_offsets":[0,6]},"f":{"dtype":"F4","shape":[2,2],"data_offsets":[6,8]}}""", 1, 2, 3, 4,
            5, 6, 7, 8);
        string path = _folder.Add("file", file);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(["I16", "F4"], reader.Tensors.Select(tensor => tensor.Dtype));
        string message = Assert.Throws<InvalidDataException>(() => reader.Read("h", new float[3])).Message;
        Assert.Equal($"{path}: tensor 'h' must be F32, F64, F16 or BF16 to be read, found I16.", message);
    }

    /// <summary>
    /// Bytes as the standards of the types have them: 1, the smallest subnormal, the largest number, infinity, and what is not a number.
    /// </summary>
    [Theory]
    [InlineData("F16", "003C 0100 FF7B 00FC 007E", 0x3F800000u, 0x33800000u, 0x477FE000u, 0xFF800000u)]
    [InlineData("BF16", "803F 0100 7F7F 80FF C07F", 0x3F800000u, 0x00010000u, 0x7F7F0000u, 0xFF800000u)]
    [InlineData(
        "F64", "000000000000F03F 000000000000A036 000000E0FFFFEF47 000000000000F0FF 000000000000F87F", 0x3F800000u, 0x00000001u,
        0x7F7FFFFFu, 0xFF800000u)]
    public void OtherFloatsBecomeFloats(string dtype, string bytes, params uint[] expected)
    {
        byte[] data = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        byte[] file = SafetensorsBytes.File(
            """{"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
            + $$$""","x":{"dtype":"{{{dtype}}}","shape":[5],"data_offsets":[4,{{{4 + data.Length}}}]}}""",
            [0, 0, 0, 0, .. data]);
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("file", file));
        float[] values = new float[5];
        reader.Read("x", values);

        Assert.Equal(expected, values.Take(4).Select(BitConverter.SingleToUInt32Bits));
        Assert.True(float.IsNaN(values[4]));
    }

    [Fact]
    public void ADoubleBeyondTheRangeOfAFloatIsNamed()
    {
        // Beyond one chunk, so that the index is that in the tensor. Half a unit above the largest float is the first that is rounded to
        // infinity.
        int count = (1 << 20) + 2;
        byte[] data = new byte[count * sizeof(double)];
        BitConverter.TryWriteBytes(data.AsSpan(0), 3.4028235677973362e38);
        BitConverter.TryWriteBytes(data.AsSpan((count - 1) * sizeof(double)), -3.4028235677973366e38);
        string path = _folder.Add(
            "file", SafetensorsBytes.File($$$"""{"x":{"dtype":"F64","shape":[{{{count}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data));
        using SafetensorsReader reader = SafetensorsReader.Open(path);

        Assert.Equal(
            $"{path}: element {count - 1} of tensor 'x' is -3.4028235677973366E+38, beyond the range of a float (3.4028235E+38).",
            Assert.Throws<InvalidDataException>(() => reader.Read("x", new float[count])).Message);
    }

    [Fact]
    public void ReaderRefusesWhatDoesNotFitTheFile()
    {
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("file", Write([("x", [2])], [[1, 2]], null)));
        float[] destination = [9, 9, 9];
        Assert.Throws<KeyNotFoundException>(() => reader.Read("y", destination));
        Assert.Throws<ArgumentException>(() => reader.Read("x", destination));
        Assert.Equal([9, 9, 9], destination);
        Assert.False(reader.TryGet("y", out _));
        Assert.True(reader.TryGet("x", out SafetensorsTensor? tensor));
        Assert.Equal("F32", tensor.Dtype);
    }

    [Fact]
    public void ReadingPastAnEndThatWasCutOffMeanwhileIsRefused()
    {
        string path = _folder.Add("file", Write([("x", [4])], [[1, 2, 3, 4]], null));
        using SafetensorsReader reader = SafetensorsReader.Open(path);

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be cut off.");
        using (FileStream other = new(
            path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite }))
        {
            other.SetLength(other.Length - 5);
        }

        string message = Assert.Throws<InvalidDataException>(() => reader.Read("x", new float[4])).Message;
        Assert.Contains("found the end of the file", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriterRefusesBadDeclarationsBeforeTheFirstByte()
    {
        AssertRefused([("x", [1]), ("x", [2])], "twice");
        AssertRefused([("__metadata__", [1])], "reserved");
        AssertRefused([("x", [2, -1])], "[2, -1]");
        AssertRefused([("x", [65536, 65536])], "[65536, 65536]");
        AssertRefused([("half \ud800", [1])], "Unicode");

        static void AssertRefused((string Name, IReadOnlyList<int> Shape)[] tensors, string fragment)
        {
            MemoryStream stream = new();
            ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => new SafetensorsWriter(stream, tensors));
            Assert.Contains(fragment, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void WriterRefusesOtherDataThanDeclared()
    {
        MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("first", [2]), ("second", [])]);
        long header = stream.Length;
        Assert.Throws<ArgumentException>(() => writer.Write([1, 2, 3]));
        Assert.Equal(header, stream.Length);
        writer.Write([1, 2]);
        Assert.Contains("'second'", Assert.Throws<InvalidOperationException>(writer.Complete).Message, StringComparison.Ordinal);
        writer.Write([3]);
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.Write([4]));
        Assert.Equal(header + 12, stream.Length);
    }

    private static byte[] Write((string Name, IReadOnlyList<int> Shape)[] tensors, uint[][] bits, Dictionary<string, string>? metadata)
    {
        MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, tensors, metadata);
        foreach (uint[] values in bits)
        {
            writer.Write(MemoryMarshal.Cast<uint, float>(values));
        }

        writer.Complete();
        return stream.ToArray();
    }

    private static uint[] ReadBits(SafetensorsReader reader, string name, int count)
    {
        uint[] bits = new uint[count];
        reader.Read(name, MemoryMarshal.Cast<uint, float>(bits.AsSpan()));
        return bits;
    }
}
