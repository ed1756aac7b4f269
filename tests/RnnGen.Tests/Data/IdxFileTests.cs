using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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

        byte[] content = TemporaryFolder.Idx(dimensions, values);

        // The names say the opposite of the contents: only the contents count.
        string plain = _folder.Write("plain.gz", content), gzip = _folder.Write("packed", TemporaryFolder.Gzip(content));
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

    [Fact]
    public void AWrongMagicNumberIsNamed()
    {
        byte[] floats = TemporaryFolder.Idx([2, 3], new byte[6]);
        floats[2] = 0x0D;
        Fails(floats, 2, "expected magic number 2050", "found 3330 (0x00000D02)");
        Fails(floats, null, "expected magic number 2049 to 2303", "found 3330");
        Fails([0x00, 0x00, 0x08, 0x00, 1], null, "expected magic number 2049 to 2303", "found 2048");
        Fails("<html>not found"u8.ToArray(), 3, "expected magic number 2051", "found 1013478509 (0x3C68746D)");
    }

    [Fact]
    public void AWrongNumberOfDimensionsIsNamed() =>
        Fails(TemporaryFolder.LabelFile(4), 3, "expected 3 dimensions (magic number 2051)", "found 1 (magic number 2049)");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AFileWithoutMagicNumberIsNamed(int length) =>
        Fails(new byte[length], 1, "expected a magic number of 4 bytes", $"found {length}");

    [Fact]
    public void AShortHeaderIsNamed() =>
        Fails(TemporaryFolder.Idx([2, 2, 2], [])[..14], 3, "expected a header of 16 bytes", "found 14");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(23)]
    public void TooFewValuesAreCounted(int found) =>
        Fails(TemporaryFolder.Idx([2, 3, 4], new byte[found]), 3, "truncated", "expected 24 bytes", "2 x 3 x 4", $"found {found}");

    [Theory]
    [InlineData(25)]
    [InlineData(9000)]
    public void TooManyValuesAreCounted(int found) =>
        Fails(TemporaryFolder.Idx([2, 3, 4], new byte[found]), 3, "too long", "expected 24 bytes", $"found {found}");

    [Fact]
    public void ATruncatedGzipFileIsNamed()
    {
        byte[] values = new byte[5000];
        new Random(1).NextBytes(values);
        byte[] packed = TemporaryFolder.Gzip(TemporaryFolder.Idx([5000], values));
        string path = _folder.Write("half.gz", packed[..(packed.Length / 2)]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 1));
        Assert.StartsWith(path + ": ", exception.Message);
        Assert.Contains("expected", exception.Message);
        Assert.Contains("found", exception.Message);
    }

    [Fact]
    public void ADamagedGzipFileIsNamed()
    {
        byte[] packed = TemporaryFolder.Gzip(TemporaryFolder.LabelFile(500));
        packed.AsSpan(12, 8).Fill(0xFF);
        string path = _folder.Write("damaged.gz", packed);
        Assert.StartsWith(path + ": ", Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 1)).Message);
    }

    [Theory]
    [InlineData(new[] { 2_000_000_000, 2_000_000_000 }, "found dimension 2 of 2 with size 2000000000", "4000000000000000000")]
    [InlineData(new[] { 65536, 65536, 65536, 65536 }, "found dimension 2 of 4 with size 65536", "4294967296")]
    [InlineData(new[] { -1 }, "found dimension 1 of 1 with size 4294967295", "4294967295")]
    public void AbsurdSizesAreRefused(int[] dimensions, string found, string product) =>
        Fails(TemporaryFolder.Idx(dimensions, new byte[10]), null, $"expected at most {Array.MaxLength} values", found, product);

    [Fact]
    public void ASmallFileCannotMakeTheReaderAllocateGigabytes()
    {
        byte[] content = TemporaryFolder.Idx([2_000_000_000], new byte[10]);
        string plain = _folder.Write("plain", content), packed = _folder.Write("packed", TemporaryFolder.Gzip(content));
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
        string plain = _folder.Write("plain-file", content), packed = _folder.Write("packed-file", TemporaryFolder.Gzip(content));
        foreach (string path in (IEnumerable<string>)[plain, packed])
        {
            string message = Assert.Throws<InvalidDataException>(() => rank is int known ? IdxFile.Read(path, known) : IdxFile.Read(path)).Message;
            Assert.StartsWith(path + ": ", message);
            Assert.All(parts, part => Assert.Contains(part, message));
        }
    }
}
