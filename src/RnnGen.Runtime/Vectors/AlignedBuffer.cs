using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <summary>
/// A float array on the pinned heap whose first element lies on a 64-byte boundary (a cache line, a 512-bit vector), followed by
/// one line of slack, so that a vector access that starts inside stays inside. Managed memory: nothing to dispose.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AlignedBuffer
{
    private const int LineFloats = 16;

    /// <summary>For tests: gives an array of this many floats that does not move, in place of the collector's own.</summary>
    internal static Func<int, float[]>? Arrays;

    private readonly float[]? _array;
    private readonly int _origin;

    private AlignedBuffer(float[] array, int origin, int length)
    {
        _array = array;
        _origin = origin;
        Length = length;
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The contents; the slack is not part of them.</summary>
    public Span<float> Span => _array.AsSpan(_origin, Length);

    /// <summary>Allocates zeroed floats.</summary>
    /// <param name="length">Number of floats, computed in <see langword="long"/> by the caller.</param>
    /// <exception cref="ArgumentOutOfRangeException">More floats than an <see langword="int"/> can address.</exception>
    public static AlignedBuffer Allocate(long length)
    {
        CheckLength(length);
        int floats = (int)length + (2 * LineFloats);
        float[] array = Arrays is { } arrays ? arrays(floats) : GC.AllocateArray<float>(floats, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        int misalignment = (int)(address & 63) / sizeof(float);
        return new AlignedBuffer(array, misalignment == 0 ? 0 : LineFloats - misalignment, (int)length);
    }

    /// <summary>Checks that so many floats can be addressed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They cannot.</exception>
    internal static void CheckLength(long length)
    {
        if (length is < 0 or > int.MaxValue - (4 * LineFloats))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length,
                $"A buffer of {length} floats was asked for; at most {int.MaxValue - (4 * LineFloats)} can be addressed. "
                + "Use a smaller batch or fewer steps.");
        }
    }

    /// <summary>The element at <paramref name="offset"/>, unchecked: callers have validated their sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float At(nint offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array!), _origin + offset);
}
