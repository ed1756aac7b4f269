using System;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

public sealed class OptimizerTests
{
    [Theory]
    [InlineData(-0.1f, 0.9, 0.999, 1e-8f, "learningRate", "-0.1")]
    [InlineData(float.NaN, 0.9, 0.999, 1e-8f, "learningRate", "NaN")]
    [InlineData(float.PositiveInfinity, 0.9, 0.999, 1e-8f, "learningRate", "Infinity")]
    [InlineData(0.1f, 1.0, 0.999, 1e-8f, "beta1", "1")]
    [InlineData(0.1f, -0.5, 0.999, 1e-8f, "beta1", "-0.5")]
    [InlineData(0.1f, 0.9, 1.5, 1e-8f, "beta2", "1.5")]
    [InlineData(0.1f, 0.9, double.NaN, 1e-8f, "beta2", "NaN")]
    [InlineData(0.1f, 0.9, 0.999, 0f, "epsilon", "0")]
    [InlineData(0.1f, 0.9, 0.999, float.NaN, "epsilon", "NaN")]
    public void AdamNamesTheArgumentAndItsValue(float rate, double beta1, double beta2, float epsilon, string name, string value)
    {
        ArgumentOutOfRangeException exception =
            Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate, beta1, beta2, epsilon));
        Assert.Equal(name, exception.ParamName);
        Assert.StartsWith($"{name} is {value};", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void SgdAndTheSettersRefuseUnusableRates(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Sgd(rate));
        Sgd sgd = new(0.5f);
        Adam adam = new();
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => sgd.LearningRate = rate);
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => adam.LearningRate = rate);
        Assert.Equal(0.5f, sgd.LearningRate);
        Assert.Equal(0.001f, adam.LearningRate);
    }

    [Fact]
    public void TheLearningRateTakesEffectAtTheNextUpdate()
    {
        Sgd sgd = new(0.5f);
        float[] parameters = [1f, -1f];
        sgd.Update(parameters, [1f, 2f]);
        Assert.Equal([0.5f, -2f], parameters);
        sgd.LearningRate = 0.25f;
        sgd.Update(parameters, [4f, 8f]);
        Assert.Equal([-0.5f, -4f], parameters);
        Assert.Equal(2, sgd.Steps);

        // Adam's first step is lr·sign(g): m = 0.1 g, v = 0.001 g², corrected.
        Adam adam = new(1f) { LearningRate = 0.125f };
        adam.Update(parameters, [3f, -0.25f]);
        Assert.Equal(-0.625f, parameters[0], 1e-5f);
        Assert.Equal(-3.875f, parameters[1], 1e-5f);
    }

    /// <summary>Files on disk and measurements were made with these bits.</summary>
    [Fact]
    [Trait("Category", "Numerics")]
    public void AdamAndSgdHaveTheBitsOfTheirEquations()
    {
        Assert.SkipUnless(SimdSupport.HasFusedMultiplyAdd, "No fused multiply-add here: the bits are promised with it only.");
        const int Length = 37;
        Adam adam = new(0.01f);
        Sgd sgd = new(0.1f);
        float[] byAdam = OptimizerForms.Parameters(Length), bySgd = [.. byAdam], expectedAdam = [.. byAdam], expectedSgd = [.. byAdam];
        float[] m = new float[Length], v = new float[Length];
        double power1 = 1, power2 = 1;
        for (int step = 0; step < 20; step++)
        {
            float[] g = OptimizerForms.Gradients(step, Length);
            adam.Update(byAdam, g);
            sgd.Update(bySgd, g);
            power1 *= 0.9;
            power2 *= 0.999;
            float rate = (float)(0.01f * Math.Sqrt(1 - power2) / (1 - power1));
            for (int i = 0; i < Length; i++)
            {
                m[i] = MathF.FusedMultiplyAdd((float)(1 - 0.9), g[i] - m[i], m[i]);
                v[i] = MathF.FusedMultiplyAdd((float)(1 - 0.999), MathF.FusedMultiplyAdd(g[i], g[i], -v[i]), v[i]);
                expectedAdam[i] -= rate * m[i] / (MathF.Sqrt(v[i]) + 1e-8f);
                expectedSgd[i] = MathF.FusedMultiplyAdd(-0.1f, g[i], expectedSgd[i]);
            }
        }

        Assert.Equal(expectedAdam, byAdam);
        Assert.Equal(expectedSgd, bySgd);
        Assert.Equal(m, adam.FirstMoment.ToArray());
        Assert.Equal(v, adam.SecondMoment.ToArray());
    }

    [Fact]
    public void ArgumentsThatCannotBeAreRefusedByName()
    {
        AssertOutOfRange("momentum", () => new Sgd(momentum: -1));
        AssertOutOfRange("dampening", () => new Sgd(momentum: 0.9f, dampening: 1.5f));
        AssertOutOfRange("weightDecay", () => new Sgd(weightDecay: float.NaN));
        AssertOutOfRange("alpha", () => new RmsProp(alpha: 1));
        AssertOutOfRange("epsilon", () => new RmsProp(epsilon: 0));
        AssertOutOfRange("momentum", () => new RmsProp(momentum: float.PositiveInfinity));
        AssertOutOfRange("learningRateDecay", () => new Adagrad(learningRateDecay: -0.1));
        AssertOutOfRange("initialAccumulator", () => new Adagrad(initialAccumulator: -0.1f));
        AssertOutOfRange("form", () => new Adam(form: (AdamForm)2));
        AssertOutOfRange("weightDecay", () => new Adam(weightDecay: -1));
        AssertOutOfRange("weightDecay", () => new AdamW(weightDecay: -1));
        Assert.StartsWith(
            "Nesterov's form needs momentum and no dampening; momentum is 0, dampening 0.",
            Assert.Throws<ArgumentException>("nesterov", () => new Sgd(nesterov: true)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("nesterov", () => new Sgd(momentum: 0.9f, dampening: 0.1f, nesterov: true));
        Assert.Throws<ArgumentException>("dampening", () => new Sgd(dampening: 0.1f));
    }

    /// <summary>Rounding can make the mean square smaller than the square of the mean.</summary>
    [Fact]
    public void CenteredRmsPropSurvivesConstantGradients()
    {
        RmsProp optimizer = new(1e-6f, alpha: 0.5, centered: true);
        float[] parameters = new float[16];
        for (int step = 0; step < 200; step++)
        {
            float[] gradients = [.. Array.ConvertAll(OptimizerForms.Gradients(0, 16), g => 1 + g)];
            optimizer.Update(parameters, gradients);
        }

        Assert.DoesNotContain(parameters, value => !float.IsFinite(value));
    }

    private static void AssertOutOfRange(string name, Func<Optimizer> create) =>
        Assert.StartsWith($"{name} is ", Assert.Throws<ArgumentOutOfRangeException>(name, create).Message, StringComparison.Ordinal);
}
