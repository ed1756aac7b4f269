using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>Which vector width generated code uses, and what the hardware can do.</summary>
/// <remarks>
/// The environment variable <c>RNNGEN_SIMD</c> (128, 256 or 512) sets the first value of <see cref="VectorBits"/>. Results do not
/// depend on the width: it is for tests and measurements.
/// </remarks>
public static class SimdSupport
{
    /// <summary>Environment variable that forces a vector width: 128, 256 or 512.</summary>
    public const string EnvironmentVariable = "RNNGEN_SIMD";

    private static int _vectorBits = Initial();

    /// <summary>Whether <c>a·b + c</c> is rounded once. A constant to the compiler: true on x64 since 2013 and on ARM64.</summary>
    public static bool HasFusedMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    /// <summary>Width of the widest vectors that this hardware runs natively: 128, 256 or 512 bits.</summary>
    public static int HardwareVectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The width that calls starting from now on use. Wider than the hardware is legal and slow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 128, 256 or 512.</exception>
    public static int VectorBits
    {
        get => _vectorBits;
        set => _vectorBits = IsWidth(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The vector width is 128, 256 or 512 bits, not {value}.");
    }

    private static int Initial()
    {
        string? text = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (string.IsNullOrEmpty(text))
        {
            return HardwareVectorBits;
        }

        return int.TryParse(text, out int bits) && IsWidth(bits)
            ? bits
            : throw new InvalidOperationException($"{EnvironmentVariable} is '{text}'; it must be 128, 256 or 512.");
    }

    private static bool IsWidth(int bits) => bits is 128 or 256 or 512;
}
