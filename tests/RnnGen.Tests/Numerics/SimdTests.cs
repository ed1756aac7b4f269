using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generated;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>Every operation of <see cref="ISimd{TSelf}"/> at every width against scalar arithmetic, on special values.</summary>
[Trait("Category", "Numerics")]
public abstract class SimdTests<V>
    where V : struct, ISimd<V>
{
    private static readonly float[] Values =
    [
        0f, -0f, 1f, -1f, 1.5f, -2.25f, 0.1f, 16777217f, 3e38f, -3e38f, 1e-38f, float.Epsilon, -float.Epsilon,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Fact]
    public void Arithmetic()
    {
        Check((a, b) => a + b, (a, b) => a + b);
        Check((a, b) => a - b, (a, b) => a - b);
        Check((a, b) => a * b, (a, b) => a * b);
        Check((a, b) => a / b, (a, b) => a / b);
        Check((a, _) => -a, (a, _) => -a);
        Check((a, _) => V.Abs(a), (a, _) => MathF.Abs(a));
        Check((a, _) => V.Sqrt(a), (a, _) => MathF.Sqrt(a));
    }

    /// <summary>2^-100 is kept, the next float below it is not; what becomes zero becomes +0.</summary>
    [Fact]
    public void FlushTinyKeepsWhatIsNotTiny()
    {
        const float Least = 7.8886090522101181e-31f;
        Check((a, _) => VectorMath.FlushTiny(a), (a, _) => VectorMath.FlushTiny(a));
        Check((a, _) => Stored(a), (a, _) => VectorMath.FlushTiny(a));
        foreach (float kept in new[] { Least, MathF.BitIncrement(Least), 1f, float.MaxValue, float.PositiveInfinity, float.NaN, 0f })
        {
            IsFlushed(kept, kept);
            IsFlushed(-kept, kept == 0 ? 0f : -kept);
        }

        foreach (float tiny in new[] { MathF.BitDecrement(Least), 1e-31f, 1e-38f, 1e-40f, float.Epsilon })
        {
            IsFlushed(tiny, 0f);
            IsFlushed(-tiny, 0f);
        }

        static V Stored(V value)
        {
            float[] lanes = new float[V.Width + 3];
            V.StoreCarried(value, ref lanes[0], 3);
            return V.Load(in lanes[0], 3);
        }

        static void IsFlushed(float value, float expected)
        {
            float[] lanes = new float[V.Width];
            V.Store(VectorMath.FlushTiny(V.Create(value)), ref lanes[0], 0);
            Assert.All(lanes, lane => Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(lane)));
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(VectorMath.FlushTiny(value)));
        }
    }

    [Fact]
    public void MultiplyAddRoundsOnceWhereTheHardwareDoes()
    {
        foreach (float c in Values)
        {
            Check((a, b) => V.MultiplyAdd(a, b, V.Create(c)), (a, b) => MultiplyAdd(a, b, c));
        }
    }

    [Fact]
    public void AccumulateRoundsAsMultiplyAdd()
    {
        foreach (float c in Values)
        {
            Check((a, b) => Accumulated(a, b, c), (a, b) => MultiplyAdd(a, b, c));
            Check((a, b) => AccumulatedFromMemory(a, b, c), (a, b) => MultiplyAdd(a, b, c));
        }

        static V Accumulated(V a, V b, float c)
        {
            V sum = V.Create(c);
            V.Accumulate(ref sum, a, b);
            return sum;
        }

        static V AccumulatedFromMemory(V a, V b, float c)
        {
            float[] memory = new float[V.Width + 3];
            V.Store(b, ref memory[0], 3);
            V sum = V.Create(c);
            V.Accumulate(ref sum, a, in memory[0], 3);
            return sum;
        }
    }

    [Fact]
    public void SumJoinsTheLanesByOneTree()
    {
        CounterRandom random = new(7, (ulong)V.Width);
        bool ascendingDiffers = false, neighboursDiffer = false;
        for (int sample = 0; sample < 200; sample++)
        {
            float[] lanes = new float[V.Width];
            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i] = MathF.ScaleB(random.Uniform((ulong)((sample * V.Width) + i)) - 0.5f, i % 5 * 2);
            }

            float expected = Tree(lanes), actual = V.Sum(V.Load(in lanes[0], 0));
            Assert.True(
                BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
                $"{string.Join(", ", lanes)}: expected {expected:R}, got {actual:R}.");
            ascendingDiffers |= Ascending(lanes) != expected;
            neighboursDiffer |= Neighbours(lanes) != expected;
        }

        Assert.True(ascendingDiffers && neighboursDiffer, "The lanes are too tame: other orders give the same sums.");
    }

    [Fact]
    public void SumReadsEveryLane()
    {
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(V.Sum(V.Create(-0f))));
        for (int lane = 0; lane < V.Width; lane++)
        {
            float[] lanes = new float[V.Width];
            lanes[lane] = float.NaN;
            Assert.True(float.IsNaN(V.Sum(V.Load(in lanes[0], 0))), $"NaN in lane {lane} is not in the sum.");
        }
    }

    [Fact]
    public void MinAndMaxKeepANaNInTheValueAndTakeTheValueAmongEquals()
    {
        Check((limit, value) => V.Min(limit, value), (limit, value) => limit < value ? limit : value);
        Check((limit, value) => V.Max(limit, value), (limit, value) => limit > value ? limit : value);
        Assert.True(float.IsNaN(Lanes(V.Min(V.Create(1f), V.Create(float.NaN)))[0]));
        Assert.Equal(1f, Lanes(V.Max(V.Create(float.NaN), V.Create(1f)))[0]);
    }

    [Fact]
    public void BoundedSquareIsTheSquareOfTheBoundedValue()
    {
        foreach (float limit in new[] { 0.1f, 1f, 1.5f, 8.3734045f, 16777217f })
        {
            foreach (float value in Values.Where(value => !float.IsNaN(value))
                .Concat([limit, MathF.BitIncrement(limit), MathF.BitDecrement(limit), -MathF.BitIncrement(limit)]))
            {
                float bounded = MathF.CopySign(MathF.Min(limit, MathF.Abs(value)), value);
                Assert.All(Lanes(V.BoundedSquare(limit, V.Create(value), out V actual)), lane => SameBits(bounded * bounded, lane));
                Assert.All(Lanes(actual), lane => SameBits(bounded, lane));
            }

            Assert.All(Lanes(V.BoundedSquare(limit, V.Create(float.NaN), out _)), lane => Assert.True(float.IsNaN(lane)));
        }

        static void SameBits(float expected, float actual) =>
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }

    [Fact]
    public void LowerIsTheFirstHalf()
    {
        float[] lanes = [.. Enumerable.Range(0, V.Width).Select(lane => (float)lane)], half = new float[V.Width / 2];
        V value = V.Load(in lanes[0], 0);
        switch (V.Width)
        {
            case 16:
                Simd256.Store(V.Lower<Simd256>(value), ref half[0], 0);
                break;
            case 8:
                Simd128.Store(V.Lower<Simd128>(value), ref half[0], 0);
                break;
            default:
                Assert.Throws<NotSupportedException>(() => V.Lower<Simd128>(value));
                return;
        }

        Assert.Equal(lanes[..half.Length], half);
    }

    [Fact]
    public void GreaterThanSelects() =>
        Check((a, b) => V.Select(V.GreaterThan(a, b), V.Create(1f), -a), (a, b) => a > b ? 1f : -a);

    [Fact]
    public void GreaterThanSetsAllBitsOrNone()
    {
        float[] mask = Lanes(V.GreaterThan(V.Create(2f), V.Create(1f)));
        Assert.All(mask, lane => Assert.Equal(-1, BitConverter.SingleToInt32Bits(lane)));
        mask = Lanes(V.GreaterThan(V.Create(float.NaN), V.Create(1f)));
        Assert.All(mask, lane => Assert.Equal(0, BitConverter.SingleToInt32Bits(lane)));
    }

    [Fact]
    public void ScaleByPowerOf2CoversNormalExponents()
    {
        for (int n = -126; n <= 127; n++)
        {
            Assert.All(Lanes(V.ScaleByPowerOf2(V.Create(-1.25f), V.Create(n))), lane => Assert.Equal(MathF.ScaleB(-1.25f, n), lane));
        }
    }

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(0.75f, 1.5f, -1)]
    [InlineData(1000f, 1.953125f, 9)]
    [InlineData(1.17549435e-38f, 1f, -126)]
    [InlineData(float.MaxValue, 1.99999988f, 127)]
    public void SplitExponentInvertsScaling(float value, float mantissa, int exponent)
    {
        float[] mantissas = Lanes(V.SplitExponent(V.Create(value), out V exponents));
        Assert.All(mantissas, lane => Assert.Equal(mantissa, lane));
        Assert.All(Lanes(exponents), lane => Assert.Equal(exponent, lane));
    }

    [Fact]
    public void LoadAndStoreTouchTheirOwnFloatsOnly()
    {
        float[] source = new float[V.Width + 5], destination = new float[V.Width + 5];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = i + 1;
        }

        V.Store(V.Load(in source[0], 3), ref destination[0], 2);
        for (int i = 0; i < destination.Length; i++)
        {
            Assert.Equal(i >= 2 && i < 2 + V.Width ? source[i + 1] : 0f, destination[i]);
        }
    }

    [Fact]
    public void CreateAndZeroFillAllLanes()
    {
        float[] lanes = Lanes(V.Create(-2.5f));
        Assert.Equal(ExpectedWidth, lanes.Length);
        Assert.All(lanes, lane => Assert.Equal(-2.5f, lane));
        Assert.All(Lanes(V.Zero), lane => Assert.Equal(0, BitConverter.SingleToInt32Bits(lane)));
    }

    /// <summary>Floats in one vector, stated apart from <see cref="ISimd{TSelf}.Width"/>.</summary>
    protected abstract int ExpectedWidth { get; }

    /// <summary>All pairs of values, in vectors whose lanes differ, against the scalar operation: equal bits, or NaN and NaN.</summary>
    private static void Check(Func<V, V, V> vector, Func<float, float, float> scalar)
    {
        List<(float A, float B)> pairs = [];
        foreach (float a in Values)
        {
            foreach (float b in Values)
            {
                pairs.Add((a, b));
            }
        }

        float[] left = pairs.ConvertAll(pair => pair.A).ToArray(), right = pairs.ConvertAll(pair => pair.B).ToArray();
        for (int i = 0; i < left.Length; i += V.Width)
        {
            float[] actual = Lanes(vector(V.Load(in left[0], i), V.Load(in right[0], i)));
            for (int lane = 0; lane < V.Width; lane++)
            {
                float a = left[i + lane], b = right[i + lane], expected = scalar(a, b);
                bool same = float.IsNaN(expected)
                    ? float.IsNaN(actual[lane])
                    : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual[lane]);
                Assert.True(same, $"({a:R}, {b:R}): expected {expected:R}, got {actual[lane]:R} in lane {lane}.");
            }
        }
    }

    private static float MultiplyAdd(float a, float b, float c) =>
        SimdSupport.HasFusedMultiplyAdd ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    /// <summary>Lane i with i + 8, then i + 4, i + 2, i + 1, from the largest that the width has.</summary>
    private static float Tree(float[] lanes) => lanes.Length == 1
        ? lanes[0]
        : Tree([.. Enumerable.Range(0, lanes.Length / 2).Select(i => lanes[i] + lanes[i + (lanes.Length / 2)])]);

    private static float Neighbours(float[] lanes) => lanes.Length == 1
        ? lanes[0]
        : Neighbours([.. Enumerable.Range(0, lanes.Length / 2).Select(i => lanes[2 * i] + lanes[(2 * i) + 1])]);

    private static float Ascending(float[] lanes) => lanes.Aggregate(0f, (sum, lane) => sum + lane);

    private static float[] Lanes(V value)
    {
        float[] lanes = new float[V.Width];
        V.Store(value, ref lanes[0], 0);
        return lanes;
    }
}

/// <summary>The operations at 128 bits.</summary>
public sealed class Simd128Tests : SimdTests<Simd128>
{
    /// <inheritdoc/>
    protected override int ExpectedWidth => 4;
}

/// <summary>The operations at 256 bits.</summary>
public sealed class Simd256Tests : SimdTests<Simd256>
{
    /// <inheritdoc/>
    protected override int ExpectedWidth => 8;
}

/// <summary>The operations at 512 bits, in software where the hardware has none.</summary>
public sealed class Simd512Tests : SimdTests<Simd512>
{
    /// <inheritdoc/>
    protected override int ExpectedWidth => 16;
}
