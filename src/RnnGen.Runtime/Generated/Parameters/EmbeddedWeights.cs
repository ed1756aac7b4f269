using System;
using System.Buffers;
using System.ComponentModel;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using RnnGen.Interop;

namespace RnnGen.Generated;

/// <summary>Rows of a parameter in a resource.</summary>
/// <param name="first">The first element in the buffer of the parameters.</param>
/// <param name="count">Number of elements, whole rows.</param>
/// <param name="type">How they are stored.</param>
/// <param name="offset">The first byte in the resource.</param>
/// <param name="columns">Columns of the parameter.</param>
/// <param name="scales">The first byte of the scales of the columns, of <see cref="StorageType.Int8"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EmbeddedPart(int first, int count, StorageType type, long offset, int columns, long scales)
{
    internal int First { get; } = first;

    internal int Count { get; } = count;

    internal StorageType Type { get; } = type;

    internal long Offset { get; } = offset;

    internal int Columns { get; } = columns;

    internal long Scales { get; } = scales;
}

/// <summary>The weights that the build has put into an assembly, for the constructor of a class that was compiled beside them.</summary>
/// <param name="assembly">The assembly of the class.</param>
/// <param name="resource">The resource.</param>
/// <param name="hash">What it begins with: 32 bytes as hexadecimal digits.</param>
/// <param name="parts">All parameters, part by part.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct EmbeddedWeights(Assembly assembly, string resource, string hash, ReadOnlySpan<EmbeddedPart> parts)
{
    private const int HashBytes = 32, ChunkBytes = 1 << 16;

    private readonly ReadOnlySpan<EmbeddedPart> _parts = parts;

    /// <summary>Reads all of them.</summary>
    /// <param name="values">The buffer of the parameters.</param>
    /// <exception cref="InvalidOperationException">
    /// The assembly has no such resource, or one that another build has made: the class was compiled for other weights.
    /// </exception>
    internal void CopyTo(Span<float> values)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw Refused("has no weights in it");
        Span<byte> found = stackalloc byte[HashBytes];
        if (stream.ReadAtLeast(found, HashBytes, throwOnEndOfStream: false) < HashBytes || Convert.ToHexStringLower(found) != hash)
        {
            throw Refused("has other weights in it");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        float[] scales = [];
        try
        {
            foreach (EmbeddedPart part in _parts)
            {
                if (part.Type == StorageType.Int8)
                {
                    Array.Resize(ref scales, part.Columns);
                    stream.Position = part.Scales;
                    stream.ReadExactly(MemoryMarshal.AsBytes(scales.AsSpan()));
                    StoredValues.Widen(StorageType.Float32, MemoryMarshal.AsBytes(scales.AsSpan()), default, scales);
                }

                stream.Position = part.Offset;
                Read(stream, part, scales, ref buffer, values.Slice(part.First, part.Count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads whole rows at a time, since each element has the scale of its column.</summary>
    private static void Read(Stream stream, EmbeddedPart part, float[] scales, ref byte[] buffer, Span<float> values)
    {
        int size = StoredValues.BytesOf(part.Type), row = checked(part.Columns * size);
        if (row > buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
            buffer = ArrayPool<byte>.Shared.Rent(row);
        }

        int most = buffer.Length / row * part.Columns;
        for (int first = 0; first < values.Length; first += most)
        {
            int count = Math.Min(most, values.Length - first);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            StoredValues.Widen(part.Type, bytes, scales, values.Slice(first, count));
        }
    }

    private InvalidOperationException Refused(string what) => new(
        $"{assembly.GetName().Name} {what}; the class was compiled for '{resource}' with the hash {hash}: build it again.");
}
