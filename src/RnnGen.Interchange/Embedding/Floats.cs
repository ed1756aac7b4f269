using System;
using System.Buffers.Binary;
using System.IO;

namespace RnnGen.Interchange.Embedding;

/// <summary>Floats as bytes.</summary>
internal static class Floats
{
    private const int Chunk = 1 << 18;

    /// <summary>Writes floats bit for bit, little-endian, whatever the machine.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        byte[] buffer = new byte[Math.Min(values.Length, Chunk) * sizeof(float)];
        while (!values.IsEmpty)
        {
            ReadOnlySpan<float> chunk = values[..Math.Min(values.Length, Chunk)];
            for (int i = 0; i < chunk.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(i * sizeof(float)), chunk[i]);
            }

            stream.Write(buffer, 0, chunk.Length * sizeof(float));
            values = values[chunk.Length..];
        }
    }
}
