using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>Values that are carried on never become subnormal.</content>
public static partial class VectorMath
{
    // 2^-100. A sigmoid's least value is 2^-25: what it multiplies in the same step stays a normal number, 2^-126 and more.
    internal const float SmallestCarried = 7.8886090522101181e-31f;

    /// <summary>
    /// x, or +0 where |x| &lt; 2^-100; NaN stays. It is applied to what is carried on from step to step, from layer to layer and from
    /// update to update: a state, gradient or moment that shrinks each time would become subnormal otherwise and stay so, and operations on
    /// subnormal numbers take many times as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlushTiny<V>(V x)
        where V : struct, ISimd<V> => V.FlushTiny(x);

    /// <summary><see cref="FlushTiny{V}"/> of one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FlushTiny(float x) => MathF.Abs(x) < SmallestCarried ? 0 : x;
}
