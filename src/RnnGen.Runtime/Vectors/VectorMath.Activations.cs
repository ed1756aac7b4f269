using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>Activations of lesser use than tanh and the logistic function, and the slopes that their derivatives are made of.</content>
public static partial class VectorMath
{
    private const float SeluScale = 1.0507009873554805f, SeluAlpha = 1.6732632423543772f;

    /// <summary>max(x, 0); a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Relu<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, x);

    /// <summary>x, or <paramref name="slope"/>·x below zero, with a slope of at least 0 (Maas et al. 2013).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LeakyRelu<V>(V x, float slope)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Zero, x), V.Create(slope) * x, x);

    /// <summary>min(max(x, 0), 6).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Relu6<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, V.Min(V.Create(6f), x));

    /// <summary>x, or <paramref name="scale"/>·(e^x - 1) below zero (Clevert et al. 2016).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Elu<V>(V x, float scale)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Zero, x), V.Create(scale) * (Exp(x) - V.Create(1f)), x);

    /// <summary>Scaled exponential linear unit (Klambauer et al. 2017): 1.0507·x, or 1.0507·1.6733·(e^x - 1) below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Selu<V>(V x)
        where V : struct, ISimd<V> => V.Create(SeluScale) * Elu(x, SeluAlpha);

    /// <summary>log(1 + e^x), as max(x, 0) + log(1 + e^-|x|), so that nothing overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, x) + Log(V.Create(1f) + Exp(-V.Abs(x)));

    /// <summary>x / (1 + |x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softsign<V>(V x)
        where V : struct, ISimd<V> => x / (V.Create(1f) + V.Abs(x));

    /// <summary>0.2·x + 0.5 within [0, 1], the definition of ONNX and of Keras 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HardSigmoid<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, V.Min(V.Create(1f), V.MultiplyAdd(V.Create(0.2f), x, V.Create(0.5f))));

    /// <summary>x within ±<paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Clip<V>(V x, float limit)
        where V : struct, ISimd<V> => V.Max(V.Create(-limit), V.Min(V.Create(limit), x));

    /// <summary>Square root, correctly rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt<V>(V x)
        where V : struct, ISimd<V> => V.Sqrt(x);

    /// <summary>Absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs<V>(V x)
        where V : struct, ISimd<V> => V.Abs(x);

    /// <summary>The larger of two numbers; NaN where either is (as torch.maximum). Of zeros of both signs the right one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Maximum<V>(V left, V right)
        where V : struct, ISimd<V> => V.Select(V.Equal(left, left), V.Max(left, right), left);

    /// <summary>The smaller of two numbers; NaN where either is (as torch.minimum). Of zeros of both signs the right one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Minimum<V>(V left, V right)
        where V : struct, ISimd<V> => V.Select(V.Equal(left, left), V.Min(left, right), left);

    /// <summary>1 for positive numbers, -1 for negative ones, 0 for zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sign<V>(V x)
        where V : struct, ISimd<V> =>
            V.Select(V.GreaterThan(x, V.Zero), V.Create(1f), V.Select(V.GreaterThan(V.Zero, x), V.Create(-1f), V.Zero));

    /// <summary>The derivative of <see cref="Relu{V}"/> from its result: 1 where it is positive, 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ReluSlope<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(y, V.Zero), V.Create(1f), V.Zero);

    /// <summary>The derivative of <see cref="LeakyRelu{V}"/> from its result; at 0 the slope of the negative side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LeakyReluSlope<V>(V y, float slope)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(y, V.Zero), V.Create(1f), V.Create(slope));

    /// <summary>The derivative of <see cref="Relu6{V}"/> from its result: 1 strictly between 0 and 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Relu6Slope<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Create(6f), y), ReluSlope(y), V.Zero);

    /// <summary>The derivative of <see cref="Elu{V}"/> from its result: 1, or y + scale below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V EluSlope<V>(V y, float scale)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Zero, y), y + V.Create(scale), V.Create(1f));

    /// <summary>The derivative of <see cref="Selu{V}"/> from its result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SeluSlope<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Zero, y), y + V.Create(SeluScale * SeluAlpha), V.Create(SeluScale));

    /// <summary>The derivative of <see cref="Softsign{V}"/> from its result: (1 - |y|)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SoftsignSlope<V>(V y)
        where V : struct, ISimd<V> => Squared(V.Create(1f) - V.Abs(y));

    /// <summary>The derivative of <see cref="HardSigmoid{V}"/> from its result: 0.2 strictly between 0 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HardSigmoidSlope<V>(V y)
        where V : struct, ISimd<V> =>
            V.Select(V.GreaterThan(y, V.Zero), V.Select(V.GreaterThan(V.Create(1f), y), V.Create(0.2f), V.Zero), V.Zero);

    /// <summary>The derivative of <see cref="Clip{V}"/> from its result: 1 strictly within the limits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ClipSlope<V>(V y, float limit)
        where V : struct, ISimd<V> => V.Select(V.GreaterThan(V.Create(limit), V.Abs(y)), V.Create(1f), V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Squared<V>(V x)
        where V : struct, ISimd<V> => x * x;
}
