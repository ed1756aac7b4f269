using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <summary>Sixteen floats: AVX-512; two halves of 256 bits where there is no AVX-512.</summary>
/// <param name="value">The wrapped vector.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Simd512(Vector512<float> value) : ISimd<Simd512>
{
    // Not readonly: only an assignment to the field itself lets the JIT keep a running sum in its register.
    private Vector512<float> _value = value;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    public static Simd512 Zero => new(Vector512<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Create(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Broadcast(ref readonly float source, nint offset) => Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(ref readonly float source, nint offset) =>
        new(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd512 value, ref float destination, nint offset) =>
        value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 a, Simd512 b, Simd512 c) =>
        new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd512 sum, Simd512 a, Simd512 b) =>
        sum._value = Vector512.MultiplyAddEstimate(a._value, b._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd512 sum, Simd512 a, ref readonly float source, nint offset) =>
        sum._value = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(in source, (nuint)offset), a._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBFloat16(ref Simd512 sum, Simd512 a, ref readonly float source, nint offset)
    {
        ref ushort halves = ref Unsafe.Add(ref Unsafe.As<float, ushort>(ref Unsafe.AsRef(in source)), offset);
        Vector256<ushort> narrow = Vector256.LoadUnsafe(ref halves);
        Vector512<uint> wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(narrow)
            : Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
        sum._value = Vector512.MultiplyAddEstimate(Vector512.ShiftLeft(wide, 16).AsSingle(), a._value, sum._value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Min(Simd512 limit, Simd512 value) =>
        // x86 returns the second operand where the lanes are unordered or equal, which is what the comparison says, in one instruction.
        Avx512F.IsSupported
            ? new(Avx512F.Min(limit._value, value._value))
            : new(Vector512.ConditionalSelect(Vector512.LessThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Max(Simd512 limit, Simd512 value) =>
        Avx512F.IsSupported
            ? new(Avx512F.Max(limit._value, value._value))
            : new(Vector512.ConditionalSelect(Vector512.GreaterThan(limit._value, value._value), limit._value, value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 BoundedSquare(float limit, Simd512 value, out Simd512 bounded)
    {
        if (Avx512DQ.IsSupported)
        {
            // Control 2: the smaller magnitude with the sign of the first operand.
            bounded = new(Avx512DQ.Range(value._value, Vector512.Create(limit), 2));
            return new(Avx512F.Min(Vector512.Create(limit * limit), value._value * value._value));
        }

        bounded = Max(Create(-limit), Min(Create(limit), value));
        return bounded * bounded;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 value) => new(Vector512.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 value) => new(Vector512.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 GreaterThan(Simd512 a, Simd512 b) => new(Vector512.GreaterThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 GreaterThanOrEqual(Simd512 a, Simd512 b) => new(Vector512.GreaterThanOrEqual(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Equal(Simd512 a, Simd512 b) => new(Vector512.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 FlushTiny(Simd512 value) =>
        new(Vector512.AndNot(value._value, Vector512.LessThan(Vector512.Abs(value._value), Vector512.Create(VectorMath.SmallestCarried))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCarried(Simd512 value, ref float destination, nint offset)
    {
        value._value.StoreUnsafe(ref destination, (nuint)offset);
        Vector512<float> tiny = Vector512.LessThan(Vector512.Abs(value._value), Vector512.Create(VectorMath.SmallestCarried));
        if (tiny != Vector512<float>.Zero)
        {
            Vector512.AndNot(value._value, tiny).StoreUnsafe(ref destination, (nuint)offset);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 mask, Simd512 ifSet, Simd512 ifClear) =>
        new(Vector512.ConditionalSelect(mask._value, ifSet._value, ifClear._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ScaleByPowerOf2(Simd512 value, Simd512 n)
    {
        Vector512<int> exponent = Vector512.ConvertToInt32Native(n._value) + Vector512.Create(127);
        return new(value._value * Vector512.ShiftLeft(exponent, 23).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 SplitExponent(Simd512 value, out Simd512 exponent)
    {
        Vector512<int> bits = value._value.AsInt32();
        exponent = new(Vector512.ConvertToSingle(Vector512.ShiftRightLogical(bits, 23) - Vector512.Create(127)));
        return new(((bits & Vector512.Create(0x007FFFFF)) | Vector512.Create(0x3F800000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd512 value) => Simd256.Sum(new(value._value.GetLower() + value._value.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static THalf Lower<THalf>(Simd512 value)
        where THalf : struct, ISimd<THalf> => Unsafe.BitCast<Simd256, THalf>(new(value._value.GetLower()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 left, Simd512 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 left, Simd512 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 left, Simd512 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 left, Simd512 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 value) => new(-value._value);
}
