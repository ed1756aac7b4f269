using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Distributed;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>What a training has come to.</summary>
/// <param name="History">Its history.</param>
/// <param name="Parameters">The parameters after it.</param>
internal sealed record RankResult(TrainingHistory History, float[] Parameters)
{
    /// <summary>All numbers but the times, as one text that differs when a bit does.</summary>
    public string Bits => string.Join(
        '\n',
        [
            .. History.Epochs.Select(epoch => FormattableString.Invariant(
                $"{epoch.Loss:R} {epoch.GradientNorm:R} {epoch.LearningRate:R} {Text(epoch.Metrics)}")),
            .. History.Steps.Select(step => FormattableString.Invariant($"{step.Step} {step.Loss:R} {step.GradientNorm:R}")),
            Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Parameters)),
            FormattableString.Invariant($"{History.BestEpoch} {History.BestValue:R} {History.StopReason}"),
        ]);

    private static string Text(IReadOnlyDictionary<string, double> metrics) =>
        string.Join(' ', metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:R}")));
}

/// <summary>The same training alone and on several ranks.</summary>
internal static class RankTraining
{
    /// <summary>
    /// How far ranks may be from one process: sums in another order, each of whose terms is rounded to 6e-8 of its size. A wrong mean, a
    /// row that is read twice or a mask of another row is a hundred times as far.
    /// </summary>
    public const double Rounding = 2e-5;

    /// <summary>Trains on one rank; each has a model of its own, of another seed.</summary>
    /// <param name="create">Makes a trainer of a seed.</param>
    /// <param name="train">Makes what is learned from.</param>
    /// <param name="validation">Makes what is measured with.</param>
    /// <param name="options">Makes the options.</param>
    /// <param name="ranks">The ranks; <see langword="null"/> alone.</param>
    public static RankResult Fit(
        Func<ulong, ISupervisedTrainer> create, Func<ISequenceSource> train, Func<ISequenceSource>? validation, Func<FitOptions> options,
        Communicator? ranks)
    {
        // Whatever the others begin with, the parameters are those of rank 0.
        ISupervisedTrainer trainer = create(2 + (ulong)(ranks?.Rank ?? 0));
        TrainingHistory history = trainer.Fit(
            train(), validation?.Invoke(), options() with { Communicator = ranks }, cancellation: TestContext.Current.CancellationToken);
        return new RankResult(history, trainer.Model.Parameters.Values.ToArray());
    }

    /// <summary>Two and three ranks follow one process to rounding, are equal to the bit, and come to the same bits again.</summary>
    public static void Follow(
        Func<ulong, ISupervisedTrainer> create, Func<ISequenceSource> train, Func<ISequenceSource>? validation, Func<FitOptions> options)
    {
        RankResult alone = Fit(create, train, validation, options, null);
        Assert.Equal(alone.Bits, ThreadRanks.Run(1, ranks => Fit(create, train, validation, options, ranks))[0].Bits);
        Assert.NotEqual(create(2).Model.Parameters.Values.ToArray(), alone.Parameters);
        foreach (int size in new[] { 2, 3 })
        {
            RankResult[] together = ThreadRanks.Run(size, ranks => Fit(create, train, validation, options, ranks));
            Assert.All(together, rank => Assert.Equal(together[0].Bits, rank.Bits));
            Assert.Equal(together[0].Bits, ThreadRanks.Run(size, ranks => Fit(create, train, validation, options, ranks))[0].Bits);
            AssertClose(alone, together[0]);
        }
    }

    /// <summary>The same curve, numbers and parameters, to rounding.</summary>
    public static void AssertClose(RankResult alone, RankResult together)
    {
        Assert.Equal(alone.History.Steps.Count, together.History.Steps.Count);
        foreach ((StepRecord one, StepRecord several) in alone.History.Steps.Zip(together.History.Steps))
        {
            Close(one.Loss, several.Loss, $"the loss of step {one.Step}");
            Close(one.GradientNorm, several.GradientNorm, $"the gradient norm of step {one.Step}");
            Assert.Equal(one.LearningRate, several.LearningRate);
        }

        foreach ((EpochRecord one, EpochRecord several) in alone.History.Epochs.Zip(together.History.Epochs))
        {
            Close(one.Loss, several.Loss, $"the loss of epoch {one.Epoch}");
            Assert.Equal(one.Metrics.Keys, several.Metrics.Keys);
            foreach (string name in one.Metrics.Keys)
            {
                Close(one.Metrics[name], several.Metrics[name], $"{name} of epoch {one.Epoch}");
            }
        }

        for (int i = 0; i < alone.Parameters.Length; i++)
        {
            Close(alone.Parameters[i], together.Parameters[i], $"parameter {i}");
        }

        static void Close(double expected, double actual, string what) => Assert.True(
            Math.Abs(expected - actual) <= Rounding * Math.Max(1, Math.Abs(expected)), $"{what} is {actual:R}, alone {expected:R}.");
    }
}
