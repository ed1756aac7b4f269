using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>Small data to train on.</summary>
internal static class FitData
{
    /// <summary>Sequences of lengths 1 to 7 with a label a row or a step.</summary>
    public static SequenceArrays Labels(int count, int classes, bool everyStep = false, bool full = false)
    {
        int[] lengths = [.. Enumerable.Range(0, count).Select(i => full ? 5 : 1 + (i * 3 % 7))];
        SequenceShape shape = new() { Features = 3, Targets = TargetForm.Labels, TargetSize = classes, TargetsEveryStep = everyStep };
        int[] labels = [.. Enumerable.Range(0, everyStep ? lengths.Sum() : count).Select(i => i * 7 % 5 % classes)];
        return new SequenceArrays(shape, lengths, Normal(lengths.Sum() * 3), labels: labels);
    }

    /// <summary>Sequences of lengths 1 to 7 with the given label each.</summary>
    public static SequenceArrays Labels(int[] labels, int classes, int? ignored = null)
    {
        int[] lengths = [.. labels.Select((_, i) => 1 + (i * 3 % 7))];
        SequenceShape shape = new() { Features = 3, Targets = TargetForm.Labels, TargetSize = classes, IgnoredLabel = ignored };
        return new SequenceArrays(shape, lengths, Normal(lengths.Sum() * 3), labels: labels);
    }

    /// <summary>Sequences of lengths 1 to 7 with two numbers a row.</summary>
    public static SequenceArrays Values(int count)
    {
        int[] lengths = [.. Enumerable.Range(0, count).Select(i => 1 + (i * 3 % 7))];
        SequenceShape shape = new() { Features = 3, Targets = TargetForm.Values, TargetSize = 2 };
        return new SequenceArrays(shape, lengths, Normal(lengths.Sum() * 3), targets: Normal(count * 2));
    }

    public static BatchSource Source(ISequenceSet set, int batchSize = 8, bool shuffle = true) =>
        new(set, new BatchOptions { BatchSize = batchSize, Seed = 7, Shuffle = shuffle });

    /// <summary>Trains until the test is cancelled.</summary>
    public static TrainingHistory FitNow(
        this ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options,
        IProgress<FitProgress>? progress = null) =>
        trainer.Fit(train, validation, options, progress, TestContext.Current.CancellationToken);

    private static float[] Normal(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)new CounterRandom(11, 3).Normal((ulong)i))];
}

/// <summary>Does something after steps and epochs.</summary>
internal sealed class Callback(Action<FitContext>? step = null, Action<FitContext, EpochRecord>? epoch = null) : FitCallback
{
    public override void OnStep(FitContext fit) => step?.Invoke(fit);

    public override void OnEpoch(FitContext fit, EpochRecord record) => epoch?.Invoke(fit, record);
}

/// <summary>A metric whose value of each evaluation is given.</summary>
internal sealed class GivenMetric(bool higherIsBetter, params double[] values) : Metric("given", higherIsBetter)
{
    private int _evaluations;

    public override double Value => values[_evaluations - 1];

    public override void Reset(int outputSize) => _evaluations++;

    public override void Add(ReadOnlySpan<float> outputs, int label)
    {
    }

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
    }
}
