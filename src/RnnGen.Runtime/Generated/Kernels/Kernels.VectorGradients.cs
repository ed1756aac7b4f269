using System;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>Gradients of learned vectors and of the tables of embeddings.</content>
public static partial class Kernels
{
    /// <summary>dv = Σ of its terms over rows, in blocks as everywhere, for a share of the units.</summary>
    /// <param name="total">Receives the padded sums.</param>
    /// <param name="terms">The terms, [slots, rows, padded units].</param>
    /// <param name="count">Rows of all slots.</param>
    /// <param name="units">Numbers of the vector.</param>
    /// <param name="gradients">Receives the gradients, [units].</param>
    /// <param name="part">Which share.</param>
    /// <param name="parts">Number of shares.</param>
    public static void VectorGradients<V>(
        in AlignedBuffer total, in StepBuffer terms, int count, int units, Span<float> gradients, int part, int parts)
        where V : struct, ISimd<V>
    {
        int stride = WeightLayout.Padded(units);
        Partition.Range(stride, LaneMultiple, part, parts, out int firstColumn, out int columns);
        VectorSums<V>(total, terms, count, firstColumn, columns);
        WeightLayout.Unpad(total.Span.Slice(firstColumn, columns), columns, 1, firstColumn, stride, units, gradients);
    }

    [MethodImpl(Loop)]
    private static void VectorSums<V>(in AlignedBuffer total, in StepBuffer terms, int count, int firstColumn, int columns)
        where V : struct, ISimd<V>
    {
        int endColumn = firstColumn + columns, stride = total.Length;
        ref float term = ref terms[0, 0];
        for (nint column = firstColumn; column < endColumn; column += V.Width)
        {
            V sum = V.Zero;
            for (int start = 0; start < count; start += Block)
            {
                V block = V.Zero;
                int end = Math.Min(start + Block, count);
                for (nint i = start; i < end; i++)
                {
                    block += V.Load(ref term, (i * stride) + column);
                }

                sum += block;
            }

            V.Store(sum, ref total.At(0), column);
        }
    }

    /// <summary>The gradient of one number that stands at every unit: Σ of the terms over rows and units.</summary>
    /// <inheritdoc cref="VectorGradients{V}(in AlignedBuffer, in StepBuffer, int, int, Span{float}, int, int)"/>
    public static void ScalarGradient<V>(
        in AlignedBuffer total, in StepBuffer terms, int count, int units, Span<float> gradients, int part, int parts)
        where V : struct, ISimd<V>
    {
        if (part > 0)
        {
            return;
        }

        VectorSums<V>(total, terms, count, 0, WeightLayout.Padded(units));
        double sum = 0;
        foreach (float unit in total.Span[..units])
        {
            sum += unit;
        }

        gradients[0] = (float)sum;
    }

    /// <summary>dtable[token] += dx for some columns of one row of the table.</summary>
    [MethodImpl(Loop)]
    internal static void AddRow<V>(ref float dx, ref float dtable, int columns)
        where V : struct, ISimd<V>
    {
        nint lane = 0;
        for (; lane + V.Width <= columns; lane += V.Width)
        {
            V.Store(V.Load(ref dtable, lane) + V.Load(ref dx, lane), ref dtable, lane);
        }

        // The rows of the table are not padded, and a sum of two numbers is the same in a vector and alone.
        for (; lane < columns; lane++)
        {
            At(ref dtable, lane) += At(ref dx, lane);
        }
    }
}
