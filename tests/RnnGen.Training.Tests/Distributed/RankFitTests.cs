using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>Several ranks learn what one process does, to rounding; each the same as the others, to the bit.</summary>
public sealed class RankFitTests
{
    /// <summary>22 sequences in batches of 8: of the last 6 rows ranks have unequal shares where there are four.</summary>
    [Fact]
    public void RowsWithALabelEach() => RankTraining.Follow(
        seed => new SmallModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 3)), null, () => Options());

    [Fact]
    public void MeansOverSteps() => RankTraining.Follow(
        seed => new TaggingModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 4, everyStep: true)),
        () => FitData.Source(FitData.Labels(9, 4, everyStep: true), 4), () => Options());

    [Fact]
    public void MeansOverRowsOfSumsOverSteps() => RankTraining.Follow(
        seed => new RowTaggingModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 4, everyStep: true)),
        () => FitData.Source(FitData.Labels(9, 4, everyStep: true), 4), () => Options());

    [Fact]
    public void Sums() => RankTraining.Follow(
        seed => new SumModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Values(22)), () => FitData.Source(FitData.Values(9), 4),
        () => Options() with { Optimizer = new Sgd(0.01f), Metrics = [new MeanSquaredErrorMetric(), new RootMeanSquaredErrorMetric()] });

    /// <summary>Each head is divided by what it counts: rows, class weights or targets.</summary>
    [Fact]
    public void Heads() => RankTraining.Follow(
        seed => new ListenerModel(seed).CreateTrainer(1), () => FitData.Source(HeadFitTests.Data(22, full: false)),
        () => FitData.Source(HeadFitTests.Data(9, full: false), 4), () => Options() with
        {
            Metrics = [new AccuracyMetric().Of("speaker"), new MeanAbsoluteErrorMetric().Of("next"), new BinaryAccuracyMetric().Of("loud")],
            Clipping = new GlobalNormClipping(0.5f),
        });

    [Fact]
    public void ClassWeightsAndIgnoredLabels() => RankTraining.Follow(
        seed => new WeightedModel(seed).CreateTrainer(1),
        () => FitData.Source(FitData.Labels([.. Enumerable.Range(0, 22).Select(i => i % 5 == 0 ? -1 : i * 7 % 5 % 4)], 4, ignored: -1)),
        () => FitData.Source(FitData.Labels([.. Enumerable.Range(0, 9).Select(i => i % 4 == 0 ? -1 : i % 4)], 4, ignored: -1), 4),
        () => Options() with { Metrics = [new AccuracyMetric(), new CrossEntropyMetric()] });

    /// <summary>
    /// Smoothing leaves terms of targets without weight. They count where any target of the whole batch has a weight, on whichever rank,
    /// and not at all where none has.
    /// </summary>
    [Fact]
    public void TargetsWithoutWeight()
    {
        // In their order: rank 0's rows have no weight in the first batch, nobody's in the second.
        int[] labels = [0, 0, 0, 0, 1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0];
        RankTraining.Follow(
            seed => new WeightlessModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(labels, 3), shuffle: false),
            () => FitData.Source(FitData.Labels(labels, 3), shuffle: false), () => Options() with { Optimizer = new Sgd(0.02f) });
    }

    [Fact]
    public void Tokens()
    {
        int[] tokens = [.. Enumerable.Range(0, 200).Select(i => i * i % 7 % 3)];
        RankTraining.Follow(
            seed => new TokenTaggingModel(seed).CreateTrainer(1),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 5, Steps = 4 }),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 4, Steps = 5 }),
            () => Options() with { Metrics = [new PerplexityMetric(), new TopAccuracyMetric(2), new ConfusionMatrixMetric()] });
    }

    [Fact]
    public void CarriedStates()
    {
        int[] tokens = [.. Enumerable.Range(0, 200).Select(i => i * i % 7 % 3)];
        RankTraining.Follow(
            seed => new CharacterModel(seed).CreateTrainer(1),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 5, Steps = 4, OneHot = true }),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 4, Steps = 5, OneHot = true }),
            () => Options() with { Metrics = [new CrossEntropyMetric()] });
    }

    [Fact]
    public void AccumulatedBatches() => RankTraining.Follow(
        seed => new TaggingModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 4, everyStep: true), 4), null,
        () => Options() with { AccumulateBatches = 4, Clipping = new GlobalNormClipping(0.2f) });

    /// <summary>The mask of a row is that of its place in the whole batch; a rank without rows counts the pass.</summary>
    [Fact]
    public void Dropout() => RankTraining.Follow(
        seed => new DropoutModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(17, 4)),
        () => FitData.Source(FitData.Labels(9, 4), 8), () => Options());

    /// <summary>The last batch has one row: ranks without any add zeros.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FewerRowsThanRanks(int accumulate) => RankTraining.Follow(
        seed => new SmallModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(17, 3)),
        () => FitData.Source(FitData.Labels(5, 3), 4), () => Options() with { AccumulateBatches = accumulate });

    [Fact]
    public void AStreamReadAhead() => RankTraining.Follow(
        seed => new SmallModel(seed).CreateTrainer(1), () => new PrefetchSource(BatchShareTests.Stream(FitData.Labels(22, 3), 7)), null,
        () => Options());

    [Fact]
    public void SchedulesMomentsAndEarlyStopping() => RankTraining.Follow(
        seed => new SmallModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 3)),
        () => FitData.Source(FitData.Labels(9, 3), 4), () => Options() with
        {
            Optimizer = new Sgd(0.5f, momentum: 0.9f),
            Epochs = 12,
            Metrics = [new CrossEntropyMetric()],
            Plateau = new ReduceOnPlateau(0.5, patience: 0),
            EarlyStopping = new EarlyStopping { Patience = 2 },
        });

    /// <summary>A metric without sums: each rank measures with all validation data, so that its value is that of one process.</summary>
    [Fact]
    public void AMetricThatIsNoSum() => RankTraining.Follow(
        seed => new TaggingModel(seed).CreateTrainer(1), () => FitData.Source(FitData.Labels(22, 4, everyStep: true)),
        () => FitData.Source(FitData.Labels(9, 4, everyStep: true), 4),
        () => Options() with { Metrics = [new MedianMetric(), new AccuracyMetric()] });

    /// <summary>That what ranks are held to is no matter of course: the mean of the means of two shares is far outside.</summary>
    [Fact]
    public void AMeanOfMeansIsOutsideTheBounds()
    {
        SequenceArrays data = FitData.Labels(22, 4, everyStep: true);
        RankResult alone = RankTraining.Fit(
            seed => new TaggingModel(seed).CreateTrainer(1), () => FitData.Source(data), null, () => Options(), null);
        TaggingModel model = new(2);
        ISupervisedTrainer trainer = model.CreateTrainer(1);
        Sgd sgd = new(0.05f);
        BatchSource[] sources = [FitData.Source(data), FitData.Source(data)];
        TrainingBatch batch = new();
        float[] mean = new float[model.Parameters.Values.Length];
        for (int step = 0; step < 9; step++)
        {
            Array.Clear(mean);
            for (int rank = 0; rank < 2; rank++)
            {
                sources[rank].Position = new SourcePosition(step / 3, step % 3);
                Assert.True(((ISequenceSource)sources[rank]).ReadShare(batch, new BatchShare(rank, 2)));
                trainer.ComputeGradients(batch.Sequences, batch.HeadTargets);
                for (int i = 0; i < mean.Length; i++)
                {
                    mean[i] += trainer.Gradients[i] / 2;
                }
            }

            using ParameterEdit edit = model.Parameters.Edit();
            sgd.Update(edit.Values, mean);
        }

        double distance = alone.Parameters.Zip(model.Parameters.Values.ToArray(), (one, other) => Math.Abs((double)one - other)).Max();
        Assert.True(distance > 20 * RankTraining.Rounding, $"The distance is {distance}.");
    }

    private static FitOptions Options() => new() { Optimizer = new Sgd(0.05f), Epochs = 3 };

    /// <summary>The median of the largest output.</summary>
    private sealed class MedianMetric() : Metric("median", higherIsBetter: true)
    {
        private readonly List<float> _values = [];

        public override double Value => _values.Order().ElementAt(_values.Count / 2);

        public override void Reset(int outputSize) => _values.Clear();

        public override void Add(ReadOnlySpan<float> outputs, int label) => _values.Add(outputs.ToArray().Max());

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => _values.Add(outputs.ToArray().Max());
    }
}
