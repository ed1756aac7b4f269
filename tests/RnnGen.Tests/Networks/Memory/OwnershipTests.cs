using System;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Who may read and write parameters when.</summary>
public sealed class OwnershipTests
{
    private readonly SmallClassifier _model = new(3);
    private readonly NetworkBatch _batch = NetworkBatch.Random(SmallClassifier.Description, 1, 4, 5);
    private readonly float[] _outputs = new float[12];

    [Fact]
    public void NothingIsPredictedDuringAnEdit()
    {
        Prediction before = Passes.Predict(_model, _batch);
        using (ParameterEdit edit = _model.Parameters.Edit())
        {
            edit.Values.Fill(0.25f);
            Refused();
        }

        Prediction after = Passes.Predict(_model, _batch);
        SmallClassifier other = new(1);
        using (ParameterEdit edit = other.Parameters.Edit())
        {
            edit.Values.Fill(0.25f);
        }

        after.HasBitsOf(Passes.Predict(other, _batch), "after the edit");
        Assert.NotEqual(before.Outputs[0], after.Outputs[0]);
        Assert.Equal(2, _model.Parameters.Version);
    }

    [Fact]
    public void NothingIsPredictedDuringATrainingStep()
    {
        bool called = false;
        CallbackOptimizer optimizer = new(() =>
        {
            Refused();
            Assert.Throws<InvalidOperationException>(() => { _model.Parameters.Edit(); });
            called = true;
        });

        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        trainer.Train(_batch.View, [0, 1, 2, 0], optimizer);

        Assert.True(called);
        _model.Predict(_batch.View, _outputs);
    }

    [Fact]
    public void ATrainingStepThatFailsEndsItsEdit()
    {
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);

        Assert.Throws<NotSupportedException>(
            () => trainer.Train(_batch.View, [0, 1, 2, 0], new CallbackOptimizer(() => throw new NotSupportedException())));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train(_batch.View, [0, 1, 2, 3], new Sgd()));

        _model.Predict(_batch.View, _outputs);
        trainer.Train(_batch.View, [0, 1, 2, 0], new Sgd());
    }

    [Fact]
    public void EditsAndTrainingStepsDoNotNest()
    {
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        using (ParameterEdit edit = _model.Parameters.Edit())
        {
            string message = Assert.Throws<InvalidOperationException>(() => { _model.Parameters.Edit(); }).Message;
            Assert.Contains("SmallClassifier", message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => trainer.Train(_batch.View, [0, 1, 2, 0], new Sgd()));
            Assert.Throws<InvalidOperationException>(() => _model.Parameters.CopyFrom(new SmallClassifier(8).Parameters));
        }

        trainer.Train(_batch.View, [0, 1, 2, 0], new Sgd());
    }

    [Fact]
    public void GradientsMayBeComputedWithinAnEditAndSeeItsValues()
    {
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        int[] labels = [0, 1, 2, 0];
        float start = trainer.ComputeGradients(_batch.View, labels);
        float[] gradients = trainer.Gradients.ToArray();
        using (ParameterEdit edit = _model.Parameters.Edit())
        {
            Assert.Equal(start, trainer.ComputeGradients(_batch.View, labels));
            edit["dense2/bias"].Fill(0.5f);
            edit["rnn0/kernel"].Clear();
            Assert.NotEqual(start, trainer.ComputeGradients(_batch.View, labels));
        }

        using (ParameterEdit edit = _model.Parameters.Edit())
        {
            new SmallClassifier(3).Parameters.Values.CopyTo(edit.Values);
        }

        Assert.Equal(start, trainer.ComputeGradients(_batch.View, labels));
        Expect.SameBits(gradients, trainer.Gradients, "after the values came back");
    }

    [Fact]
    public void ABackwardPassNeedsAForwardPassWithTheSameParameters()
    {
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        Refuses("no forward pass");

        trainer.Forward(_batch.View, []);
        trainer.Backward(_outputs);
        trainer.Backward(_outputs);
        using (_model.Parameters.Edit())
        {
            Refuses("being edited");
        }

        Refuses("changed");
        trainer.Forward(_batch.View, []);
        trainer.ComputeGradients(_batch.View, [0, 1, 2, 0]);
        Refuses("no forward pass");
        trainer.Forward(_batch.View, []);
        trainer.Train(_batch.View, [0, 1, 2, 0], new Sgd());
        Refuses("no forward pass");

        void Refuses(string why) => Assert.Contains(
            why, Assert.Throws<InvalidOperationException>(() => trainer.Backward(_outputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoTrainersOfOneModelSeeEachOthersSteps()
    {
        SmallClassifier.Trainer first = _model.CreateTrainer(1), second = _model.CreateTrainer(1);
        second.ComputeGradients(_batch.View, [0, 1, 2, 0]);
        first.Train(_batch.View, [0, 1, 2, 0], new Sgd(0.5f));

        float loss = second.ComputeGradients(_batch.View, [0, 1, 2, 0]);

        Assert.Equal(first.ComputeGradients(_batch.View, [0, 1, 2, 0]), loss);
        Expect.SameBits(first.Gradients, second.Gradients, "gradients after the other's step");
    }

    private void Refused()
    {
        float[] state = new float[SmallClassifier.StateSize];
        IRnnModel model = _model;
        foreach (Action call in new Action[]
        {
            () => _model.Predict(_batch.View, _outputs),
            () => model.Predict(_batch.View, _outputs),
            () => model.Step(_batch.Values.AsSpan(0, 2), state, _outputs.AsSpan(0, 3)),
            () => _model.Trace(_batch.View),
        })
        {
            string message = Assert.Throws<InvalidOperationException>(call).Message;
            Assert.Contains("SmallClassifier are being edited or trained", message, StringComparison.Ordinal);
        }
    }

    private sealed class CallbackOptimizer(Action callback) : IOptimizer
    {
        public float LearningRate { get; set; }

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradients) => callback();
    }
}
