using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>Layer normalisation (Ba, Kiros and Hinton 2016).</content>
public static partial class Kernels
{
    /// <summary>
    /// result = (value - mean)·scale with scale = 1 / √(variance + ε), mean and variance over the units; what stands past them
    /// becomes 0.
    /// </summary>
    /// <param name="values">The values of a row, readable to the next multiple of 16.</param>
    /// <param name="results">Receives the results, to the next multiple of 16.</param>
    /// <param name="units">Number of values.</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>The scale.</returns>
    [MethodImpl(Loop)]
    public static float Normalize<V>(ref float values, ref float results, int units, float epsilon)
        where V : struct, ISimd<V>
    {
        V mean = V.Create(Reductions.Sum<V>(ref values, units) / units);
        for (nint lane = 0; lane < units; lane += V.Width)
        {
            V.Store(V.Load(ref values, lane) - mean, ref results, lane);
        }

        float variance = Reductions.SumOfProducts<V>(ref results, ref results, units) / units;
        float scale = 1f / MathF.Sqrt(variance + epsilon);
        V factor = V.Create(scale);
        for (nint lane = 0; lane < units; lane += V.Width)
        {
            V.Store(V.Load(ref results, lane) * factor, ref results, lane);
        }

        MemoryMarshal.CreateSpan(ref At(ref results, units), -units & (LaneMultiple - 1)).Clear();
        return scale;
    }

    /// <summary>da = scale·(dn - mean(dn) - n·mean(dn·n)), stored or added; carried on, so 0 below 2^-100 in magnitude.</summary>
    /// <param name="dn">Gradients of the results.</param>
    /// <param name="n">The results.</param>
    /// <param name="scale">What <see cref="Normalize"/> gave.</param>
    /// <param name="da">Receives the gradients of the values.</param>
    /// <param name="units">Number of values.</param>
    /// <param name="add">Whether da holds a sum to continue.</param>
    [MethodImpl(Loop)]
    public static void NormalizeBackward<V>(ref float dn, ref float n, float scale, ref float da, int units, bool add)
        where V : struct, ISimd<V>
    {
        V mean = V.Create(Reductions.Sum<V>(ref dn, units) / units);
        V slope = V.Create(Reductions.SumOfProducts<V>(ref dn, ref n, units) / units);
        V factor = V.Create(scale);
        for (nint lane = 0; lane < units; lane += V.Width)
        {
            V gradient = factor * V.MultiplyAdd(-V.Load(ref n, lane), slope, V.Load(ref dn, lane) - mean);
            V.Store(VectorMath.FlushTiny(add ? V.Load(ref da, lane) + gradient : gradient), ref da, lane);
        }
    }
}
