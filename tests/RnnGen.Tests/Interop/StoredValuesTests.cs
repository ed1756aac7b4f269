using System;
using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class StoredValuesTests
{
    /// <summary>Every element that a type of sixteen bits has, at every place of a vector.</summary>
    [Theory]
    [InlineData(StorageType.BFloat16)]
    [InlineData(StorageType.Float16)]
    public void EverySixteenBitsAreWidenedExactly(StorageType type)
    {
        for (int shift = 0; shift < 9; shift++)
        {
            byte[] bytes = new byte[(65536 + shift) * 2];
            for (int i = 0; i < 65536 + shift; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), (ushort)(i - shift));
            }

            float[] values = new float[65536 + shift];
            StoredValues.Widen(type, bytes, [], values);
            for (int i = 0; i < values.Length; i++)
            {
                ushort bits = (ushort)(i - shift);
                double expected = type == StorageType.BFloat16 ? OfBFloat16(bits) : OfHalf(bits);
                Assert.True(
                    double.IsNaN(expected) ? float.IsNaN(values[i])
                        : values[i] == expected && float.IsNegative(values[i]) == double.IsNegative(expected),
                    $"{type} 0x{bits:x4} at {i} is {expected}, found {values[i]}");
            }
        }
    }

    [Fact]
    public void EveryByteHasTheScaleOfItsColumn()
    {
        for (int columns = 1; columns <= 37; columns++)
        {
            byte[] bytes = [.. Enumerable.Range(0, (256 * columns) + (columns / 2)).Select(i => (byte)((i * 7) + (i / columns)))];
            float[] scales = [.. Enumerable.Range(0, columns).Select(column => 0.37f / (column + 1))];
            float[] values = new float[bytes.Length];
            StoredValues.Widen(StorageType.Int8, bytes, scales, values);
            for (int i = 0; i < values.Length; i++)
            {
                // The product of a byte and a float is exact in double, and rounded once.
                Assert.Equal((float)((double)(sbyte)bytes[i] * scales[i % columns]), values[i]);
            }
        }
    }

    [Fact]
    public void FloatsStayBitForBit()
    {
        uint[] bits = [0x3F800000, 0x80000000, 0x00000001, 0x807FFFFF, 0x7FC12345, 0x7F800001, 0x7F800000, 0xFF7FFFFF, 0x00000000];
        byte[] bytes = new byte[bits.Length * 4];
        for (int i = 0; i < bits.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), bits[i]);
        }

        float[] values = new float[bits.Length];
        StoredValues.Widen(StorageType.Float32, bytes, [], values);
        Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(values.AsSpan()).ToArray());
    }

    [Fact]
    public void OtherNumbersOfBytesAndMissingScalesAreRefused()
    {
        float[] values = [9, 9, 9];
        Assert.Equal(
            "3 elements of BFloat16 take 6 bytes, 7 were given. (Parameter 'bytes')",
            Assert.Throws<ArgumentException>(() => StoredValues.Widen(StorageType.BFloat16, new byte[7], [], values)).Message);
        Assert.Equal(
            "3 elements of Int8 must have scales, none were given. (Parameter 'scales')",
            Assert.Throws<ArgumentException>(() => StoredValues.Widen(StorageType.Int8, new byte[3], [], values)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredValues.Widen((StorageType)4, new byte[3], [], values));
        Assert.Equal([9, 9, 9], values);
        StoredValues.Widen(StorageType.Int8, [], [], []);
    }

    private static double OfBFloat16(ushort bits) => Of(bits, exponentBits: 8, fractionBits: 7);

    private static double OfHalf(ushort bits) => Of(bits, exponentBits: 5, fractionBits: 10);

    /// <summary>The number as the standard of such types defines it.</summary>
    private static double Of(ushort bits, int exponentBits, int fractionBits)
    {
        int most = (1 << exponentBits) - 1, bias = most / 2;
        int exponent = (bits >> fractionBits) & most, fraction = bits & ((1 << fractionBits) - 1);
        double magnitude = exponent == most ? fraction == 0 ? double.PositiveInfinity : double.NaN
            : exponent == 0 ? Math.ScaleB(fraction, 1 - bias - fractionBits)
            : Math.ScaleB(fraction + (1 << fractionBits), exponent - bias - fractionBits);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }
}
