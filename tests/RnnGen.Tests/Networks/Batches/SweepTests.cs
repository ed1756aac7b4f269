using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Sizes around the vector width, batches around the row tiles; static against dynamic classes.</summary>
[Trait("Category", "Numerics")]
public sealed class SweepTests
{
    public static TheoryData<int> Cases => SweepCase.Indexes;

    [Theory]
    [MemberData(nameof(Cases))]
    public void PredictionsAreThoseOfTheReference(int index)
    {
        SweepCase sweep = SweepCase.At(index);
        foreach (ITrainableModel model in new[] { sweep.NewStatic(), sweep.NewDynamic() })
        {
            int[] sizes = sweep.IsWide ? [5] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 33];
            foreach (int rows in sizes)
            {
                NetworkBatch batch = NetworkBatch.Random(
                    model.Description, rows, rows, SweepCase.Steps, lengths: rows % 2 == 0, states: rows % 3 == 0);
                ReferenceMatches(model, batch);
            }
        }
    }

    [Fact]
    public void SumsOfManyTermsAreThoseOfTheReference()
    {
        WideRnn model = Passes.Randomized(new WideRnn(1), 2);
        ReferenceMatches(model, NetworkBatch.Random(model.Parameters.Description, 1, 9, 4, lengths: true, states: true));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StaticAndDynamicClassesComputeTheSameBits(int index)
    {
        SweepCase sweep = SweepCase.At(index);
        ITrainableModel first = sweep.NewStatic(), second = sweep.NewDynamic();
        Assert.Equal(first.Description.SpecHash, second.Description.SpecHash);
        IRnnTrainer firstTrainer = first.CreateTrainer(1), secondTrainer = second.CreateTrainer(1);
        foreach (int rows in new[] { 1, 5, 17 })
        {
            foreach (bool lengths in new[] { false, true })
            {
                NetworkBatch batch = NetworkBatch.Random(first.Description, rows, rows, SweepCase.Steps, lengths, states: rows == 5);
                string what = $"{rows} rows{(lengths ? " with lengths" : "")}";
                Prediction prediction = Passes.Predict(first, batch);
                (Prediction forward, Gradients backward) = Passes.Backpropagate(firstTrainer, batch);

                Passes.Predict(second, batch).HasBitsOf(prediction, what);
                (Prediction secondForward, Gradients secondBackward) = Passes.Backpropagate(secondTrainer, batch);
                forward.HasBitsOf(prediction, $"{what}, training against prediction");
                secondForward.HasBitsOf(prediction, what);
                secondBackward.HasBitsOf(backward, what);
            }
        }

        NetworkBatch training = NetworkBatch.Random(first.Description, 3, 9, SweepCase.Steps, lengths: true);
        Expect.SameBits(
            Passes.TrainThreeSteps((ISupervisedTrainer)firstTrainer, training),
            Passes.TrainThreeSteps((ISupervisedTrainer)secondTrainer, training),
            "losses and parameters after three steps of Adam");
    }

    [Fact]
    public void ParametersMoveBetweenStaticAndDynamicClasses()
    {
        StaticSweep3 source = Passes.Randomized(new StaticSweep3(8), 9);
        DynamicSweep3 target = new(7);

        target.Parameters.CopyFrom(source.Parameters);

        NetworkBatch batch = NetworkBatch.Random(StaticSweep3.Description, 1, 3, SweepCase.Steps);
        Passes.Predict(target, batch).HasBitsOf(Passes.Predict(source, batch), "after the copy");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(21)]
    public void ADynamicClassRunsAnyNumberOfSteps(int steps)
    {
        DynamicSweep3 model = Passes.Randomized(new DynamicSweep3(1), 2);
        ReferenceMatches(model, NetworkBatch.Random(DynamicSweep3.Description, steps, 5, steps, states: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LongUnrollingsComputeTheSameBitsAsTheLoop(bool lengths)
    {
        NetworkBatch batch = NetworkBatch.Random(StaticLong.Description, 1, 3, StaticLong.Steps, lengths, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(new DynamicLong(4).CreateTrainer(1), batch);

        (Prediction staticForward, Gradients staticBackward) = Passes.Backpropagate(new StaticLong(4).CreateTrainer(1), batch);

        staticForward.HasBitsOf(forward, "413 steps");
        staticBackward.HasBitsOf(backward, "413 steps");
        Passes.Predict(new StaticLong(4), batch).HasBitsOf(forward, "413 steps, prediction");
    }

    private static void ReferenceMatches(ITrainableModel model, NetworkBatch batch)
    {
        (double[] outputs, double[] states) = ReferenceNetwork.Of(model.GetType()).Run(
            Array.ConvertAll(model.Parameters.Values.ToArray(), value => (double)value),
            Array.ConvertAll(batch.Values, value => (double)value),
            batch.Rows,
            batch.Steps,
            batch.Lengths,
            Array.ConvertAll(batch.States, value => (double)value));
        Prediction prediction = Passes.Predict(model, batch);
        Expect.Close(outputs, prediction.Outputs, $"outputs of {batch.Rows} rows");
        Expect.Close(states, prediction.FinalStates, $"final states of {batch.Rows} rows");
    }
}
