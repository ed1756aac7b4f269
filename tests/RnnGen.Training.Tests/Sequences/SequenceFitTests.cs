using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Tests.Distributed;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Reads signs.</summary>
[RnnModel(InputSize = 3), Gru(12, Direction = Direction.Bidirectional), Dense(5, EveryStep = true), ConnectionistTemporalClassification]
internal sealed partial class SignModel;

/// <summary>Training over epochs with sequences of labels: alone, on ranks, in several batches an update.</summary>
public sealed class SequenceFitTests
{
    [Fact]
    public void SignsAreReadWithoutAnError()
    {
        SignModel model = new(seed: 3);
        TrainingHistory history = model.CreateTrainer().FitNow(
            FitData.Source(SequenceData.Make(120), 12), FitData.Source(SequenceData.Make(60, seed: 2), 12), new FitOptions
            {
                Optimizer = new Adam(0.02f),
                Epochs = 30,
                Metrics = [new LabelErrorRateMetric(), new LabelErrorRateMetricOfABeam()],
            });

        EpochRecord first = history.Epochs[0], last = history.Epochs[^1];
        Assert.Equal("label error rate", history.Monitor);
        Assert.True(first.Metrics["label error rate"] > 0.3, $"It begins at {first.Metrics["label error rate"]}.");
        Assert.Equal(0, last.Metrics["label error rate"]);
        Assert.Equal(0, last.Metrics["beam/label error rate"]);
        Assert.True(last.Metrics[FitOptions.ValidationLoss] < 0.05 * first.Metrics[FitOptions.ValidationLoss]);
        Assert.True(last.Loss < 0.05 * first.Loss, $"The loss went from {first.Loss} to {last.Loss}.");
    }

    [Fact]
    public void RanksLearnWhatOneProcessDoes() => RankTraining.Follow(
        seed => new AlignmentModel(seed).CreateTrainer(1), () => FitData.Source(SequenceData.Make(22)),
        () => FitData.Source(SequenceData.Make(9, seed: 2), 4),
        () => Options() with { Metrics = [new LabelErrorRateMetric()], Clipping = new GlobalNormClipping(0.5f) });

    [Fact]
    public void RanksAddUpWhereNothingIsDivided() => RankTraining.Follow(
        seed => new SignSumModel(seed).CreateTrainer(1), () => FitData.Source(SequenceData.Make(22)), null,
        () => Options() with { Optimizer = new Sgd(0.002f) });

    [Fact]
    public void RanksAccumulate() => RankTraining.Follow(
        seed => new AlignmentModel(seed).CreateTrainer(1), () => FitData.Source(SequenceData.Make(22), 4), null,
        () => Options() with { AccumulateBatches = 3 });

    /// <summary>Two batches of an update are one of all their rows.</summary>
    [Fact]
    public void BatchesOfAnUpdateAreOneBatch()
    {
        AlignmentModel one = new(2), several = new(2);
        SequenceArrays set = SequenceData.Make(24);
        one.CreateTrainer(1).FitNow(
            FitData.Source(set, 12, shuffle: false), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2 });
        several.CreateTrainer(1).FitNow(
            FitData.Source(set, 4, shuffle: false), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2, AccumulateBatches = 3 });
        Assert.All(
            one.Parameters.Values.ToArray().Zip(several.Parameters.Values.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
        Assert.NotEqual(new AlignmentModel(2).Parameters.Values.ToArray(), one.Parameters.Values.ToArray());
    }

    /// <summary>What is validated is what is trained, in either layout.</summary>
    [Fact]
    public void EvaluationMeasuresTheSame()
    {
        SequenceArrays set = SequenceData.Make(20);
        AlignmentModel model = new(4);
        TrainingHistory history = model.CreateTrainer().FitNow(
            FitData.Source(set, 20), FitData.Source(set, 7), new FitOptions { Optimizer = new Sgd(1e-30f), Epochs = 1 });
        Assert.Equal(history.Epochs[0].Loss, history.Epochs[0].Metrics[FitOptions.ValidationLoss], 1e-5);

        ModelEvaluator rows = new(model, [new LabelErrorRateMetric()]), steps = new(model, [new LabelErrorRateMetric()]);
        Assert.Equal(20, rows.Evaluate(FitData.Source(set, 7)));
        Assert.Equal(20, steps.Evaluate(new TimeMajor(FitData.Source(set, 7))));
        Assert.Equal(rows.Values["label error rate"], steps.Values["label error rate"]);
        Assert.True(rows.Values["label error rate"] > 0);
    }

    [Fact]
    public void WhatCannotBeLearnedIsRefusedBeforeAnyWork()
    {
        AlignmentModel model = new(4);
        float[] before = model.Parameters.Values.ToArray();
        Assert.Contains(
            "the source has sequences of labels",
            Assert.Throws<ArgumentException>(() => new SmallModel(1).CreateTrainer().FitNow(
                FitData.Source(SequenceData.Make(9)), null, new FitOptions { Optimizer = new Sgd(0.1f) })).Message);
        Assert.Contains(
            "Metric 'accuracy' measures targets one by one",
            Assert.Throws<ArgumentException>(() => model.CreateTrainer().FitNow(
                FitData.Source(SequenceData.Make(9)), FitData.Source(SequenceData.Make(9)),
                new FitOptions { Optimizer = new Sgd(0.1f), Metrics = [new AccuracyMetric()] })).Message);
        AlignmentTests.SameBits(before, model.Parameters.Values);
    }

    private static FitOptions Options() => new() { Optimizer = new Adam(0.01f), Epochs = 2 };

    /// <summary>The same of a beam, under another name.</summary>
    private sealed class LabelErrorRateMetricOfABeam() : Metric("beam/label error rate", higherIsBetter: false)
    {
        private readonly LabelErrorRateMetric _metric = new(beamWidth: 6);

        public override double Value => _metric.Value;

        public override bool TakesLabelSequences => true;

        public override void Reset(HeadInfo head) => _metric.Reset(head);

        public override void Reset(int outputSize) => _metric.Reset(outputSize);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => _metric.Add(outputs, target);

        public override void AddSequence(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels) => _metric.AddSequence(outputs, labels);
    }

    /// <summary>The batches of a source, steps first.</summary>
    private sealed class TimeMajor(ISequenceSource source) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public SourcePosition Position { get => source.Position; set => source.Position = value; }

        public bool Read(TrainingBatch batch)
        {
            if (!source.Read(batch))
            {
                return false;
            }

            float[] inputs = batch.Inputs.ToArray();
            int features = Shape.Features;
            for (int i = 0; i < inputs.Length; i++)
            {
                (int row, int step) = (i / features / batch.Steps, i / features % batch.Steps);
                batch.Inputs[(((step * batch.Rows) + row) * features) + (i % features)] = inputs[i];
            }

            batch.Layout = SequenceLayout.TimeMajor;
            return true;
        }
    }
}

/// <summary>The losses of the rows are added up.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(5, EveryStep = true), ConnectionistTemporalClassification(Reduction = LossReduction.Sum)]
internal sealed partial class SignSumModel;
