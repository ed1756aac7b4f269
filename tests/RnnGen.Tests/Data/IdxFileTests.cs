using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly IdxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 2, 3 })]
    [InlineData(new[] { 2, 3, 4 })]
    [InlineData(new[] { 3, 0, 4 })]
    [InlineData(new[] { 1, 2, 3, 2 })]
    public void PlainAndGzipGiveWhatWasWritten(int[] dimensions)
    {
        int count = 1;
        foreach (int size in dimensions)
        {
            count *= size;
        }

        byte[] values = new byte[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (byte)(250 + i);
        }

        byte[] content = IdxFolder.Idx(dimensions, values);

        // The names say the opposite of the contents: only the contents count.
        string plain = _folder.Write("plain.gz", content), gzip = _folder.Write("packed", IdxFolder.Gzip(content));
        foreach (string path in (IEnumerable<string>)[plain, gzip])
        {
            foreach (IdxFile file in (IEnumerable<IdxFile>)[IdxFile.Read(path), IdxFile.Read(path, dimensions.Length)])
            {
                Assert.Equal(path, file.Path);
                Assert.Equal(dimensions, file.Dimensions);
                Assert.Equal(values, file.Values.ToArray());
            }
        }
    }

    /// <summary>Big-endian elements of every type of the format, by its own examples: the bytes are written out.</summary>
    [Theory]
    [InlineData(0x08, "00 07 FF", new[] { 0f, 7, 255 })]
    [InlineData(0x09, "00 7F 80", new[] { 0f, 127, -128 })]
    [InlineData(0x0B, "00 07 01 00 FF FE", new[] { 7f, 256, -2 })]
    [InlineData(0x0C, "00 00 00 07 00 01 00 00 FF FF FF FE", new[] { 7f, 65536, -2 })]
    [InlineData(0x0D, "3F C0 00 00 FF 80 00 00 00 00 00 01", new[] { 1.5f, float.NegativeInfinity, float.Epsilon })]
    [InlineData(
        0x0E, "3F F8 00 00 00 00 00 00 3F B9 99 99 99 99 99 9A 7F F0 00 00 00 00 00 00", new[] { 1.5f, 0.1f, float.PositiveInfinity })]
    public void NumbersOfEveryTypeAreRead(byte type, string bytes, float[] expected)
    {
        byte[] content = IdxFolder.Idx([3, 1], Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
        content[2] = type;
        string plain = _folder.Write("plain", content), packed = _folder.Write("packed", IdxFolder.Gzip(content));
        foreach (string path in (IEnumerable<string>)[plain, packed])
        {
            IdxNumbers<float> numbers = IdxFile.ReadSingles(path, 2);
            Assert.Equal(expected, numbers.Values.ToArray());
            Assert.Equal([3, 1], numbers.Dimensions);
            if (type < 0x0D)
            {
                Assert.Equal(Array.ConvertAll(expected, value => (int)value), IdxFile.ReadInt32s(path).Values.ToArray());
            }
            else
            {
                Assert.Contains(
                    "expected magic number of an element type (whole numbers, 0x08, 0x09, 0x0B or 0x0C)",
                    Assert.Throws<InvalidDataException>(() => IdxFile.ReadInt32s(path)).Message);
            }
        }

        Assert.Contains("expected 3 dimensions", Assert.Throws<InvalidDataException>(() => IdxFile.ReadSingles(plain, 3)).Message);
        Assert.Contains(
            $"expected {content.Length - 12} bytes",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadSingles(_folder.Write("short", content[..^1]))).Message);
    }

    [Fact]
    public void ADoubleBeyondTheRangeOfAFloatIsNamed()
    {
        byte[] content = IdxFolder.Idx([2], [.. new byte[8], .. Convert.FromHexString("C7EFFFFFF0000000")]);
        content[2] = 0x0E;
        string path = _folder.Write("doubles", content);

        Assert.Equal(
            $"{path}: expected values within the range of a float, found -3.4028235677973366E+38 at index 1.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadSingles(path)).Message);
        content[2] = 0x0A;
        Assert.Contains(
            "found 2561 (0x00000A01)",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadSingles(_folder.Write("other", content))).Message);
    }

    [Fact]
    public void AWrongMagicNumberIsNamed()
    {
        byte[] floats = IdxFolder.Idx([2, 3], new byte[6]);
        floats[2] = 0x0D;
        Fails(floats, 2, "expected magic number 2050", "found 3330 (0x00000D02)");
        Fails(floats, null, "expected magic number 2049 to 2303", "found 3330");
        Fails([0x00, 0x00, 0x08, 0x00, 1], null, "expected magic number 2049 to 2303", "found 2048");
        Fails("<html>not found"u8.ToArray(), 3, "expected magic number 2051", "found 1013478509 (0x3C68746D)");
    }

    [Fact]
    public void AWrongNumberOfDimensionsIsNamed() =>
        Fails(IdxFolder.LabelFile(4), 3, "expected 3 dimensions (magic number 2051)", "found 1 (magic number 2049)");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AFileWithoutMagicNumberIsNamed(int length) =>
        Fails(new byte[length], 1, "expected a magic number of 4 bytes", $"found {length}");

    [Fact]
    public void AShortHeaderIsNamed() =>
        Fails(IdxFolder.Idx([2, 2, 2], [])[..14], 3, "expected a header of 16 bytes", "found 14");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(23)]
    public void TooFewValuesAreCounted(int found) =>
        Fails(IdxFolder.Idx([2, 3, 4], new byte[found]), 3, "truncated", "expected 24 bytes", "2 x 3 x 4", $"found {found}");

    [Theory]
    [InlineData(25)]
    [InlineData(9000)]
    public void TooManyValuesAreCounted(int found) =>
        Fails(IdxFolder.Idx([2, 3, 4], new byte[found]), 3, "too long", "expected 24 bytes", $"found {found}");

    [Fact]
    public void ATruncatedGzipFileIsNamed()
    {
        byte[] values = new byte[5000];
        new Random(1).NextBytes(values);
        byte[] packed = IdxFolder.Gzip(IdxFolder.Idx([5000], values));
        string path = _folder.Write("half.gz", packed[..(packed.Length / 2)]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 1));
        Assert.StartsWith(path + ": ", exception.Message);
        Assert.Contains("expected", exception.Message);
        Assert.Contains("found", exception.Message);
    }

    [Fact]
    public void ADamagedGzipFileIsNamed()
    {
        byte[] packed = IdxFolder.Gzip(IdxFolder.LabelFile(500));
        packed.AsSpan(12, 8).Fill(0xFF);
        string path = _folder.Write("damaged.gz", packed);
        Assert.StartsWith(path + ": ", Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 1)).Message);
    }

    [Theory]
    [InlineData(new[] { 2_000_000_000, 2_000_000_000 }, "found dimension 2 of 2 with size 2000000000", "4000000000000000000")]
    [InlineData(new[] { 65536, 65536, 65536, 65536 }, "found dimension 2 of 4 with size 65536", "4294967296")]
    [InlineData(new[] { -1 }, "found dimension 1 of 1 with size 4294967295", "4294967295")]
    public void AbsurdSizesAreRefused(int[] dimensions, string found, string product) =>
        Fails(IdxFolder.Idx(dimensions, new byte[10]), null, $"expected at most {Array.MaxLength} values", found, product);

    [Fact]
    public void ASmallFileCannotMakeTheReaderAllocateGigabytes()
    {
        byte[] content = IdxFolder.Idx([2_000_000_000], new byte[10]);
        string plain = _folder.Write("plain", content), packed = _folder.Write("packed", IdxFolder.Gzip(content));
        foreach (string path in (IEnumerable<string>)[plain, packed])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            string message = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 1)).Message;
            Assert.Contains("expected 2000000000 bytes", message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void AnImpossibleRankIsRefused(int rank) =>
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => IdxFile.Read(System.IO.Path.Combine(_folder.Path, "absent"), rank));

    /// <summary>The content fails plain and packed, with the same message.</summary>
    private void Fails(byte[] content, int? rank, params string[] parts)
    {
        string plain = _folder.Write("plain-file", content), packed = _folder.Write("packed-file", IdxFolder.Gzip(content));
        foreach (string path in (IEnumerable<string>)[plain, packed])
        {
            string message = Assert.Throws<InvalidDataException>(() => rank is int known
                ? IdxFile.Read(path, known)
                : IdxFile.Read(path)).Message;
            Assert.StartsWith(path + ": ", message);
            Assert.All(parts, part => Assert.Contains(part, message));
        }
    }
}
