using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <summary>
/// Reductions of a row of floats in one fixed order at every width: element i belongs to virtual lane i mod 16, each lane takes
/// its elements in ascending order, one tree joins the lanes (i with i + 8, then i + 4, i + 2, i + 1).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reductions
{
    private const int Lanes = 16;

    private static ReadOnlySpan<float> LaneIndexes => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>Sum of the first floats of a row.</summary>
    /// <param name="source">The first float; memory is readable to the next multiple of 16 floats, whatever it holds.</param>
    /// <param name="count">Number of floats, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<V>(ref readonly float source, int count)
        where V : struct, ISimd<V> => Reduce<V, Addition>(in source, count);

    /// <summary>The largest of the first floats of a row. Among NaNs any result, the same at every width.</summary>
    /// <param name="source">The first float; memory is readable to the next multiple of 16 floats, whatever it holds.</param>
    /// <param name="count">Number of floats, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max<V>(ref readonly float source, int count)
        where V : struct, ISimd<V> => Reduce<V, Maximum>(in source, count);

    /// <summary>Sum of the products of two rows, element by element, each lane one chain of fused multiply-adds.</summary>
    /// <param name="left">The first float; memory is readable to the next multiple of 16 floats, whatever it holds.</param>
    /// <param name="right">The same of the other row; may be the same row.</param>
    /// <param name="count">Number of floats, at least 1.</param>
    public static float SumOfProducts<V>(ref readonly float left, ref readonly float right, int count)
        where V : struct, ISimd<V>
    {
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
        for (nint i = 0; i < count; i += Lanes)
        {
            bool isWhole = i <= count - Lanes;
            V remaining = V.Create(count - (int)i);
            a = MultiplyAdd(in left, in right, i, 0, isWhole, remaining, a);
            if (V.Width <= 8)
            {
                b = MultiplyAdd(in left, in right, i, V.Width, isWhole, remaining, b);
            }

            if (V.Width == 4)
            {
                c = MultiplyAdd(in left, in right, i, 2 * V.Width, isWhole, remaining, c);
                d = MultiplyAdd(in left, in right, i, 3 * V.Width, isWhole, remaining, d);
            }
        }

        return Join<V, Addition>(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MultiplyAdd<V>(
        ref readonly float left, ref readonly float right, nint block, int lane, bool isWhole, V remaining, V sum)
        where V : struct, ISimd<V> => isWhole
        ? V.MultiplyAdd(V.Load(in left, block + lane), V.Load(in right, block + lane), sum)
        : V.MultiplyAdd(Tail(in left, block, lane, remaining, V.Zero), Tail(in right, block, lane, remaining, V.Zero), sum);

    private static float Reduce<V, TOperation>(ref readonly float source, int count)
        where V : struct, ISimd<V>
        where TOperation : struct, IOperation
    {
        // 16 lanes are one, two or four vectors; the JIT drops the branches of the other widths.
        V neutral = V.Create(TOperation.Neutral);
        V a = neutral, b = neutral, c = neutral, d = neutral;
        nint i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            a = TOperation.Combine(a, V.Load(in source, i));
            if (V.Width <= 8)
            {
                b = TOperation.Combine(b, V.Load(in source, i + V.Width));
            }

            if (V.Width == 4)
            {
                c = TOperation.Combine(c, V.Load(in source, i + (2 * V.Width)));
                d = TOperation.Combine(d, V.Load(in source, i + (3 * V.Width)));
            }
        }

        if (i < count)
        {
            V remaining = V.Create(count - (int)i);
            a = TOperation.Combine(a, Tail<V>(in source, i, 0, remaining, neutral));
            if (V.Width <= 8)
            {
                b = TOperation.Combine(b, Tail<V>(in source, i, V.Width, remaining, neutral));
            }

            if (V.Width == 4)
            {
                c = TOperation.Combine(c, Tail<V>(in source, i, 2 * V.Width, remaining, neutral));
                d = TOperation.Combine(d, Tail<V>(in source, i, 3 * V.Width, remaining, neutral));
            }
        }

        return Join<V, TOperation>(a, b, c, d);
    }

    /// <summary>One number of the 16 lanes, which are one, two or four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Join<V, TOperation>(V a, V b, V c, V d)
        where V : struct, ISimd<V>
        where TOperation : struct, IOperation
    {
        Span<float> lanes = stackalloc float[Lanes];
        ref float first = ref MemoryMarshal.GetReference(lanes);
        V.Store(a, ref first, 0);
        if (V.Width <= 8)
        {
            V.Store(b, ref first, V.Width);
        }

        if (V.Width == 4)
        {
            V.Store(c, ref first, 2 * V.Width);
            V.Store(d, ref first, 3 * V.Width);
        }

        return Join<TOperation>(ref first);
    }

    /// <summary>
    /// A vector of the last block with the neutral element in the lanes beyond the row's end, selected bitwise: NaN there does no harm.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(ref readonly float source, nint block, int lane, V remaining, V neutral)
        where V : struct, ISimd<V>
    {
        V indexes = V.Load(in MemoryMarshal.GetReference(LaneIndexes), lane);
        return V.Select(V.GreaterThan(remaining, indexes), V.Load(in source, block + lane), neutral);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Join<TOperation>(ref float lanes)
        where TOperation : struct, IOperation
    {
        Simd128 low = TOperation.Combine(Simd128.Load(in lanes, 0), Simd128.Load(in lanes, 8));
        Simd128 high = TOperation.Combine(Simd128.Load(in lanes, 4), Simd128.Load(in lanes, 12));
        Simd128.Store(TOperation.Combine(low, high), ref lanes, 0);
        Simd128 pairs = TOperation.Combine(Simd128.Load(in lanes, 0), Simd128.Load(in lanes, 2));
        Simd128.Store(pairs, ref lanes, 0);
        Simd128 one = TOperation.Combine(Simd128.Load(in lanes, 0), Simd128.Load(in lanes, 1));
        Simd128.Store(one, ref lanes, 0);
        return lanes;
    }

    /// <summary>An operation and the element that changes nothing.</summary>
    private interface IOperation
    {
        static abstract float Neutral { get; }

        static abstract V Combine<V>(V accumulator, V value)
            where V : struct, ISimd<V>;
    }

    private readonly struct Addition : IOperation
    {
        public static float Neutral => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V accumulator, V value)
            where V : struct, ISimd<V> => accumulator + value;
    }

    private readonly struct Maximum : IOperation
    {
        public static float Neutral => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V accumulator, V value)
            where V : struct, ISimd<V> => V.Max(accumulator, value);
    }
}
