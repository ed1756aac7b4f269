using System;
using System.Linq;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

/// <summary>Moments whose gradients stop are 0 in the end, and never subnormal.</summary>
[Trait("Category", "Numerics")]
public sealed class DecayTests
{
    private const float Least = 7.8886090522101181e-31f;   // 2^-100

    public static TheoryData<string> Names => OptimizerForms.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void SlotsAreZeroOrAtLeastTheLeastValue(string name)
    {
        const int Length = 37;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            // Weight decay is a gradient of its own, so the parameters are 0; whatever their updates make of them is taken back.
            Optimizer optimizer = OptimizerForms.Create(name);
            float[] parameters = new float[Length], gradients = OptimizerForms.Gradients(0, Length);
            for (int step = 0; step < 1500; step++)
            {
                optimizer.Update(parameters, gradients, bits);
                Array.Clear(parameters);
                Array.Clear(gradients);
                IsCarried(optimizer, step);
            }

            foreach ((string slot, ReadOnlyMemory<float> values) in optimizer.State.Slots.Where(slot => slot.Key is not ("v_max" or "sum")))
            {
                Assert.Equal(new float[Length], values.ToArray());
            }
        }
    }

    /// <summary>Gradients so small that their squares, or they themselves, are subnormal.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TinyGradientsLeaveNothingSubnormal(string name)
    {
        Optimizer optimizer = OptimizerForms.Create(name);
        float[] parameters = new float[37];
        float[] gradients = [.. Enumerable.Range(0, 37).Select(i => (i % 2 == 0 ? 1 : -1) * MathF.ScaleB(1.25f, -149 + (4 * i)))];
        for (int step = 0; step < 50; step++)
        {
            optimizer.Update(parameters, gradients);
            Array.Clear(parameters);
            IsCarried(optimizer, step);
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void TheLeastMomentIsKeptToTheBit(int bits)
    {
        float[] parameters = new float[5];
        Sgd sgd = new(0.1f, momentum: 0.5f);
        sgd.Update(parameters, [2 * Least, -2 * Least, 3 * Least, MathF.BitIncrement(-2 * Least), float.NaN], bits);
        sgd.Update(parameters, new float[5], bits);
        Assert.Equal([Least, -Least, 1.5f * Least, 0, float.NaN], sgd.Momentum.ToArray());
        sgd.Update(parameters, new float[5], bits);
        Assert.Equal([0, 0, 0, 0, float.NaN], sgd.Momentum.ToArray());
        Assert.All(sgd.Momentum[..4].ToArray(), value => Assert.Equal(0, BitConverter.SingleToInt32Bits(value)));

        // v = 0.75·g², then a quarter of that: a little more than 2^-100 stays, a little less is 0.
        Adam adam = new(0.1f, beta1: 0.5, beta2: 0.25);
        float root = MathF.ScaleB(1, -49) / MathF.Sqrt(0.75f);
        adam.Update(parameters, [1.01f * root, 0.99f * root, 0, 0, 0], bits);
        adam.Update(parameters, new float[5], bits);
        Assert.Equal(1.0201f * Least, adam.SecondMoment[0], 1e-36f);
        Assert.Equal(0f, adam.SecondMoment[1]);
    }

    private static void IsCarried(Optimizer optimizer, int step)
    {
        foreach ((string slot, ReadOnlyMemory<float> values) in optimizer.State.Slots)
        {
            foreach (float value in values.Span)
            {
                if (BitConverter.SingleToInt32Bits(value) != 0 && !(MathF.Abs(value) >= Least))
                {
                    Assert.Fail($"{slot} after update {step}: {value:R} is neither +0 nor at least 2^-100.");
                }
            }
        }
    }
}
