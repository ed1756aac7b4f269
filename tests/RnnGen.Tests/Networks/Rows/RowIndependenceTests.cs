using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>A row's result depends neither on the other rows nor on the layout; a sequence may be cut anywhere.</summary>
[Trait("Category", "Numerics")]
public sealed class RowIndependenceTests
{
    private const int Rows = 33, Steps = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARowAloneOrInAnotherOrderGivesTheSameBits(bool dense)
    {
        ITrainableModel model = Model(dense);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);
        Prediction all = Passes.Predict(model, batch);
        int[] reversed = [.. Enumerable.Range(0, Rows).Reverse()];

        Of(all, batch, reversed).HasBitsOf(Passes.Predict(model, batch.Pick(reversed)), "reversed");
        for (int row = 0; row < Rows; row++)
        {
            Of(all, batch, row).HasBitsOf(Passes.Predict(model, batch.Pick(row)), $"row {row}");
        }
    }

    [Fact]
    public void InputAndStateGradientsOfARowDoNotDependOnTheOthers()
    {
        ITrainableModel model = Model(dense: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: true);
        float[] outputUpstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        IRnnTrainer trainer = model.CreateTrainer(1);
        trainer.Forward(batch.View, [], batch.States);
        Gradients all = Passes.Backward(trainer, batch, outputUpstream, stateUpstream);

        for (int row = 0; row < Rows; row++)
        {
            NetworkBatch one = batch.Pick(row);
            trainer.Forward(one.View, [], one.States);
            Gradients alone = Passes.Backward(trainer, one, batch.Take(outputUpstream, row), batch.Take(stateUpstream, row));
            Expect.SameBits(alone.Inputs, batch.Take(all.Inputs, row), $"input gradients of row {row}");
            Expect.SameBits(alone.InitialStates, batch.Take(all.InitialStates, row), $"state gradients of row {row}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TimeMajorGivesTheBitsOfBatchMajor(bool dense)
    {
        ITrainableModel model = Model(dense);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 5, Steps, lengths: true, states: true);
        NetworkBatch timeMajor = batch with { Values = NetworkBatch.Transposed(batch.Values, 5, Steps), Layout = SequenceLayout.TimeMajor };
        float[] outputUpstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        IRnnTrainer trainer = model.CreateTrainer(1);
        Prediction expected = Passes.Predict(model, batch);
        trainer.Forward(batch.View, [], batch.States);
        Gradients expectedBackward = Passes.Backward(trainer, batch, outputUpstream, stateUpstream);

        Prediction prediction = Passes.Predict(model, timeMajor);
        (float[] outputs, float[] upstream) = dense
            ? (prediction.Outputs, outputUpstream)
            : (NetworkBatch.Transposed(prediction.Outputs, Steps, 5), NetworkBatch.Transposed(outputUpstream, 5, Steps));
        (prediction with { Outputs = outputs }).HasBitsOf(expected, "time-major");
        float[] trainerOutputs = new float[prediction.Outputs.Length];
        trainer.Forward(timeMajor.View, trainerOutputs, batch.States);
        Expect.SameBits(prediction.Outputs, trainerOutputs, "time-major training");
        Gradients backward = Passes.Backward(trainer, timeMajor, upstream, stateUpstream);
        (backward with { Inputs = NetworkBatch.Transposed(backward.Inputs, Steps, 5) }).HasBitsOf(expectedBackward, "time-major");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void ASequenceCutInTwoGivesTheSameBits(int cut)
    {
        DynamicStack model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, 1, Steps, states: true);
        Prediction whole = Passes.Predict(model, batch);
        int values = cut * DynamicStack.InputSize;

        Prediction first = Passes.Predict(model, batch with { Values = batch.Values[..values], Steps = cut });
        Prediction second = Passes.Predict(
            model, batch with { Values = batch.Values[values..], Steps = Steps - cut, States = first.FinalStates });

        new Prediction([.. first.Outputs, .. second.Outputs], second.FinalStates).HasBitsOf(whole, $"cut at {cut}");
    }

    [Fact]
    public void ABatchLargerThanOneGroupOfRowsGivesTheSameBits()
    {
        // More than 64 MB of inputs and hidden states, so that the batch is predicted in groups.
        const int Many = 1500, Long = 400;
        DynamicStack model = new(3);
        Assert.InRange(RnnGen.Threading.RowGroups.RowsAtOnce(Many, Long, 4 * 16), 8, Many - 1);
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, Many, Long, lengths: true, states: true);
        Prediction all = Passes.Predict(model, batch);

        foreach (int row in new[] { 0, 1, 647, 648, 655, 656, 1495, 1499 })
        {
            Of(all, batch, row).HasBitsOf(Passes.Predict(model, batch.Pick(row)), $"row {row}");
        }
    }

    private static ITrainableModel Model(bool dense) =>
        dense ? Passes.Randomized(new DenseStack(3), 5) : Passes.Randomized(new DynamicStack(3), 5);

    private static Prediction Of(Prediction prediction, NetworkBatch batch, params int[] rows) =>
        new(batch.Take(prediction.Outputs, rows), batch.Take(prediction.FinalStates, rows));
}
