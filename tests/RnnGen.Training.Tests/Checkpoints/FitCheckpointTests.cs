using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Tests.Interop;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>Training through Fit that was interrupted goes on to the bit.</summary>
public sealed class FitCheckpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Category", "Numerics")]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(5, 3, 1)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 7, 0)]
    [InlineData(12, 4, 2)]
    [InlineData(20, 0, 1)]
    [InlineData(41, 5, 3)]
    public void AFailureAfterAnyStepLosesNothing(int failingStep, int everySteps, int everyEpochs)
    {
        using TemporaryFolder folder = new();
        ResumableTraining whole = new();
        TrainingHistory history = whole.Run(whole.Options(null), Cancellation);
        FitCheckpoints checkpoints = new()
        {
            Folder = new CheckpointFolder(folder["run"]),
            EverySteps = everySteps,
            EveryEpochs = everyEpochs,
        };

        ResumableTraining broken = new();
        Assert.Throws<InsufficientMemoryException>(() => broken.Run(broken.Options(checkpoints, 6, FailsAfter(failingStep)), Cancellation));

        ResumableTraining resumed = new(seed: checkpoints.Folder.Steps.Count > 0 ? 9UL : 1);
        TrainingHistory rest = resumed.Run(resumed.Options(checkpoints), Cancellation);
        AssertSame(whole, history, resumed, rest);
    }

    [Fact]
    public void CancellingSavesTheLastUpdate()
    {
        using TemporaryFolder folder = new();
        ResumableTraining whole = new(), cancelled = new(), resumed = new(seed: 9);
        TrainingHistory history = whole.Run(whole.Options(null), Cancellation);
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]) };
        using CancellationTokenSource source = new();
        Callback cancels = new(step: fit =>
        {
            if (fit.Step.Step == 17)
            {
                source.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => cancelled.Run(cancelled.Options(checkpoints, 6, cancels), source.Token));
        Assert.Equal(18, checkpoints.Folder.Steps[^1]);
        List<long> steps = [];
        TrainingHistory rest = resumed.Run(
            resumed.Options(checkpoints, 6, new Callback(step: fit => steps.Add(fit.Step.Step))), Cancellation);

        Assert.Equal(Enumerable.Range(18, (6 * ResumableTraining.StepsOfAnEpoch) - 18).Select(step => (long)step), steps);
        AssertSame(whole, history, resumed, rest);
    }

    [Fact]
    public void AFinishedTrainingIsNotTrainedAgainAndMayBeProlonged()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EveryEpochs = 4 };
        ResumableTraining whole = new(), first = new(), again = new(seed: 9), longer = new(seed: 9);
        TrainingHistory history = whole.Run(whole.Options(null), Cancellation);
        TrainingHistory short3 = first.Run(first.Options(checkpoints, 3), Cancellation);
        TrainingHistory same = again.Run(
            again.Options(checkpoints, 3, new Callback(step: _ => Assert.Fail("There is nothing left to train."))), Cancellation);
        AssertSame(first, short3, again, same);

        AssertSame(whole, history, longer, longer.Run(longer.Options(checkpoints), Cancellation));
    }

    [Fact]
    public void EarlyStoppingRemembersWhatWasBest()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]) };
        TrainingHistory[] histories = new TrainingHistory[3];
        ResumableTraining[] trainings = [new(), new(), new(seed: 9)];
        for (int run = 0; run < trainings.Length; run++)
        {
            // The first runs through, the second ends two epochs after the best one, the third goes on from there.
            double[] given = run == 2 ? [5, 4] : [3, 2, 7, 6, 5, 4];
            FitOptions options = trainings[run].Options(run == 0 ? null : checkpoints, run == 1 ? 4 : 6) with
            {
                Metrics = [new GivenMetric(false, given)],
                EarlyStopping = new EarlyStopping { Patience = 3 },
                Plateau = null,
            };
            histories[run] = trainings[run].Run(options, Cancellation);
        }

        Assert.Equal((1, 2, 5), (histories[0].BestEpoch, histories[0].BestValue, histories[0].Epochs.Count));
        Assert.Equal("given has not been better for 3 epochs", histories[0].StopReason);
        Assert.Equal(histories[0].StopReason, histories[2].StopReason);
        AssertSame(trainings[0], histories[0], trainings[2], histories[2]);

        ResumableTraining stopped = new(seed: 9);
        TrainingHistory last = stopped.Run(
            stopped.Options(checkpoints) with
            {
                Metrics = [new GivenMetric(false)],
                EarlyStopping = new EarlyStopping { Patience = 3 },
                Plateau = null,
            },
            Cancellation);
        AssertSame(trainings[0], histories[0], stopped, last);
    }

    [Fact]
    public void WhatBelongsToAnotherTrainingIsRefused()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 1, EveryEpochs = 0 };
        ResumableTraining saved = new();
        Assert.Throws<InsufficientMemoryException>(() => saved.Run(saved.Options(checkpoints, 6, FailsAfter(6)), Cancellation));

        ResumableTraining other = new(seed: 9);
        float[] before = other.Model.Parameters.Values.ToArray();
        CheckpointMismatchException refused = Assert.Throws<CheckpointMismatchException>(() => other.Run(
            other.Options(checkpoints) with { Optimizer = new Adam(0.02f, beta1: 0.8f, amsGrad: true), Monitor = "loss" }, Cancellation));
        Assert.Contains("state fit/monitor must be 'loss', found 'cross entropy'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("beta1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Model.Parameters.Values.ToArray());

        TokenSource shorter = new(new int[40], 3, new TokenOptions { BatchSize = 3, Steps = 5, OneHot = true });
        refused = Assert.Throws<CheckpointMismatchException>(() => other.Model.CreateTrainer(1).Fit(
            shorter, new TokenSource(new int[40], 3, new TokenOptions { BatchSize = 3, Steps = 5, OneHot = true }),
            other.Options(checkpoints), null, Cancellation));
        Assert.Contains("the training data have no such place", refused.Message, StringComparison.Ordinal);
        Assert.Equal(default, shorter.Position);
        Assert.Equal(before, other.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public void DamagedCheckpointsAreSkippedAsLongAsOneIsWhole()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]) };
        ResumableTraining whole = new(), first = new(), resumed = new(seed: 9), none = new(seed: 9);
        TrainingHistory history = whole.Run(whole.Options(null), Cancellation);
        first.Run(first.Options(checkpoints, 3), Cancellation);
        IReadOnlyList<long> steps = checkpoints.Folder.Steps;
        Assert.Equal([7, 14, 21], steps);
        Damage(checkpoints.Folder.FileOf(21));
        AssertSame(whole, history, resumed, resumed.Run(resumed.Options(checkpoints), Cancellation));

        foreach (long step in checkpoints.Folder.Steps)
        {
            Damage(checkpoints.Folder.FileOf(step));
        }

        float[] before = none.Model.Parameters.Values.ToArray();
        Assert.Contains(
            "No checkpoint in ", Assert.Throws<InvalidDataException>(() => none.Run(none.Options(checkpoints), Cancellation)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, none.Model.Parameters.Values.ToArray());

        static void Damage(string file)
        {
            byte[] bytes = File.ReadAllBytes(file);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public void WhatCannotBeSavedIsRefusedBeforeAnyWork()
    {
        using TemporaryFolder folder = new();
        ResumableTraining training = new();
        FitCheckpoints never = new() { Folder = new CheckpointFolder(folder["run"]), EveryEpochs = 0 };
        Assert.Contains(
            "every 0 epochs and every 0 updates",
            Assert.Throws<ArgumentException>(() => training.Run(training.Options(never), Cancellation)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Descent is no IStatefulOptimizer",
            Assert.Throws<ArgumentException>(() => training.Run(
                training.Options(never with { EveryEpochs = 1 }) with { Optimizer = new Descent() }, Cancellation)).Message,
            StringComparison.Ordinal);
        Assert.Equal(new ResumableTraining().Model.Parameters.Values, training.Model.Parameters.Values);
    }

    private static Callback FailsAfter(int step) => new(step: fit =>
    {
        if (fit.Step.Step == step)
        {
            throw new InsufficientMemoryException();
        }
    });

    /// <summary>To the bit, but for the times.</summary>
    internal static void AssertSame(ResumableTraining whole, TrainingHistory history, ResumableTraining resumed, TrainingHistory rest)
    {
        Assert.Equal(whole.Model.Parameters.Values.ToArray(), resumed.Model.Parameters.Values.ToArray());
        Assert.Equal(whole.Optimizer.State.Scalars, resumed.Optimizer.State.Scalars);
        foreach ((string slot, ReadOnlyMemory<float> values) in whole.Optimizer.State.Slots)
        {
            Assert.Equal(values.ToArray(), resumed.Optimizer.State.Slots[slot].ToArray());
        }

        Assert.Equal(whole.Plateau.State, resumed.Plateau.State);
        Assert.Equal(history.Steps.Select(Timeless), rest.Steps.Select(Timeless));
        Assert.Equal(history.Epochs.Select(Numbers), rest.Epochs.Select(Numbers));
        Assert.Equal(
            (history.Monitor, history.BestEpoch, history.BestValue, history.StopReason),
            (rest.Monitor, rest.BestEpoch, rest.BestValue, rest.StopReason));
        Assert.NotEqual(new ResumableTraining().Model.Parameters.Values.ToArray(), resumed.Model.Parameters.Values.ToArray());
    }

    private static StepRecord Timeless(StepRecord step) => step with { Seconds = 0 };

    private static (long, long, double, string, float, double) Numbers(EpochRecord epoch)
    {
        Assert.NotEmpty(epoch.Metrics);
        string metrics = string.Join(", ", epoch.Metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:R}")));
        return (epoch.Epoch, epoch.Steps, epoch.Loss, metrics, epoch.LearningRate, epoch.GradientNorm);
    }

    /// <summary>An optimizer that cannot tell its state.</summary>
    private sealed class Descent : IOptimizer
    {
        public float LearningRate { get; set; }

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
        {
        }
    }
}
