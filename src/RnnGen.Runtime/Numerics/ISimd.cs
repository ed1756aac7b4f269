namespace RnnGen.Numerics;

/// <summary>
/// A vector of floats of one hardware width. Generated code is written once over <c>V : struct, ISimd&lt;V&gt;</c>; the JIT and
/// NativeAOT compile it once a width, with no call left. Every operation gives the same bits in every lane at every width.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>Floats in one vector: 4, 8 or 16. A constant to the compiler.</summary>
    static abstract int Width { get; }

    /// <summary>All lanes +0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>All lanes <paramref name="value"/>.</summary>
    static abstract TSelf Create(float value);

    /// <summary>All lanes the float at <paramref name="source"/> + <paramref name="offset"/> (in floats).</summary>
    static abstract TSelf Broadcast(ref readonly float source, nint offset);

    /// <summary>Loads <see cref="Width"/> floats from <paramref name="source"/> + <paramref name="offset"/> (in floats); no alignment needed.</summary>
    static abstract TSelf Load(ref readonly float source, nint offset);

    /// <summary>Stores <see cref="Width"/> floats at <paramref name="destination"/> + <paramref name="offset"/> (in floats).</summary>
    static abstract void Store(TSelf value, ref float destination, nint offset);

    /// <summary>
    /// <c>a·b + c</c>, rounded once where the hardware has fused multiply-add; a product and a sum where it has not
    /// (the software form of the fused operation is 80 times slower).
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// <c>sum += a·b</c>, rounded as <see cref="MultiplyAdd"/>. In an inner loop this form matters: for <c>sum = MultiplyAdd(a, b, sum)</c>
    /// the JIT often puts the result where <paramref name="a"/> was and moves it back.
    /// </summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, TSelf b);

    /// <summary><c>sum += a·b</c> with b at <paramref name="source"/> + <paramref name="offset"/> (in floats), loaded by the same instruction.</summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, ref readonly float source, nint offset);

    /// <summary>The smaller of two lanes; a NaN in <paramref name="value"/> stays.</summary>
    static abstract TSelf Min(TSelf limit, TSelf value);

    /// <summary>The larger of two lanes; a NaN in <paramref name="value"/> stays.</summary>
    static abstract TSelf Max(TSelf limit, TSelf value);

    /// <summary>Square root, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Clears the sign.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>All bits set in the lanes where <paramref name="a"/> &gt; <paramref name="b"/>, none elsewhere.</summary>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary>
    /// +0 where a lane is below 2^-100 in magnitude; <see cref="VectorMath.FlushTiny{V}(V)"/> says why. A NaN stays. Here rather than made of the
    /// operations above, because the JIT counts each of those against what it may inline into one method.
    /// </summary>
    static abstract TSelf FlushTiny(TSelf value);

    /// <summary>
    /// Stores <see cref="FlushTiny"/> of a value, for a chain that goes on from the place: what reads it next waits for the value, and for the
    /// comparison only where something is tiny.
    /// </summary>
    static abstract void StoreCarried(TSelf value, ref float destination, nint offset);

    /// <summary>Bitwise: <paramref name="ifSet"/> where the mask has ones, <paramref name="ifClear"/> where it has zeros.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ifSet, TSelf ifClear);

    /// <summary><c>value · 2^n</c> for lanes of <paramref name="n"/> that hold whole numbers in -126..127.</summary>
    static abstract TSelf ScaleByPowerOf2(TSelf value, TSelf n);

    /// <summary>Splits positive normal lanes into <c>mantissa · 2^exponent</c> with the mantissa in [1, 2).</summary>
    static abstract TSelf SplitExponent(TSelf value, out TSelf exponent);

    /// <summary>The sum of all lanes by one tree: lane i with i + 8, then i + 4, i + 2, i + 1, from the largest that the width has.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>Lane by lane sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Lane by lane difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Lane by lane product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Lane by lane quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Lane by lane negation.</summary>
    static abstract TSelf operator -(TSelf value);
}
