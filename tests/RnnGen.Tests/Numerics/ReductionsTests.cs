using System;
using RnnGen.Generated;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

[Trait("Category", "Numerics")]
public sealed class ReductionsTests
{
    private const int Longest = 100;
    private const int Lanes = 16;

    [Fact]
    public void SumFollowsTheSameOrderAtEachWidth()
    {
        bool orderMatters = false;
        for (int count = 1; count <= Longest; count++)
        {
            float[] row = Row(count, float.NaN);
            float expected = Model(row, count, 0f, (a, b) => a + b);
            AssertBits(expected, Reductions.Sum<Simd128>(in row[0], count), count);
            AssertBits(expected, Reductions.Sum<Simd256>(in row[0], count), count);
            AssertBits(expected, Reductions.Sum<Simd512>(in row[0], count), count);

            float ascending = 0;
            for (int i = 0; i < count; i++)
            {
                ascending += row[i];
            }

            orderMatters |= ascending != expected;
        }

        Assert.True(orderMatters, "The rows are too tame: another order gives the same sums.");
    }

    [Fact]
    public void MaxIsTheLargestAtEachWidth()
    {
        for (int count = 1; count <= Longest; count++)
        {
            // All negative, and larger garbage behind: a lane too many would show.
            float[] row = Array.ConvertAll(Row(count, 1e30f), value => value == 1e30f ? value : -MathF.Abs(value));
            float expected = Model(row, count, float.NegativeInfinity, MathF.Max);
            AssertBits(expected, Reductions.Max<Simd128>(in row[0], count), count);
            AssertBits(expected, Reductions.Max<Simd256>(in row[0], count), count);
            AssertBits(expected, Reductions.Max<Simd512>(in row[0], count), count);
        }
    }

    /// <summary>Each virtual lane is one chain of fused multiply-adds; what stands past the end is not read, NaN or not.</summary>
    [Fact]
    public void SumOfProductsFollowsTheSameOrderAtEachWidth()
    {
        for (int count = 1; count <= Longest; count++)
        {
            float[] left = Row(count, float.NaN), right = Row(count, float.PositiveInfinity), lanes = new float[Lanes];
            Array.Reverse(right, 0, count);
            for (int i = 0; i < count; i++)
            {
                lanes[i % Lanes] = MathF.FusedMultiplyAdd(left[i], right[i], lanes[i % Lanes]);
            }

            float expected = Model(lanes, Lanes, 0f, (a, b) => a + b);
            AssertBits(expected, Reductions.SumOfProducts<Simd128>(in left[0], in right[0], count), count);
            AssertBits(expected, Reductions.SumOfProducts<Simd256>(in left[0], in right[0], count), count);
            AssertBits(expected, Reductions.SumOfProducts<Simd512>(in left[0], in right[0], count), count);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(36)]
    public void ANaNInTheRowShowsInTheSum(int position)
    {
        float[] row = Row(37, 0f);
        row[position] = float.NaN;
        Assert.True(float.IsNaN(Reductions.Sum<Simd128>(in row[0], 37)));
        Assert.True(float.IsNaN(Reductions.Sum<Simd256>(in row[0], 37)));
        Assert.True(float.IsNaN(Reductions.Sum<Simd512>(in row[0], 37)));
    }

    private static float[] Row(int count, float beyond)
    {
        float[] row = new float[(count + Lanes - 1) / Lanes * Lanes];
        Array.Fill(row, beyond);
        CounterRandom random = new(7, (ulong)count);
        for (int i = 0; i < count; i++)
        {
            row[i] = MathF.ScaleB(random.Uniform((ulong)i) - 0.5f, i % 9);
        }

        return row;
    }

    private static float Model(float[] row, int count, float neutral, Func<float, float, float> combine)
    {
        float[] lanes = new float[Lanes];
        Array.Fill(lanes, neutral);
        for (int i = 0; i < count; i++)
        {
            lanes[i % Lanes] = combine(lanes[i % Lanes], row[i]);
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] = combine(lanes[i], lanes[i + half]);
            }
        }

        return lanes[0];
    }

    private static void AssertBits(float expected, float actual, int count) =>
        Assert.True(
            BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
            $"{count} floats: expected {expected:R}, got {actual:R}.");
}
