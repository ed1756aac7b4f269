using System;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>
/// Targets whose class weights sum to 0: nothing is counted, so that loss, gradients and weight are 0, with label smoothing too.
/// </summary>
public sealed class ClassWeightTests
{
    private static readonly float[] Inputs = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => MathF.Sin(i))];

    [Fact]
    public void RowsWithoutWeightTeachNothing()
    {
        WeightlessModel.Trainer trainer = new WeightlessModel(1).CreateTrainer(1);
        for (int rows = 1; rows <= 4; rows++)
        {
            SequenceBatch batch = new(Inputs.AsSpan(0, rows * 6), rows, 2);
            Assert.Equal(0, trainer.ComputeGradients(batch, new int[rows]));
            Assert.Equal(0, trainer.LossWeights[0]);
            Assert.All(trainer.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void StepsWithoutWeightTeachNothing()
    {
        WeightlessStepsModel.Trainer trainer = new WeightlessStepsModel(1).CreateTrainer(1);
        Assert.Equal(0, trainer.ComputeGradients(new SequenceBatch(Inputs, 4, 2), new int[8]));
        Assert.All(trainer.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal(0, trainer.LossWeights[0]);
    }

    [Fact]
    public void BesideOthersTheirSmoothingCountsAsInPyTorch()
    {
        WeightlessModel model = new(1);
        WeightlessModel.Trainer trainer = model.CreateTrainer(1);
        SequenceBatch batch = new(Inputs, 4, 2);
        int[] labels = [0, 1, 2, 0];
        float loss = trainer.ComputeGradients(batch, labels);
        Assert.Equal(2.5f, trainer.LossWeights[0]);

        // Σ weight·(p·(1 - s) + s / classes)·(log Σ exp(y) - y) over all rows, over the weights of the labels.
        float[] logits = new float[12];
        model.Predict(batch, logits);
        double[] weights = [0, 2, 0.5];
        double sum = 0;
        for (int row = 0; row < 4; row++)
        {
            double total = Math.Log(Enumerable.Range(0, 3).Sum(c => Math.Exp(logits[(row * 3) + c])));
            sum += Enumerable.Range(0, 3)
                .Sum(c => weights[c] * (((c == labels[row] ? 1 : 0) * 0.7) + 0.1) * (total - logits[(row * 3) + c]));
        }

        Assert.Equal(sum / 2.5, loss, 1e-6);
    }

    [Fact]
    public void FitWeighsThemAsNothing()
    {
        // The second batch of each epoch has no weight.
        SequenceArrays data = FitData.Labels([1, 2, 1, 2, 0, 0], 3);
        TrainingHistory history = new WeightlessModel(1).CreateTrainer(1).FitNow(
            FitData.Source(data, 4, shuffle: false), null, new FitOptions { Optimizer = new Sgd(0) });
        Assert.Equal(0, history.Steps[1].Loss);
        Assert.Equal(history.Steps[0].Loss, history.Epochs[0].Loss);
        Assert.True(history.Epochs[0].Loss > 0.1);
    }
}
