using System;
using System.Collections.Generic;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

public sealed class OptimizerStateTests
{
    [Fact]
    public void HoldsKindHyperParametersScalarsAndSlots()
    {
        Adam adam = new(0.25f, 0.5, 0.75, 1e-3f, AdamForm.PyTorch, amsGrad: true, weightDecay: 0.1f);
        adam.Update(new float[3], [1f, 2f, 3f]);
        adam.Update(new float[3], [1f, 2f, 3f]);
        OptimizerState state = adam.State;
        Assert.Equal("Adam", state.Kind);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["beta1"] = "0.5",
                ["beta2"] = "0.75",
                ["epsilon"] = "0.001",
                ["form"] = "PyTorch",
                ["ams_grad"] = "true",
                ["weight_decay"] = "0.1",
            },
            state.HyperParameters);
        Assert.Equal(
            new Dictionary<string, double> { ["learning_rate"] = 0.25, ["steps"] = 2, ["beta1_power"] = 0.25, ["beta2_power"] = 0.5625 },
            state.Scalars);
        Assert.Equal(["m", "v", "v_max"], state.Slots.Keys);
        Assert.Equal(adam.SecondMoment.ToArray(), state.Slots["v"].ToArray());
    }

    [Fact]
    public void EveryDifferenceIsListedAndNothingChanges()
    {
        Adam adam = new(0.5f);
        adam.Update(new float[3], [1f, 2f, 3f]);
        OptimizerState before = adam.State;
        OptimizerState foreign = new(
            "Sgd",
            new Dictionary<string, string>
            {
                ["beta1"] = "0.8",
                ["epsilon"] = "1E-08",
                ["form"] = "TensorFlow",
                ["ams_grad"] = "false",
                ["weight_decay"] = "0",
                ["nesterov"] = "true",
            },
            new Dictionary<string, double> { ["learning_rate"] = double.NaN, ["steps"] = 1.5, ["beta1_power"] = 0.9, ["gain"] = 1 },
            new Dictionary<string, ReadOnlyMemory<float>> { ["m"] = new float[4], ["momentum"] = new float[3] });
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => adam.Restore(foreign));
        Assert.Equal(
            [
                "optimizer is Sgd, expected Adam",
                "hyper-parameter beta1 is 0.8, expected 0.9",
                "hyper-parameter beta2 is missing, expected 0.999",
                "hyper-parameter nesterov is unknown to Adam",
                "scalar learning_rate is NaN, expected a finite number, at least 0",
                "scalar steps is 1.5, expected a whole number, at least 0",
                "scalar beta2_power is missing",
                "scalar gain is unknown to Adam",
                "slot m has 4 values, expected 3",
                "slot v is missing",
                "slot momentum is unknown to Adam",
            ],
            adam.Misfits(foreign));
        Assert.All(adam.Misfits(foreign), misfit => Assert.Contains(misfit, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(before.Scalars, adam.State.Scalars);
        Assert.Equal(before.Slots["m"].ToArray(), adam.FirstMoment.ToArray());
    }

    [Fact]
    public void ARestoredStateIsACopy()
    {
        Sgd source = new(0.5f, momentum: 0.5f), target = new(0.1f, momentum: 0.5f);
        source.Update(new float[2], [1f, 2f]);
        target.Restore(source.State);
        source.Update(new float[2], [1f, 2f]);
        Assert.Equal([1f, 2f], target.Momentum.ToArray());
        Assert.Equal((1, 0.5f), (target.Steps, target.LearningRate));
    }

    [Fact]
    public void AStateOfAnotherLengthIsRefusedOnceTheLengthIsKnown()
    {
        Adagrad source = new(), target = new();
        source.Update(new float[2], [1f, 2f]);
        Assert.Empty(target.Misfits(source.State));
        target.Update(new float[3], [1f, 2f, 3f]);
        Assert.Equal("slot sum has 2 values, expected 3", Assert.Single(target.Misfits(source.State)));
    }
}
