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
        Assert.Contains("labels of 3 classes, the loss of ForecastModel takes 1 numbers", Assert.Throws<ArgumentException>(
            () => Fits.Check(new ForecastModel(1).CreateTrainer(1), "validation")).Message);
    }

    private static void Refused(SequenceShape shape, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => shape.Check(new StaticClassifier(1).CreateTrainer(1), "training")).Message);
}
