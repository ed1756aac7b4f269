using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Targets that do not fit are refused with the numbers, before anything is computed.</summary>
public sealed class TargetCheckTests
{
    [Fact]
    public void NumbersOfTargets()
    {
        Refused(
            "Follower", new float[7], "The targets hold 7 values; 102 were expected (2 rows x 3 steps x 17 values). (Parameter 'targets')");
        Refused(
            "Forecast", new float[2 * 3 * 34],
            "The targets hold 204 values; 102 were expected (2 rows x 3 steps x 17 values). (Parameter 'targets')");
        Refused("NextValue", new float[4], "The targets hold 4 values; 2 were expected (2 rows x 1 values). (Parameter 'targets')");
        Refused(
            "Tagger", new float[4], "The targets hold 4 values; 108 were expected (2 rows x 3 steps x 18 classes). (Parameter 'targets')");
        Refused("Tagger", new int[2], "The labels hold 2 values; 6 were expected (2 rows x 3 steps). (Parameter 'labels')");
        Refused("Mean", new int[6], "The labels hold 6 values; 2 were expected (2 rows). (Parameter 'labels')");
    }

    [Fact]
    public void LabelsThatAreNoClasses()
    {
        Refused(
            "Tagger", [0, 1, 99, 17, 18, 99],
            "Step 1 of row 1 has label 18; DynamicTagger has classes 0 to 17, and -100 for no target. (Parameter 'labels')\n"
            + "Actual value was 18.");
        Refused(
            "WeightedTagger", [0, -100, 0, 0, 0, 0],
            "Step 1 of row 0 has label -100; DynamicWeightedTagger has classes 0 to 3. (Parameter 'labels')\nActual value was -100.");
        Refused(
            "Mean", [7, 3],
            "Row 1 has label 3; DynamicMean has classes 0 to 2, and 7 for no target. (Parameter 'labels')\nActual value was 3.");
    }

    [Fact]
    public void ValuesThatAreNoProbabilities()
    {
        Refused(
            "Mean", [0.5f, 0.25f, 0.25f, 1, 1, 0],
            "Row 1 of the targets is not a probability distribution: its values must not be negative and must sum to 1, not 2. "
            + "(Parameter 'targets')");
        float[] truths = new float[18];
        truths[10] = 1.5f;
        Refused(
            "MultiLabel", truths,
            "Step 0 of row 1 of the targets holds 1.5; a binary target is 0 to 1. (Parameter 'targets')\nActual value was 1.5.");
        truths[10] = float.NaN;
        Refused(
            "MultiLabel", truths,
            "Step 0 of row 1 of the targets holds NaN; a binary target is 0 to 1. (Parameter 'targets')\nActual value was NaN.");
    }

    [Fact]
    public void AnEmptyBatch() => Assert.Equal(
        "DynamicFollower cannot be trained on an empty batch: the mean over 0 rows does not exist. (Parameter 'batchSize')",
        Assert.Throws<ArgumentException>(() => new DynamicFollower()
            .CreateTrainer(1)
            .ComputeGradients(new SequenceBatch([], 0, 3), [])).Message);

    private static void Refused(string name, float[] targets, string message) =>
        Refuses(name, message, (trainer, batch) => trainer.ComputeGradients(batch.View, targets));

    private static void Refused(string name, int[] labels, string message) =>
        Refuses(name, message, (trainer, batch) => ((ISupervisedTrainer)trainer).ComputeGradients(batch.View, labels));

    /// <summary>Row 0 has three steps, row 1 two: what stands in the third is not looked at.</summary>
    private static void Refuses(string name, string message, Action<ISupervisedTrainer, NetworkBatch> pass)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 2, 3) with { Lengths = [2, 2] };
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => pass(trainer, batch)).Message.ReplaceLineEndings("\n"));
        Assert.Equal(0, trainer.Trace().Tensors[0].Rows);
    }
}
