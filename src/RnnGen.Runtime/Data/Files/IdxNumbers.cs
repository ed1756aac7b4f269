using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using RnnGen.Interop;

namespace RnnGen.Data;

/// <summary>The numbers of an IDX file.</summary>
/// <typeparam name="T">What they were read as.</typeparam>
/// <param name="Path">Where the file was read from.</param>
/// <param name="Dimensions">Size of each axis, the slowest first.</param>
/// <param name="Values">All values, row-major; their number is the product of the dimensions.</param>
public sealed record IdxNumbers<T>(string Path, IReadOnlyList<int> Dimensions, ReadOnlyMemory<T> Values)
    where T : struct;

/// <summary>Type of the elements of an IDX file: its third byte.</summary>
internal enum IdxElement : byte
{
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Single = 0x0D,
    Double = 0x0E,
}

/// <summary>Elements of IDX files, which are big-endian.</summary>
internal static class IdxElements
{
    /// <summary>Bytes of an element; 0 where the format has no such type.</summary>
    public static int BytesOf(this IdxElement element) => element switch
    {
        IdxElement.UnsignedByte or IdxElement.SignedByte => 1,
        IdxElement.Int16 => 2,
        IdxElement.Int32 or IdxElement.Single => 4,
        IdxElement.Double => 8,
        _ => 0,
    };

    /// <summary>Whether elements are whole numbers.</summary>
    public static bool IsWhole(this IdxElement element) =>
        element is IdxElement.UnsignedByte or IdxElement.SignedByte or IdxElement.Int16 or IdxElement.Int32;

    /// <summary>Whole numbers.</summary>
    public static int[] ToInt32s(this IdxElement element, ReadOnlySpan<byte> bytes)
    {
        int size = element.BytesOf();
        int[] values = new int[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element switch
            {
                IdxElement.UnsignedByte => bytes[i],
                IdxElement.SignedByte => (sbyte)bytes[i],
                IdxElement.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes[(i * size)..]),
                _ => BinaryPrimitives.ReadInt32BigEndian(bytes[(i * size)..]),
            };
        }

        return values;
    }

    /// <summary>Floats, each the nearest to the element.</summary>
    /// <exception cref="InvalidDataException">An element is finite, but beyond the range of a float.</exception>
    public static float[] ToSingles(this IdxElement element, ReadOnlySpan<byte> bytes, string path)
    {
        int size = element.BytesOf();
        float[] values = new float[bytes.Length / size];
        if (element.IsWhole())
        {
            int[] whole = element.ToInt32s(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = whole[i];
            }

            return values;
        }

        for (int i = 0; i < values.Length; i++)
        {
            double number = element == IdxElement.Single
                ? BinaryPrimitives.ReadSingleBigEndian(bytes[(i * size)..])
                : BinaryPrimitives.ReadDoubleBigEndian(bytes[(i * size)..]);
            values[i] = FloatConversion.IsBeyondRange(number)
                ? throw new InvalidDataException(
                    FormattableString.Invariant($"{path}: expected values within the range of a float, found {number} at index {i}."))
                : (float)number;
        }

        return values;
    }
}
