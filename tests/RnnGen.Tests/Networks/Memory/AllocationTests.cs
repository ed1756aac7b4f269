using System;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>In the steady state nothing is allocated.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class AllocationTests
{
    private readonly DynamicSweep4 _model = new(1) { Threads = 1 };

    [Fact]
    public void AStepAllocatesNothing()
    {
        DynamicSweep4.State state = default;
        float[] input = new float[DynamicSweep4.InputSize], output = new float[DynamicSweep4.OutputSize];
        float[] flat = new float[DynamicSweep4.StateSize];

        Assert.Equal(0, Allocated(() => _model.Step(input, ref state, output)));
        Assert.Equal(0, Allocated(() => ((IRnnModel)_model).Step(input, flat, output)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APredictionAllocatesNothing(bool alternating)
    {
        NetworkBatch large = Batch(9), small = Batch(alternating ? 4 : 9);
        float[] outputs = new float[9 * DynamicSweep4.OutputSize];
        DynamicSweep4.State[] states = new DynamicSweep4.State[9];

        Assert.Equal(0, Allocated(() =>
        {
            _model.Predict(large.View, outputs, states, states);
            _model.Predict(small.View, outputs.AsSpan(0, small.Rows * DynamicSweep4.OutputSize), default, states.AsSpan(0, small.Rows));
        }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATrainingStepAllocatesNothing(bool alternating)
    {
        NetworkBatch large = Batch(9), small = Batch(alternating ? 4 : 9);
        int[] labels = NetworkBatch.Labels(1, 9, DynamicSweep4.OutputSize);
        float[] upstream = new float[9 * DynamicSweep4.OutputSize], inputGradients = new float[large.Values.Length];
        DynamicSweep4.Trainer trainer = _model.CreateTrainer(1);
        Adam adam = new();
        Sgd sgd = new();

        Assert.Equal(0, Allocated(() =>
        {
            trainer.Train(large.View, labels, adam);
            trainer.Train(small.View, labels.AsSpan(0, small.Rows), sgd);
            trainer.Forward(large.View, upstream);
            trainer.Backward(upstream, default, inputGradients);
        }));
        Assert.True(trainer.ActivationBytes > large.Values.Length * sizeof(float));
    }

    private static NetworkBatch Batch(int rows) => NetworkBatch.Random(DynamicSweep4.Description, 1, rows, 4, lengths: true);

    /// <summary>
    /// Bytes that twenty calls allocate, the least of three rounds: what calls allocate, they allocate in each; but the JIT may compile a
    /// loop once more in the midst of a round, and then what belongs to its types is made on this thread.
    /// </summary>
    internal static long Allocated(Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }

        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
