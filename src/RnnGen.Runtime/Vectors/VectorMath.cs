using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <summary>
/// Transcendental functions of float vectors: the same bits in every lane at every width (with hardware fused multiply-add), no
/// call, no table, no branch. NaN lanes stay NaN.
/// </summary>
/// <remarks>
/// The coefficients are this project's own fits: Lawson-weighted least squares in double, which converges to the minimax
/// approximation on the stated interval, then rounded to float; those of tanh were searched further among neighbouring floats
/// for the smallest error of the float evaluation over all floats. The comments give degree, interval and error norm.
/// </remarks>
public static partial class VectorMath
{
    // tanh(x) = 2 n d / (n^2 + d^2) with n = x P(x^2), d = Q(x^2), degrees 3 and 2, n / d close to tanh(x/2). The double angle damps
    // the rounding errors of n / d by 1 - tanh^2, so that those of plain x P / Q near 1 (3e-7 in float at any degree) do not arise.
    // Fit on [0, 8.1] in absolute error of tanh, weighted by 1 / (2.5e-7 - 1.1e-7 tanh x) for the rounding to come: 1.4e-8 before
    // rounding. Over all floats the float evaluation is within 1.84e-7, never beyond 1, and exactly 1 at TanhLimit, the last two
    // without fused multiply-add as well.
    private const float TanhLimit = 8.3734045f;
    private const float TanhP0 = 0.8129004f, TanhP1 = 0.0230674f, TanhP2 = 6.272085e-5f, TanhP3 = -5.754976e-8f;
    private const float TanhQ0 = 1.6258011f, TanhQ1 = 0.18161792f, TanhQ2 = 0.0017120835f;

    // exp(r) = 1 + r + r^2 P(r), degree 4, relative error 3.1e-9 on |r| <= ln(2)/2.
    private const float ExpP0 = 0.49999994f, ExpP1 = 0.16666521f, ExpP2 = 0.04166839f, ExpP3 = 0.008368745f, ExpP4 = 0.0013814539f;
    private const float Log2E = 1.44269504f;

    // Between ln of the largest float (88.72) and 88.72 + ln(2)/2: exp overflows here by itself, and round(x log2 e) is still 128.
    private const float ExpHighest = 89f;

    // Below this 0; ln of the smallest normal float is -87.34, so that no result is subnormal.
    private const float ExpLowest = -87.3f;

    // ln 2 in two parts (Cody and Waite): the first has 9 significant bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    // 1.5 2^23: adding it rounds |x| < 2^22 to the nearest whole number, subtracting it gives that number.
    private const float RoundingShift = 12582912f;

    // ln(1 + f) = f - f^2/2 + f^3 P(f), degree 7, error relative to ln(1 + f) 5.8e-9 on [sqrt(1/2) - 1, sqrt(2) - 1].
    private const float LogP0 = 0.3333333f, LogP1 = -0.2500082f, LogP2 = 0.20001227f, LogP3 = -0.16623357f;
    private const float LogP4 = 0.14201757f, LogP5 = -0.13160183f, LogP6 = 0.12761576f, LogP7 = -0.07634496f;
    private const float Sqrt2 = 1.41421356f;
    private const float SmallestNormal = 1.17549435e-38f, SubnormalScale = 16777216f, SubnormalExponent = 24f;

    /// <summary>
    /// Hyperbolic tangent: absolute error at most 2e-7, odd to the bit, never beyond ±1, exactly ±1 from |x| = 8.38 on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V> => Tanh(x, 1f, whole: true);

    /// <summary>
    /// Logistic function, 0.5 + 0.5·tanh(x/2): absolute error at most 1.5e-7, within [0, 1], exactly 0 or 1 from |x| = 16.75 on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, ISimd<V> => V.Create(0.5f) + Tanh(x, 0.5f, whole: false);

    /// <summary>
    /// Logistic function of 2x, 0.5 + 0.5·tanh(x): the bits of <see cref="Sigmoid{V}"/> at 2x, with the constants of
    /// <see cref="Tanh{V}(V)"/>, so that both together need few registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SigmoidOfTwice<V>(V x)
        where V : struct, ISimd<V> => V.Create(0.5f) + Tanh(x, 1f, whole: false);

    /// <summary>
    /// e to the power x: error at most 2 units in the last place. Exactly 0 below -87.3 (never subnormal), +infinity where the
    /// result exceeds the largest float (above 88.7228).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V>
    {
        // x = n ln 2 + r, e^x = e^r 2^n.
        V bounded = V.Min(V.Create(ExpHighest), x);
        V n = V.MultiplyAdd(bounded, V.Create(Log2E), V.Create(RoundingShift)) - V.Create(RoundingShift);
        V r = V.MultiplyAdd(n, V.Create(-Ln2High), bounded);
        r = V.MultiplyAdd(n, V.Create(-Ln2Low), r);

        V p = V.MultiplyAdd(V.Create(ExpP4), r, V.Create(ExpP3));
        p = V.MultiplyAdd(p, r, V.Create(ExpP2));
        p = V.MultiplyAdd(p, r, V.Create(ExpP1));
        p = V.MultiplyAdd(p, r, V.Create(ExpP0));
        p = V.MultiplyAdd(p, r * r, r) + V.Create(1f);

        // 2^128 is not a float: the last doubling goes into p, which overflows exactly where e^x does.
        V scale = V.Min(V.Create(127f), n);
        p = V.MultiplyAdd(p, n - scale, p);
        return V.Select(V.GreaterThan(V.Create(ExpLowest), x), V.Zero, V.ScaleByPowerOf2(p, scale));
    }

    /// <summary>
    /// Natural logarithm: error at most 2 units in the last place. -infinity at ±0, NaN below, +infinity at +infinity.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        // Subnormal lanes are scaled up to normal ones first.
        V subnormal = V.GreaterThan(V.Create(SmallestNormal), x);
        V mantissa = V.SplitExponent(V.Select(subnormal, x * V.Create(SubnormalScale), x), out V exponent);
        exponent -= V.Select(subnormal, V.Create(SubnormalExponent), V.Zero);

        // x = (1 + f) 2^n with 1 + f in (sqrt(1/2), sqrt(2)].
        V upper = V.GreaterThan(mantissa, V.Create(Sqrt2));
        V f = V.Select(upper, mantissa * V.Create(0.5f), mantissa) - V.Create(1f);
        V n = exponent + V.Select(upper, V.Create(1f), V.Zero);

        V p = V.MultiplyAdd(V.Create(LogP7), f, V.Create(LogP6));
        p = V.MultiplyAdd(p, f, V.Create(LogP5));
        p = V.MultiplyAdd(p, f, V.Create(LogP4));
        p = V.MultiplyAdd(p, f, V.Create(LogP3));
        p = V.MultiplyAdd(p, f, V.Create(LogP2));
        p = V.MultiplyAdd(p, f, V.Create(LogP1));
        p = V.MultiplyAdd(p, f, V.Create(LogP0));

        // ln x = ((n Ln2Low + f^3 P) - f^2/2 + f) + n Ln2High, small terms first.
        V square = f * f;
        V sum = V.MultiplyAdd(n, V.Create(Ln2Low), p * square * f);
        sum = V.MultiplyAdd(V.Create(-0.5f), square, sum) + f;
        V result = V.MultiplyAdd(n, V.Create(Ln2High), sum);

        // Not greater than the largest float: +infinity and NaN, which are their own logarithms.
        result = V.Select(V.GreaterThan(V.Create(float.PositiveInfinity), x), result, x);
        V atMostZero = V.Select(V.GreaterThan(V.Zero, x), V.Create(float.NaN), V.Create(float.NegativeInfinity));
        return V.Select(V.GreaterThan(V.Create(float.Epsilon), x), atMostZero, result);
    }

    /// <summary>
    /// tanh(scale·x), or half of it, for a power of two, which only shifts the exponents of the coefficients: no operation, no rounding
    /// more. One method for both, because the JIT counts each call against what it may inline into one method.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tanh<V>(V x, float scale, bool whole)
        where V : struct, ISimd<V>
    {
        float square = scale * scale;
        V y = V.BoundedSquare(TanhLimit / scale, x, out x);

        V p = V.MultiplyAdd(V.Create(TanhP3 * scale * square * square * square), y, V.Create(TanhP2 * scale * square * square));
        p = V.MultiplyAdd(p, y, V.Create(TanhP1 * scale * square));
        p = V.MultiplyAdd(p, y, V.Create(TanhP0 * scale));
        V d = V.MultiplyAdd(V.Create(TanhQ2 * square * square), y, V.Create(TanhQ1 * square));
        d = V.MultiplyAdd(d, y, V.Create(TanhQ0));
        V n = x * p;

        // d is there long before n: doubling it, and not the quotient, keeps an addition out of the chain.
        return n * (whole ? d + d : d) / V.MultiplyAdd(n, n, d * d);
    }
}
