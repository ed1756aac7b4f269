using System;
using System.Buffers.Binary;
using System.IO;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class SafetensorsDamageTests : IDisposable
{
    private const string TwoTensors =
        """{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
        + ""","y":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] whole = SafetensorsBytes.File(TwoTensors, new byte[12]);
        using (SafetensorsReader reader = SafetensorsReader.Open(_folder.Add("whole", whole)))
        {
            Assert.Equal(2, reader.Tensors.Count);
        }

        for (int length = 0; length < whole.Length; length++)
        {
            AssertDamaged(whole.AsSpan(0, length), string.Empty);
        }
    }

    [Theory]
    [InlineData(0ul, "an empty header")]
    [InlineData(136ul, "at most 135 bytes")]
    [InlineData(100_000_001ul, "a length of 100000001")]
    [InlineData(0x7FFFFFFF_FFFFFFFFul, "a length of 9223372036854775807")]
    [InlineData(0x80000000_00000000ul, "a length of 9223372036854775808")]
    [InlineData(0xFFFFFFFF_FFFFFFF8ul, "a length of 18446744073709551608")]
    public void HeaderLengthBeyondTheFileIsRefused(ulong length, string fragment)
    {
        byte[] file = SafetensorsBytes.File(TwoTensors.PadRight(135));
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        AssertDamaged(file, fragment);
    }

    [Fact]
    public void HeaderOverTheReferencesLimitIsRefusedEvenInALongFile()
    {
        // A sparse file: 100 MB are claimed and there, but not on the disk.
        string path = _folder.Add("long", SafetensorsBytes.File("{}"));
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.SetLength(100_000_100);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, 100_000_001);
            stream.Write(length);
        }

        string message = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Open(path)).Message;
        Assert.Contains("at most 100000000 bytes, found a length of 100000001", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "overlap", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        "must begin at byte 8, where the one before it ends, found 4 (an overlap)")]
    [InlineData(
        "same range", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "an overlap")]
    [InlineData(
        "empty inside", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""",
        "an overlap")]
    [InlineData(
        "hole", """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
        "must begin at byte 4, where the one before it ends, found 8 (a hole)")]
    [InlineData("hole first", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "a hole")]
    [InlineData("rest", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "must fill the 12 bytes after the header, found 8")]
    [InlineData(
        "beyond the end", """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "ascending offsets up to 12, found [0, 16]")]
    [InlineData("descending", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "ascending offsets up to 12, found [12, 0]")]
    [InlineData(
        "negative offset", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[-12,0]}}""",
        "data_offsets of tensor 'x' must be whole numbers")]
    [InlineData("one offset", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[12]}}""", "found [12]")]
    [InlineData("three offsets", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12,12]}}""", "found [0, 12, 12]")]
    [InlineData(
        "too small a shape", """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""",
        "F32 and shape [2] must take 64 bits, found 12 bytes")]
    [InlineData(
        "other type's size", """{"x":{"dtype":"F64","shape":[3],"data_offsets":[0,12]}}""",
        "F64 and shape [3] must take 192 bits, found 12 bytes")]
    [InlineData("half a byte", """{"x":{"dtype":"F4","shape":[23],"data_offsets":[0,12]}}""", "must take 92 bits, found 12 bytes")]
    [InlineData(
        "product overflows to fit", """{"x":{"dtype":"F32","shape":[4294967296,4294967296,3],"data_offsets":[0,12]}}""",
        "found shape [4294967296, 4294967296, 3]")]
    [InlineData(
        "bits overflow to fit", """{"x":{"dtype":"F32","shape":[576460752303423491],"data_offsets":[0,12]}}""",
        "found shape [576460752303423491]")]
    [InlineData(
        "extent overflows", """{"x":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,12]}}""",
        "shape of tensor 'x' must be whole numbers")]
    [InlineData(
        "negative extents", """{"x":{"dtype":"F32","shape":[-1,-3],"data_offsets":[0,12]}}""", "shape of tensor 'x' must be whole numbers")]
    [InlineData("fraction", """{"x":{"dtype":"F32","shape":[3.0],"data_offsets":[0,12]}}""", "shape of tensor 'x' must be whole numbers")]
    [InlineData(
        "text for a number", """{"x":{"dtype":"F32","shape":["3"],"data_offsets":[0,12]}}""",
        "shape of tensor 'x' must be JSON's Number, found String")]
    [InlineData(
        "number for a shape", """{"x":{"dtype":"F32","shape":3,"data_offsets":[0,12]}}""", "must be JSON's StartArray, found Number")]
    [InlineData("unknown type", """{"x":{"dtype":"F33","shape":[3],"data_offsets":[0,12]}}""", "found 'F33'")]
    [InlineData(
        "number for a type", """{"x":{"dtype":32,"shape":[3],"data_offsets":[0,12]}}""",
        "dtype of tensor 'x' must be JSON's String, found Number")]
    [InlineData("no type", """{"x":{"shape":[3],"data_offsets":[0,12]}}""", "found no dtype")]
    [InlineData("no shape", """{"x":{"dtype":"F32","data_offsets":[0,12]}}""", "found no shape")]
    [InlineData("no offsets", """{"x":{"dtype":"F32","shape":[3]}}""", "found no data_offsets")]
    [InlineData("field twice", """{"x":{"dtype":"F32","shape":[3],"shape":[3],"data_offsets":[0,12]}}""", "found another 'shape'")]
    [InlineData("unknown field", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"strides":[1]}}""", "found another 'strides'")]
    [InlineData(
        "name twice", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"x":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""",
        "found 'x' twice")]
    [InlineData(
        "name twice, once escaped",
        """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"\u0078":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""",
        "found 'x' twice")]
    [InlineData(
        "metadata twice", """{"__metadata__":{},"__metadata__":{},"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "found '__metadata__' twice")]
    [InlineData(
        "key twice", """{"__metadata__":{"a":"1","a":"2"},"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "found 'a' twice")]
    [InlineData(
        "number in metadata", """{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "'a' of __metadata__ must be JSON's String, found Number")]
    [InlineData(
        "list as metadata", """{"__metadata__":[],"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "__metadata__ must be JSON's StartObject, found StartArray")]
    [InlineData("list as tensor", """{"x":[]}""", "tensor 'x' must be JSON's StartObject, found StartArray")]
    [InlineData("no object", """[]""", "must begin with '{', found byte 0x5b")]
    [InlineData("space first", """ {"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "must begin with '{', found byte 0x20")]
    [InlineData("two documents", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}{}""", "must be JSON")]
    [InlineData("comment", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}//""", "must be JSON")]
    [InlineData("trailing comma", """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},}""", "must be JSON")]
    [InlineData(
        "half a surrogate pair", """{"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "a tensor's name must be valid Unicode")]
    public void DamagedHeaderIsRefused(string kind, string header, string fragment)
    {
        AssertDamaged(SafetensorsBytes.File(header, new byte[12]), fragment, kind);
    }

    [Fact]
    public void BytesThatAreNotUtf8AreRefused()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""");
        header[2] = 0xFF;
        AssertDamaged(SafetensorsBytes.File(header, new byte[12]), "a tensor's name must be valid Unicode");
    }

    [Fact]
    public void BytesAfterTheDataAreRefused() =>
        AssertDamaged(SafetensorsBytes.File(TwoTensors, new byte[13]), "must fill the 13 bytes after the header, found 12");

    private void AssertDamaged(ReadOnlySpan<byte> file, string fragment, string name = "damaged")
    {
        string path = _folder.Add(name, file);
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Open(path)).Message;
        Assert.StartsWith($"{path} is not a valid safetensors file: ", message, StringComparison.Ordinal);
        Assert.Contains(fragment, message, StringComparison.Ordinal);
        Assert.Contains("found", message, StringComparison.Ordinal);
    }
}
