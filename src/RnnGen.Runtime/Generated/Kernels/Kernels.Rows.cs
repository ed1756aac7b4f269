using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>Single rows: copies within scratch and state, and sums across units.</content>
public static partial class Kernels
{
    /// <summary>Copies floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float source, ref float target, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));

    /// <summary>Zeroes floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(ref float target, int count) => MemoryMarshal.CreateSpan(ref target, count).Clear();

    /// <summary>Σ values·weights over 16 virtual lanes: the same bits at every vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot16<V>(ref float values, ref float weights, int count)
        where V : struct, ISimd<V>
    {
        // As many sums as the narrowest vectors need for the lanes; wider ones leave the last out.
        V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
        for (nint lane = 0; lane < count; lane += 16)
        {
            V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
            if (V.Width <= 8)
            {
                V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
            }

            if (V.Width == 4)
            {
                V.Accumulate(ref c, V.Load(ref values, lane + (2 * V.Width)), ref weights, lane + (2 * V.Width));
                V.Accumulate(ref d, V.Load(ref values, lane + (3 * V.Width)), ref weights, lane + (3 * V.Width));
            }
        }

        // Lane i with i + 8, then i + 4, i + 2, i + 1.
        return V.Sum(V.Width == 16 ? a : V.Width == 8 ? a + b : (a + c) + (b + d));
    }

    /// <summary>Σ values·weights over 8 virtual lanes: the same bits at every vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot8<V>(ref float values, ref float weights, int count)
        where V : struct, ISimd<V>
    {
        if (V.Width == 16)
        {
            return Dot8<Simd256>(ref values, ref weights, count);
        }

        V a = V.Zero, b = V.Zero;
        for (nint lane = 0; lane < count; lane += 8)
        {
            V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
            if (V.Width == 4)
            {
                V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
            }
        }

        // Lane i with i + 4, then i + 2, i + 1.
        return V.Sum(V.Width == 4 ? a + b : a);
    }
}
