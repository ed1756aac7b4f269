using System;
using System.Linq;
using RnnGen.Bench.Clusters;
using Xunit;

namespace RnnGen.Mpi.Tests.Clusters;

/// <summary>The arithmetic of the bench's model of a cluster.</summary>
public sealed class ClusterModelTests
{
    /// <summary>A gigabyte and a thousand messages a second: numbers that can be read.</summary>
    private static readonly NetworkLink Link = new("test", 1e9, 1e-3);

    [Fact]
    public void ALinkOfAGigabitCarries125Megabytes()
    {
        Assert.Equal(new NetworkLink("1 Gbit/s, 0.5 ms", 125e6, 5e-4), NetworkLink.Of(1, 0.5));
    }

    /// <summary>2·log₂n latencies, and 2·(n - 1)/n times the bytes.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.002 + 1.0)]
    [InlineData(4, 0.004 + 1.5)]
    [InlineData(8, 0.006 + 1.75)]
    [InlineData(3, 0.004 + 1.0 + 2.0)]
    public void ASumIsExchangedInParts(int machines, double seconds) =>
        Assert.Equal(seconds, ClusterModel.SumSeconds(1_000_000_000, machines, Link), 1e-12);

    /// <summary>Against all pairs and triples of draws.</summary>
    [Fact]
    public void TheSlowestIsTheMeanOfTheLargestDraw()
    {
        double[] steps = [3, 1, 4, 1.5];
        ClusterModel model = Model(steps);

        Assert.Equal(steps.Average(), model.Slowest(1), 1e-12);
        Assert.Equal(steps.SelectMany(a => steps.Select(b => Math.Max(a, b))).Average(), model.Slowest(2), 1e-12);
        Assert.Equal(
            steps.SelectMany(a => steps.SelectMany(b => steps.Select(c => Math.Max(a, Math.Max(b, c))))).Average(), model.Slowest(3),
            1e-12);
        Assert.Equal(4, model.Slowest(100_000), 1e-12);
    }

    [Fact]
    public void WhatTravelsBesideTheComputingCostsNothing()
    {
        // Ready after half a second, there after 0.5 + 0.2 + 0.002 s of a step that takes one.
        ClusterModel early = Model([1], new GradientMessage(200_000_000, 0.5));

        Assert.Equal(1, early.StepSeconds(2, Link), 1e-12);
        Assert.Equal(1, early.Efficiency(2, Link), 1e-12);
    }

    [Fact]
    public void WhatIsReadyAtTheEndIsWaitedFor()
    {
        ClusterModel late = Model([1], new GradientMessage(200_000_000, 1));

        Assert.Equal(1.202, late.StepSeconds(2, Link), 1e-12);
        Assert.Equal(1 / 1.202, late.Efficiency(2, Link), 1e-12);
    }

    [Fact]
    public void OneMessageWaitsForTheOther()
    {
        // The first travels from 0.5 to 1.1, the second, ready at 0.9, from then to 1.3.
        ClusterModel two = Model([1], new GradientMessage(600_000_000, 0.5), new GradientMessage(200_000_000, 0.9));

        Assert.Equal(800_000_000, two.Bytes);
        Assert.Equal(1.302, two.StepSeconds(2, Link), 1e-12);
    }

    /// <summary>Six milliseconds on the way, four of them beside the forward pass.</summary>
    [Fact]
    public void CountsTravelBesideTheForwardPass()
    {
        ClusterModel model = Model([0.01]) with { CountsNeeded = 0.4 };

        Assert.Equal(0.01 + 0.002, model.StepSeconds(8, Link), 1e-12);
        Assert.Equal(0.01, (model with { CountsNeeded = 0.6 }).StepSeconds(8, Link), 1e-12);
    }

    [Fact]
    public void SmallSumsCostTheirLatency()
    {
        ClusterModel model = Model([1]) with { SmallSums = 3 };

        Assert.Equal(1 + (3 * 0.006), model.StepSeconds(8, Link), 1e-12);
        Assert.Equal(1, model.StepSeconds(1, Link), 1e-12);
    }

    [Fact]
    public void OneBatchGetsFasterUntilTheNetworkIsWhatTakesTheTime()
    {
        // 1/n computed, 2·(n - 1)/n·0.01 s on the way, 2·log₂n ms of latency, and as many of the counts beyond the 1/n: 47.3 ms on 64
        // machines, 47.8 ms on 128.
        ClusterModel model = Model([1], new GradientMessage(10_000_000, 1));

        Assert.Equal(1 / (0.5 + 0.01 + 0.002), model.Speedup(2, Link), 1e-9);
        int fastest = model.FastestOfOneBatch(Link);
        Assert.True(model.Speedup(fastest, Link) > model.Speedup(fastest / 2, Link));
        Assert.True(model.Speedup(fastest, Link) >= model.Speedup(2 * fastest, Link));
        Assert.Equal(64, fastest);
    }

    [Fact]
    public void ManyMachinesAreWorthLessEach()
    {
        ClusterModel model = Model([1, 1.1, 1.5], new GradientMessage(200_000_000, 1));

        int machines = model.LargestWith(0.7, Link);

        Assert.Equal(2, machines);
        Assert.True(model.Efficiency(machines, Link) >= 0.7);
        Assert.True(model.Efficiency(2 * machines, Link) < 0.7);
        Assert.Equal(1, model.LargestWith(0.99, Link));
    }

    private static ClusterModel Model(double[] steps, params GradientMessage[] messages) =>
        new() { Steps = steps, Messages = messages, SmallSums = 0, CountsNeeded = 1 };
}
