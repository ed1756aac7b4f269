using System;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The same bits at every vector width and with any number of threads.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class WidthAndThreadTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<int> Cases => SweepCase.Indexes;

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryVectorWidthComputesTheSameBits(int index)
    {
        SweepCase sweep = SweepCase.At(index);
        NetworkBatch batch = NetworkBatch.Random(sweep.Static(1).Description, 4, 13, SweepCase.Steps, lengths: true, states: true);
        (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) expected = Run(sweep.NewDynamic(), batch, 128, 1);

        IsSame(expected, Run(sweep.NewStatic(), batch, 128, 1), "static, 128 bits");
        foreach (int bits in new[] { 256, 512 })
        {
            IsSame(expected, Run(sweep.NewDynamic(), batch, bits, 1), $"{bits} bits");
            IsSame(expected, Run(sweep.NewStatic(), batch, bits, 1), $"static, {bits} bits");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyNumberOfThreadsComputesTheSameBits(int index)
    {
        SweepCase sweep = SweepCase.At(index);
        NetworkBatch batch = NetworkBatch.Random(sweep.Static(1).Description, 4, 33, SweepCase.Steps, lengths: true, states: true);
        (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) expected = Run(
            sweep.NewDynamic(), batch, _bits, 1);

        Partition.MultiplyAddsPerPart = 1;
        foreach (int threads in new[] { 2, 3 })
        {
            Assert.Equal(threads, Partition.Parts(threads, 33, 1000));
            IsSame(expected, Run(sweep.NewDynamic(), batch, _bits, threads), $"{threads} threads");
            IsSame(expected, Run(sweep.NewStatic(), batch, _bits, threads), $"static, {threads} threads");
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void SharedWorkComputesTheSameBits(int bits)
    {
        const int Rows = 40;
        SweepCase sweep = SweepCase.At(10);
        long work = Rows * ((SweepCase.Steps * DynamicWide.MultiplyAddsPerStep) + DynamicWide.MultiplyAddsPerSequence);
        Assert.Equal(3, Partition.Parts(3, Rows, work));
        Assert.Equal(5, Partition.Parts(5, Rows, work));
        NetworkBatch batch = NetworkBatch.Random(DynamicWide.Description, 4, Rows, SweepCase.Steps);
        (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) expected = Run(sweep.NewDynamic(), batch, bits, 1);

        foreach (int threads in new[] { 2, 3, 5 })
        {
            IsSame(expected, Run(sweep.NewDynamic(), batch, bits, threads), $"{threads} threads");
            IsSame(expected, Run(sweep.NewStatic(), batch, bits, threads), $"static, {threads} threads");
        }
    }

    [Fact]
    public void OneTrainerAndModelMayChangeTheWidthBetweenBatches()
    {
        NetworkBatch batch = NetworkBatch.Random(DynamicSweep1.Description, 4, 13, SweepCase.Steps, lengths: true, states: true);
        DynamicSweep1 model = Passes.Randomized(new DynamicSweep1(1), 2);
        IRnnTrainer trainer = model.CreateTrainer(1);
        SimdSupport.VectorBits = 512;
        (Prediction forward, Gradients backward) = Passes.Backpropagate(trainer, batch);

        foreach (int bits in new[] { 128, 256, 512, 256, 128 })
        {
            SimdSupport.VectorBits = bits;
            (Prediction again, Gradients backwardAgain) = Passes.Backpropagate(trainer, batch);
            again.HasBitsOf(forward, $"{bits} bits");
            backwardAgain.HasBitsOf(backward, $"{bits} bits");
            Passes.Predict(model, batch).HasBitsOf(forward, $"{bits} bits, prediction");
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void ABatchOfNaNLeavesNoTrace(int next)
    {
        NetworkBatch batch = NetworkBatch.Random(DynamicSweep5.Description, 4, 5, SweepCase.Steps, lengths: true);
        NetworkBatch bad = NetworkBatch.Random(DynamicSweep5.Description, 4, 9, SweepCase.Steps + 1);
        Array.Fill(bad.Values, float.NaN);
        int[] labels = NetworkBatch.Labels(1, 9, DynamicSweep5.OutputSize);
        SimdSupport.VectorBits = next;
        DynamicSweep5 model = new(1), fresh = new(1);
        DynamicSweep5.Trainer trainer = model.CreateTrainer(1), freshTrainer = fresh.CreateTrainer(1);
        Prediction prediction = Passes.Predict(fresh, batch);
        float loss = freshTrainer.ComputeGradients(batch.View, labels[..5]);

        SimdSupport.VectorBits = 512;
        Assert.True(float.IsNaN(Passes.Predict(model, bad).Outputs[0]));
        Assert.True(float.IsNaN(trainer.ComputeGradients(bad.View, labels)));
        DynamicSweep5.State state = default;
        float[] output = new float[DynamicSweep5.OutputSize];
        model.Step(bad.Values.AsSpan(0, DynamicSweep5.InputSize), ref state, output);

        SimdSupport.VectorBits = next;
        Passes.Predict(model, batch).HasBitsOf(prediction, "after NaN");
        Assert.Equal(loss, trainer.ComputeGradients(batch.View, labels[..5]));
        Expect.SameBits(freshTrainer.Gradients, trainer.Gradients, "after NaN");
        state = default;
        model.Step(batch.Values.AsSpan(0, DynamicSweep5.InputSize), ref state, output);
        Assert.DoesNotContain(output, float.IsNaN);
    }

    private static (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) Run(
        ITrainableModel model, NetworkBatch batch, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        model.Threads = threads;
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads);
        Prediction prediction = Passes.Predict(model, batch);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(trainer, batch);
        return (prediction, forward, backward, Passes.TrainThreeSteps(trainer, batch));
    }

    private static void IsSame(
        (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) expected,
        (Prediction Prediction, Prediction Forward, Gradients Backward, float[] Trained) actual,
        string what)
    {
        actual.Prediction.HasBitsOf(expected.Prediction, $"{what}, prediction");
        actual.Forward.HasBitsOf(expected.Forward, $"{what}, forward pass");
        actual.Backward.HasBitsOf(expected.Backward, what);
        Expect.SameBits(expected.Trained, actual.Trained, $"{what}: losses and parameters after three steps of Adam");
    }
}
