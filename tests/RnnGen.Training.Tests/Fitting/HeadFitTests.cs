using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>Who speaks, what comes next, and whether it is loud.</summary>
[RnnModel(InputSize = 4)]
[Gru(16)]
[Head("speaker", Weight = 0.3)]
[Pooling(Pooling.Attention)]
[Dense(3)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.1, ClassWeights = new[] { 1.0, 2, 0.5 })]
[Head("next")]
[Dense(4, EveryStep = true)]
[MeanSquaredError]
[Head("loud")]
[Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class ListenerModel;

/// <summary>Fit of a model of three heads: losses and metrics of each, early stopping on one, checkpoints.</summary>
public sealed class HeadFitTests
{
    private const int Features = 4, Speakers = 3, FullSteps = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryHeadLearnsAndIsMeasured()
    {
        ListenerModel model = new(seed: 1);
        TrainingHistory history = Fit(model.CreateTrainer(), new FitOptions
        {
            Optimizer = new Adam(0.02f),
            Epochs = 12,
            Metrics = [new AccuracyMetric().Of("speaker"), new MeanSquaredErrorMetric().Of("next"), new BinaryAccuracyMetric().Of("loud")],
            Monitor = "loud/binary accuracy",
        });

        EpochRecord first = history.Epochs[0], last = history.Epochs[^1];
        Assert.Equal(
            [
                "loud/binary accuracy", "loud/validation loss", "next/mse", "next/validation loss", "speaker/accuracy",
                "speaker/validation loss", "validation loss",
            ],
            last.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.True(last.Loss < 0.7 * first.Loss, $"The loss went from {first.Loss} to {last.Loss}.");
        foreach (string head in new[] { "speaker", "next", "loud" })
        {
            string name = $"{head}/{FitOptions.ValidationLoss}";
            Assert.True(last.Metrics[name] < first.Metrics[name], $"{name} went from {first.Metrics[name]} to {last.Metrics[name]}.");
        }

        // A mean over the rows of the sums over their steps, of which all have as many; the metric is a mean over the steps.
        Assert.Equal(last.Metrics["next/mse"] * FullSteps, last.Metrics["next/validation loss"], 1e-5);
        Assert.Equal(
            (0.3f * last.Metrics["speaker/validation loss"]) + last.Metrics["next/validation loss"] + last.Metrics["loud/validation loss"],
            last.Metrics[FitOptions.ValidationLoss], 1e-9);
        Assert.Equal("loud/binary accuracy", history.Monitor);
    }

    /// <summary>What is validated is what is trained: an epoch of one batch has, before its update, the loss of the same data.</summary>
    [Fact]
    public void ValidationMeasuresTheLossThatIsTrained()
    {
        ListenerModel model = new(seed: 1);
        TrainingHistory history = model.CreateTrainer().Fit(
            FitData.Source(Data(8, full: false), batchSize: 8), FitData.Source(Data(8, full: false), batchSize: 8),
            new FitOptions { Optimizer = new Sgd(1e-30f), Epochs = 1 }, cancellation: Cancellation);

        Assert.Equal(history.Epochs[0].Loss, history.Epochs[0].Metrics[FitOptions.ValidationLoss], 1e-5);
    }

    [Fact]
    public void AHeadsMetricEndsTraining()
    {
        ListenerModel model = new(seed: 1);
        Metric given = new GivenMetric(true, 1, 3, 2, 2, 2, 2).Of("speaker");
        TrainingHistory history = Fit(model.CreateTrainer(), new FitOptions
        {
            Optimizer = new Adam(0.02f),
            Epochs = 100,
            Metrics = [new BinaryAccuracyMetric().Of("loud"), given],
            Monitor = "speaker/given",
            EarlyStopping = new EarlyStopping { Patience = 3 },
        });

        Assert.Equal((5, 1L, 3.0), (history.Epochs.Count, history.BestEpoch, history.BestValue));
        Assert.Equal("speaker/given has not been better for 3 epochs", history.StopReason);
    }

    [Theory]
    [Trait("Category", "Numerics")]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(13)]
    public void AnInterruptedTrainingGoesOnToTheBit(int failingStep)
    {
        using TemporaryFolder folder = new();
        (float[] whole, string history) = Run(null, null);
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 2 };
        Assert.Throws<InsufficientMemoryException>(() => Run(checkpoints, new Callback(step: fit =>
        {
            if (fit.Step.Step == failingStep)
            {
                throw new InsufficientMemoryException();
            }
        })));

        (float[] resumed, string rest) = Run(checkpoints, null);
        Assert.Equal(whole, resumed);
        Assert.Equal(history, rest);

        static (float[] Parameters, string Epochs) Run(FitCheckpoints? checkpoints, Callback? callback)
        {
            ListenerModel model = new(seed: 1);
            TrainingHistory history = Fit(model.CreateTrainer(), new FitOptions
            {
                Optimizer = new Adam(0.02f),
                Epochs = 3,
                Metrics = [new AccuracyMetric().Of("speaker")],
                Checkpoints = checkpoints,
                Callbacks = callback is null ? [] : [callback],
            });
            IEnumerable<string> epochs = history.Epochs.Select(epoch =>
                $"{epoch.Loss:R} {string.Join(' ', epoch.Metrics.Select(metric => $"{metric.Key} {metric.Value:R}"))}");
            return (model.Parameters.Values.ToArray(), string.Join('\n', epochs));
        }
    }

    [Fact]
    public void WhatDoesNotFitTheHeadsIsRefused()
    {
        FitOptions options = new() { Optimizer = new Adam() };
        BatchSource listening = FitData.Source(Data(8, full: false));
        Refused(
            "Metric 'accuracy' is not of a head; ListenerModel has the heads speaker, next, loud", listening,
            options with { Metrics = [new AccuracyMetric()] });
        Refused(
            "Metric 'who/accuracy' is of head 'who'; ListenerModel has the heads speaker, next, loud", listening,
            options with { Metrics = [new AccuracyMetric().Of("who")] });
        Refused(
            "There is no metric 'speed' to monitor; there are loss, speaker/validation loss,", listening,
            options with { Monitor = "speed" });
        SequenceShape shape = Data(8, full: false).Shape;
        SequenceArrays one = new(shape with { MoreTargets = [] }, new int[] { 1 }, new float[Features], labels: new int[1]);
        Refused("the source has targets of 1 head, ListenerModel has 3: speaker, next, loud", FitData.Source(one), options);
        SequenceArrays wrong = new(
            shape with { MoreTargets = [shape.MoreTargets[0], new TargetShape(TargetForm.Values, 2)] }, new int[] { 1 },
            new float[Features],
            labels: new int[1], moreTargets: [new float[Features], new float[2]]);
        Refused("the source has 2 numbers a target, head 'loud' of ListenerModel has 1", FitData.Source(wrong), options);

        static void Refused(string message, ISequenceSource source, FitOptions options) => Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new ListenerModel().CreateTrainer().Fit(
                source, FitData.Source(Data(8, full: false)), options, cancellation: Cancellation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HeadsThatCountDifferentlyHaveNoMeanOverBatches()
    {
        FitOptions options = new() { Optimizer = new Adam(), AccumulateBatches = 2 };
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => Fit(new ListenerModel(seed: 1).CreateTrainer(), options));
        Assert.StartsWith("The losses of the heads of ListenerModel count ", exception.Message, StringComparison.Ordinal);
    }

    private static TrainingHistory Fit(ListenerModel.Trainer trainer, FitOptions options) => trainer.Fit(
        FitData.Source(Data(40, full: false)), FitData.Source(Data(24, full: true)), options, cancellation: Cancellation);

    /// <summary>Sequences whose first number tells the speaker and the loudness; the next step is the step before, halved.</summary>
    internal static SequenceArrays Data(int count, bool full)
    {
        int[] lengths = [.. Enumerable.Range(0, count).Select(i => full ? FullSteps : 1 + (i * 3 % 7))];
        int[] speakers = [.. Enumerable.Range(0, count).Select(i => i % Speakers)];
        float[] loud = [.. speakers.Select(speaker => speaker == 2 ? 1f : 0)];
        List<float> inputs = [], next = [];
        CounterRandom random = new(3, 1);
        for (int row = 0; row < count; row++)
        {
            float[] step = [speakers[row] - 1, (float)random.Normal((ulong)row), 0.5f, loud[row]];
            for (int index = 0; index < lengths[row]; index++)
            {
                inputs.AddRange(step);
                step = [.. step.Select(value => value / 2)];
                next.AddRange(step);
            }
        }

        SequenceShape shape = new()
        {
            Features = Features,
            Targets = TargetForm.Labels,
            TargetSize = Speakers,
            MoreTargets = [new TargetShape(TargetForm.Values, Features, EveryStep: true), new TargetShape(TargetForm.Values, 1)],
        };
        return new SequenceArrays(shape, lengths, inputs.ToArray(), labels: speakers, moreTargets: [next.ToArray(), loud]);
    }
}
