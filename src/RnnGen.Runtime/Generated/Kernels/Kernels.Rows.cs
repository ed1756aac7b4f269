using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>Single rows: copies within scratch and state, and sums across units.</content>
public static partial class Kernels
{
    /// <summary>Copies floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float source, ref float target, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));

    /// <summary>Zeroes floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(ref float target, int count) => MemoryMarshal.CreateSpan(ref target, count).Clear();

    /// <summary>Σ values·weights over 16 virtual lanes: the same bits at every vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot16<V>(ref float values, ref float weights, int count)
        where V : struct, ISimd<V>
    {
        // As many sums as the narrowest vectors need for the lanes; wider ones leave the last out.
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
        for (nint lane = 0; lane < count; lane += 16)
        {
            V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
            if (V.Width <= 8)
            {
                V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
            }

            if (V.Width == 4)
            {
                V.Accumulate(ref c, V.Load(ref values, lane + (2 * V.Width)), ref weights, lane + (2 * V.Width));
                V.Accumulate(ref d, V.Load(ref values, lane + (3 * V.Width)), ref weights, lane + (3 * V.Width));
            }
        }

        // Lane i with i + 8, then i + 4, i + 2, i + 1.
        return V.Sum(V.Width == 16 ? a : V.Width == 8 ? a + b : (a + c) + (b + d));
    }

    /// <summary>Σ values·weights over 8 virtual lanes: the same bits at every vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot8<V>(ref float values, ref float weights, int count)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16)
        {
            return Dot8<Simd256>(ref values, ref weights, count);
        }

        V a = V.Zero, b = V.Zero;
        for (nint lane = 0; lane < count; lane += 8)
        {
            V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
            if (V.Width == 4)
            {
                V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
            }
        }

        // Lane i with i + 4, then i + 2, i + 1.
        return V.Sum(V.Width == 4 ? a + b : a);
    }

    /// <summary>c = bias + a·b, or c += a·b, for a few values a row: one ascending chain of multiply-adds for each column.</summary>
    /// <param name="a">[rows, inner], <paramref name="aStride"/> floats from row to row.</param>
    /// <param name="aStride">Floats from row to row of a.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="inner">Columns of a, rows of b.</param>
    /// <param name="b">[inner, columns].</param>
    /// <param name="columns">Columns of b and c, a multiple of 16.</param>
    /// <param name="c">[rows, columns], <paramref name="cStride"/> floats from row to row.</param>
    /// <param name="cStride">Floats from row to row of c.</param>
    /// <param name="add">Whether c holds a sum to continue.</param>
    /// <param name="bias">[columns], where a sum begins; not read when c is continued.</param>
    [MethodImpl(Loop)]
    public static void MultiplyFew<V>(
        ref float a, int aStride, int rows, int inner, ref float b, int columns, ref float c, int cStride, bool add, ref float bias)
        where V : struct, ISimd<V>
    {
        for (int row = 0; row < rows; row++)
        {
            ref float values = ref At(ref a, (nint)row * aStride);
            ref float target = ref At(ref c, (nint)row * cStride);
            ref float start = ref (add ? ref target : ref bias);
            for (nint column = 0; column < columns; column += V.Width)
            {
                V sum = V.Load(ref start, column);
                for (nint k = 0; k < inner; k++)
                {
                    V.Accumulate(ref sum, V.Broadcast(ref values, k), ref b, (k * columns) + column);
                }

                V.Store(sum, ref target, column);
            }
        }
    }

    /// <summary>
    /// c = a·b + bias for few columns, in the order of sums of a single row: over 16 virtual lanes, or 8 where the inner length is 8 mod
    /// 16.
    /// </summary>
    /// <param name="a">[rows, inner], <paramref name="aStride"/> floats from row to row.</param>
    /// <param name="aStride">Floats from row to row of a.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="inner">Columns of a.</param>
    /// <param name="b">As <see cref="WeightLayout.PackColumns"/> has packed it.</param>
    /// <param name="stride">Floats from column to column of b.</param>
    /// <param name="columns">Columns of b.</param>
    /// <param name="c">[rows, columns], <paramref name="cStride"/> floats from row to row.</param>
    /// <param name="cStride">Floats from row to row of c.</param>
    [MethodImpl(Loop)]
    public static void MultiplyColumns<V>(
        ref float a, int aStride, int rows, int inner, ref float b, int stride, int columns, ref float c, int cStride)
        where V : struct, ISimd<V>
    {
        // A row is copied where whole sets of lanes would read what is behind it.
        Span<float> copy = inner == stride ? default : ColumnRow(stride);
        for (int row = 0; row < rows; row++)
        {
            ref float values = ref At(ref a, (nint)row * aStride);
            if (!copy.IsEmpty)
            {
                MemoryMarshal.CreateReadOnlySpan(ref values, inner).CopyTo(copy);
                values = ref MemoryMarshal.GetReference(copy);
            }

            for (int column = 0; column < columns; column++)
            {
                ref float weights = ref At(ref b, (nint)column * stride);
                // Eight lanes are half a vector of 512 bits.
                float sum = stride % 16 == 0 ? Dot16<V>(ref values, ref weights, stride)
                    : V.Width == 16 ? Dot8<Simd256>(ref values, ref weights, stride)
                    : Dot8<V>(ref values, ref weights, stride);
                At(ref c, ((nint)row * cStride) + column) = sum + At(ref b, ((nint)columns * stride) + column);
            }
        }
    }

    [ThreadStatic]
    private static float[]? _columnRow;

    /// <summary>Room for a row, zero behind it.</summary>
    private static Span<float> ColumnRow(int floats)
    {
        if (_columnRow is null || _columnRow.Length < floats)
        {
            _columnRow = new float[floats];
        }

        Span<float> row = _columnRow.AsSpan(0, floats);
        row.Clear();
        return row;
    }
}
