using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace RnnGen.Interchange.Embedding;

/// <summary>
/// Where everything stands in the resource: the SHA-256 of all that follows it, then the elements of each part and its scales, each at a
/// multiple of 64 bytes, with zeros between.
/// </summary>
internal sealed class BlobLayout
{
    private const int Alignment = 64, ChunkBytes = 1 << 18;

    private readonly List<EmbeddedRows> _parts;
    private readonly Dictionary<EmbeddedRows, (long Elements, long Scales)> _places = new(ReferenceEqualityComparer.Instance);

    /// <param name="tensors">The tensors in the order in which they are stored.</param>
    public BlobLayout(IReadOnlyList<EmbeddedTensor> tensors)
    {
        _parts = [.. tensors.SelectMany(tensor => tensor.Parts)];
        foreach (EmbeddedRows part in _parts)
        {
            _places.Add(part, (Add(part.Bytes), part.ScaleBytes > 0 ? Add(part.ScaleBytes) : -1));
        }
    }

    /// <summary>Length of the resource.</summary>
    public long Length { get; private set; } = SHA256.HashSizeInBytes;

    /// <summary>The first byte of a part's elements, and of its scales; -1 where it has none.</summary>
    public (long Elements, long Scales) this[EmbeddedRows part] => _places[part];

    /// <summary>Writes the resource to a stream that can go back to its beginning.</summary>
    /// <returns>The hash.</returns>
    public byte[] Write(Stream stream)
    {
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashing = new(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            long position = SHA256.HashSizeInBytes;
            foreach (EmbeddedRows part in _parts)
            {
                (byte[] elements, float[] scales) = part.Read();
                position = Put(hashing, position, _places[part].Elements, elements);
                if (part.ScaleBytes > 0)
                {
                    position = Put(hashing, position, _places[part].Scales, LittleEndian(scales));
                }
            }
        }

        stream.Position = 0;
        stream.Write(hash.Hash!);
        return hash.Hash!;
    }

    private static long Put(Stream stream, long position, long offset, byte[] bytes)
    {
        stream.Write(new byte[offset - position]);

        // What hashes copies what it is given: no more at a time than a cache holds.
        for (int first = 0; first < bytes.Length; first += ChunkBytes)
        {
            stream.Write(bytes, first, Math.Min(ChunkBytes, bytes.Length - first));
        }

        return offset + bytes.Length;
    }

    private static byte[] LittleEndian(float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
        }

        return bytes;
    }

    private long Add(long bytes)
    {
        long offset = (Length + Alignment - 1) / Alignment * Alignment;
        Length = offset + bytes;
        return offset;
    }
}
