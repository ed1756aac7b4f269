using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Long sequences in pieces: the state goes on, the gradient does not.</summary>
[Trait("Category", "Numerics")]
public sealed class TruncatedBackpropagationTests
{
    private const int Rows = 4;

    [Theory]
    [InlineData("Tagger")]
    [InlineData("Follower")]
    [InlineData("Forecast")]
    public void TwoHalvesWithACarriedStateAreTheWholeForward(string name)
    {
        ITrainableModel model = Passes.Randomized(HeadModels.Create(name, isStatic: false), 2);
        NetworkBatch whole = NetworkBatch.Random(model.Description, 4, Rows, 10);
        float[] targets = HeadModels.Targets(model, whole, 1);
        NetworkBatch first = Half(whole, 0), second = Half(whole, 1);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] states = new float[Rows * model.Description.StateSize], end = new float[states.Length];

        float loss = trainer.ComputeGradients(first.View, Half(targets, whole, 0), default, states);
        new Objective(model, first, Half(targets, whole, 0), []).GradientsAreThoseOf(trainer.Gradients);
        float[] middle = (float[])states.Clone();
        loss += trainer.ComputeGradients(second.View, Half(targets, whole, 1), states, states);
        new Objective(model, second with { States = middle }, Half(targets, whole, 1), []).GradientsAreThoseOf(trainer.Gradients);

        float expected = trainer.ComputeGradients(whole.View, targets, default, end);
        Expect.SameBits(end, states, "final states");
        bool isMeanOverSteps = name != "Forecast";
        Assert.Equal(expected, isMeanOverSteps ? loss / 2 : loss, 1e-5f);
    }

    [Fact]
    public void TypedStatesAreCarriedInPlace()
    {
        DynamicTagger model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicTagger.Description, 4, Rows, HeadModels.Steps);
        DynamicTagger.Trainer trainer = model.CreateTrainer(1);
        int[] labels = HeadModels.Labels(model, batch, 1);
        DynamicTagger.State[] states = new DynamicTagger.State[Rows], predicted = new DynamicTagger.State[Rows];
        float[] outputs = new float[Rows * HeadModels.Steps * DynamicTagger.OutputSize];
        for (int piece = 0; piece < 3; piece++)
        {
            trainer.ComputeGradients(batch.View, labels, states, states);
            model.Predict(batch.View, outputs, predicted, predicted);
        }

        for (int row = 0; row < Rows; row++)
        {
            Expect.SameBits(predicted[row].Lstm0C, states[row].Lstm0C, "cell state");
            Expect.SameBits(predicted[row].Lstm0H, states[row].Lstm0H, "hidden state");
        }
    }

    [Fact]
    public void StatesOfAnotherNumberAreRefused()
    {
        DynamicFollower model = new(3);
        ISupervisedTrainer trainer = model.CreateTrainer(1);
        NetworkBatch batch = NetworkBatch.Random(DynamicFollower.Description, 4, Rows, 2);
        float[] targets = new float[Rows * 2 * DynamicFollower.OutputSize];

        Assert.Equal(
            "The initialStates hold 3 values; 132 were expected (4 rows x 33 state values). (Parameter 'initialStates')",
            Assert.Throws<ArgumentException>(() => trainer.ComputeGradients(batch.View, targets, new float[3])).Message);
        Assert.Equal(
            "The finalStates hold 5 values; 132 were expected (4 rows x 33 state values). (Parameter 'finalStates')",
            Assert.Throws<ArgumentException>(() => trainer.ComputeGradients(batch.View, targets, default, new float[5])).Message);
    }

    private static NetworkBatch Half(NetworkBatch whole, int half) => new(Half(whole.Values, whole, half), whole.Rows, whole.Steps / 2);

    /// <summary>The first or the second half of the steps of each row.</summary>
    private static float[] Half(float[] values, NetworkBatch whole, int half)
    {
        int width = values.Length / whole.Rows / 2;
        float[] result = new float[values.Length / 2];
        for (int row = 0; row < whole.Rows; row++)
        {
            values.AsSpan(((2 * row) + half) * width, width).CopyTo(result.AsSpan(row * width));
        }

        return result;
    }
}
