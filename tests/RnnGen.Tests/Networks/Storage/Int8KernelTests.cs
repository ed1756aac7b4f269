using System;
using System.Linq;
using RnnGen.Generated;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Products with weights of eight bits, held against the rule written down once more: whole numbers of arbitrary size.</summary>
[Trait("Category", "Numerics")]
public sealed class Int8KernelTests
{
    private static readonly float Tiny = MathF.ScaleB(1, -100);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 5)]
    [InlineData(7, 3, 17)]
    [InlineData(8, 4, 1)]
    [InlineData(24, 1, 40)]
    [InlineData(33, 2, 24)]
    [InlineData(65, 4, 65)]
    [InlineData(200, 3, 16)]
    [InlineData(1000, 1, 7)]
    public void ProductsAreThoseOfTheRule(int inner, int blocks, int units)
    {
        foreach (int rows in new[] { 1, 3, 4, 7, 70 })
        {
            float[] a = NetworkBatch.Floats(inner + rows, rows * inner), kernel = NetworkBatch.Floats(units, (2 + inner) * blocks * units);
            Same(a, kernel, firstRow: 2, rows, inner, blocks, units, add: false);
            Same(a, kernel, firstRow: 1, rows, inner, blocks, units, add: true);
        }
    }

    /// <summary>Columns and rows of zeros, tiny and huge ones, ties, and such that are not finite, beside ordinary ones.</summary>
    [Fact]
    public void ExtremesAreThoseOfTheRule()
    {
        const int Inner = 10, Units = 40;
        float[] extremes =
        [
            0, -0f, float.Epsilon, Tiny / 2, Tiny, -Tiny, 1e-30f, 0.5f, 127, -63.5f, 1e30f, float.MaxValue, float.NegativeInfinity,
            float.NaN,
        ];
        float[] kernel = NetworkBatch.Floats(1, Inner * Units), a = NetworkBatch.Floats(2, 2 * extremes.Length * Inner);
        for (int i = 0; i < extremes.Length; i++)
        {
            // A column, and a row, of this number alone; and one that has it once.
            for (int k = 0; k < Inner; k++)
            {
                kernel[(k * Units) + i] = extremes[i];
                a[(i * Inner) + k] = extremes[i];
            }

            kernel[(3 * Units) + extremes.Length + i] = extremes[i];
            a[((extremes.Length + i) * Inner) + 9] = extremes[i];
        }

        Same(a, kernel, 0, 2 * extremes.Length, Inner, 1, Units, add: false);
        Same(a, kernel, 0, 2 * extremes.Length, Inner, 1, Units, add: true);
    }

    /// <summary>All products are the largest that there are, as many as fit 32 bits: 16 bits, or one bit less, would overflow.</summary>
    [Fact]
    public void TheLargestSumIsExact()
    {
        const int Inner = 133_144;
        float[] a = [.. Enumerable.Repeat(-1f, Inner)], kernel = [.. Enumerable.Repeat(1f, Inner)];
        Same(a, kernel, 0, 1, Inner, 1, 1, add: false);
    }

    private static void Same(float[] a, float[] kernel, int firstRow, int rows, int inner, int blocks, int units, bool add)
    {
        int padded = WeightLayout.Padded(units), columns = blocks * padded;
        AlignedBuffer packed = AlignedBuffer.Allocate((((inner + 3) / 4) + 2) * columns);
        AlignedBuffer values = Aligned(a), c = Aligned(NetworkBatch.Floats(5, rows * columns));
        AlignedBuffer bias = Aligned(NetworkBatch.Floats(6, columns));
        float[] before = c.Span.ToArray();
        WeightLayout.PackInt8(kernel, firstRow, inner, blocks, units, packed.Span);
        Kernels.MultiplyInt8(
            ref values.At(0), inner, rows, inner, ref packed.At(0), columns, ref c.At(0), columns, add, ref bias.At(0));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (int block, int unit) = (column / padded, column % padded);
                float[] w = unit >= units ? [] : [.. Enumerable.Range(firstRow, inner).Select(
                    k => kernel[(k * blocks * units) + (block * units) + unit])];
                float start = add ? before[(row * columns) + column] : bias.Span[column];
                float expected = Product(a.AsSpan(row * inner, inner), w, start), actual = c.Span[(row * columns) + column];
                if (!expected.Equals(actual) || float.IsNegative(expected) != float.IsNegative(actual))
                {
                    Assert.True(float.IsNaN(expected) && float.IsNaN(actual), $"Row {row}, column {column}: {actual:R}, not {expected:R}.");
                }
            }
        }
    }

    /// <summary>start + scale·scale·Σ whole numbers; a row of zeros adds nothing.</summary>
    private static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> w, float start)
    {
        (float aScale, int[] aWhole) = Quantize(a);
        if (aScale == 0)
        {
            return start;
        }

        (float wScale, int[] wWhole) = Quantize(w);
        long sum = 0;
        for (int k = 0; k < w.Length; k++)
        {
            sum += (long)aWhole[k] * wWhole[k];
        }

        Assert.InRange(sum, int.MinValue, int.MaxValue);
        return MathF.FusedMultiplyAdd(sum * wScale, aScale, start);
    }

    private static (float Scale, int[] Whole) Quantize(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        float[] own = values.ToArray();
        return !float.IsFinite(largest) ? (float.NaN, new int[own.Length])
            : largest < Tiny ? (0, new int[own.Length])
            : (largest / 127, Array.ConvertAll(own, value => (int)Math.Round(value * (127 / largest), MidpointRounding.ToEven)));
    }

    private static AlignedBuffer Aligned(float[] values)
    {
        AlignedBuffer buffer = AlignedBuffer.Allocate(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
