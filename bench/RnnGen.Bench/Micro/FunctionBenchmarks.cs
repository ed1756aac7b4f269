using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using RnnGen.Bench.Networks;
using RnnGen.Generated;
using RnnGen.Numerics;

namespace RnnGen.Bench.Micro;

/// <summary>The runtime's functions at the current vector width, over values in the first-level cache; times are of an element.</summary>
public class FunctionBenchmarks
{
    private const int Elements = 2048;

    private readonly float[] _x = TestWeights.Inputs(Elements);
    private readonly float[] _y = new float[Elements];
    private readonly Loops _loops = SimdSupport.VectorBits switch
    {
        512 => new Loops<Simd512>(),
        256 => new Loops<Simd256>(),
        _ => new Loops<Simd128>(),
    };

    [Benchmark(OperationsPerInvoke = Elements)]
    public void Tanh() => _loops.Tanh(ref MemoryMarshal.GetArrayDataReference(_x), ref MemoryMarshal.GetArrayDataReference(_y));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void Sigmoid() => _loops.Sigmoid(ref MemoryMarshal.GetArrayDataReference(_x), ref MemoryMarshal.GetArrayDataReference(_y));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void Exp() => _loops.Exp(ref MemoryMarshal.GetArrayDataReference(_x), ref MemoryMarshal.GetArrayDataReference(_y));

    private abstract class Loops
    {
        public abstract void Tanh(ref float x, ref float y);

        public abstract void Sigmoid(ref float x, ref float y);

        public abstract void Exp(ref float x, ref float y);
    }

    // As the loops of generated code: compiled fully at once.
    private sealed class Loops<V> : Loops
        where V : struct, ISimd<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Tanh(ref float x, ref float y)
        {
            for (int i = 0; i < Elements; i += V.Width)
            {
                V.Store(VectorMath.Tanh(V.Load(in x, i)), ref y, i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Sigmoid(ref float x, ref float y)
        {
            for (int i = 0; i < Elements; i += V.Width)
            {
                V.Store(VectorMath.Sigmoid(V.Load(in x, i)), ref y, i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Exp(ref float x, ref float y)
        {
            for (int i = 0; i < Elements; i += V.Width)
            {
                V.Store(VectorMath.Exp(V.Load(in x, i)), ref y, i);
            }
        }
    }
}
