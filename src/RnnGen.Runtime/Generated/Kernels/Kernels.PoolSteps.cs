using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>Pooling over the steps of a window: a step of a single row, and the arithmetic of one step.</content>
public static partial class Kernels
{
    /// <summary>A step of a single row: the largest values of its window.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="x">The values of the step.</param>
    /// <param name="past">The state; a step further afterwards.</param>
    /// <param name="y">Receives the result.</param>
    /// <param name="features">Features of a step.</param>
    /// <param name="taps">Steps that the window has, at least 2.</param>
    public static void MaxPoolStep<V>(ref float x, ref float past, ref float y, int features, int taps)
        where V : struct, ISimd<V> => PoolStep<V>(ref x, ref past, ref y, features, taps, isMax: true);

    /// <summary>A step of a single row: the mean over its window.</summary>
    /// <inheritdoc cref="MaxPoolStep{V}"/>
    public static void AveragePoolStep<V>(ref float x, ref float past, ref float y, int features, int taps)
        where V : struct, ISimd<V> => PoolStep<V>(ref x, ref past, ref y, features, taps, isMax: false);

    [MethodImpl(Loop)]
    private static void PoolStep<V>(ref float x, ref float past, ref float y, int features, int taps, bool isMax)
        where V : struct, ISimd<V>
    {
        int before = taps - 1, known = Known(ref past, before, features);
        Copy(ref known == 0 ? ref x : ref At(ref past, (before - known) * features), ref y, features);
        for (int of = before - known + 1; of < before; of++)
        {
            Pool<V>(ref At(ref past, of * features), ref y, features, isMax);
        }

        if (known > 0)
        {
            Pool<V>(ref x, ref y, features, isMax);
            if (!isMax)
            {
                Divide<V>(ref y, known + 1, features);
            }
        }

        int kept = (before - 1) * features;
        Copy(ref At(ref past, features), ref past, kept);
        Copy(ref x, ref At(ref past, kept), features);
        At(ref past, before * features) = Math.Min(before, known + 1);
    }

    /// <summary>How many steps before the first one there were: a caller's state may hold any number, even none.</summary>
    private static int Known(ref float past, int steps, int features)
    {
        float count = At(ref past, steps * features);
        return count >= steps ? steps : count >= 1 ? (int)count : 0;
    }

    /// <summary>Takes one more step into the largest values or the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool<V>(ref float x, ref float y, int count, bool isMax)
        where V : struct, ISimd<V>
    {
        if (isMax)
        {
            MaxRow<V>(ref x, ref y, count);
        }
        else
        {
            AddRow<V>(ref x, ref y, count);
        }
    }

    /// <summary>y = max(y, x); of a NaN that comes later it stays.</summary>
    [MethodImpl(Loop)]
    private static void MaxRow<V>(ref float x, ref float y, int count)
        where V : struct, ISimd<V>
    {
        nint lane = 0;
        for (; lane + V.Width <= count; lane += V.Width)
        {
            V.Store(V.Max(V.Load(ref y, lane), V.Load(ref x, lane)), ref y, lane);
        }

        for (; lane < count; lane++)
        {
            float limit = At(ref y, lane), value = At(ref x, lane);
            At(ref y, lane) = limit > value ? limit : value;
        }
    }

    [MethodImpl(Loop)]
    private static void Divide<V>(ref float y, int steps, int count)
        where V : struct, ISimd<V>
    {
        nint lane = 0;
        for (; lane + V.Width <= count; lane += V.Width)
        {
            V.Store(V.Load(ref y, lane) / V.Create(steps), ref y, lane);
        }

        for (; lane < count; lane++)
        {
            At(ref y, lane) /= steps;
        }
    }

    /// <summary>dx += flow where x is not less than the largest; the flow is gone there.</summary>
    [MethodImpl(Loop)]
    private static void PassMax<V>(ref float x, ref float largest, ref float flow, ref float dx, int count)
        where V : struct, ISimd<V>
    {
        nint lane = 0;
        for (; lane + V.Width <= count; lane += V.Width)
        {
            V left = V.Load(ref flow, lane);
            V less = V.GreaterThan(V.Load(ref largest, lane), V.Load(ref x, lane));
            V.Store(V.Load(ref dx, lane) + V.Select(less, V.Zero, left), ref dx, lane);
            V.Store(V.Select(less, left, V.Zero), ref flow, lane);
        }

        for (; lane < count; lane++)
        {
            bool less = At(ref largest, lane) > At(ref x, lane);
            At(ref dx, lane) += less ? 0 : At(ref flow, lane);
            At(ref flow, lane) = less ? At(ref flow, lane) : 0;
        }
    }
}
