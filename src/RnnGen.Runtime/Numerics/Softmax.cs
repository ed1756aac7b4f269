using System;
using RnnGen.Generated;

namespace RnnGen.Numerics;

/// <summary>Class probabilities from logits.</summary>
public static class Softmax
{
    /// <summary>Each row <c>exp(y - max y) / Σ exp(y - max y)</c>; the same bits at every vector width.</summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="classes">Values of a row.</param>
    /// <param name="probabilities">Receives [rows, classes]; may be the logits themselves.</param>
    /// <exception cref="ArgumentException">The lengths differ or are not a multiple of the number of classes.</exception>
    public static void Rows(ReadOnlySpan<float> logits, int classes, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (logits.Length != probabilities.Length || logits.Length % classes != 0)
        {
            throw new ArgumentException(
                $"{logits.Length} logits and {probabilities.Length} probabilities were given; both must be rows of {classes} classes.",
                nameof(probabilities));
        }

        AlignedBuffer row = AlignedBuffer.Allocate(WeightLayout.Padded(classes));
        for (int start = 0; start < logits.Length; start += classes)
        {
            logits.Slice(start, classes).CopyTo(row.Span);
            switch (SimdSupport.VectorBits)
            {
                case 512:
                    Row<Simd512>(ref row.At(0), classes);
                    break;
                case 256:
                    Row<Simd256>(ref row.At(0), classes);
                    break;
                default:
                    Row<Simd128>(ref row.At(0), classes);
                    break;
            }

            row.Span[..classes].CopyTo(probabilities[start..]);
        }
    }

    private static void Row<V>(ref float row, int classes)
        where V : struct, ISimd<V>
    {
        V max = V.Create(Reductions.Max<V>(ref row, classes));
        for (nint lane = 0; lane < classes; lane += V.Width)
        {
            V.Store(VectorMath.Exp(V.Load(ref row, lane) - max), ref row, lane);
        }

        V sum = V.Create(Reductions.Sum<V>(ref row, classes));
        for (nint lane = 0; lane < classes; lane += V.Width)
        {
            V.Store(V.Load(ref row, lane) / sum, ref row, lane);
        }
    }
}
