using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What lies past a row's length affects nothing; empty rows, batches and sequences.</summary>
[Trait("Category", "Numerics")]
public sealed class LengthTests
{
    private const int Rows = 9, Steps = 5;

    public static TheoryData<bool, float> Paddings => new()
    {
        { false, float.NaN },
        { false, float.PositiveInfinity },
        { true, float.NaN },
        { true, float.NegativeInfinity },
    };

    [Theory]
    [MemberData(nameof(Paddings))]
    public void PaddingChangesNothing(bool isStatic, float padding)
    {
        ITrainableModel model = Model(isStatic);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);
        NetworkBatch padded = batch.WithPadding(padding);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

        (Prediction paddedForward, Gradients paddedBackward) = Passes.Backpropagate(model.CreateTrainer(1), padded);

        paddedForward.HasBitsOf(forward, "padded");
        paddedBackward.HasBitsOf(backward, "padded");
        Passes.Predict(model, padded).HasBitsOf(forward, "padded prediction");
        Assert.All(paddedBackward.Parameters, gradient => Assert.True(float.IsFinite(gradient)));
        for (int row = 0; row < Rows; row++)
        {
            int end = batch.Lengths[row];
            Expect.Filled(Rest(forward.Outputs, row, end), 0, $"output of row {row} past its end");
            Expect.Filled(Rest(paddedBackward.Inputs, row, end), 0, $"input gradient of row {row} past its end");
        }
    }

    [Fact]
    public void PaddingOfUpstreamGradientsChangesNothing()
    {
        ITrainableModel model = Model(isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);
        float[] stateUpstream = Passes.StateUpstream(model, batch);
        NetworkBatch upstream = batch with { Values = Passes.OutputUpstream(model, batch) };
        IRnnTrainer trainer = model.CreateTrainer(1);
        trainer.Forward(batch.View, [], batch.States);
        Gradients expected = Passes.Backward(trainer, batch, upstream.Values, stateUpstream);

        Passes.Backward(trainer, batch, upstream.WithPadding(float.NaN).Values, stateUpstream).HasBitsOf(expected, "padded upstream");
    }

    [Fact]
    public void PaddingChangesNoLossAndNoTraining()
    {
        SmallClassifier clean = new(3), padded = new(3);
        NetworkBatch batch = NetworkBatch.Random(SmallClassifier.Description, 1, Rows, Steps, lengths: true);

        Expect.SameBits(
            Passes.TrainThreeSteps(clean.CreateTrainer(1), batch),
            Passes.TrainThreeSteps(padded.CreateTrainer(1), batch.WithPadding(float.NaN)),
            "three steps of Adam");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StatesAreCopiedThroughPastTheEnd(bool isStatic)
    {
        ITrainableModel model = Model(isStatic);
        DynamicStack dynamic = Passes.Randomized(new DynamicStack(3), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);
        Prediction prediction = Passes.Predict(model, batch);

        for (int row = 0; row < Rows; row++)
        {
            int length = batch.Lengths[row];
            NetworkBatch shorter =
                batch.Pick(row) with { Values = [.. batch.Pick(row).Values[..(length * 3)]], Steps = length, Lengths = [] };
            Expect.SameBits(
                Passes.Predict(dynamic, shorter).FinalStates, batch.Take(prediction.FinalStates, row), $"row {row} of length {length}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RowsOfLengthZeroKeepTheirState(bool isStatic)
    {
        ITrainableModel model = Model(isStatic);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, states: true) with { Lengths = new int[Rows] };
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch.WithPadding(float.NaN));

        Expect.SameBits(batch.States, forward.FinalStates, "final states");
        Expect.SameBits(batch.States, Passes.Predict(model, batch).FinalStates, "final states of the prediction");
        Expect.Filled(forward.Outputs, 0, "outputs");
        Expect.Filled(backward.Parameters, 0, "parameter gradients");
        Expect.Filled(backward.Inputs, 0, "input gradients");
        Expect.SameBits(Passes.StateUpstream(model, batch), backward.InitialStates, "state gradients pass through");
        Expect.Filled(Passes.Predict(model, batch with { States = [] }).FinalStates, 0, "final states from zero");
    }

    [Fact]
    public void AFullLengthIsTheSameAsNone()
    {
        ITrainableModel model = Model(isStatic: true);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, states: true);
        int[] full = new int[Rows];
        Array.Fill(full, Steps);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

        (Prediction withLengths, Gradients backwardWithLengths) = Passes.Backpropagate(
            model.CreateTrainer(1), batch with { Lengths = full });

        withLengths.HasBitsOf(forward, "full lengths");
        backwardWithLengths.HasBitsOf(backward, "full lengths");
    }

    [Fact]
    public void ASequenceWithoutStepsKeepsTheState()
    {
        ITrainableModel model = Model(isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, 0, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

        Assert.Empty(forward.Outputs);
        Expect.SameBits(batch.States, forward.FinalStates, "final states");
        Expect.SameBits(batch.States, Passes.Predict(model, batch).FinalStates, "final states of the prediction");
        Expect.Filled(backward.Parameters, 0, "parameter gradients");
        Expect.SameBits(Passes.StateUpstream(model, batch), backward.InitialStates, "state gradients pass through");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnEmptyBatchIsPredictedAndBackpropagated(bool isStatic)
    {
        ITrainableModel model = Model(isStatic);
        IRnnTrainer trainer = model.CreateTrainer(1);

        model.Predict(new SequenceBatch([], 0, Steps), []);
        trainer.Forward(new SequenceBatch([], 0, Steps), []);
        trainer.Backward([]);

        Expect.Filled(trainer.Gradients, 0, "parameter gradients");
        Assert.Equal(Steps, model.Trace(new SequenceBatch([], 0, Steps))["x"].Steps);
    }

    private static ITrainableModel Model(bool isStatic) =>
        isStatic ? Passes.Randomized(new StaticStack(3), 5) : Passes.Randomized(new DynamicStack(3), 5);

    private static ReadOnlySpan<float> Rest(float[] values, int row, int length)
    {
        int width = values.Length / (Rows * Steps);
        return values.AsSpan(((row * Steps) + length) * width, (Steps - length) * width);
    }
}
