using System;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

public sealed class NonFiniteTests
{
    [Fact]
    public void ABadInputIsNamed()
    {
        NonFiniteTrainingException failure = Fails(
            new SmallModel(1), new Poisoned(FitData.Source(FitData.Labels(24, 3), shuffle: false), at: 2), out _);

        // The third batch, row 1: sequence 17 has 1 + 51 mod 7 = 3 steps.
        Assert.Equal(2, failure.Step);
        Assert.Equal("the inputs", failure.Tensor);
        Assert.Contains(
            "Step 2 (epoch 0, batch 2): the loss is NaN. The first value that is not finite is in the inputs, step 0, row 1, "
            + "element 2 (NaN).",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABadParameterIsNamed()
    {
        SmallModel model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["gru0/candidate/bias"][3] = float.PositiveInfinity;
            edit["dense1/kernel"][0] = float.NaN;
        }

        NonFiniteTrainingException failure = Fails(model, FitData.Source(FitData.Labels(24, 3)), out _);

        Assert.Equal((0, "gru0/candidate/bias"), (failure.Step, failure.Tensor));
        Assert.Contains("element 3 (Infinity)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverflowWithinTheNetworkIsNamed()
    {
        SmallModel model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["dense1/kernel"].Fill(float.MaxValue);
            edit["gru0/candidate/bias"].Fill(5);
            edit["gru0/gates/bias"].Fill(-5);
        }

        NonFiniteTrainingException failure = Fails(model, FitData.Source(FitData.Labels(24, 3)), out float[] before);

        Assert.StartsWith("dense1", failure.Tensor, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Values.ToArray());
    }

    [Fact]
    public void HugeButFiniteGradientsAreNoFailure()
    {
        SumModel model = new(1);
        float[] targets = [1e20f, 1];
        SequenceArrays data = new(
            new SequenceShape { Features = 3, Targets = TargetForm.Values, TargetSize = 2 }, new[] { 1 }, new float[3], targets: targets);

        Assert.Throws<NonFiniteTrainingException>(
            () => model.CreateTrainer(1).FitNow(FitData.Source(data), null, new FitOptions { Optimizer = new Sgd(0) }));

        // (1e18)² is a float, and so are the gradients; the square of their norm is not.
        targets[0] = 3e18f;
        model.CreateTrainer(1).FitNow(FitData.Source(data), null, new FitOptions { Optimizer = new Sgd(0) });
    }

    private static NonFiniteTrainingException Fails(SmallModel model, ISequenceSource source, out float[] before)
    {
        float[] last = model.Parameters.Values.ToArray();
        FitOptions options = new()
        {
            Optimizer = new Adam(0.01f),
            Callbacks = [new Callback(fit => last = fit.Trainer.Model.Parameters.Values.ToArray())],
        };
        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(
            () => model.CreateTrainer(1).FitNow(source, null, options));
        before = last;
        Assert.Equal(last, model.Parameters.Values.ToArray());
        return failure;
    }

    /// <summary>Puts a NaN into one batch.</summary>
    private sealed class Poisoned(ISequenceSource source, long at) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public bool Read(TrainingBatch batch)
        {
            bool isHere = Position.Batch == at, read = source.Read(batch);
            if (isHere)
            {
                batch.Inputs[(batch.Steps * 3) + 2] = float.NaN;
            }

            return read;
        }
    }
}
