using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <summary>
/// Rows of activations as bytes, for products with weights of eight bits: a = scale·(byte - 128), one scale a row.
/// </summary>
/// <remarks>
/// The scale is max|a| / 127, a byte round(a·(127 / max|a|)) + 128 with ties to even, so that bytes are 1 to 255: x86 multiplies unsigned
/// bytes with signed ones. A row whose largest magnitude is below 2^-100 counts as zero, as a state does that is carried on; in one with
/// NaN or infinity the scale is NaN, and so is every product.
/// </remarks>
internal sealed class Int8Rows
{
    /// <summary>Zero, as a byte.</summary>
    public const int ZeroByte = 128;

    /// <summary>The largest magnitude of a whole number, and of a weight.</summary>
    public const float Largest = 127;

    // 1.5·2^23 + 128: the sum of it and a number below 2^22 in magnitude has the nearest whole number, plus 128, in its lowest bits.
    private const float Rounding = 12582912 + ZeroByte;

    private const int Infinity = 0x7F800000;

    [ThreadStatic]
    private static Int8Rows? _current;

    private byte[] _bytes = new byte[4096];

    /// <summary>The scale of each row.</summary>
    public float[] Scales { get; } = new float[Kernels.MostInt8Rows];

    /// <summary>This thread's, with room for some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8Rows Of(nint bytes)
    {
        Int8Rows? current = _current;
        return current is not null && current._bytes.Length >= bytes ? current : Grow(bytes);
    }

    /// <summary>A byte, unchecked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(nint offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), offset);

    /// <summary>Writes a row as bytes, unless it is zero or not finite.</summary>
    /// <param name="values">The row.</param>
    /// <param name="count">Its length, at least 1.</param>
    /// <param name="bytes">Receives as many bytes.</param>
    /// <returns>The scale: 0 of a row that counts as zero, NaN of one that is not finite.</returns>
    [MethodImpl(Kernels.Loop)]
    public static float Quantize(ref float values, int count, ref byte bytes)
    {
        int most = LargestBits(ref values, count);
        float largest = BitConverter.Int32BitsToSingle(most);
        if (most >= Infinity || largest < VectorMath.SmallestCarried)
        {
            return most >= Infinity ? float.NaN : 0;
        }

        float inverse = Largest / largest;
        nint index = 0;
        if (Avx512F.IsSupported)
        {
            for (; index + 16 <= count; index += 16)
            {
                Vector512<float> scaled = Vector512.LoadUnsafe(ref values, (nuint)index) * Vector512.Create(inverse);
                Vector512<uint> rounded = (scaled + Vector512.Create(Rounding)).AsUInt32();
                Avx512F.ConvertToVector128Byte(rounded).StoreUnsafe(ref bytes, (nuint)index);
            }
        }

        for (; index + 32 <= count; index += 32)
        {
            Vector256<ushort> low = Vector256.Narrow(Byte(ref values, index, inverse), Byte(ref values, index + 8, inverse));
            Vector256<ushort> high = Vector256.Narrow(Byte(ref values, index + 16, inverse), Byte(ref values, index + 24, inverse));
            Vector256.Narrow(low, high).StoreUnsafe(ref bytes, (nuint)index);
        }

        if (count < 8)
        {
            for (; index < count; index++)
            {
                Unsafe.Add(ref bytes, index) = (byte)BitConverter.SingleToInt32Bits((Unsafe.Add(ref values, index) * inverse) + Rounding);
            }

            return largest / Largest;
        }

        // Eight at a time; the last ones may be written twice.
        while (index < count)
        {
            index = Math.Min(index, count - 8);
            Vector256<uint> eight = Byte(ref values, index, inverse);
            Vector128<ushort> narrow = Vector128.Narrow(eight.GetLower(), eight.GetUpper());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, index), Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar());
            index += 8;
        }

        return largest / Largest;
    }

    /// <summary>Eight whole numbers, plus 128, in the lowest bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Byte(ref float values, nint index, float inverse)
    {
        Vector256<float> scaled = Vector256.LoadUnsafe(ref values, (nuint)index) * Vector256.Create(inverse);
        return (scaled + Vector256.Create(Rounding)).AsUInt32() & Vector256.Create(0xFFu);
    }

    /// <summary>The bits of the largest magnitude: as whole numbers those of NaN are above infinity, and that above all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LargestBits(ref float values, int count)
    {
        if (count < 8)
        {
            int most = 0;
            for (nint index = 0; index < count; index++)
            {
                most = Math.Max(most, BitConverter.SingleToInt32Bits(Unsafe.Add(ref values, index)) & int.MaxValue);
            }

            return most;
        }

        Vector256<int> a = Vector256<int>.Zero, b = Vector256<int>.Zero;
        nint start = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<int> wide = Vector512<int>.Zero, wider = Vector512<int>.Zero;
            for (; start + 32 <= count; start += 32)
            {
                wide = Vector512.Max(wide, WideMagnitude(ref values, start));
                wider = Vector512.Max(wider, WideMagnitude(ref values, start + 16));
            }

            wide = Vector512.Max(wide, wider);
            (a, b) = (wide.GetLower(), wide.GetUpper());
        }

        for (; start + 16 <= count; start += 16)
        {
            a = Vector256.Max(a, Magnitude(ref values, start));
            b = Vector256.Max(b, Magnitude(ref values, start + 8));
        }

        if (start + 8 <= count)
        {
            a = Vector256.Max(a, Magnitude(ref values, start));
        }

        a = Vector256.Max(Vector256.Max(a, b), Magnitude(ref values, count - 8));
        Vector128<int> four = Vector128.Max(a.GetLower(), a.GetUpper());
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Magnitude(ref float values, nint index) =>
        Vector256.LoadUnsafe(ref values, (nuint)index).AsInt32() & Vector256.Create(int.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> WideMagnitude(ref float values, nint index) =>
        Vector512.LoadUnsafe(ref values, (nuint)index).AsInt32() & Vector512.Create(int.MaxValue);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Int8Rows Grow(nint bytes)
    {
        Int8Rows current = _current ??= new Int8Rows();
        if (current._bytes.Length < bytes)
        {
            current._bytes = new byte[bytes];
        }

        return current;
    }
}
