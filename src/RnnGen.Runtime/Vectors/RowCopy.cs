using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Generated;

/// <summary>
/// Copies of rows: most are of some dozens of floats, where calling the library's copy would take longer than copying.
/// </summary>
internal static class RowCopy
{
    private const int MostInline = 256;

    /// <summary>Copies a row to the beginning of another.</summary>
    /// <param name="source">The row.</param>
    /// <param name="target">Receives it; at least as long.</param>
    /// <exception cref="ArgumentException">The target is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        if (source.Length > MostInline || source.Length > target.Length)
        {
            source.CopyTo(target);
            return;
        }

        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        nuint done = 0, count = (nuint)source.Length;
        for (; done + 8 <= count; done += 8)
        {
            Vector256.LoadUnsafe(ref from, done).StoreUnsafe(ref to, done);
        }

        if ((count & 4) != 0)
        {
            Vector128.LoadUnsafe(ref from, done).StoreUnsafe(ref to, done);
            done += 4;
        }

        for (; done < count; done++)
        {
            Unsafe.Add(ref to, done) = Unsafe.Add(ref from, done);
        }
    }
}
