using System;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Sequences of labels that cannot be learned are refused before any work, with the numbers in the message.</summary>
public sealed class SequenceTargetTests
{
    private const int Rows = 3, Steps = 4;

    private readonly AlignmentModel.Trainer _trainer = new AlignmentModel(1).CreateTrainer(1);
    private readonly float[] _inputs = new float[Rows * Steps * 3];

    private ISupervisedTrainer Trainer => _trainer;

    [Fact]
    public void LabelsThatAreNoneAreNamed()
    {
        Refused<ArgumentOutOfRangeException>(
            "Label 1 of row 2 is 5; AlignmentModel has labels 0 to 4 without 0, the blank.", [1, 2, 5], [1, 0, 2]);
        Refused<ArgumentOutOfRangeException>("Label 0 of row 0 is 0; AlignmentModel has labels", [0, 2, 3], [1, 0, 2]);
        Refused<ArgumentOutOfRangeException>("Label 0 of row 2 is -1; AlignmentModel has labels", [4, -1], [1, 0, 1]);
    }

    [Fact]
    public void NumbersThatDoNotFitAreNamed()
    {
        Refused<ArgumentException>("The label lengths hold 2 values; 3 were expected (3 rows).", [1, 2], [1, 1]);
        Refused<ArgumentException>(
            "labels for AlignmentModel: there are 4 for 3 rows of up to 2 labels, 3 together; expected 3, one sequence behind the other, "
            + "or 3 times the same number of at least 2.",
            [1, 2, 3, 4], [1, 0, 2]);
        Refused<ArgumentException>(
            "labels for AlignmentModel: row 1 has -1 labels; a number of labels cannot be negative.", [1, 2, 3], [1, -1, 2]);

        // Three times one, but a row has two.
        Refused<ArgumentException>("there are 3 for 3 rows of up to 2 labels, 2 together", [1, 2, 3], [0, 0, 2]);
    }

    [Fact]
    public void RowsWithoutStepsForTheirLabelsAreNamed()
    {
        Refused<ArgumentException>(
            "Row 1 of the labels for AlignmentModel: 3 labels with 2 equal to the one before, which needs a blank between them, take "
            + "at least 5 steps; the row has 4.",
            [1, 2, 2, 2], [1, 3, 0]);
        Refused<ArgumentException>(
            "Row 2 of the labels for AlignmentModel: 2 labels with 0 equal to the one before, which needs a blank between them, take "
            + "at least 2 steps; the row has 1.",
            [1, 2, 3], [1, 0, 2], [4, 0, 1]);
        _trainer.ComputeGradients(Batch([4, 0, 2]), [1, 2, 3], [1, 0, 2]);
    }

    [Fact]
    public void OtherTargetsAreRefused()
    {
        const string message = "AlignmentModel learns sequences of labels: give the labels and the number of labels of each row, "
            + "HeadTarget.OfSequences.";
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Trainer.ComputeGradients(Batch(), new int[Rows])).Message);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Trainer.ComputeGradients(Batch(), new float[Rows * 5])).Message);
        ISupervisedTrainer classifier = new SmallModel(1).CreateTrainer(1);
        Assert.Contains(
            "SmallModel learns no sequences of labels: its targets are class indices or probabilities.",
            Assert.Throws<ArgumentException>(
                () => classifier.ComputeGradients(Batch(), HeadTarget.OfSequences(new int[3], new[] { 1, 1, 1 }))).Message);
        Assert.Contains(
            "cannot be trained on an empty batch",
            Assert.Throws<ArgumentException>(
                () => _trainer.ComputeGradients(new SequenceBatch(default(ReadOnlySpan<float>), 0, 4), [], [])).Message);
    }

    /// <summary>What has been refused has changed nothing: the next pass is as if it had not been.</summary>
    [Fact]
    public void WhatIsRefusedChangesNothing()
    {
        float loss = _trainer.ComputeGradients(Batch(), [1, 2, 3], [1, 0, 2]);
        float[] gradients = _trainer.Gradients.ToArray();
        Assert.Throws<ArgumentOutOfRangeException>(() => _trainer.ComputeGradients(Batch(), [1, 2, 5], [1, 0, 2]));
        AlignmentTests.SameBits(gradients, _trainer.Gradients);
        Assert.Equal(loss, _trainer.ComputeGradients(Batch(), [1, 2, 3], [1, 0, 2]));
        AlignmentTests.SameBits(gradients, _trainer.Gradients);
    }

    [Fact]
    public void ShapesAreCompared()
    {
        SequenceShape fits = new() { Features = 3, Targets = TargetForm.LabelSequences, TargetSize = 5 };
        fits.Check(Trainer, "training");
        Misfit(fits with { TargetSize = 4 }, "the source has 4 labels with the blank, AlignmentModel has 5.");
        Misfit(fits with { Blank = 4 }, "the source has the blank 4, AlignmentModel has 0.");
        Misfit(
            fits with { Targets = TargetForm.Labels },
            "the source has labels of single targets, the loss of AlignmentModel takes sequences of labels; Targets says which.");
        Misfit(
            fits with { Continues = true },
            "the source goes on with the same sequences in the next batch, but the labels of AlignmentModel are those of whole sequences; "
            + "give each sequence whole in one batch.");
        Assert.Contains(
            "has sequences of labels, the loss of SmallModel takes classes",
            Assert.Throws<ArgumentException>(
                () => (fits with { TargetSize = 3 }).Check(new SmallModel(1).CreateTrainer(1), "training")).Message);
        Wrong(fits with { TargetsEveryStep = true }, "The targets of head 0 are sequences of labels, one a sequence of inputs");
        Wrong(fits with { Blank = 5 }, "The targets of head 0 are sequences of 5 labels with the blank 5");
        Wrong(fits with { TargetSize = 1 }, "there must be at least 2");
        Wrong(
            fits with { MoreTargets = [new TargetShape(TargetForm.LabelSequences, 3, Blank: -1)] },
            "The targets of head 1 are sequences of 3 labels with the blank -1");

        void Misfit(SequenceShape shape, string message) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => shape.Check(Trainer, "training")).Message);

        static void Wrong(SequenceShape shape, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => shape.Check()).Message);
    }

    [Fact]
    public void MetricsAreOfTheTargetsThatTheHeadHas()
    {
        Assert.Contains(
            "Metric 'accuracy' measures targets one by one; AlignmentModel learns sequences of labels.",
            Assert.Throws<ArgumentException>(() => new ModelEvaluator(new AlignmentModel(1), [new AccuracyMetric()])).Message);
        Assert.Contains(
            "Metric 'label error rate' measures sequences of labels; SmallModel learns none.",
            Assert.Throws<ArgumentException>(() => new ModelEvaluator(new SmallModel(1), [new LabelErrorRateMetric()])).Message);
        Assert.Contains(
            "Metric 'speaker/label error rate' measures sequences of labels; head 'speaker' of HeardModel learns none.",
            Assert.Throws<ArgumentException>(
                () => new ModelEvaluator(new HeardModel(1), [new LabelErrorRateMetric().Of("speaker")])).Message);
    }

    private SequenceBatch Batch(int[]? lengths = null) => new(_inputs, Rows, Steps) { Lengths = lengths };

    private void Refused<T>(string message, int[] labels, int[] counts, int[]? lengths = null)
        where T : Exception
    {
        Assert.Contains(message, Assert.Throws<T>(() => _trainer.ComputeGradients(Batch(lengths), labels, counts)).Message);
        Assert.Contains(
            message, Assert.Throws<T>(() => Trainer.ComputeLoss(Batch(lengths), [HeadTarget.OfSequences(labels, counts)])).Message);
        float[] before = _trainer.Model.Parameters.Values.ToArray();
        Assert.Throws<T>(() => _trainer.Train(Batch(lengths), labels, counts, new Sgd(0.1f)));
        AlignmentTests.SameBits(before, _trainer.Model.Parameters.Values);
    }
}
