using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interchange.Onnx.Protocol;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>Tensors of an ONNX file as floats or integers.</summary>
internal static class OnnxTensors
{
    /// <summary>The tensor, widened to floats or to 64-bit integers.</summary>
    /// <param name="tensor">The message.</param>
    /// <param name="external">Reads data outside the file.</param>
    /// <exception cref="InvalidDataException">Its data does not fit its shape; the message begins with the tensor's name.</exception>
    /// <exception cref="NotSupportedException">It has another type than numbers.</exception>
    public static GraphTensor Read(TensorProto tensor, ExternalData external)
    {
        long count = 1;
        foreach (long extent in tensor.Dims)
        {
            if (extent < 0 || extent > int.MaxValue || (count *= extent) > int.MaxValue)
            {
                throw new InvalidDataException($"tensor '{tensor.Name}' claims [{string.Join(", ", tensor.Dims)}] elements");
            }
        }

        DataType type = (DataType)tensor.DataType;
        ReadOnlySpan<byte> raw = tensor.DataLocation == TensorProto.Types.DataLocation.External
            ? external.Read(tensor, count * BytesOf(tensor, type)) : tensor.RawData.Span;
        bool isRaw = !tensor.RawData.IsEmpty || tensor.DataLocation == TensorProto.Types.DataLocation.External;
        IReadOnlyList<Axis> axes = GraphTensor.Fixed([.. tensor.Dims.Select(extent => (int)extent)]);
        if (isRaw)
        {
            Expect(tensor, raw.Length, count * BytesOf(tensor, type), "bytes");
        }

        switch (type)
        {
            case DataType.Float:
                return GraphTensor.OfConstants(axes, isRaw ? Cast<float>(raw) : Listed(tensor, tensor.FloatData, count));
            case DataType.Double:
                double[] doubles = isRaw ? Cast<double>(raw) : Listed(tensor, tensor.DoubleData, count);
                return GraphTensor.OfConstants(axes, [.. doubles.Select(value => Narrow(tensor, value))]);
            case DataType.Float16:
                return GraphTensor.OfConstants(
                    axes, [.. Words(tensor, raw, isRaw, count).Select(word => (float)BitConverter.UInt16BitsToHalf(word))]);
            case DataType.Bfloat16:
                return GraphTensor.OfConstants(
                    axes, [.. Words(tensor, raw, isRaw, count).Select(word => BitConverter.UInt32BitsToSingle((uint)word << 16))]);
            case DataType.Int64:
                return GraphTensor.OfIntegers(axes, isRaw ? Cast<long>(raw) : Listed(tensor, tensor.Int64Data, count));
            case DataType.Int32:
                int[] integers = isRaw ? Cast<int>(raw) : Listed(tensor, tensor.Int32Data, count);
                return GraphTensor.OfIntegers(axes, [.. integers.Select(value => (long)value)]);
            case DataType.Bool:
                return GraphTensor.OfIntegers(axes, isRaw
                    ? [.. raw.ToArray().Select(value => (long)value)]
                    : [.. Listed(tensor, tensor.Int32Data, count).Select(value => (long)value)]);
            default:
                throw Unknown(tensor, type);
        }
    }

    private static int BytesOf(TensorProto tensor, DataType type) => type switch
    {
        DataType.Float or DataType.Int32 => sizeof(float),
        DataType.Double or DataType.Int64 => sizeof(double),
        DataType.Float16 or DataType.Bfloat16 => sizeof(ushort),
        DataType.Bool => 1,
        _ => throw Unknown(tensor, type),
    };

    private static NotSupportedException Unknown(TensorProto tensor, DataType type) =>
        new($"tensor '{tensor.Name}' has type {type}; FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT32, INT64 and BOOL are read");

    // ONNX is little-endian, as is every machine that .NET runs on today.
    private static T[] Cast<T>(ReadOnlySpan<byte> raw)
        where T : struct => MemoryMarshal.Cast<byte, T>(raw).ToArray();

    private static T[] Listed<T>(TensorProto tensor, IReadOnlyCollection<T> list, long count)
    {
        Expect(tensor, list.Count, count, "elements");
        return [.. list];
    }

    private static ushort[] Words(TensorProto tensor, ReadOnlySpan<byte> raw, bool isRaw, long count) =>
        isRaw ? Cast<ushort>(raw) : [.. Listed(tensor, tensor.Int32Data, count).Select(value => (ushort)value)];

    private static float Narrow(TensorProto tensor, double value) =>
        double.IsFinite(value) && Math.Abs(value) > float.MaxValue
            ? throw new InvalidDataException(
                FormattableString.Invariant($"tensor '{tensor.Name}' holds {value}, beyond the range of a float"))
            : (float)value;

    private static void Expect(TensorProto tensor, long found, long expected, string unit)
    {
        if (found != expected)
        {
            throw new InvalidDataException(
                $"tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] must hold {expected} {unit}, found {found}");
        }
    }
}
