using System.Diagnostics;
using System.Runtime.CompilerServices;
using RnnGen.Generated;
using RnnGen.Numerics;

namespace RnnGen.Sample.Measurement;

/// <summary>What one thread of this machine can compute at best: multiply-adds on values that never leave the registers.</summary>
internal static class FmaPeak
{
    /// <summary>
    /// Independent sums: more than the latency of an operation times the operations begun in a cycle (4 x 2), few enough for the
    /// 16 registers of 256 bits.
    /// </summary>
    private const int Accumulators = 10;

    /// <summary>Some milliseconds: short enough to fall between interruptions by other programs now and then.</summary>
    private const int Rounds = 400_000;

    private const int Attempts = 5;

    /// <summary>GFLOP/s of one thread at the current vector width, two operations a multiply-add: the best of several attempts.</summary>
    public static double Measure() => SimdSupport.VectorBits switch
    {
        512 => Measure<Simd512>(),
        256 => Measure<Simd256>(),
        _ => Measure<Simd128>(),
    };

    private static double Measure<V>()
        where V : struct, ISimd<V>
    {
        double best = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = Run<V>(Rounds, 0.999f, 0.001f);
            double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            best = double.Max(best, 2.0 * Accumulators * V.Width * Rounds / nanoseconds);
        }

        return best;
    }

    // The sums tend to 1: neither infinities nor denormal numbers, which some processors handle slowly.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run<V>(int rounds, float factor, float term)
        where V : struct, ISimd<V>
    {
        V a = V.Create(factor), b = V.Create(term);
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero;
        V s5 = V.Zero, s6 = V.Zero, s7 = V.Zero, s8 = V.Zero, s9 = V.Zero;
        for (int round = 0; round < rounds; round++)
        {
            s0 = V.MultiplyAdd(s0, a, b);
            s1 = V.MultiplyAdd(s1, a, b);
            s2 = V.MultiplyAdd(s2, a, b);
            s3 = V.MultiplyAdd(s3, a, b);
            s4 = V.MultiplyAdd(s4, a, b);
            s5 = V.MultiplyAdd(s5, a, b);
            s6 = V.MultiplyAdd(s6, a, b);
            s7 = V.MultiplyAdd(s7, a, b);
            s8 = V.MultiplyAdd(s8, a, b);
            s9 = V.MultiplyAdd(s9, a, b);
        }

        Lanes lanes = default;
        V.Store(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9, ref lanes[0], 0);
        return lanes[0];
    }

    /// <summary>Room for a vector of the widest width.</summary>
    [InlineArray(16)]
    private struct Lanes
    {
        private float _first;
    }
}
