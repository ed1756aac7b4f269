using System;
using System.Runtime.InteropServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>How long a vector of gradients is.</summary>
public enum GradientNorm
{
    /// <summary>√Σg².</summary>
    Euclidean,

    /// <summary>Σ|g|.</summary>
    Sum,

    /// <summary>The largest |g|; NaN where there is one.</summary>
    Maximum,
}

/// <summary>
/// Norms in one order of sums at every width: blocks of 1,024 in 16 virtual lanes (<see cref="Reductions"/>), the blocks in double in
/// ascending order, so that millions of gradients lose no digits of the sum. Where the sum of a block is not a float, all is summed in
/// double: the norm is finite whenever the gradients are.
/// </summary>
internal static class GradientNorms
{
    private const int BlockFloats = 1024;

    /// <summary>The norm of some gradients; 0 if there are none.</summary>
    public static double Of(ReadOnlySpan<float> gradients, GradientNorm norm, int vectorBits)
    {
        double result = vectorBits switch
        {
            512 => Of<Simd512>(gradients, norm),
            256 => Of<Simd256>(gradients, norm),
            _ => Of<Simd128>(gradients, norm),
        };
        return double.IsFinite(result) || norm == GradientNorm.Maximum ? result : Wide(gradients, norm);
    }

    /// <summary>In double, which the square of no float overflows.</summary>
    private static double Wide(ReadOnlySpan<float> gradients, GradientNorm norm)
    {
        double sum = 0;
        foreach (float gradient in gradients)
        {
            sum += norm == GradientNorm.Euclidean ? (double)gradient * gradient : Math.Abs((double)gradient);
        }

        return norm == GradientNorm.Euclidean ? Math.Sqrt(sum) : sum;
    }

    private static double Of<V>(ReadOnlySpan<float> gradients, GradientNorm norm)
        where V : struct, ISimd<V>
    {
        Span<float> block = stackalloc float[BlockFloats];
        ref float first = ref MemoryMarshal.GetReference(block);
        double result = 0;
        for (int start = 0; start < gradients.Length; start += BlockFloats)
        {
            int count = Math.Min(BlockFloats, gradients.Length - start);
            Map<V>(gradients.Slice(start, count), norm, ref first);
            float sum = Reductions.Sum<V>(in first, count);

            // Magnitudes have a sum of NaN only where one of them is NaN, which a maximum may lose.
            result = norm != GradientNorm.Maximum ? result + sum
                : Math.Max(result, float.IsNaN(sum) ? float.NaN : Reductions.Max<V>(in first, count));
        }

        return norm == GradientNorm.Euclidean ? Math.Sqrt(result) : result;
    }

    /// <summary>Squares or magnitudes of one block, padded with those of 0.</summary>
    private static void Map<V>(ReadOnlySpan<float> gradients, GradientNorm norm, ref float block)
        where V : struct, ISimd<V>
    {
        int whole = gradients.Length - (gradients.Length % V.Width);
        ref readonly float g = ref MemoryMarshal.GetReference(gradients);
        for (int i = 0; i < whole; i += V.Width)
        {
            V.Store(Map(V.Load(in g, i), norm), ref block, i);
        }

        if (whole < gradients.Length)
        {
            PaddedTail tail = PaddedTail.Of(gradients, whole);
            V.Store(Map(V.Load(in tail[0], 0), norm), ref block, whole);
        }
    }

    private static V Map<V>(V g, GradientNorm norm)
        where V : struct, ISimd<V> => norm == GradientNorm.Euclidean ? g * g : V.Abs(g);
}
