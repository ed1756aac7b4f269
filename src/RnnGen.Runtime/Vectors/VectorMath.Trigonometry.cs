using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>Sine and cosine.</content>
public static partial class VectorMath
{
    // π/2 in three parts (Cody and Waite): the first two have 8 and 12 significant bits, so that their products with a quarter turn's
    // number are exact as far as that has 12 bits, and with fused multiply-add as far as it goes. They fall short of π/2 by 1.7e-15.
    private const float QuarterTurn0 = 1.5703125f, QuarterTurn1 = 0.0004837512969970703f, QuarterTurn2 = 7.549790126404332e-08f;
    private const float QuarterTurns = 0.636619772f;

    // Where neighbouring floats are a quarter and more of a radian apart, and quarter turns no longer counted to the last one.
    private const float FarthestAngle = 4194304f;

    // sin(r) = r + r^3 S(r^2), degree 2, relative error 3.8e-9; cos(r) = 1 - r^2/2 + r^4 C(r^2), degree 2, absolute error 9.4e-11;
    // both on |r| <= π/4.
    private const float SinS0 = -0.16666655242443085f, SinS1 = 0.008332165889441967f, SinS2 = -0.00019515967869665474f;
    private const float CosC0 = 0.04166664555668831f, CosC1 = -0.0013887373497709632f, CosC2 = 2.4439232220174745e-05f;

    /// <summary>
    /// Sine of x in radians: absolute error at most 1e-7 for |x| up to 4000, with fused multiply-add up to 100,000. NaN beyond 4,194,304,
    /// where floats do not tell one part of a turn from another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x)
        where V : struct, ISimd<V> => SinOfTurned(x, 0f);

    /// <summary>Cosine of x in radians, as exact as <see cref="Sin{V}(V)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : struct, ISimd<V> => SinOfTurned(x, 1f);

    /// <summary>sin(x + turned·π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinOfTurned<V>(V x, float turned)
        where V : struct, ISimd<V>
    {
        // x = n π/2 + r.
        V shift = V.Create(RoundingShift);
        V n = V.MultiplyAdd(x, V.Create(QuarterTurns), shift) - shift;
        V r = V.MultiplyAdd(n, V.Create(-QuarterTurn0), x);
        r = V.MultiplyAdd(n, V.Create(-QuarterTurn1), r);
        r = V.MultiplyAdd(n, V.Create(-QuarterTurn2), r);

        V z = r * r;
        V s = V.MultiplyAdd(V.MultiplyAdd(V.Create(SinS2), z, V.Create(SinS1)), z, V.Create(SinS0));
        V sine = V.MultiplyAdd(s * z, r, r);
        V c = V.MultiplyAdd(V.MultiplyAdd(V.Create(CosC2), z, V.Create(CosC1)), z, V.Create(CosC0));
        V cosine = V.MultiplyAdd(c * z, z, V.MultiplyAdd(V.Create(-0.5f), z, V.Create(1f)));

        // The quarter in which it lies, -2..2: sin r, cos r, -sin r, -cos r from 0 on.
        V quarter = n + V.Create(turned);
        quarter -= V.Create(4f) * (V.MultiplyAdd(quarter, V.Create(0.25f), shift) - shift);
        V value = V.Select(V.Equal(V.Abs(quarter), V.Create(1f)), cosine, sine);
        V isPositive = V.GreaterThan(V.Create(1.5f), V.Abs(quarter - V.Create(0.5f)));
        value = V.Select(isPositive, value, -value);
        return V.Select(V.GreaterThan(V.Abs(x), V.Create(FarthestAngle)), V.Create(float.NaN), value);
    }
}
