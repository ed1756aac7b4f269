using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Generated;

/// <content>Register tiles of products with weights of eight bits.</content>
public static partial class Kernels
{
    /// <summary>One row, 8 vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Int8Tile1x8(
        ref byte a, int groups, ref float b, ref float starts, ref float scales, float rowScale, ref float c, ref float start)
    {
        Vector256<int> sum0 = Int8Start(ref starts, 0);
        Vector256<int> sum1 = Int8Start(ref starts, 8);
        Vector256<int> sum2 = Int8Start(ref starts, 16);
        Vector256<int> sum3 = Int8Start(ref starts, 24);
        Vector256<int> sum4 = Int8Start(ref starts, 32);
        Vector256<int> sum5 = Int8Start(ref starts, 40);
        Vector256<int> sum6 = Int8Start(ref starts, 48);
        Vector256<int> sum7 = Int8Start(ref starts, 56);
        for (nint group = 0; group < groups; group++)
        {
            Vector256<int> four = Int8Group(ref a, group);
            sum0 = Int8Accumulate(sum0, four, Vector256.LoadUnsafe(ref b, 0).AsInt32());
            sum1 = Int8Accumulate(sum1, four, Vector256.LoadUnsafe(ref b, 8).AsInt32());
            sum2 = Int8Accumulate(sum2, four, Vector256.LoadUnsafe(ref b, 16).AsInt32());
            sum3 = Int8Accumulate(sum3, four, Vector256.LoadUnsafe(ref b, 24).AsInt32());
            sum4 = Int8Accumulate(sum4, four, Vector256.LoadUnsafe(ref b, 32).AsInt32());
            sum5 = Int8Accumulate(sum5, four, Vector256.LoadUnsafe(ref b, 40).AsInt32());
            sum6 = Int8Accumulate(sum6, four, Vector256.LoadUnsafe(ref b, 48).AsInt32());
            sum7 = Int8Accumulate(sum7, four, Vector256.LoadUnsafe(ref b, 56).AsInt32());
            b = ref At(ref b, 64);
        }

        Vector256<float> scale = Vector256.Create(rowScale);
        Int8Finish(sum0, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum1, scale, ref scales, ref start, ref c, 8);
        Int8Finish(sum2, scale, ref scales, ref start, ref c, 16);
        Int8Finish(sum3, scale, ref scales, ref start, ref c, 24);
        Int8Finish(sum4, scale, ref scales, ref start, ref c, 32);
        Int8Finish(sum5, scale, ref scales, ref start, ref c, 40);
        Int8Finish(sum6, scale, ref scales, ref start, ref c, 48);
        Int8Finish(sum7, scale, ref scales, ref start, ref c, 56);
    }

    /// <summary>One row, 4 vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Int8Tile1x4(
        ref byte a, int groups, ref float b, ref float starts, ref float scales, float rowScale, ref float c, ref float start)
    {
        Vector256<int> sum0 = Int8Start(ref starts, 0);
        Vector256<int> sum1 = Int8Start(ref starts, 8);
        Vector256<int> sum2 = Int8Start(ref starts, 16);
        Vector256<int> sum3 = Int8Start(ref starts, 24);
        for (nint group = 0; group < groups; group++)
        {
            Vector256<int> four = Int8Group(ref a, group);
            sum0 = Int8Accumulate(sum0, four, Vector256.LoadUnsafe(ref b, 0).AsInt32());
            sum1 = Int8Accumulate(sum1, four, Vector256.LoadUnsafe(ref b, 8).AsInt32());
            sum2 = Int8Accumulate(sum2, four, Vector256.LoadUnsafe(ref b, 16).AsInt32());
            sum3 = Int8Accumulate(sum3, four, Vector256.LoadUnsafe(ref b, 24).AsInt32());
            b = ref At(ref b, 32);
        }

        Vector256<float> scale = Vector256.Create(rowScale);
        Int8Finish(sum0, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum1, scale, ref scales, ref start, ref c, 8);
        Int8Finish(sum2, scale, ref scales, ref start, ref c, 16);
        Int8Finish(sum3, scale, ref scales, ref start, ref c, 24);
    }

    /// <summary>One row, 2 vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Int8Tile1x2(
        ref byte a, int groups, ref float b, ref float starts, ref float scales, float rowScale, ref float c, ref float start)
    {
        Vector256<int> sum0 = Int8Start(ref starts, 0);
        Vector256<int> sum1 = Int8Start(ref starts, 8);
        for (nint group = 0; group < groups; group++)
        {
            Vector256<int> four = Int8Group(ref a, group);
            sum0 = Int8Accumulate(sum0, four, Vector256.LoadUnsafe(ref b, 0).AsInt32());
            sum1 = Int8Accumulate(sum1, four, Vector256.LoadUnsafe(ref b, 8).AsInt32());
            b = ref At(ref b, 16);
        }

        Vector256<float> scale = Vector256.Create(rowScale);
        Int8Finish(sum0, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum1, scale, ref scales, ref start, ref c, 8);
    }

    /// <summary>Four rows, two vectors of columns.</summary>
    [MethodImpl(Loop)]
    private static void Int8Tile4x2(
        ref byte a, int groups, ref float b, int width, ref float starts, ref float scales, ReadOnlySpan<float> rowScales, ref float c,
        int cStride, ref float start, int startStride)
    {
        nint rowBytes = (nint)groups * 4;
        ref byte a1 = ref Unsafe.Add(ref a, rowBytes);
        ref byte a2 = ref Unsafe.Add(ref a1, rowBytes);
        ref byte a3 = ref Unsafe.Add(ref a2, rowBytes);
        Vector256<int> sum00 = Int8Start(ref starts, 0), sum01 = Int8Start(ref starts, 8);
        Vector256<int> sum10 = Int8Start(ref starts, 0), sum11 = Int8Start(ref starts, 8);
        Vector256<int> sum20 = Int8Start(ref starts, 0), sum21 = Int8Start(ref starts, 8);
        Vector256<int> sum30 = Int8Start(ref starts, 0), sum31 = Int8Start(ref starts, 8);
        for (nint group = 0; group < groups; group++)
        {
            Vector256<int> left = Vector256.LoadUnsafe(ref b, 0).AsInt32();
            Vector256<int> right = Vector256.LoadUnsafe(ref b, 8).AsInt32();
            Vector256<int> four0 = Int8Group(ref a, group);
            sum00 = Int8Accumulate(sum00, four0, left);
            sum01 = Int8Accumulate(sum01, four0, right);
            Vector256<int> four1 = Int8Group(ref a1, group);
            sum10 = Int8Accumulate(sum10, four1, left);
            sum11 = Int8Accumulate(sum11, four1, right);
            Vector256<int> four2 = Int8Group(ref a2, group);
            sum20 = Int8Accumulate(sum20, four2, left);
            sum21 = Int8Accumulate(sum21, four2, right);
            Vector256<int> four3 = Int8Group(ref a3, group);
            sum30 = Int8Accumulate(sum30, four3, left);
            sum31 = Int8Accumulate(sum31, four3, right);
            b = ref At(ref b, width);
        }

        Vector256<float> scale = Vector256.Create(rowScales[0]);
        Int8Finish(sum00, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum01, scale, ref scales, ref start, ref c, 8);

        c = ref At(ref c, cStride);
        start = ref At(ref start, startStride);
        scale = Vector256.Create(rowScales[1]);
        Int8Finish(sum10, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum11, scale, ref scales, ref start, ref c, 8);

        c = ref At(ref c, cStride);
        start = ref At(ref start, startStride);
        scale = Vector256.Create(rowScales[2]);
        Int8Finish(sum20, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum21, scale, ref scales, ref start, ref c, 8);

        c = ref At(ref c, cStride);
        start = ref At(ref start, startStride);
        scale = Vector256.Create(rowScales[3]);
        Int8Finish(sum30, scale, ref scales, ref start, ref c, 0);
        Int8Finish(sum31, scale, ref scales, ref start, ref c, 8);
    }
}
