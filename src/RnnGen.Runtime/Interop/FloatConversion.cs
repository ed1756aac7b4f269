using System;
using System.Buffers.Binary;

namespace RnnGen.Interop;

/// <summary>
/// Elements of other float types as float32. Half precision of either kind is exact; double precision is rounded to the nearest.
/// </summary>
internal static class FloatConversion
{
    /// <summary>The types, as messages list them.</summary>
    public const string Types = "F32, F64, F16 or BF16";

    /// <summary>Bytes of an element; 0 for a type that is not a float of at least 16 bits.</summary>
    public static int BytesOf(string dtype) => dtype switch
    {
        SafetensorsTensor.Float32 => 4,
        "F64" => 8,
        "F16" or "BF16" => 2,
        _ => 0,
    };

    /// <summary>Converts little-endian elements.</summary>
    /// <param name="dtype">Their type.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="values">Receives as many floats.</param>
    /// <returns>Index of the first finite element beyond the range of a float; -1 where there is none.</returns>
    public static int Convert(string dtype, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (dtype)
        {
            case "F64":
                return Narrow(bytes, values);
            case "F16":
                StoredValues.Widen(StorageType.Float16, bytes, [], values);
                return -1;
            case "BF16":
                StoredValues.Widen(StorageType.BFloat16, bytes, [], values);
                return -1;
            default:
                StoredValues.Widen(StorageType.Float32, bytes, [], values);
                return -1;
        }
    }

    private static int Narrow(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double number = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
            values[i] = (float)number;
            if (IsBeyondRange(number))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a number is finite and becomes infinite as a float.</summary>
    public static bool IsBeyondRange(double number) => double.IsFinite(number) && !float.IsFinite((float)number);
}
