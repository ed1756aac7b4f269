using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Training;

/// <summary>
/// SHA-256 of a checkpoint: of its metadata in ordinal order, then of its tensors in the order of the file. The header of a safetensors
/// file shows when it is too short, but not that a byte has changed.
/// </summary>
internal sealed class CheckpointDigest : IDisposable
{
    /// <summary>The one key of the metadata that is not part of the digest.</summary>
    public const string Key = "sha256";

    private const int ChunkFloats = 1 << 14;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public CheckpointDigest(IReadOnlyDictionary<string, string> metadata)
    {
        foreach ((string key, string value) in metadata.Where(pair => pair.Key != Key).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(key);
            Add(value);
        }
    }

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, IEnumerable<long> shape, ReadOnlySpan<float> values)
    {
        Add(name);
        Add(string.Join(',', shape));
        while (!values.IsEmpty)
        {
            ReadOnlySpan<float> chunk = values[..Math.Min(values.Length, ChunkFloats)];
            _hash.AppendData(BitConverter.IsLittleEndian ? MemoryMarshal.AsBytes(chunk) : Swapped(chunk));
            values = values[chunk.Length..];
        }
    }

    /// <summary>The digest of what was added, as lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>A text with its length in front, so that no two lists of texts are the same bytes.</summary>
    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }

    private static ReadOnlySpan<byte> Swapped(ReadOnlySpan<float> values)
    {
        uint[] swapped = new uint[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, uint>(values), swapped);
        return MemoryMarshal.AsBytes(swapped.AsSpan());
    }
}
