using System;
using System.Diagnostics;
using RnnGen.Bench.Networks;
using RnnGen.Generated;
using RnnGen.Numerics;

namespace RnnGen.Bench.Suites.Profiling;

/// <summary>
/// What a matrix product reaches whose operands lie in the caches: 128 rows of 192, the length of a block, by 512 columns.
/// </summary>
internal sealed class ProductRate
{
    private const int Rows = 128, Columns = 512, Calls = 8;

    private readonly AlignedBuffer _a = Filled(Rows * Kernels.Block), _b = Filled(Kernels.Block * Columns), _c = Filled(Rows * Columns);

    /// <summary>GFLOP/s of one thread.</summary>
    public double Measure()
    {
        Multiply();
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < Calls; call++)
        {
            Multiply();
        }

        return 2.0 * Rows * Kernels.Block * Columns * Calls / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private void Multiply()
    {
        switch (SimdSupport.VectorBits)
        {
            case 512:
                Multiply<Simd512>();
                break;
            case 256:
                Multiply<Simd256>();
                break;
            default:
                Multiply<Simd128>();
                break;
        }
    }

    private void Multiply<V>()
        where V : struct, ISimd<V> => Kernels.Multiply<V>(
            ref _a.At(0), Kernels.Block, Rows, Kernels.Block, ref _b.At(0), Columns, ref _c.At(0), Columns, add: false, ref Kernels.None);

    private static AlignedBuffer Filled(int length)
    {
        AlignedBuffer buffer = AlignedBuffer.Allocate(length);
        TestWeights.Inputs(length).AsSpan().CopyTo(buffer.Span);
        return buffer;
    }
}
