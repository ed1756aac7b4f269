using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Interop;

/// <summary>
/// Reads safetensors files. Opening validates the whole header against the file's size; data is read on request, straight into the
/// caller's memory. Nothing is allocated by a size that the file merely claims.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    private const int PrefixBytes = sizeof(ulong);
    private const int ChunkFloats = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsTensor> _byName = new(StringComparer.Ordinal);

    private SafetensorsReader(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        long length = RandomAccess.GetLength(handle);
        if (length < PrefixBytes)
        {
            throw SafetensorsHeader.Damaged(path, $"it must begin with {PrefixBytes} bytes of header length, found {length} bytes in all");
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        ReadExactly(0, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong limit = (ulong)Math.Min(SafetensorsHeader.MaxBytes, length - PrefixBytes);
        if (headerLength > limit)
        {
            throw SafetensorsHeader.Damaged(path, $"its header must have at most {limit} bytes, found a length of {headerLength}");
        }

        byte[] json = new byte[(int)headerLength];
        ReadExactly(PrefixBytes, json);
        _dataStart = PrefixBytes + json.Length;
        SafetensorsHeader header = SafetensorsHeader.Parse(path, json, length - _dataStart);
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        foreach (SafetensorsTensor tensor in Tensors)
        {
            _byName.Add(tensor.Name, tensor);
        }
    }

    /// <summary>The file's name as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The file's <c>__metadata__</c>; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and validates its header. The file stays open, and what was validated stays what is read.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message says what was expected and what was found.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a folder, or the file may not be read.</exception>
    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        // Deletion is shared so that Windows, too, permits another process to rename a newer file over this one meanwhile.
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new SafetensorsReader(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Looks a tensor up.</summary>
    /// <returns>Whether the file has it.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>
    /// Reads one tensor: <c>F32</c> bit for bit, <c>F16</c> and <c>BF16</c> exactly, <c>F64</c> rounded to the nearest float.
    /// </summary>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives the elements, row-major.</param>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination's length is not the tensor's; nothing has been read.</exception>
    /// <exception cref="InvalidDataException">
    /// The tensor has another type, an element is finite but beyond the range of a float, or the file has become shorter since it was
    /// opened; in the last two cases the destination holds nothing of use.
    /// </exception>
    public void Read(string name, Span<float> destination)
    {
        if (!_byName.TryGetValue(name, out SafetensorsTensor? tensor))
        {
            throw new KeyNotFoundException($"{Path} has no tensor '{name}'.");
        }

        if (!tensor.CanRead)
        {
            throw new InvalidDataException($"{Path}: tensor '{name}' must be {FloatConversion.Types} to be read, found {tensor.Dtype}.");
        }

        if (tensor.Count != destination.Length)
        {
            throw new ArgumentException(
                $"{Path}: tensor '{name}' has {tensor.Count} elements, the destination {destination.Length}.", nameof(destination));
        }

        if (tensor.Dtype == SafetensorsTensor.Float32)
        {
            ReadSingles(tensor, destination);
        }
        else
        {
            ReadConverted(tensor, destination);
        }
    }

    /// <summary>Reads one tensor as it is stored: its elements little-endian, row-major.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination">Receives its bytes.</param>
    /// <exception cref="ArgumentException">The tensor has another number of bytes; nothing has been read.</exception>
    /// <exception cref="InvalidDataException">The file has become shorter since it was opened.</exception>
    public void ReadBytes(SafetensorsTensor tensor, Span<byte> destination)
    {
        if (tensor.End - tensor.Begin != destination.Length)
        {
            throw new ArgumentException(
                $"{Path}: tensor '{tensor.Name}' has {tensor.End - tensor.Begin} bytes, the destination {destination.Length}.",
                nameof(destination));
        }

        ReadExactly(_dataStart + tensor.Begin, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private void ReadSingles(SafetensorsTensor tensor, Span<float> destination)
    {
        // By parts, since a byte span over 2^29 floats or more would not be addressable.
        long offset = _dataStart + tensor.Begin;
        while (!destination.IsEmpty)
        {
            Span<float> chunk = destination[..Math.Min(destination.Length, ChunkFloats)];
            ReadExactly(offset, MemoryMarshal.AsBytes(chunk));
            if (!BitConverter.IsLittleEndian)
            {
                Span<uint> bits = MemoryMarshal.Cast<float, uint>(chunk);
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }

            offset += (long)chunk.Length * sizeof(float);
            destination = destination[chunk.Length..];
        }
    }

    private void ReadConverted(SafetensorsTensor tensor, Span<float> destination)
    {
        int size = FloatConversion.BytesOf(tensor.Dtype);
        byte[] buffer = new byte[Math.Min(destination.Length, ChunkFloats) * size];
        for (int first = 0; first < destination.Length; first += ChunkFloats)
        {
            Span<float> chunk = destination.Slice(first, Math.Min(destination.Length - first, ChunkFloats));
            Span<byte> bytes = buffer.AsSpan(0, chunk.Length * size);
            ReadExactly(_dataStart + tensor.Begin + ((long)first * size), bytes);
            int bad = FloatConversion.Convert(tensor.Dtype, bytes, chunk);
            if (bad >= 0)
            {
                double number = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(bad * size)..]);
                throw new InvalidDataException(
                    FormattableString.Invariant($"{Path}: element {first + bad} of tensor '{tensor.Name}' is {number}, ")
                    + FormattableString.Invariant($"beyond the range of a float ({float.MaxValue})."));
            }
        }
    }

    private void ReadExactly(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                throw SafetensorsHeader.Damaged(
                    Path, $"{destination.Length} more bytes must follow at byte {offset}, found the end of the file");
            }

            offset += read;
            destination = destination[read..];
        }
    }
}
