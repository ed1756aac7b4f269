using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnGen.Interop;

/// <summary>
/// Writes F32 tensors in the safetensors format: the header first, from names and shapes alone, then each tensor's data straight
/// from the caller's memory. Equal contents give equal bytes. Use with <see cref="AtomicFile"/> to replace a file.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int ChunkFloats = 1 << 20;
    private const int HeaderAlignment = 8;

    // Refuses half a surrogate pair, which would be replaced silently and could make two names equal.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly List<SafetensorsEntry> _tensors = [];
    private int _next;

    /// <summary>Writes the header; nothing is written when an argument is refused.</summary>
    /// <param name="stream">Receives the file; left open.</param>
    /// <param name="tensors">
    /// Names and shapes in the order in which <see cref="Write(ReadOnlySpan{float})"/> will receive the data; an empty shape is a scalar.
    /// </param>
    /// <param name="metadata">Strings to keep in the file's <c>__metadata__</c>, written in ordinal order of their keys.</param>
    /// <exception cref="ArgumentException">
    /// A name occurs twice, is reserved or is not valid Unicode, a shape is negative or too large, or the header exceeds 100 MB.
    /// </exception>
    public SafetensorsWriter(
        Stream stream,
        IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
        : this(stream, tensors.Select(tensor => new SafetensorsEntry(tensor.Name, SafetensorsTensor.Float32, tensor.Shape)), metadata)
    {
    }

    internal SafetensorsWriter(
        Stream stream, IEnumerable<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        _stream = stream;
        ArrayBufferWriter<byte> header = new();

        // Names are for people and for other readers of JSON, not for HTML: no need to escape all but ASCII.
        using (Utf8JsonWriter json = new(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        int padding = -header.WrittenCount & (HeaderAlignment - 1);
        header.GetSpan(HeaderAlignment)[..padding].Fill((byte)' ');
        header.Advance(padding);
        if (header.WrittenCount > SafetensorsHeader.MaxBytes)
        {
            throw new ArgumentException(
                $"Names, shapes and metadata take {header.WrittenCount} bytes; the format permits {SafetensorsHeader.MaxBytes}.",
                nameof(tensors));
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.WrittenCount);
        stream.Write(prefix);
        stream.Write(header.WrittenSpan);
    }

    /// <summary>Writes the data of the next tensor, bit for bit.</summary>
    /// <param name="values">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">Another number of elements than the tensor's shape says; nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">All tensors have been written.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        SafetensorsEntry tensor = Next(SafetensorsTensor.Float32, values.Length, nameof(values));

        // By parts, since a byte span over 2^29 floats or more would not be addressable.
        for (int start = 0; start < tensor.Count; start += ChunkFloats)
        {
            WriteChunk(values.Slice(start, Math.Min(ChunkFloats, tensor.Count - start)));
        }

        _next++;
    }

    /// <summary>Writes elements of the next tensor of another type.</summary>
    internal void Write(string dtype, ReadOnlySpan<byte> bytes)
    {
        Next(dtype, bytes.Length / (SafetensorsTensor.BitsOf(dtype) / 8), nameof(bytes));
        _stream.Write(bytes);
        _next++;
    }

    /// <summary>Confirms that the file is whole.</summary>
    /// <exception cref="InvalidOperationException">A tensor has not been written; the message names it.</exception>
    public void Complete()
    {
        if (_next != _tensors.Count)
        {
            throw new InvalidOperationException(
                $"{_next} of {_tensors.Count} tensors have been written; the next is '{_tensors[_next].Name}'.");
        }
    }

    private SafetensorsEntry Next(string dtype, int count, string argument)
    {
        if (_next == _tensors.Count)
        {
            throw new InvalidOperationException($"All {_tensors.Count} tensors have been written.");
        }

        SafetensorsEntry tensor = _tensors[_next];
        return tensor.Count == count && tensor.Dtype == dtype ? tensor
            : throw new ArgumentException(
                $"Tensor '{tensor.Name}' has {tensor.Count} elements{(tensor.Dtype == dtype ? "" : " of " + tensor.Dtype)}, "
                + $"{count}{(tensor.Dtype == dtype ? "" : " of " + dtype)} were given.",
                argument);
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(StrictUtf8.GetBytes(key), StrictUtf8.GetBytes(value));
        }

        json.WriteEndObject();
    }

    private void WriteTensors(Utf8JsonWriter json, IEnumerable<SafetensorsEntry> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
        long offset = 0;
        foreach (SafetensorsEntry tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"The name '{tensor.Name}' occurs twice or is reserved.", nameof(tensors));
            }

            _tensors.Add(tensor with { Count = CountOf(tensor.Name, tensor.Shape) });
            json.WriteStartObject(StrictUtf8.GetBytes(tensor.Name));
            json.WriteString("dtype", tensor.Dtype);
            json.WriteStartArray("shape");
            foreach (int extent in tensor.Shape)
            {
                json.WriteNumberValue(extent);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += (long)_tensors[^1].Count * (SafetensorsTensor.BitsOf(tensor.Dtype) / 8);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static int CountOf(string name, IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int extent in shape)
        {
            // Both factors are below 2^31, so the product cannot overflow before it is refused.
            count *= extent;
            if (extent < 0 || count > int.MaxValue)
            {
                throw new ArgumentException(
                    $"Tensor '{name}' has shape [{string.Join(", ", shape)}]: extents must not be negative, "
                    + $"nor elements more than {int.MaxValue}.",
                    nameof(shape));
            }
        }

        return (int)count;
    }

    private void WriteChunk(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            _stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        uint[] swapped = new uint[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, uint>(values), swapped);
        _stream.Write(MemoryMarshal.AsBytes(swapped.AsSpan()));
    }
}

/// <summary>A tensor as a file's header names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">The type of its elements, of whole bytes.</param>
/// <param name="Shape">Its shape.</param>
internal readonly record struct SafetensorsEntry(string Name, string Dtype, IReadOnlyList<int> Shape)
{
    /// <summary>Number of elements.</summary>
    public int Count { get; init; }
}
