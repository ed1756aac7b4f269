using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>Reads tokens, inputs of every step and inputs of the whole sequence.</summary>
[RnnModel]
[Embedding(4, 3, Name = "day")]
[Input("sales", 2)]
[Input("shop", 2, PerSequence = true)]
[Gru(8, Name = "h", OutputDropout = 0.05, From = ["day", "sales", "shop"])]
[Dense(1, EveryStep = true, From = ["h", "day", "sales", "shop"])]
[MeanSquaredError]
internal sealed partial class ShopModel;

/// <summary>Fit trains a network of several inputs, each of which it needs.</summary>
public sealed class InputFitTests
{
    private const int Count = 40;

    [Fact]
    [Trait("Category", "Numerics")]
    public void EveryInputIsLearnedFrom()
    {
        ShopModel model = new(seed: 1);
        Fit(model, epochs: 40, checkpoints: null);

        double all = Error(model, true, true, true);
        Assert.True(all < 0.1, $"{all} remains of a variance of about 1.");
        Assert.True(Error(model, false, true, true) > 3 * all, "The inputs of every step have no effect.");
        Assert.True(Error(model, true, false, true) > 3 * all, "The tokens have no effect.");
        Assert.True(Error(model, true, true, false) > 3 * all, "The inputs of the sequence have no effect.");
    }

    [Theory]
    [Trait("Category", "Numerics")]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(13)]
    public void AResumedFitEqualsAnUninterruptedOne(int failingStep)
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 1 };
        ShopModel whole = new(seed: 1), broken = new(seed: 1), resumed = new(seed: 9);
        TrainingHistory history = Fit(whole, epochs: 3, checkpoints: null);
        Callback fails = new(step: fit =>
        {
            if (fit.Step.Step == failingStep)
            {
                throw new InsufficientMemoryException();
            }
        });
        Assert.Throws<InsufficientMemoryException>(() => Fit(broken, epochs: 3, checkpoints, fails));
        Assert.NotEqual(whole.Parameters.Values.ToArray(), broken.Parameters.Values.ToArray());

        // At the first step nothing has been saved: training begins anew.
        ShopModel last = checkpoints.Folder.Steps.Count > 0 ? resumed : new ShopModel(seed: 1);
        TrainingHistory rest = Fit(last, epochs: 3, checkpoints);
        Assert.Equal(whole.Parameters.Values.ToArray(), last.Parameters.Values.ToArray());
        Assert.Equal(history.Steps.Select(step => step.Loss), rest.Steps.Select(step => step.Loss));
    }

    private static TrainingHistory Fit(ShopModel model, int epochs, FitCheckpoints? checkpoints, params FitCallback[] callbacks) =>
        model.CreateTrainer(1).Fit(
            new BatchSource(Sequences(1), new BatchOptions { BatchSize = 8, Seed = 4 }),
            new BatchSource(Sequences(2), new BatchOptions { BatchSize = 16, Shuffle = false }),
            new FitOptions
            {
                Optimizer = new Adam(0.02f),
                Epochs = epochs,
                Checkpoints = checkpoints,
                Callbacks = callbacks,
            },
            cancellation: TestContext.Current.CancellationToken);

    /// <summary>Mean square error on new sequences, of which some inputs are zeros.</summary>
    private static double Error(IRnnModel model, bool withInputs, bool withTokens, bool withSequenceInputs)
    {
        TrainingBatch batch = new();
        BatchSource source = new(
            Sequences(3, withInputs, withTokens, withSequenceInputs), new BatchOptions { BatchSize = Count, Shuffle = false });
        Assert.True(source.Read(batch));
        float[] outputs = new float[batch.Rows * batch.Steps];
        model.Predict(batch.Sequences, outputs);
        double sum = 0;
        int steps = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < batch.Lengths[row]; step++, steps++)
            {
                int at = (row * batch.Steps) + step;
                sum += Math.Pow(outputs[at] - batch.Targets[at], 2);
            }
        }

        return sum / steps;
    }

    /// <summary>What a step sells: something of its inputs, of the day and of the shop.</summary>
    private static SequenceArrays Sequences(
        ulong seed, bool withInputs = true, bool withTokens = true, bool withSequenceInputs = true)
    {
        CounterRandom random = new(seed, stream: 0);
        int[] lengths = [.. Enumerable.Range(0, Count).Select(row => 3 + random.Below(4, (ulong)row))];
        int total = lengths.Sum();
        float[] inputs = [.. Enumerable.Range(0, 2 * total).Select(i => (float)random.Normal((ulong)(1000 + i)))];
        int[] tokens = [.. Enumerable.Range(0, total).Select(i => random.Below(4, (ulong)(5000 + i)))];
        float[] shops = [.. Enumerable.Range(0, 2 * Count).Select(i => (float)random.Normal((ulong)(9000 + i)))];
        float[] targets = new float[total];
        for (int row = 0, at = 0; row < Count; row++)
        {
            for (int step = 0; step < lengths[row]; step++, at++)
            {
                targets[at] = (0.6f * inputs[2 * at]) + (0.5f * (tokens[at] - 1.5f)) + (0.6f * shops[2 * row]);
            }
        }

        SequenceShape shape = new()
        {
            Features = 2,
            Vocabulary = 4,
            SequenceFeatures = 2,
            Targets = TargetForm.Values,
            TargetSize = 1,
            TargetsEveryStep = true,
        };
        return new SequenceArrays(
            shape, lengths, withInputs ? inputs : new float[2 * total], withTokens ? tokens : new int[total], targets: targets,
            sequenceInputs: withSequenceInputs ? shops : new float[2 * Count]);
    }
}
