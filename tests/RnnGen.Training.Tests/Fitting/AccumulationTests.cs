using System;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

public sealed class AccumulationTests
{
    [Fact]
    public void BatchesOfRowsAreOneBatch() =>
        Same(new SmallModel(2).CreateTrainer(1), new SmallModel(2).CreateTrainer(1), FitData.Labels(24, 3), LossReduction.PerSequence);

    [Fact]
    public void BatchesOfStepsDividedByRowsAreOneBatch() =>
        Same(new RowTaggingModel(2).CreateTrainer(1), new RowTaggingModel(2).CreateTrainer(1), FitData.Labels(22, 4, everyStep: true), LossReduction.PerSequence);

    [Fact]
    public void BatchesOfStepsDividedByTargetsAreOneBatch() =>
        Same(new TaggingModel(2).CreateTrainer(1), new TaggingModel(2).CreateTrainer(1), FitData.Labels(22, 4, everyStep: true), LossReduction.PerValidStep);

    [Fact]
    public void SumsOfBatchesAreOneSum() =>
        Same(new SumModel(2).CreateTrainer(1), new SumModel(2).CreateTrainer(1), FitData.Values(22), LossReduction.Sum);

    [Fact]
    public void AnotherReductionIsAnotherGradient()
    {
        TaggingModel.Trainer first = new TaggingModel(2).CreateTrainer(1), second = new TaggingModel(2).CreateTrainer(1);

        Assert.True(Distance(first, second, FitData.Labels(22, 4, everyStep: true), LossReduction.PerSequence) > 2e-5);
    }

    private static void Same(ISupervisedTrainer whole, ISupervisedTrainer pieces, SequenceArrays data, LossReduction reduction) =>
        Assert.InRange(Distance(whole, pieces, data, reduction), 0, 2e-6);

    /// <summary>Trains once with batches of 24 and once with four of 6; the last is short in both.</summary>
    private static double Distance(ISupervisedTrainer whole, ISupervisedTrainer pieces, SequenceArrays data, LossReduction reduction)
    {
        TrainingHistory one = whole.FitNow(FitData.Source(data, 24), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2 });
        TrainingHistory several = pieces.FitNow(
            FitData.Source(data, 6), null, new FitOptions { Optimizer = new Sgd(0.05f), Epochs = 2, AccumulateBatches = 4, AccumulationReduction = reduction });

        Assert.Equal(2, several.Steps.Count);
        double distance = Math.Abs(one.Steps[1].Loss - several.Steps[1].Loss) / Math.Max(1, one.Steps[1].Loss);
        for (int i = 0; i < whole.Model.Parameters.Values.Length; i++)
        {
            distance = Math.Max(distance, Math.Abs(whole.Model.Parameters.Values[i] - pieces.Model.Parameters.Values[i]));
        }

        return distance;
    }
}
