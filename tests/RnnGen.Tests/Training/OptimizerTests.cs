using System;
using RnnGen.Numerics;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

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
    public void MismatchedLengthsChangeNothing()
    {
        Adam adam = new();
        Sgd sgd = new();
        float[] parameters = [1, 2, 3], gradients = [1, 1, 1];
        AssertRefused(adam, [1, 2, 3], 2, "There are 2 gradients for 3 parameters.");
        AssertRefused(sgd, [1, 2, 3], 4, "There are 4 gradients for 3 parameters.");
        Assert.Equal(0, adam.Steps + sgd.Steps);
        Assert.Equal(0, adam.FirstMoment.Length);

        adam.Update(parameters, gradients);
        sgd.Update(parameters, gradients);
        float[] moments = [.. adam.FirstMoment, .. adam.SecondMoment];
        AssertRefused(adam, [1, 2], 2, "There are 2 parameters; the first update had 3.");
        AssertRefused(sgd, [1, 2, 3, 4], 4, "There are 4 parameters; the first update had 3.");
        Assert.Equal(1, adam.Steps);
        Assert.Equal(1, sgd.Steps);
        float[] after = [.. adam.FirstMoment, .. adam.SecondMoment];
        Assert.Equal(moments, after);
    }

    [Fact]
    public void BitsDoNotDependOnTheWidth()
    {
        for (int length = 1; length <= 40; length++)
        {
            float[] adam128 = Train(new Adam(0.01f), (o, w, g) => o.Update<Simd128>(w, g), length);
            Assert.Equal(adam128, Train(new Adam(0.01f), (o, w, g) => o.Update<Simd256>(w, g), length));
            Assert.Equal(adam128, Train(new Adam(0.01f), (o, w, g) => o.Update<Simd512>(w, g), length));
            float[] sgd128 = Train(new Sgd(0.1f), (o, w, g) => o.Update<Simd128>(w, g), length);
            Assert.Equal(sgd128, Train(new Sgd(0.1f), (o, w, g) => o.Update<Simd256>(w, g), length));
            Assert.Equal(sgd128, Train(new Sgd(0.1f), (o, w, g) => o.Update<Simd512>(w, g), length));

            // An element's path depends on its own gradients only, so a longer row begins with the shorter one.
            Assert.Equal(adam128, Train(new Adam(0.01f), (o, w, g) => o.Update<Simd256>(w, g), 64)[..length]);
            Assert.DoesNotContain(adam128, float.IsNaN);
        }
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

    [Fact]
    public void NothingIsAllocatedAfterTheFirstUpdate()
    {
        float[] parameters = new float[37], gradients = new float[37];
        Array.Fill(gradients, 0.5f);
        IOptimizer[] optimizers = [new Adam(), new Sgd()];
        foreach (IOptimizer optimizer in optimizers)
        {
            optimizer.Update(parameters, gradients);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                optimizer.Update(parameters, gradients);
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    private static float[] Train<TOptimizer>(TOptimizer optimizer, Action<TOptimizer, float[], float[]> update, int length)
    {
        float[] parameters = new float[length], gradients = new float[length];
        for (int step = 0; step < 4; step++)
        {
            CounterRandom random = new(3, (ulong)step);
            for (int i = 0; i < length; i++)
            {
                gradients[i] = random.Uniform((ulong)i) - 0.5f;
            }

            update(optimizer, parameters, gradients);
        }

        return parameters;
    }

    private static void AssertRefused(IOptimizer optimizer, float[] parameters, int gradientCount, string message)
    {
        float[] before = [.. parameters], gradients = new float[gradientCount];
        Array.Fill(gradients, 1f);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => optimizer.Update(parameters, gradients));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters);
    }
}
