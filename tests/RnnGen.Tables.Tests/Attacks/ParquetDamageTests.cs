using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet;
using Xunit;

namespace RnnGen.Tables.Tests;

/// <summary>Parquet files that are damaged on purpose: what would hang, end the process or take all memory.</summary>
public sealed class ParquetDamageTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>Footers by their bytes; the field of a record is its number's distance from the one before and its type.</summary>
    public static TheoryData<string, byte[], string> Footers => new()
    {
        { "a number that does not end", [0x15], "bytes must follow at byte 1 of 1" },
        { "a number of too many bytes", [0x15, .. Enumerable.Repeat<byte>(0xFF, 40), 0], "a number has more than 10 bytes" },
        { "a list of 2^31 records", [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0], "2147483647 bytes must follow" },
        { "a text of 2^31 bytes", [0x68, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0], "2147483647 bytes must follow" },
        {
            "an unknown list of lists of lists",
            [0xA9, .. Enumerable.Repeat<byte>(0x19, 200_000), 0],
            "field 10 of FileMetaData is unknown and of type 9, which cannot be left out"
        },
        { "bytes where a number belongs", [0x18, 0x02, 0x29, 0x19, 0], "field 1 of FileMetaData must be a whole number, found Binary" },
        { "a field that is there twice", [0x15, 0x02, 0x05, 0x02, 0x04, 0], "field 1 of FileMetaData is there twice" },
        {
            "100,000 groups within each other",
            [
                0x29, 0xFC, 0xA0, 0x8D, 0x06,
                .. Enumerable.Repeat<byte[]>([0x48, 0x01, (byte)'g', 0x15, 0x02, 0x00], 100_000).SelectMany(group => group),
                0,
            ],
            "its schema has 100000 groups; at most 1000 can be read"
        },
    };

    [Theory]
    [MemberData(nameof(Footers))]
    public async Task AFooterIsCheckedBeforeTheLibraryReadsIt(string what, byte[] footer, string message)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        InvalidDataException failure = await Fails([.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8]);
        Assert.True(failure.Message.Contains(message, StringComparison.Ordinal), $"{what}: {failure.Message}");
    }

    [Theory]
    [InlineData(0, "it has 0 bytes; expected at least 12")]
    [InlineData(11, "it has 11 bytes; expected at least 12")]
    [InlineData(100, "it must begin and end with PAR1")]
    public async Task AShortFileIsNamed(int bytes, string message)
    {
        byte[] whole = await ParquetFiles.Write(CompressionMethod.None, EncodingHint.Default);
        Assert.Contains(message, (await Fails(whole[..bytes])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(10_000)]
    public async Task AFooterLongerThanTheFileIsNamed(int length)
    {
        byte[] whole = await ParquetFiles.Write(CompressionMethod.None, EncodingHint.Default);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(whole.Length - 8), length);
        Assert.Contains(
            $"its footer must have at most {whole.Length - 12} bytes, found a length of {(uint)length}", (await Fails(whole)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The first page: its header tells type, size as read, size as stored, then of its 20 values.</summary>
    [Theory]
    [InlineData(5, new byte[] { 0x02 }, "must be of type 0, 3 or once 2, found 1")]
    [InlineData(7, new byte[] { 0x81, 0x00 }, "cannot have -1 bytes")]
    public async Task APageIsCheckedBeforeTheLibraryReadsIt(int place, byte[] bytes, string message)
    {
        byte[] whole = await ParquetFiles.Write(CompressionMethod.None, EncodingHint.Default);
        Assert.Equal([0x15, 0x15, 0x15], [whole[4], whole[6], whole[9]]);
        bytes.CopyTo(whole, place);
        InvalidDataException failure = await Fails(whole);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains("row group 1 of 2, column 'text'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGroupThatCannotBeReadIsReadNoFurther()
    {
        byte[] whole = await ParquetFiles.Write(CompressionMethod.None, EncodingHint.Default);
        whole[5] = 0x02;
        using TemporaryFile file = new("damaged.parquet");
        await File.WriteAllBytesAsync(file.Path, whole, TestContext.Current.CancellationToken);
        using ParquetTable table = await ParquetTable.OpenAsync(file.Path, cancellation: TestContext.Current.CancellationToken);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Contains("row group 1 of 2", Assert.Throws<InvalidDataException>(() => table.Read()).Message, StringComparison.Ordinal);
        }
    }

    private static async Task<InvalidDataException> Fails(byte[] bytes)
    {
        using TemporaryFile file = new("damaged.parquet");
        await File.WriteAllBytesAsync(file.Path, bytes, TestContext.Current.CancellationToken);
        Task<Exception?> reading = Task.Run(() => Record.Exception(() =>
        {
            using ParquetTable table = ParquetTable.Open(file.Path);
            while (table.Read())
            {
            }
        }));
        Exception? failure = await reading.WaitAsync(Hang, TestContext.Current.CancellationToken);
        InvalidDataException damage = Assert.IsType<InvalidDataException>(failure);
        Assert.Contains(file.Path, damage.Message, StringComparison.Ordinal);
        return damage;
    }
}
