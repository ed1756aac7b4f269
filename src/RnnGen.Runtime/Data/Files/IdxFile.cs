using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace RnnGen.Data;

/// <summary>
/// An IDX file (the format of MNIST) of unsigned bytes, plain or gzip: two zero bytes, the element type, the number of dimensions,
/// each dimension as a big-endian 32-bit number, then the values, row-major. Files of other elements, such as QMNIST's labels, are read by
/// <see cref="ReadInt32s"/> and <see cref="ReadSingles"/>.
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
        CheckRank(rank);
        return ReadBytes(path, rank);
    }

    /// <summary>Reads a file with any number of dimensions.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or does not hold unsigned bytes; the message says what was
    /// expected and found.</exception>
    public static IdxFile Read(string path) => ReadBytes(path, null);

    /// <summary>Reads a file of whole numbers of 8, 16 or 32 bits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it must have; any unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not 1 to 255.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or does not hold whole numbers; the message says what was
    /// expected and found.</exception>
    public static IdxNumbers<int> ReadInt32s(string path, int? rank = null)
    {
        CheckRank(rank);
        (IdxElement element, int[] dimensions, byte[] bytes) = Parse(
            path, rank, static element => element.IsWhole(), "whole numbers, 0x08, 0x09, 0x0B or 0x0C");
        return new IdxNumbers<int>(path, dimensions, element.ToInt32s(bytes));
    }

    /// <summary>Reads a file of numbers of any type as floats: each becomes the nearest float.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it must have; any unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is not 1 to 255.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or a number is finite but beyond the range of a float; the message says
    /// what was expected and found.</exception>
    public static IdxNumbers<float> ReadSingles(string path, int? rank = null)
    {
        CheckRank(rank);
        (IdxElement element, int[] dimensions, byte[] bytes) = Parse(
            path, rank, static element => element.BytesOf() > 0, "0x08, 0x09 or 0x0B to 0x0E");
        return new IdxNumbers<float>(path, dimensions, element.ToSingles(bytes, path));
    }

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

    private static IdxFile ReadBytes(string path, int? rank)
    {
        (_, int[] dimensions, byte[] bytes) = Parse(path, rank, null, "");
        return new IdxFile(path, dimensions, bytes);
    }

    private static void CheckRank(int? rank)
    {
        if (rank is < 1 or > 255)
        {
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"A file of {rank} dimensions does not exist; there are 1 to 255.");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expectedRank">The number of dimensions that it must have, if there is one.</param>
    /// <param name="takes">Whether an element type can be read; <see langword="null"/> for unsigned bytes only.</param>
    /// <param name="types">The types that can, for a message.</param>
    private static (IdxElement Element, int[] Dimensions, byte[] Bytes) Parse(
        string path, int? expectedRank, Func<IdxElement, bool>? takes, string types)
    {
        using Stream content = OpenContent(path);
        (IdxElement element, int rank) = ReadMagic(path, content, expectedRank, takes, types);
        byte[] header = new byte[4 * rank];
        int headerRead = Fill(path, content, header);
        if (headerRead < header.Length)
        {
            throw new InvalidDataException($"{path}: expected a header of {4 + header.Length} bytes, found {4 + headerRead}.");
        }

        int[] dimensions = ReadDimensions(path, header, element.BytesOf());
        long count = element.BytesOf();
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
            ? (element, dimensions, values)
            : throw new InvalidDataException($"{path}: too long: {expected}, found {count + surplus}.");
    }

    private static int[] ReadDimensions(string path, ReadOnlySpan<byte> header, int elementBytes)
    {
        int most = Array.MaxLength / elementBytes;
        int[] dimensions = new int[header.Length / 4];
        ulong count = 1;
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            // Both factors are below 2^32, because count is checked on every axis: the product does not wrap.
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * axis)..]);
            count *= size;
            if (size > int.MaxValue || count > (ulong)most)
            {
                throw new InvalidDataException(
                    $"{path}: expected at most {most} values, found dimension {axis + 1} of {dimensions.Length} with size {size}, "
                    + $"so {count} values or more.");
            }

            dimensions[axis] = (int)size;
        }

        return dimensions;
    }

    private static (IdxElement Element, int Rank) ReadMagic(
        string path, Stream content, int? expectedRank, Func<IdxElement, bool>? takes, string types)
    {
        Span<byte> bytes = stackalloc byte[4];
        int read = Fill(path, content, bytes);
        if (read < bytes.Length)
        {
            throw new InvalidDataException($"{path}: expected a magic number of 4 bytes, found {read}.");
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(bytes), kind = magic & ~0xFFu;
        int rank = (int)(magic & 0xFF);
        IdxElement element = (IdxElement)bytes[2];
        if (rank == 0 || (takes is null ? kind != UnsignedByteMagic : magic >> 16 != 0 || !takes(element)))
        {
            string expected = takes is not null ? $"of an element type ({types}) and of 1 to 255 dimensions"
                : expectedRank is int known ? $"{UnsignedByteMagic + (uint)known} (IDX of unsigned bytes)"
                : $"{UnsignedByteMagic + 1} to {UnsignedByteMagic + 255} (IDX of unsigned bytes)";
            throw new InvalidDataException($"{path}: expected magic number {expected}, found {magic} (0x{magic:X8}).");
        }

        return expectedRank is null || rank == expectedRank ? (element, rank) : throw new InvalidDataException(
            $"{path}: expected {expectedRank} dimensions (magic number {kind + (uint)expectedRank}), found {rank} (magic number {magic}).");
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
