using System;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Generated;

namespace RnnGen.Interop;

/// <summary>Weights as files store them, little-endian, and as floats.</summary>
internal static class StoredValues
{
    private const int Lanes = 8;

    /// <summary>Bytes of an element.</summary>
    public static int BytesOf(StorageType type) => type switch
    {
        StorageType.Float32 => sizeof(float),
        StorageType.BFloat16 or StorageType.Float16 => sizeof(ushort),
        StorageType.Int8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, $"There is no storage type {type}."),
    };

    /// <summary>Makes floats of stored elements: of bytes w = scale·byte, rounded; of the others exactly what they are.</summary>
    /// <param name="type">How they are stored.</param>
    /// <param name="bytes">The elements, little-endian, row-major.</param>
    /// <param name="scales">
    /// Of <see cref="StorageType.Int8"/> the scale of each column, [columns]: element i has scale i mod columns. Of others not read.
    /// </param>
    /// <param name="values">Receives the floats, as many as there are elements.</param>
    /// <exception cref="ArgumentException">The bytes are not those of as many elements, or bytes have no scales.</exception>
    public static void Widen(StorageType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<float> scales, Span<float> values)
    {
        if (bytes.Length != (long)values.Length * BytesOf(type))
        {
            throw new ArgumentException(
                $"{values.Length} elements of {type} take {(long)values.Length * BytesOf(type)} bytes, {bytes.Length} were given.",
                nameof(bytes));
        }

        switch (type)
        {
            case StorageType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                Reverse(MemoryMarshal.Cast<float, uint>(values));
                break;
            case StorageType.BFloat16:
                WidenBFloat16(Words(bytes), values);
                break;
            case StorageType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(Words(bytes)), values);
                break;
            case StorageType.Int8 when values.IsEmpty:
                break;
            case StorageType.Int8 when scales.IsEmpty:
                throw new ArgumentException($"{values.Length} elements of {type} must have scales, none were given.", nameof(scales));
            default:
                for (int first = 0; first < values.Length; first += scales.Length)
                {
                    int columns = Math.Min(scales.Length, values.Length - first);
                    WidenRow(MemoryMarshal.Cast<byte, sbyte>(bytes.Slice(first, columns)), scales, values.Slice(first, columns));
                }

                break;
        }
    }

    /// <summary>The scale of each column of a matrix that is stored as bytes.</summary>
    /// <param name="values">The matrix, [rows, columns].</param>
    /// <param name="columns">Its columns.</param>
    /// <returns>[columns]; NaN of a column that is not finite.</returns>
    public static float[] Scales(ReadOnlySpan<float> values, int columns) =>
        Array.ConvertAll(Largest(values, columns), largest => WeightLayout.Int8Scale(largest).Scale);

    /// <summary>Stores floats in fewer bits, or as they are.</summary>
    /// <param name="type">How they are to be stored.</param>
    /// <param name="values">The floats, row-major.</param>
    /// <param name="columns">Of <see cref="StorageType.Int8"/> the columns that have scales of their own; of others not read.</param>
    /// <param name="bytes">Receives the elements, little-endian.</param>
    public static void Narrow(StorageType type, ReadOnlySpan<float> values, int columns, Span<byte> bytes)
    {
        switch (type)
        {
            case StorageType.Float32:
                MemoryMarshal.AsBytes(values).CopyTo(bytes);
                Reverse(MemoryMarshal.Cast<byte, uint>(bytes));
                break;
            case StorageType.BFloat16:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < words.Length; i++)
                {
                    words[i] = (ushort)(BitConverter.SingleToUInt32Bits(WeightLayout.ToBFloat16(values[i])) >> 16);
                }

                Reverse(words);
                break;
            case StorageType.Float16:
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes));
                Reverse(MemoryMarshal.Cast<byte, ushort>(bytes));
                break;
            default:
                NarrowToInt8(values, columns, MemoryMarshal.Cast<byte, sbyte>(bytes));
                break;
        }
    }

    private static void NarrowToInt8(ReadOnlySpan<float> values, int columns, Span<sbyte> bytes)
    {
        float[] inverses = Array.ConvertAll(Largest(values, columns), largest => WeightLayout.Int8Scale(largest).Inverse);
        for (int first = 0; first < values.Length; first += columns)
        {
            for (int column = 0; column < columns; column++)
            {
                bytes[first + column] = WeightLayout.ToInt8(values[first + column], inverses[column]);
            }
        }
    }

    /// <summary>The largest magnitude of each column; NaN where it has one.</summary>
    private static float[] Largest(ReadOnlySpan<float> values, int columns)
    {
        float[] largest = new float[columns];
        for (int first = 0; first < values.Length; first += columns)
        {
            TensorPrimitives.MaxMagnitude(largest, values.Slice(first, columns), largest);
        }

        TensorPrimitives.Abs(largest, largest);
        return largest;
    }

    private static void Reverse(Span<uint> elements)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(elements, elements);
        }
    }

    private static void Reverse(Span<ushort> elements)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(elements, elements);
        }
    }

    private static ReadOnlySpan<ushort> Words(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
        if (BitConverter.IsLittleEndian)
        {
            return words;
        }

        ushort[] reversed = words.ToArray();
        Reverse(reversed);
        return reversed;
    }

    [MethodImpl(Kernels.Loop)]
    private static void WidenBFloat16(ReadOnlySpan<ushort> words, Span<float> values)
    {
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref uint target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(values));
        int index = 0;
        for (; index + Lanes <= values.Length; index += Lanes)
        {
            Vector256<uint> wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)index).ToVector256Unsafe());
            (wide << 16).StoreUnsafe(ref target, (nuint)index);
        }

        for (; index < values.Length; index++)
        {
            values[index] = BitConverter.UInt32BitsToSingle((uint)words[index] << 16);
        }
    }

    [MethodImpl(Kernels.Loop)]
    private static void WidenRow(ReadOnlySpan<sbyte> bytes, ReadOnlySpan<float> scales, Span<float> values)
    {
        ref sbyte source = ref MemoryMarshal.GetReference(bytes);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        ref float target = ref MemoryMarshal.GetReference(values);
        int index = 0;
        for (; index + Lanes <= values.Length; index += Lanes)
        {
            long eight = Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, index)));
            Vector128<short> words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(eight).AsSByte());
            Vector256<int> wide = Vector256.WidenLower(words.ToVector256Unsafe());
            (Vector256.ConvertToSingle(wide) * Vector256.LoadUnsafe(ref scale, (nuint)index)).StoreUnsafe(ref target, (nuint)index);
        }

        for (; index < values.Length; index++)
        {
            values[index] = bytes[index] * scales[index];
        }
    }
}
