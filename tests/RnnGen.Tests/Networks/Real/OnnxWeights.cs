using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnGen.Tests.Networks.Real;

/// <summary>The tensors of floats that an ONNX file holds, by name: as much of the protobuf format as that takes.</summary>
internal static class OnnxWeights
{
    private const int Varint = 0, Bytes64 = 1, Delimited = 2, Bytes32 = 5;
    private const int Graph = 7, Initializer = 5;
    private const int DataType = 2, FloatData = 4, Name = 8, RawData = 9, Float = 1;

    /// <summary>Each tensor flat, its last dimension the fastest.</summary>
    /// <exception cref="InvalidDataException">The file is not made of protobuf fields, or a tensor is not there whole.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(string path)
    {
        Dictionary<string, float[]> tensors = new(StringComparer.Ordinal);
        foreach ((int field, _, ReadOnlyMemory<byte> graph) in Fields(File.ReadAllBytes(path)))
        {
            foreach ((int part, _, ReadOnlyMemory<byte> tensor) in Fields(field == Graph ? graph : default))
            {
                if (part == Initializer)
                {
                    Add(tensors, tensor);
                }
            }
        }

        return tensors.Count > 0 ? tensors : throw new InvalidDataException($"{path} holds no tensor of floats.");
    }

    private static void Add(Dictionary<string, float[]> tensors, ReadOnlyMemory<byte> tensor)
    {
        string name = "";
        bool isFloat = false;
        ReadOnlyMemory<byte> values = default;
        foreach ((int field, ulong number, ReadOnlyMemory<byte> bytes) in Fields(tensor))
        {
            isFloat |= field == DataType && number == Float;
            name = field == Name ? Encoding.UTF8.GetString(bytes.Span) : name;
            values = field is FloatData or RawData ? bytes : values;
        }

        if (isFloat)
        {
            // Protobuf and ONNX are little-endian, as is every machine that .NET runs on today.
            tensors.Add(name, MemoryMarshal.Cast<byte, float>(values.Span).ToArray());
        }
    }

    private static IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (int at = 0; at < message.Length;)
        {
            ulong key = Number(message.Span, ref at);
            ulong number = (key & 7) is Varint or Delimited ? Number(message.Span, ref at) : 0;
            int length = (key & 7) switch
            {
                Varint => 0,
                Delimited => checked((int)number),
                Bytes64 => 8,
                Bytes32 => 4,
                ulong type => throw new InvalidDataException($"Byte {at}: there is no field of type {type}."),
            };
            if (length > message.Length - at)
            {
                throw new InvalidDataException($"Byte {at}: a field of {length} bytes, of which {message.Length - at} are there.");
            }

            yield return ((int)(key >> 3), number, message.Slice(at, length));
            at += length;
        }
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit of a byte says that another follows.</summary>
    private static ulong Number(ReadOnlySpan<byte> message, ref int at)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64 && at < message.Length; shift += 7)
        {
            byte next = message[at++];
            number |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return number;
            }
        }

        throw new InvalidDataException($"Byte {at}: a number that does not end.");
    }
}
