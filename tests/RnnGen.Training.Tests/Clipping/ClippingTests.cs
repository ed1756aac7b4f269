using System;
using System.Linq;
using RnnGen.Training.Tests.Optimizers;
using Xunit;

namespace RnnGen.Training.Tests.Clipping;

public sealed class ClippingTests
{
    private static readonly int[] Widths = [128, 256, 512];

    [Fact]
    [Trait("Category", "Numerics")]
    public void NormsHaveTheSameBitsAtEveryWidthAndTheDigitsOfDouble()
    {
        foreach (int length in Enumerable.Range(1, 70).Concat([1023, 1024, 1025, 3000, 100_003]))
        {
            float[] g = OptimizerForms.Gradients(1, length);
            foreach ((GradientNorm norm, double expected) in new[]
            {
                (GradientNorm.Euclidean, Math.Sqrt(g.Sum(value => (double)value * value))),
                (GradientNorm.Sum, g.Sum(value => Math.Abs((double)value))),
                (GradientNorm.Maximum, g.Max(Math.Abs)),
            })
            {
                double[] norms = Array.ConvertAll(Widths, width => GradientNorms.Of(g, norm, width));
                Assert.True(norms[0] == norms[1] && norms[0] == norms[2], $"{norm} of {length}: {string.Join(", ", norms)}");
                Assert.Equal(expected, norms[0], 1e-6 * expected);
            }
        }

        Assert.Equal(0, GradientNorms.Of([], GradientNorm.Euclidean, 256));
    }

    [Fact]
    [Trait("Category", "Numerics")]
    public void ClippedGradientsHaveTheSameBitsAtEveryWidth()
    {
        for (int length = 1; length <= 40; length++)
        {
            float[] g = OptimizerForms.Gradients(0, length);
            Func<GradientClipping>[] clippings =
            [
                () => new ValueClipping(0.2f),
                () => new GlobalNormClipping(1e-3f),
                () => new GlobalNormClipping(1e-3f, ClippingForm.PyTorch, GradientNorm.Sum),
            ];
            foreach (Func<GradientClipping> create in clippings)
            {
                float[][] clipped = Array.ConvertAll(Widths, width => create().Apply(g, width).ToArray());
                Assert.NotEqual(g, clipped[0]);
                Assert.Equal(clipped[0], clipped[1]);
                Assert.Equal(clipped[0], clipped[2]);
            }
        }
    }

    [Fact]
    public void GradientsWithinTheLimitAreHandedThroughUncopied()
    {
        float[] gradients = [3, 0, 4];
        GlobalNormClipping clipping = new(5);
        Assert.Equal(0, clipping.LastNorm);
        Assert.True(clipping.Apply(gradients) == gradients.AsSpan());
        Assert.Equal(5, clipping.LastNorm);

        // PyTorch's 1e-6 shortens those that are just as long as the limit.
        ReadOnlySpan<float> shorter = new GlobalNormClipping(5, ClippingForm.PyTorch).Apply(gradients);
        Assert.False(shorter == gradients.AsSpan());
        Assert.Equal(3 * 5 / (5 + 1e-6), shorter[0], 2e-7);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void NormsThatAreNotFiniteAreTreatedAsTheFrameworksDo(float bad)
    {
        float[] gradients = [1, bad, -2];
        Assert.All(new GlobalNormClipping(1).Apply(gradients).ToArray(), value => Assert.True(float.IsNaN(value)));
        float[] torch = new GlobalNormClipping(1, ClippingForm.PyTorch).Apply(gradients).ToArray();
        Assert.True(float.IsNaN(torch[1]));
        Assert.Equal(float.IsNaN(bad), float.IsNaN(torch[0]));
        Assert.All(new[] { 128, 256, 512 }, width =>
            Assert.Equal((double)bad, GradientNorms.Of([.. new float[1500], bad, .. new float[1500]], GradientNorm.Maximum, width)));
        float[] byValue = new ValueClipping(0.5f).Apply(gradients).ToArray();
        Assert.Equal([0.5f, float.IsNaN(bad) ? float.NaN : 0.5f, -0.5f], byValue);
    }

    [Fact]
    [Trait("Category", "Numerics")]
    public void NormsBeyondTheFloatsAreFiniteAndClipped()
    {
        foreach (float magnitude in new[] { 1e19f, 3e25f, 1e38f, float.MaxValue })
        {
            float[] gradients = [.. Enumerable.Range(0, 3001).Select(i => i % 2 == 0 ? magnitude : -magnitude / 2)];
            double squares = gradients.Sum(g => (double)g * g), sum = gradients.Sum(g => Math.Abs((double)g));
            foreach (int width in Widths)
            {
                Assert.Equal(1, GradientNorms.Of(gradients, GradientNorm.Euclidean, width) / Math.Sqrt(squares), 1e-12);
                Assert.Equal(1, GradientNorms.Of(gradients, GradientNorm.Sum, width) / sum, 1e-6);
            }

            // Of limits whose factor is a float, hardly one, and none.
            foreach (float limit in new[] { 1e10f, 1, 1e-8f })
            {
                foreach (GlobalNormClipping clipping in new GlobalNormClipping[]
                {
                    new(limit),
                    new(limit, ClippingForm.PyTorch),
                    new(limit, ClippingForm.PyTorch, GradientNorm.Sum),
                })
                {
                    float[] clipped = clipping.Apply(gradients).ToArray();
                    double norm = Math.Sqrt(
                        clipped.Sum(g => (double)g * g)) / (clipping.LastNorm == Math.Sqrt(squares)
                            ? 1
                            : Math.Sqrt(squares) / clipping.LastNorm);
                    Assert.Equal(1, norm / limit, 1e-5);
                }
            }
        }
    }

    [Fact]
    public void NothingIsAllocatedAfterTheFirstCall()
    {
        float[] gradients = OptimizerForms.Gradients(0, 3001);
        GradientClipping[] clippings =
        [
            new ValueClipping(0.2f), new GlobalNormClipping(0.1f), new GlobalNormClipping(0.1f, ClippingForm.PyTorch, GradientNorm.Maximum),
        ];
        foreach (GradientClipping clipping in clippings)
        {
            clipping.Apply(gradients);
            long before = GC.GetAllocatedBytesForCurrentThread();
            clipping.Apply(gradients);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void ATrainingStepClipsBetweenGradientsAndUpdate()
    {
        float[] inputs = OptimizerForms.Gradients(0, 4 * 6 * 3);
        int[] labels = [0, 1, 2, 0];
        SmallModel clipped = new(seed: 1), byHand = new(seed: 1);
        GlobalNormClipping clipping = new(0.01f);
        SequenceBatch batch = new(inputs, 4, 6);
        float loss = clipped.CreateTrainer(1).Train(batch, labels, new Sgd(1f), clipping: clipping);

        SmallModel.Trainer trainer = byHand.CreateTrainer(1);
        Assert.Equal(loss, trainer.ComputeGradients(batch, labels));
        float[] gradients = trainer.Gradients.ToArray();
        double norm = Math.Sqrt(gradients.Sum(g => (double)g * g));
        Assert.Equal(norm, clipping.LastNorm, 1e-6 * norm);
        Assert.True(norm > 0.02);
        float[] before = byHand.Parameters.Values.ToArray(), after = clipped.Parameters.Values.ToArray();
        double moved = Math.Sqrt(before.Zip(after, (w, u) => Math.Pow((double)u - w, 2)).Sum());
        Assert.Equal(0.01, moved, 1e-5);
        Assert.Equal(gradients, trainer.Gradients.ToArray());
    }

    [Fact]
    public void ArgumentsThatCannotBeAreRefusedByName()
    {
        foreach (float limit in new[] { 0, -1, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("limit", () => new ValueClipping(limit));
            Assert.Throws<ArgumentOutOfRangeException>("limit", () => new GlobalNormClipping(limit));
        }

        Assert.Throws<ArgumentOutOfRangeException>("form", () => new GlobalNormClipping(1, (ClippingForm)7));
        Assert.Throws<ArgumentOutOfRangeException>("norm", () => new GlobalNormClipping(1, ClippingForm.PyTorch, (GradientNorm)7));
        Assert.Throws<ArgumentException>("norm", () => new GlobalNormClipping(1, ClippingForm.TensorFlow, GradientNorm.Sum));
    }
}
