using System;
using System.Collections.Generic;
using RnnGen.Generated;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

[Trait("Category", "Numerics")]
public sealed class VectorMathTests
{
    private const int Stride = 1021;

    public enum Function
    {
        Tanh,
        Sigmoid,
        SigmoidOfTwice,
        Exp,
        Log,
        Sin,
        Cos,
    }

    [Theory]
    [InlineData(Function.Tanh, 2e-7)]
    [InlineData(Function.Sigmoid, 1.5e-7)]
    public void AbsoluteErrorStaysWithinItsBoundOverAllFloats(Function function, double bound)
    {
        float[] x = Array.FindAll(Sweep(), value => !float.IsNaN(value));
        float[] y = Evaluate<Simd256>(function, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = function == Function.Tanh ? Math.Tanh(x[i]) : 1 / (1 + Math.Exp(-(double)x[i]));
            Assert.True(Math.Abs(y[i] - expected) <= bound, $"{function}({x[i]:R}) is {y[i]:R}, expected {expected:R}.");
        }
    }

    [Theory]
    [InlineData(Function.Exp, -87, 88)]
    [InlineData(Function.Log, 1.17549435e-38f, float.MaxValue)]
    public void ErrorStaysWithinTwoUnitsInTheLastPlace(Function function, float low, float high)
    {
        float[] x = Array.FindAll(Sweep(), value => value >= low && value <= high);
        Assert.True(x.Length > 1_000_000);
        float[] y = Evaluate<Simd256>(function, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = function == Function.Exp ? Math.Exp(x[i]) : Math.Log(x[i]);
            double unit = Math.ScaleB(1, Math.ILogB(expected == 0 ? double.Epsilon : expected) - 23);
            Assert.True(Math.Abs(y[i] - expected) <= 2 * unit, $"{function}({x[i]:R}) is {y[i]:R}, expected {expected:R}.");
        }
    }

    [Theory]
    [InlineData(Function.Sin)]
    [InlineData(Function.Cos)]
    public void WavesStayWithinTheirBound(Function function)
    {
        // Without fused multiply-add the count of quarter turns has 12 bits before products round.
        float farthest = SimdSupport.HasFusedMultiplyAdd ? 100_000 : 4_000;
        List<float> x = [.. Array.FindAll(Sweep(), value => Math.Abs(value) <= farthest)];
        for (int quarter = -5_000; quarter <= 5_000; quarter++)
        {
            float corner = (float)(quarter * Math.PI / 4);
            if (Math.Abs(corner) <= farthest)
            {
                x.AddRange([corner, MathF.BitIncrement(corner), MathF.BitDecrement(corner)]);
            }
        }

        float[] y = Evaluate<Simd256>(function, [.. x]);
        for (int i = 0; i < y.Length; i++)
        {
            double expected = function == Function.Sin ? Math.Sin(x[i]) : Math.Cos(x[i]);
            Assert.True(Math.Abs(y[i] - expected) <= 1e-7, $"{function}({x[i]:R}) is {y[i]:R}, expected {expected:R}.");
        }
    }

    [Fact]
    public void WavesBeyondWhatFloatsTellApartAreNaN()
    {
        float[] x = [4194304f, -4194304f, 4194305f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (Function function in new[] { Function.Sin, Function.Cos })
        {
            float[] y = Evaluate<Simd256>(function, x);
            Assert.All(y[..2], value => Assert.InRange(value, -1.001f, 1.001f));
            Assert.All(y[2..], value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void ExtremesKeepNaN()
    {
        float[] numbers = [float.NaN, float.NegativeInfinity, -1, -0f, 0f, 2, float.PositiveInfinity];
        foreach (float left in numbers)
        {
            float[] all = Evaluate<Simd256>(numbers, right => VectorMath.Maximum(Simd256.Create(left), right));
            float[] least = Evaluate<Simd256>(numbers, right => VectorMath.Minimum(Simd256.Create(left), right));
            for (int i = 0; i < numbers.Length; i++)
            {
                // Equal numbers may be zeros of either sign.
                Assert.Equal(MathF.Max(left, numbers[i]), left == numbers[i] ? left : all[i]);
                Assert.Equal(MathF.Min(left, numbers[i]), left == numbers[i] ? left : least[i]);
            }
        }
    }

    [Theory]
    [InlineData(Function.Tanh)]
    [InlineData(Function.Sigmoid)]
    [InlineData(Function.Exp)]
    [InlineData(Function.Log)]
    [InlineData(Function.Sin)]
    [InlineData(Function.Cos)]
    public void BitsAreEqualAtEachWidth(Function function)
    {
        float[] x = Sweep();
        float[] expected = Evaluate<Simd256>(function, x);
        AssertEqualBits(x, expected, Evaluate<Simd128>(function, x));
        AssertEqualBits(x, expected, Evaluate<Simd512>(function, x));
    }

    [Fact]
    public void TanhIsOddToTheBitAndStaysWithinOne()
    {
        float[] x = Array.FindAll(Sweep(), value => !float.IsNaN(value));
        float[] y = Evaluate<Simd256>(Function.Tanh, x);
        float[] mirrored = Evaluate<Simd256>(Function.Tanh, Array.ConvertAll(x, value => -value));
        AssertEqualBits(x, y, Array.ConvertAll(mirrored, value => -value));
        Assert.All(y, value => Assert.InRange(value, -1f, 1f));
    }

    /// <summary>
    /// The order of operations that hides their latency gives the bits of the plain one: the argument bounded first, the quotient doubled
    /// last. All but the smallest floats, of which half a quotient is subnormal and loses a bit.
    /// </summary>
    [Fact]
    public void TanhHasTheBitsOfItsPlainEquation()
    {
        float[] limits = [8.3734045f, MathF.BitDecrement(8.3734045f), MathF.BitIncrement(8.3734045f)];
        float[] x = [.. Array.FindAll(Sweep(), value => value == 0 || !(MathF.Abs(value) < 1e-37f)), .. limits];
        AssertEqualBits(x, EvaluatePlain<Simd256>(x), Evaluate<Simd256>(Function.Tanh, x));
        AssertEqualBits(x, EvaluatePlain<Simd512>(x), Evaluate<Simd512>(Function.Tanh, x));
    }

    [Fact]
    public void TanhHoldsItsBoundWhereItIsHardest()
    {
        // Every 19th float from 1/8 to past the limit: nearly all rounding of the double angle, and the clamp.
        List<float> points = [];
        for (int bits = BitConverter.SingleToInt32Bits(0.125f); bits <= BitConverter.SingleToInt32Bits(9f); bits += 19)
        {
            points.Add(BitConverter.Int32BitsToSingle(bits));
        }

        float[] x = [.. points];
        float[] y = Evaluate<Simd256>(Function.Tanh, x);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(y[i] <= 1 && Math.Abs(y[i] - Math.Tanh(x[i])) <= 2e-7, $"Tanh({x[i]:R}) is {y[i]:R}.");
        }
    }

    [Fact]
    public void SigmoidIsHalfPlusHalfTanhOfHalf()
    {
        float[] x = Array.FindAll(Sweep(), value => MathF.Abs(value) > 1e-30f);
        float[] tanh = Evaluate<Simd256>(Function.Tanh, Array.ConvertAll(x, value => 0.5f * value));
        AssertEqualBits(x, Array.ConvertAll(tanh, value => 0.5f + (0.5f * value)), Evaluate<Simd256>(Function.Sigmoid, x));
    }

    [Fact]
    public void SigmoidOfTwiceHasTheBitsOfSigmoid()
    {
        // All but the smallest: a subnormal has fewer bits than its double.
        float[] x = Array.FindAll(Sweep(), value => !(MathF.Abs(value) < 1e-30f || MathF.Abs(value) > 1e38f));
        AssertEqualBits(
            x, Evaluate<Simd256>(Function.Sigmoid, Array.ConvertAll(x, value => 2 * value)), Evaluate<Simd256>(Function.SigmoidOfTwice, x));
    }

    [Theory]
    [InlineData(Function.Tanh, 0f, 0f)]
    [InlineData(Function.Tanh, float.PositiveInfinity, 1f)]
    [InlineData(Function.Tanh, float.NegativeInfinity, -1f)]
    [InlineData(Function.Tanh, 8.38f, 1f)]
    [InlineData(Function.Tanh, float.NaN, float.NaN)]
    [InlineData(Function.Sigmoid, 0f, 0.5f)]
    [InlineData(Function.Sigmoid, float.PositiveInfinity, 1f)]
    [InlineData(Function.Sigmoid, float.NegativeInfinity, 0f)]
    [InlineData(Function.Sigmoid, -16.75f, 0f)]
    [InlineData(Function.Sigmoid, float.NaN, float.NaN)]
    [InlineData(Function.Exp, 0f, 1f)]
    [InlineData(Function.Exp, -87.31f, 0f)]
    [InlineData(Function.Exp, -103f, 0f)]
    [InlineData(Function.Exp, float.MinValue, 0f)]
    [InlineData(Function.Exp, float.NegativeInfinity, 0f)]
    [InlineData(Function.Exp, 88.723f, float.PositiveInfinity)]
    [InlineData(Function.Exp, 90f, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.MaxValue, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Exp, float.NaN, float.NaN)]
    [InlineData(Function.Log, 1f, 0f)]
    [InlineData(Function.Log, 0f, float.NegativeInfinity)]
    [InlineData(Function.Log, -float.Epsilon, float.NaN)]
    [InlineData(Function.Log, -1f, float.NaN)]
    [InlineData(Function.Log, float.NegativeInfinity, float.NaN)]
    [InlineData(Function.Log, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(Function.Log, float.NaN, float.NaN)]
    public void SpecialValues(Function function, float x, float expected)
    {
        Assert.Equal(expected, Evaluate<Simd128>(function, [x])[0]);
        Assert.Equal(expected, Evaluate<Simd256>(function, [x])[0]);
        Assert.Equal(expected, Evaluate<Simd512>(function, [x])[0]);
    }

    [Fact]
    public void NegativeZero()
    {
        Assert.Equal(int.MinValue, BitConverter.SingleToInt32Bits(Evaluate<Simd256>(Function.Tanh, [-0f])[0]));
        Assert.Equal(0.5f, Evaluate<Simd256>(Function.Sigmoid, [-0f])[0]);
        Assert.Equal(1f, Evaluate<Simd256>(Function.Exp, [-0f])[0]);
        Assert.Equal(float.NegativeInfinity, Evaluate<Simd256>(Function.Log, [-0f])[0]);
    }

    [Theory]
    [InlineData(-87.3f)]
    [InlineData(88.3f)]
    [InlineData(88.7f)]
    [InlineData(88.722f)]
    public void ExpNeitherUnderflowsNorOverflowsEarly(float x)
    {
        float y = Evaluate<Simd256>(Function.Exp, [x])[0];
        Assert.InRange(y, (float)(Math.Exp(x) * (1 - 2.4e-7)), (float)(Math.Exp(x) * (1 + 2.4e-7)));
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-42f)]
    [InlineData(1.1e-38f)]
    public void LogTakesSubnormals(float x) =>
        Assert.Equal((float)Math.Log(x), Evaluate<Simd256>(Function.Log, [x])[0], 2e-5f);

    /// <summary>Every 1021st bit pattern of the 2^32, with the corners between which functions change their branch.</summary>
    private static float[] Sweep()
    {
        List<float> values =
        [
            0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN,
            float.PositiveInfinity, float.NegativeInfinity, 1.17549435e-38f, 1.17549421e-38f,
        ];
        for (long bits = 0; bits <= uint.MaxValue; bits += Stride)
        {
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        return [.. values];
    }

    private static float[] Evaluate<V>(Function function, float[] x)
        where V : struct, ISimd<V> => Evaluate<V>(x, value => function switch
    {
        Function.Tanh => VectorMath.Tanh(value),
        Function.Sigmoid => VectorMath.Sigmoid(value),
        Function.SigmoidOfTwice => VectorMath.SigmoidOfTwice(value),
        Function.Exp => VectorMath.Exp(value),
        Function.Sin => VectorMath.Sin(value),
        Function.Cos => VectorMath.Cos(value),
        _ => VectorMath.Log(value),
    });

    private static float[] EvaluatePlain<V>(float[] x)
        where V : struct, ISimd<V> => Evaluate<V>(x, value =>
    {
        value = V.Max(V.Create(-8.3734045f), V.Min(V.Create(8.3734045f), value));
        V y = value * value;
        V p = V.MultiplyAdd(V.Create(-5.754976e-8f), y, V.Create(6.272085e-5f));
        p = V.MultiplyAdd(V.MultiplyAdd(p, y, V.Create(0.0230674f)), y, V.Create(0.8129004f));
        V d = V.MultiplyAdd(V.MultiplyAdd(V.Create(0.0017120835f), y, V.Create(0.18161792f)), y, V.Create(1.6258011f));
        V n = value * p;
        V half = n * d / V.MultiplyAdd(n, n, d * d);
        return half + half;
    });

    private static float[] Evaluate<V>(float[] x, Func<V, V> function)
        where V : struct, ISimd<V>
    {
        int padded = V.Width * ((x.Length + V.Width - 1) / V.Width);
        float[] input = new float[padded], output = new float[padded];
        x.CopyTo(input, 0);
        for (int i = 0; i < padded; i += V.Width)
        {
            V.Store(function(V.Load(in input[0], i)), ref output[0], i);
        }

        return output[..x.Length];
    }

    private static void AssertEqualBits(float[] x, float[] expected, float[] actual)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i])
                && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
            {
                Assert.Fail($"At {x[i]:R}: {expected[i]:R} and {actual[i]:R}.");
            }
        }
    }
}
