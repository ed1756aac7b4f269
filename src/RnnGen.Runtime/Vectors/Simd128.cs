using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <summary>Four floats: SSE, NEON, WebAssembly; in software where there is nothing.</summary>
/// <param name="value">The wrapped vector.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Simd128(Vector128<float> value) : ISimd<Simd128>
{
    // Not readonly: only an assignment to the field itself lets the JIT keep a running sum in its register.
    private Vector128<float> _value = value;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    public static Simd128 Zero => new(Vector128<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Create(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Broadcast(ref readonly float source, nint offset) => Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(ref readonly float source, nint offset) =>
        new(Vector128.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd128 value, ref float destination, nint offset) =>
        value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 a, Simd128 b, Simd128 c) =>
        new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd128 sum, Simd128 a, Simd128 b) =>
        sum._value = Vector128.MultiplyAddEstimate(a._value, b._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd128 sum, Simd128 a, ref readonly float source, nint offset) =>
        sum._value = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(in source, (nuint)offset), a._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBFloat16(ref Simd128 sum, Simd128 a, ref readonly float source, nint offset)
    {
        ref ushort halves = ref Unsafe.Add(ref Unsafe.As<float, ushort>(ref Unsafe.AsRef(in source)), offset);
        Vector128<uint> wide = Vector128.WidenLower(
            Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref halves))).AsUInt16());
        sum._value = Vector128.MultiplyAddEstimate(Vector128.ShiftLeft(wide, 16).AsSingle(), a._value, sum._value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Min(Simd128 limit, Simd128 value) =>
        // x86 returns the second operand where the lanes are unordered or equal, which is what the comparison says, in one instruction.
        Sse.IsSupported
            ? new(Sse.Min(limit._value, value._value))
            : new(Vector128.ConditionalSelect(Vector128.LessThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Max(Simd128 limit, Simd128 value) =>
        Sse.IsSupported
            ? new(Sse.Max(limit._value, value._value))
            : new(Vector128.ConditionalSelect(Vector128.GreaterThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 BoundedSquare(float limit, Simd128 value, out Simd128 bounded)
    {
        if (Avx512DQ.VL.IsSupported)
        {
            // Control 2: the smaller magnitude with the sign of the first operand.
            bounded = new(Avx512DQ.VL.Range(value._value, Vector128.Create(limit), 2));
            return new(Sse.Min(Vector128.Create(limit * limit), value._value * value._value));
        }

        bounded = Max(Create(-limit), Min(Create(limit), value));
        return bounded * bounded;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 value) => new(Vector128.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Abs(Simd128 value) => new(Vector128.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 GreaterThan(Simd128 a, Simd128 b) => new(Vector128.GreaterThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 GreaterThanOrEqual(Simd128 a, Simd128 b) => new(Vector128.GreaterThanOrEqual(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Equal(Simd128 a, Simd128 b) => new(Vector128.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 FlushTiny(Simd128 value) =>
        new(Vector128.AndNot(value._value, Vector128.LessThan(Vector128.Abs(value._value), Vector128.Create(VectorMath.SmallestCarried))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCarried(Simd128 value, ref float destination, nint offset)
    {
        value._value.StoreUnsafe(ref destination, (nuint)offset);
        Vector128<float> tiny = Vector128.LessThan(Vector128.Abs(value._value), Vector128.Create(VectorMath.SmallestCarried));
        if (tiny != Vector128<float>.Zero)
        {
            Vector128.AndNot(value._value, tiny).StoreUnsafe(ref destination, (nuint)offset);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Select(Simd128 mask, Simd128 ifSet, Simd128 ifClear) =>
        new(Vector128.ConditionalSelect(mask._value, ifSet._value, ifClear._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ScaleByPowerOf2(Simd128 value, Simd128 n)
    {
        Vector128<int> exponent = Vector128.ConvertToInt32Native(n._value) + Vector128.Create(127);
        return new(value._value * Vector128.ShiftLeft(exponent, 23).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 SplitExponent(Simd128 value, out Simd128 exponent)
    {
        Vector128<int> bits = value._value.AsInt32();
        exponent = new(Vector128.ConvertToSingle(Vector128.ShiftRightLogical(bits, 23) - Vector128.Create(127)));
        return new(((bits & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F800000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd128 value)
    {
        Vector128<float> pairs = value._value + Vector128.Shuffle(value._value, Vector128.Create(2, 3, 0, 1));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static THalf Lower<THalf>(Simd128 value)
        where THalf : struct, ISimd<THalf> => throw new NotSupportedException("No vector is narrower than 128 bits.");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 left, Simd128 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 left, Simd128 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 left, Simd128 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 left, Simd128 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 value) => new(-value._value);
}
