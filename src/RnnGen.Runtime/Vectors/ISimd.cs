using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <summary>
/// A vector of floats of one hardware width. Generated code is written once over <c>V : struct, ISimd&lt;V&gt;</c>; the JIT and
/// NativeAOT compile it once a width, with no call left. Every operation gives the same bits in every lane at every width.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
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

    /// <summary>
    /// Loads <see cref="Width"/> floats from <paramref name="source"/> + <paramref name="offset"/> (in floats); no alignment needed.
    /// </summary>
    static abstract TSelf Load(ref readonly float source, nint offset);

    /// <summary>Stores <see cref="Width"/> floats at <paramref name="destination"/> + <paramref name="offset"/> (in floats).</summary>
    static abstract void Store(TSelf value, ref float destination, nint offset);

    /// <summary>
    /// <c>a·b + c</c>, rounded once where the hardware has fused multiply-add; a product and a sum where it does not
    /// (the software form of the fused operation is 80 times slower).
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// <c>sum += a·b</c>, rounded as <see cref="MultiplyAdd"/>. In an inner loop this form matters: for <c>sum = MultiplyAdd(a, b, sum)</c>
    /// the JIT often puts the result where <paramref name="a"/> was and moves it back.
    /// </summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>
    /// <c>sum += a·b</c> with b at <paramref name="source"/> + <paramref name="offset"/> (in floats), loaded by the same instruction.
    /// </summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, ref readonly float source, nint offset);

    /// <summary>
    /// <c>sum += a·b</c> with b at <paramref name="source"/>, <paramref name="offset"/> bfloat16s on: the upper halves of floats.
    /// </summary>
    static abstract void AccumulateBFloat16(ref TSelf sum, TSelf a, ref readonly float source, nint offset);

    /// <summary>The smaller of two lanes; a NaN in <paramref name="value"/> stays.</summary>
    static abstract TSelf Min(TSelf limit, TSelf value);

    /// <summary>The larger of two lanes; a NaN in <paramref name="value"/> stays.</summary>
    static abstract TSelf Max(TSelf limit, TSelf value);

    /// <summary>
    /// The square of the value within ±<paramref name="limit"/>. Where the hardware bounds in one instruction, what goes on from the square
    /// does not wait for it: min(x, L)² = min(x², L²), to the bit since rounding is monotonic.
    /// </summary>
    /// <param name="limit">The bound, positive.</param>
    /// <param name="value">The value; a NaN stays in the square.</param>
    /// <param name="bounded">Receives the value within the bounds; of NaN anything.</param>
    static abstract TSelf BoundedSquare(float limit, TSelf value, out TSelf bounded);

    /// <summary>Square root, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Clears the sign.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>All bits set in the lanes where <paramref name="a"/> &gt; <paramref name="b"/>, none elsewhere.</summary>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary>All bits set in the lanes where <paramref name="a"/> is at least <paramref name="b"/>, none elsewhere.</summary>
    static abstract TSelf GreaterThanOrEqual(TSelf a, TSelf b);

    /// <summary>
    /// All bits set in the lanes where <paramref name="a"/> equals <paramref name="b"/>, none elsewhere; not where both are NaN.
    /// </summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>
    /// +0 where a lane is below 2^-100 in magnitude; <see cref="VectorMath.FlushTiny{V}(V)"/> says why. A NaN stays. Here rather than made
    /// of the operations above, because the JIT counts each of those against what it may inline into one method.
    /// </summary>
    static abstract TSelf FlushTiny(TSelf value);

    /// <summary>
    /// Stores <see cref="FlushTiny"/> of a value, for a chain that goes on from the place: what reads it next waits for the value, and for
    /// the comparison only where something is tiny.
    /// </summary>
    static abstract void StoreCarried(TSelf value, ref float destination, nint offset);

    /// <summary>Bitwise: <paramref name="ifSet"/> where the mask has ones, <paramref name="ifClear"/> where it has zeros.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ifSet, TSelf ifClear);

    /// <summary><c>value · 2^n</c> for lanes of <paramref name="n"/> that hold whole numbers in -126..127.</summary>
    static abstract TSelf ScaleByPowerOf2(TSelf value, TSelf n);

    /// <summary>Splits positive normal lanes into <c>mantissa · 2^exponent</c> with the mantissa in [1, 2).</summary>
    static abstract TSelf SplitExponent(TSelf value, out TSelf exponent);

    /// <summary>
    /// The sum of all lanes by one tree: lane i with i + 8, then i + 4, i + 2, i + 1, from the largest that the width has.
    /// </summary>
    static abstract float Sum(TSelf value);

    /// <summary>The first half of the lanes.</summary>
    /// <typeparam name="THalf">The vector of half the width.</typeparam>
    /// <exception cref="NotSupportedException">Vectors are 128 bits: there is none of half the width.</exception>
    static abstract THalf Lower<THalf>(TSelf value)
        where THalf : struct, ISimd<THalf>;

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

    // The functions of equations: what VectorMath has, where generated equations find it under a short name.

    /// <inheritdoc cref="VectorMath.Sigmoid{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sigmoid(TSelf value) => VectorMath.Sigmoid(value);

    /// <inheritdoc cref="VectorMath.SigmoidOfTwice{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SigmoidOfTwice(TSelf value) => VectorMath.SigmoidOfTwice(value);

    /// <inheritdoc cref="VectorMath.Tanh{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Tanh(TSelf value) => VectorMath.Tanh(value);

    /// <inheritdoc cref="VectorMath.Relu{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Relu(TSelf value) => VectorMath.Relu(value);

    /// <inheritdoc cref="VectorMath.LeakyRelu{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf LeakyRelu(TSelf value, float parameter) => VectorMath.LeakyRelu(value, parameter);

    /// <inheritdoc cref="VectorMath.Relu6{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Relu6(TSelf value) => VectorMath.Relu6(value);

    /// <inheritdoc cref="VectorMath.Elu{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Elu(TSelf value, float parameter) => VectorMath.Elu(value, parameter);

    /// <inheritdoc cref="VectorMath.Selu{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Selu(TSelf value) => VectorMath.Selu(value);

    /// <inheritdoc cref="VectorMath.Softplus{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Softplus(TSelf value) => VectorMath.Softplus(value);

    /// <inheritdoc cref="VectorMath.Softsign{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Softsign(TSelf value) => VectorMath.Softsign(value);

    /// <inheritdoc cref="VectorMath.HardSigmoid{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf HardSigmoid(TSelf value) => VectorMath.HardSigmoid(value);

    /// <inheritdoc cref="VectorMath.Clip{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Clip(TSelf value, float parameter) => VectorMath.Clip(value, parameter);

    /// <inheritdoc cref="VectorMath.Exp{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Exp(TSelf value) => VectorMath.Exp(value);

    /// <inheritdoc cref="VectorMath.Log{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Log(TSelf value) => VectorMath.Log(value);

    /// <inheritdoc cref="VectorMath.Sin{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sin(TSelf value) => VectorMath.Sin(value);

    /// <inheritdoc cref="VectorMath.Cos{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Cos(TSelf value) => VectorMath.Cos(value);

    /// <inheritdoc cref="VectorMath.Maximum{V}(V, V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Maximum(TSelf left, TSelf right) => VectorMath.Maximum(left, right);

    /// <inheritdoc cref="VectorMath.Minimum{V}(V, V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Minimum(TSelf left, TSelf right) => VectorMath.Minimum(left, right);

    /// <inheritdoc cref="VectorMath.ReluSlope{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf ReluSlope(TSelf value) => VectorMath.ReluSlope(value);

    /// <inheritdoc cref="VectorMath.LeakyReluSlope{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf LeakyReluSlope(TSelf value, float parameter) => VectorMath.LeakyReluSlope(value, parameter);

    /// <inheritdoc cref="VectorMath.Relu6Slope{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Relu6Slope(TSelf value) => VectorMath.Relu6Slope(value);

    /// <inheritdoc cref="VectorMath.EluSlope{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf EluSlope(TSelf value, float parameter) => VectorMath.EluSlope(value, parameter);

    /// <inheritdoc cref="VectorMath.SeluSlope{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SeluSlope(TSelf value) => VectorMath.SeluSlope(value);

    /// <inheritdoc cref="VectorMath.SoftsignSlope{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SoftsignSlope(TSelf value) => VectorMath.SoftsignSlope(value);

    /// <inheritdoc cref="VectorMath.HardSigmoidSlope{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf HardSigmoidSlope(TSelf value) => VectorMath.HardSigmoidSlope(value);

    /// <inheritdoc cref="VectorMath.ClipSlope{V}(V, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf ClipSlope(TSelf value, float parameter) => VectorMath.ClipSlope(value, parameter);

    /// <inheritdoc cref="VectorMath.Sign{V}(V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sign(TSelf value) => VectorMath.Sign(value);
}
