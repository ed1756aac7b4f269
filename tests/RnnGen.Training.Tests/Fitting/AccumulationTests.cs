using System;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

public sealed class AccumulationTests
{
    [Fact]
    public void BatchesOfRowsAreOneBatch() =>
        Same(new SmallModel(2).CreateTrainer(1), new SmallModel(2).CreateTrainer(1), FitData.Labels(24, 3));

    [Fact]
    public void BatchesOfStepsDividedByRowsAreOneBatch() =>
        Same(new RowTaggingModel(2).CreateTrainer(1), new RowTaggingModel(2).CreateTrainer(1), FitData.Labels(22, 4, everyStep: true));

    [Fact]
    public void BatchesOfStepsDividedByTargetsAreOneBatch() =>
        Same(new TaggingModel(2).CreateTrainer(1), new TaggingModel(2).CreateTrainer(1), FitData.Labels(22, 4, everyStep: true));

    [Fact]
    public void SumsOfBatchesAreOneSum() =>
        Same(new SumModel(2).CreateTrainer(1), new SumModel(2).CreateTrainer(1), FitData.Values(22));

    [Fact]
    public void IgnoredLabelsAndClassWeightsWeighAsInOneBatch()
    {
        int[] labels = [.. Enumerable.Range(0, 22).Select(i => i % 5 == 0 ? -1 : i * 7 % 5 % 4)];
        Same(new WeightedModel(2).CreateTrainer(1), new WeightedModel(2).CreateTrainer(1), FitData.Labels(labels, 4, ignored: -1));

        // A whole batch that is ignored weighs nothing.
        labels.AsSpan(0, 12).Fill(-1);
        Same(new WeightedModel(2).CreateTrainer(1), new WeightedModel(2).CreateTrainer(1), FitData.Labels(labels, 4, ignored: -1));
    }

    [Fact]
    public void TheModelsOwnReductionMayBeNamed()
    {
        TaggingModel.Trainer trainer = new TaggingModel(2).CreateTrainer(1);
        trainer.FitNow(FitData.Source(FitData.Labels(22, 4, everyStep: true)), null, new FitOptions
        {
            Optimizer = new Sgd(0.05f),
            AccumulateBatches = 2,
            AccumulationReduction = LossReduction.PerValidStep,
        });
        Assert.Equal(LossReduction.PerValidStep, TaggingModel.Description.Heads[0].Reduction);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnEpochsLossIsThatOfItsTargets(int accumulate)
    {
        SequenceArrays steps = FitData.Labels(22, 4, everyStep: true);
        int[] labels = [.. Enumerable.Range(0, 22).Select(i => i > 15 ? -1 : i * 7 % 5 % 4)];
        IsThatOfOneBatch(() => new WeightedModel(2).CreateTrainer(1), FitData.Labels(labels, 4, ignored: -1), accumulate);
        IsThatOfOneBatch(() => new RowTaggingModel(2).CreateTrainer(1), steps, accumulate);
        IsThatOfOneBatch(() => new TaggingModel(2).CreateTrainer(1), steps, accumulate);
        IsThatOfOneBatch(() => new GaussianModel(2).CreateTrainer(1), FitData.Values(22), accumulate);

        // A sum has no mean over targets.
        SumModel.Trainer sum = new SumModel(2).CreateTrainer(1);
        EpochRecord epoch = sum.FitNow(
            FitData.Source(FitData.Values(22), 6), null,
            new FitOptions { Optimizer = new Sgd(0), AccumulateBatches = accumulate }).Epochs[0];
        double whole =
            new SumModel(2).CreateTrainer(1).FitNow(FitData.Source(FitData.Values(22), 22), null, new FitOptions
            {
                Optimizer = new Sgd(0),
            }).Epochs[0].Loss;
        Assert.Equal(whole / epoch.Steps, epoch.Loss, 1e-5);
    }

    [Fact]
    public void AnEpochOfTokensWeighsTargetsToo()
    {
        int[] tokens = [.. Enumerable.Range(0, 32).Select(i => i * i % 7 % 3)];
        TokenOptions options = new() { BatchSize = 2, Steps = 5 };
        TrainingHistory history = new TokenTaggingModel(2)
            .CreateTrainer(1)
            .FitNow(new TokenSource(tokens, 3, options), null, new FitOptions { Optimizer = new Sgd(0) });
        Assert.Equal(history.Steps.Select(step => step.Loss).Average(), history.Epochs[0].Loss, 1e-7);
    }

    /// <summary>With a rate of 0 the loss of the updates is that of one batch of all rows, whatever the batches.</summary>
    private static void IsThatOfOneBatch(Func<ISupervisedTrainer> create, SequenceArrays data, int accumulate)
    {
        double whole = create().FitNow(FitData.Source(data, data.Count), null, new FitOptions { Optimizer = new Sgd(0) }).Epochs[0].Loss;
        TrainingHistory history = create().FitNow(
            FitData.Source(data, 5), null, new FitOptions { Optimizer = new Sgd(0), AccumulateBatches = accumulate });
        Assert.Equal(whole, history.Epochs[0].Loss, 1e-6);
        Assert.Equal(history.Epochs[0].Loss, history.BestValue);
        Assert.True(
            Math.Abs(whole - history.Steps.Select(step => step.Loss).Average()) > 1e-5, "The batches count alike: nothing is shown.");
    }

    private static void Same(ISupervisedTrainer whole, ISupervisedTrainer pieces, SequenceArrays data) =>
        Assert.InRange(Distance(whole, pieces, data), 0, 2e-6);

    /// <summary>Trains once with batches of 24 and once with four of 6; the last is short in both.</summary>
    private static double Distance(ISupervisedTrainer whole, ISupervisedTrainer pieces, SequenceArrays data)
    {
        TrainingHistory one = whole.FitNow(FitData.Source(data, 24), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2 });
        TrainingHistory several = pieces.FitNow(
            FitData.Source(data, 6), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2, AccumulateBatches = 4 });

        Assert.Equal(2, several.Steps.Count);
        double distance = Math.Abs(one.Steps[1].Loss - several.Steps[1].Loss) / Math.Max(1, one.Steps[1].Loss);
        for (int i = 0; i < whole.Model.Parameters.Values.Length; i++)
        {
            distance = Math.Max(distance, Math.Abs(whole.Model.Parameters.Values[i] - pieces.Model.Parameters.Values[i]));
        }

        return distance;
    }
}
