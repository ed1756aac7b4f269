using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace RnnGen.Data;

/// <summary>
/// An IDX file (the format of MNIST) of unsigned bytes, plain or gzip: two zero bytes, the element type, the number of dimensions,
/// each dimension as a big-endian 32-bit number, then the values, row-major.
/// </summary>
public sealed class IdxFile
{
    private const uint UnsignedByteMagic = 0x00000800;

    /// <summary>Deflate cannot expand more: a small file that announces gigabytes is refused before they are allocated.</summary>
    private const long MaximumExpansion = 1032;

    private readonly int[] _dimensions;

    private IdxFile(string path, int[] dimensions, byte[] values) => (Path, _dimensions, Values) = (path, dimensions, values);

    /// <summary>Where the file was read from.</summary>
    public string Path { get; }

    /// <summary>Size of each axis, the slowest first.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>All values, row-major; their number is the product of <see cref="Dimensions"/>.</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>Reads a file; the first two bytes, not the name, tell whether it is gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it must have: 3 for images, 1 for labels.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not 1 to 255.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or is not what was asked for; the message says what was
    /// expected and found.</exception>
    public static IdxFile Read(string path, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, 255);
        return Parse(path, rank);
    }

    /// <summary>Reads a file with any number of dimensions.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or does not hold unsigned bytes; the message says what was
    /// expected and found.</exception>
    public static IdxFile Read(string path) => Parse(path, null);

    /// <summary>Opens the content of a file that is plain or gzip.</summary>
    /// <param name="path">The file.</param>
    public static Stream OpenContent(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            Span<byte> start = stackalloc byte[2];
            bool gzip = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 2 && start is [0x1F, 0x8B];
            file.Position = 0;
            return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IdxFile Parse(string path, int? expectedRank)
    {
        using Stream content = OpenContent(path);
        int rank = ReadRank(path, content, expectedRank);
        byte[] header = new byte[4 * rank];
        int headerRead = Fill(path, content, header);
        if (headerRead < header.Length)
        {
            throw new InvalidDataException($"{path}: expected a header of {4 + header.Length} bytes, found {4 + headerRead}.");
        }

        int[] dimensions = ReadDimensions(path, header);
        long count = 1;
        foreach (int size in dimensions)
        {
            count *= size;
        }

        string expected = $"expected {count} bytes of values ({string.Join(" x ", dimensions)})";
        (string most, long available) = content is GZipStream gzip
            ? ("at most ", gzip.BaseStream.Length * MaximumExpansion)
            : ("", content.Length - content.Position);
        if (count > available)
        {
            throw new InvalidDataException($"{path}: truncated: {expected}, found {most}{available}.");
        }

        byte[] values = new byte[count];
        int read = Fill(path, content, values);
        if (read < values.Length)
        {
            throw new InvalidDataException($"{path}: truncated: {expected}, found {read}.");
        }

        long surplus = CountRest(path, content);
        return surplus == 0
            ? new IdxFile(path, dimensions, values)
            : throw new InvalidDataException($"{path}: too long: {expected}, found {count + surplus}.");
    }

    private static int[] ReadDimensions(string path, ReadOnlySpan<byte> header)
    {
        int[] dimensions = new int[header.Length / 4];
        ulong count = 1;
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            // Both factors are below 2^32, because count is checked on every axis: the product does not wrap.
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * axis)..]);
            count *= size;
            if (size > int.MaxValue || count > (ulong)Array.MaxLength)
            {
                throw new InvalidDataException(
                    $"{path}: expected at most {Array.MaxLength} values, found dimension {axis + 1} of {dimensions.Length} with size {size}, "
                    + $"so {count} values or more.");
            }

            dimensions[axis] = (int)size;
        }

        return dimensions;
    }

    private static int ReadRank(string path, Stream content, int? expectedRank)
    {
        Span<byte> bytes = stackalloc byte[4];
        int read = Fill(path, content, bytes);
        if (read < bytes.Length)
        {
            throw new InvalidDataException($"{path}: expected a magic number of 4 bytes, found {read}.");
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        int rank = (int)(magic & 0xFF);
        if ((magic & ~0xFFu) != UnsignedByteMagic || rank == 0)
        {
            string expected = expectedRank is int known
                ? $"{UnsignedByteMagic + (uint)known}"
                : $"{UnsignedByteMagic + 1} to {UnsignedByteMagic + 255}";
            throw new InvalidDataException(
                $"{path}: expected magic number {expected} (IDX of unsigned bytes), found {magic} (0x{magic:X8}).");
        }

        return expectedRank is null || rank == expectedRank ? rank : throw new InvalidDataException(
            $"{path}: expected {expectedRank} dimensions (magic number {UnsignedByteMagic + (uint)expectedRank}), "
            + $"found {rank} (magic number {magic}).");
    }

    private static long CountRest(string path, Stream content)
    {
        byte[] discarded = new byte[4096];
        long count = 0;
        for (int read; (read = Fill(path, content, discarded)) > 0;)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Reads until the buffer is full or the content ends; errors of the decompressor get the file's name.</summary>
    private static int Fill(string path, Stream content, Span<byte> buffer)
    {
        try
        {
            return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"{path}: expected gzip data, found damage or an early end: {exception.Message}", exception);
        }
    }
}
