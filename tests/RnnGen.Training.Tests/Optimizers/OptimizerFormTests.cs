using System;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

/// <summary>What holds for every optimizer in every form.</summary>
public sealed class OptimizerFormTests
{
    private const int Updates = 12;

    public static TheoryData<string> Names => OptimizerForms.Names;

    [Theory]
    [Trait("Category", "Numerics")]
    [MemberData(nameof(Names))]
    public void FollowsTheScalarReference(string name)
    {
        const int Length = 37;
        Optimizer optimizer = OptimizerForms.Create(name);
        ReferenceOptimizer reference = OptimizerForms.Reference(name);
        float[] parameters = OptimizerForms.Parameters(Length);
        double[] expected = Array.ConvertAll(parameters, value => (double)value);
        for (int step = 0; step < Updates; step++)
        {
            float[] gradients = OptimizerForms.Gradients(step, Length);
            optimizer.Update(parameters, gradients);
            reference.Update(expected, gradients);
            for (int i = 0; i < Length; i++)
            {
                Assert.True(
                    Math.Abs(parameters[i] - expected[i]) < 3e-6,
                    $"Parameter {i} after step {step} is {parameters[i]:R}, expected {expected[i]:R}.");
            }
        }
    }

    [Theory]
    [Trait("Category", "Numerics")]
    [MemberData(nameof(Names))]
    public void BitsDoNotDependOnTheWidthNorOnTheLength(string name)
    {
        float[] longest = Train(name, 64, 256);
        for (int length = 1; length <= 40; length++)
        {
            float[] at128 = Train(name, length, 128);
            Assert.Equal(at128, Train(name, length, 256));
            Assert.Equal(at128, Train(name, length, 512));

            // An element's path depends on its own gradients only, so a longer row begins with the shorter one.
            Assert.Equal(at128, longest[..length]);
            Assert.DoesNotContain(at128, float.IsNaN);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocatedAfterTheFirstUpdate(string name)
    {
        Optimizer optimizer = OptimizerForms.Create(name);
        float[] parameters = OptimizerForms.Parameters(37), gradients = OptimizerForms.Gradients(0, 37);
        optimizer.Update(parameters, gradients);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            optimizer.Update(parameters, gradients);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARestoredStateGoesOnToTheBit(string name)
    {
        const int Length = 21;
        for (int pause = 0; pause < 4; pause++)
        {
            Optimizer whole = OptimizerForms.Create(name), resumed = OptimizerForms.Create(name);
            float[] expected = OptimizerForms.Parameters(Length), actual = [];
            for (int step = 0; step < Updates; step++)
            {
                if (step == pause)
                {
                    whole.LearningRate = 0.03f;
                    resumed.Restore(whole.State);
                    actual = [.. expected];
                }

                if (step >= pause)
                {
                    resumed.Update(actual, OptimizerForms.Gradients(step, Length));
                }

                whole.Update(expected, OptimizerForms.Gradients(step, Length));
            }

            Assert.Equal(expected, actual);
            Assert.Equal((whole.Steps, 0.03f), (resumed.Steps, resumed.LearningRate));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MismatchedLengthsChangeNothing(string name)
    {
        Optimizer optimizer = OptimizerForms.Create(name);
        AssertRefused(optimizer, 3, 2, "There are 2 gradients for 3 parameters.");
        AssertRefused(optimizer, 3, 4, "There are 4 gradients for 3 parameters.");
        Assert.Equal(0, optimizer.Steps);
        Assert.Empty(optimizer.State.Slots);
        optimizer.Update(OptimizerForms.Parameters(3), OptimizerForms.Gradients(0, 3));
        AssertRefused(optimizer, 2, 2, "There are 2 parameters; the first update had 3.");
        AssertRefused(optimizer, 4, 4, "There are 4 parameters; the first update had 3.");
        Assert.Equal(1, optimizer.Steps);
    }

    private static void AssertRefused(Optimizer optimizer, int parameterCount, int gradientCount, string message)
    {
        float[] parameters = OptimizerForms.Parameters(parameterCount), before = [.. parameters];
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => optimizer.Update(parameters, OptimizerForms.Gradients(0, gradientCount)));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters);
    }

    private static float[] Train(string name, int length, int vectorBits)
    {
        Optimizer optimizer = OptimizerForms.Create(name);
        float[] parameters = OptimizerForms.Parameters(length);
        for (int step = 0; step < 4; step++)
        {
            optimizer.Update(parameters, OptimizerForms.Gradients(step, length), vectorBits);
        }

        return parameters;
    }
}
