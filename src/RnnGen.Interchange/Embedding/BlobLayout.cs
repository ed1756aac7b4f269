using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace RnnGen.Interchange.Embedding;

/// <summary>
/// Where everything stands in the resource: the SHA-256 of all that follows it, then the data of each part and of its scales, each at a
/// multiple of 64 bytes, with zeros between.
/// </summary>
internal sealed class BlobLayout
{
    private const int Alignment = 64;

    private readonly List<(EmbeddedData Data, long Offset)> _places = [];
    private readonly Dictionary<EmbeddedData, long> _offsets = new(ReferenceEqualityComparer.Instance);

    /// <param name="tensors">The tensors in the order in which they are stored.</param>
    public BlobLayout(IReadOnlyList<EmbeddedTensor> tensors)
    {
        foreach (EmbeddedRows part in tensors.SelectMany(tensor => tensor.Parts))
        {
            Add(part.Data);
            if (part.Scales is not null)
            {
                Add(part.Scales);
            }
        }

    }

    /// <summary>Length of the resource.</summary>
    public long Length { get; private set; } = SHA256.HashSizeInBytes;

    /// <summary>The first byte of a piece of data.</summary>
    public long this[EmbeddedData data] => _offsets[data];

    /// <summary>Writes the resource to a stream that can go back to its beginning.</summary>
    /// <returns>The hash.</returns>
    public byte[] Write(Stream stream)
    {
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashing = new(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            long position = SHA256.HashSizeInBytes;
            foreach ((EmbeddedData data, long offset) in _places)
            {
                hashing.Write(new byte[offset - position]);
                data.CopyTo(hashing);
                position = offset + data.Length;
            }
        }

        stream.Position = 0;
        stream.Write(hash.Hash!);
        return hash.Hash!;
    }

    private void Add(EmbeddedData data)
    {
        long offset = (Length + Alignment - 1) / Alignment * Alignment;
        _places.Add((data, offset));
        _offsets.Add(data, offset);
        Length = offset + data.Length;
    }
}
