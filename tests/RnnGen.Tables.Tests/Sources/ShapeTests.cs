using System;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class ShapeTests
{
    private static readonly SequenceShape Fits = new() { Features = 2, Steps = 5, Targets = TargetForm.Labels, TargetSize = 3 };

    [Fact]
    public void WhatFitsIsTaken()
    {
        Fits.Check(new StaticClassifier(1).CreateTrainer(1), "training");
        new SequenceShape { Features = 2, Targets = TargetForm.Values, TargetSize = 1 }.Check(
            new ForecastModel(1).CreateTrainer(1), "training");
        (Fits with { Targets = TargetForm.Values }).Check(new StaticClassifier(1).CreateTrainer(1), "training");
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Refused(
            Fits with { Features = 7 },
            "The training data do not fit the model: the source has 7 features a step, StaticClassifier takes 2.");
        Refused(Fits with { Steps = 6 }, "batches of 6 steps, StaticClassifier is static with 5");
        Refused(Fits with { Steps = null }, "batches of any number of steps, StaticClassifier is static with 5");
        Refused(Fits with { TargetSize = 4 }, "has 4 classes, StaticClassifier has 3");
        Refused(Fits with { TargetsEveryStep = true }, "a target for each step, StaticClassifier an output for each sequence");
        Refused(
            Fits with { Features = 0, Vocabulary = 9 },
            "gives tokens, StaticClassifier takes 2 floats a step; give the tokens as one-hot floats");
        Refused(
            Fits with { Vocabulary = 9 },
            "gives tokens, StaticClassifier takes 2 floats a step; give the tokens as one-hot floats");
        Refused(Fits with { Features = 0, SequenceFeatures = 2 }, "has 0 features a step, StaticClassifier takes 2.");
        Refused(Fits with { SequenceFeatures = 3 }, "has 3 features of a whole sequence, StaticClassifier takes 0.");
        Assert.Contains("labels of 3 classes, the loss of ForecastModel takes 1 numbers", Assert.Throws<ArgumentException>(
            () => Fits.Check(new ForecastModel(1).CreateTrainer(1), "validation")).Message);
    }

    [Theory]
    [InlineData(0, 0, 0, "must be at least 1 and none negative; they are 0, 0 and 0.")]
    [InlineData(2, 0, -1, "they are 2, 0 and -1.")]
    [InlineData(-2, 3, 0, "they are -2, 3 and 0.")]
    [InlineData(2, -3, 1, "they are 2, -3 and 1.")]
    public void ThereAreInputsAndNoneIsNegative(int features, int vocabulary, int sequenceFeatures, string message) => Assert.Contains(
        message,
        Assert.Throws<ArgumentException>(() => (Fits with
        {
            Features = features,
            Vocabulary = vocabulary,
            SequenceFeatures = sequenceFeatures,
        }).Check()).Message);

    private static void Refused(SequenceShape shape, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => shape.Check(new StaticClassifier(1).CreateTrainer(1), "training")).Message);
}
