using System;
using System.Linq;
using RnnGen.Web.Networks.Waves;
using Xunit;

namespace RnnGen.Web.Tests.Waves;

/// <summary>What the page trains.</summary>
public sealed class WaveTrainingTests
{
    [Fact]
    public void ItLearnsAndKnowsNothingAtFirst()
    {
        WaveTraining training = Train(seed: 1, steps: 400);
        Assert.InRange(training.Accuracies[0], 0.3f, 0.7f);
        Assert.InRange(training.Accuracies[^1], 0.95f, 1);
        Assert.InRange(training.Losses.Take(20).Average(), 0.5f, 0.9f);
        Assert.InRange(training.Losses.TakeLast(20).Average(), 0, 0.2f);
        Assert.Equal((400, 41), (training.Losses.Count, training.Accuracies.Count));
        int right = Enumerable.Range(0, WaveTraining.HeldOutCount).Count(wave => training.ClassOf(wave) == training.HeldOut.Labels[wave]);
        Assert.Equal(training.Accuracies[^1], (float)right / WaveTraining.HeldOutCount, 1e-6f);
    }

    [Fact]
    public void TheSeedDecidesEverything()
    {
        Assert.Equal(Train(seed: 5, steps: 12).Losses, Train(seed: 5, steps: 12).Losses);
        Assert.NotEqual(Train(seed: 5, steps: 12).Losses, Train(seed: 6, steps: 12).Losses);
    }

    [Fact]
    public void WavesAreNewEachTimeAndHalfOfThemFast()
    {
        WaveSet set = new(count: 10, seed: 1, stream: 1);
        float[] first = set.Values.ToArray();
        Assert.Equal(5, set.Labels.ToArray().Sum());
        set.Draw();
        Assert.Empty(first.Intersect(set.Values.ToArray()));
        Assert.Empty(first.Intersect(new WaveSet(count: 10, seed: 1, stream: 2).Values.ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaveSet(count: 0, seed: 1, stream: 1));
    }

    private static WaveTraining Train(ulong seed, int steps)
    {
        WaveTraining training = new(seed, learningRate: 0.003f);
        for (int step = 0; step < steps; step++)
        {
            training.Step();
        }

        return training;
    }
}
