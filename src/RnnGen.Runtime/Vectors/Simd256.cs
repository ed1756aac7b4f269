using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <summary>Eight floats: AVX2; two halves of 128 bits where there is no AVX2.</summary>
/// <param name="value">The wrapped vector.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Simd256(Vector256<float> value) : ISimd<Simd256>
{
    // Not readonly: only an assignment to the field itself lets the JIT keep a running sum in its register.
    private Vector256<float> _value = value;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    public static Simd256 Zero => new(Vector256<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Create(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Broadcast(ref readonly float source, nint offset) => Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(ref readonly float source, nint offset) =>
        new(Vector256.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd256 value, ref float destination, nint offset) =>
        value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 a, Simd256 b, Simd256 c) =>
        new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd256 sum, Simd256 a, Simd256 b) =>
        sum._value = Vector256.MultiplyAddEstimate(a._value, b._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd256 sum, Simd256 a, ref readonly float source, nint offset) =>
        sum._value = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(in source, (nuint)offset), a._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBFloat16(ref Simd256 sum, Simd256 a, ref readonly float source, nint offset)
    {
        ref ushort halves = ref Unsafe.Add(ref Unsafe.As<float, ushort>(ref Unsafe.AsRef(in source)), offset);
        Vector128<ushort> narrow = Vector128.LoadUnsafe(ref halves);
        Vector256<uint> wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(narrow).AsUInt32()
            : Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow));
        sum._value = Vector256.MultiplyAddEstimate(Vector256.ShiftLeft(wide, 16).AsSingle(), a._value, sum._value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Min(Simd256 limit, Simd256 value) =>
        // x86 returns the second operand where the lanes are unordered or equal, which is what the comparison says, in one instruction.
        Avx.IsSupported
            ? new(Avx.Min(limit._value, value._value))
            : new(Vector256.ConditionalSelect(Vector256.LessThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Max(Simd256 limit, Simd256 value) =>
        Avx.IsSupported
            ? new(Avx.Max(limit._value, value._value))
            : new(Vector256.ConditionalSelect(Vector256.GreaterThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 BoundedSquare(float limit, Simd256 value, out Simd256 bounded)
    {
        if (Avx512DQ.VL.IsSupported)
        {
            // Control 2: the smaller magnitude with the sign of the first operand.
            bounded = new(Avx512DQ.VL.Range(value._value, Vector256.Create(limit), 2));
            return new(Avx.Min(Vector256.Create(limit * limit), value._value * value._value));
        }

        bounded = Max(Create(-limit), Min(Create(limit), value));
        return bounded * bounded;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 value) => new(Vector256.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Abs(Simd256 value) => new(Vector256.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 GreaterThan(Simd256 a, Simd256 b) => new(Vector256.GreaterThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 GreaterThanOrEqual(Simd256 a, Simd256 b) => new(Vector256.GreaterThanOrEqual(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Equal(Simd256 a, Simd256 b) => new(Vector256.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 FlushTiny(Simd256 value) =>
        new(Vector256.AndNot(value._value, Vector256.LessThan(Vector256.Abs(value._value), Vector256.Create(VectorMath.SmallestCarried))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCarried(Simd256 value, ref float destination, nint offset)
    {
        value._value.StoreUnsafe(ref destination, (nuint)offset);
        Vector256<float> tiny = Vector256.LessThan(Vector256.Abs(value._value), Vector256.Create(VectorMath.SmallestCarried));
        if (tiny != Vector256<float>.Zero)
        {
            Vector256.AndNot(value._value, tiny).StoreUnsafe(ref destination, (nuint)offset);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Select(Simd256 mask, Simd256 ifSet, Simd256 ifClear) =>
        new(Vector256.ConditionalSelect(mask._value, ifSet._value, ifClear._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ScaleByPowerOf2(Simd256 value, Simd256 n)
    {
        Vector256<int> exponent = Vector256.ConvertToInt32Native(n._value) + Vector256.Create(127);
        return new(value._value * Vector256.ShiftLeft(exponent, 23).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 SplitExponent(Simd256 value, out Simd256 exponent)
    {
        Vector256<int> bits = value._value.AsInt32();
        exponent = new(Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 23) - Vector256.Create(127)));
        return new(((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd256 value) => Simd128.Sum(new(value._value.GetLower() + value._value.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static THalf Lower<THalf>(Simd256 value)
        where THalf : struct, ISimd<THalf> => Unsafe.BitCast<Simd128, THalf>(new(value._value.GetLower()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 left, Simd256 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 left, Simd256 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 left, Simd256 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 left, Simd256 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 value) => new(-value._value);
}
