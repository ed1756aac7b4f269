using System;
using System.Collections.Generic;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Several heads: what must not change a bit, and what must not allocate.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class MultiHeadBitTests : IDisposable
{
    private const int Rows = 6, Steps = MultiHeadModels.Steps;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models => [.. MultiHeadModels.Names];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WidthsThreadsAndSchedulesComputeTheSameBits(string name)
    {
        float[] expected = Run(name, isStatic: false, 128, 1);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                Expect.SameBits(expected, Run(name, isStatic: false, bits, threads), $"{bits} bits, {threads} threads");
                Expect.SameBits(expected, Run(name, isStatic: true, bits, threads), $"static, {bits} bits, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatch(string name)
    {
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = Passes.Randomized(MultiHeadModels.Create(name, isStatic), 2);
            NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true, states: true);
            Prediction all = Passes.Predict(model, batch);
            foreach (int[] rows in new[] { new[] { 0 }, [1], [5], [3, 0, 4] })
            {
                Prediction few = Passes.Predict(model, batch.WithPadding(float.NaN).Pick(rows));
                for (int head = 0; head < model.Description.Heads.Count; head++)
                {
                    Expect.SameBits(
                        batch.Take(all.Outputs[model.Description.OutputRange(head, Rows, Steps)], rows),
                        few.Outputs.AsSpan(model.Description.OutputRange(head, rows.Length, Steps)),
                        $"{model.Description.Heads[head].Name}, rows {string.Join(", ", rows)}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TrainingAndPredictionAllocateNothing(string name)
    {
        ITrainableModel model = MultiHeadModels.Create(name, isStatic: false);
        model.Threads = 1;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        HeadTarget[] labels = MultiHeadModels.Targets(model, batch, 1, labels: true);
        HeadTarget[] values = MultiHeadModels.Targets(model, batch, 1, labels: false);
        float[] outputs = new float[Passes.OutputCount(model, batch)];
        Sgd sgd = new();

        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            trainer.Train(batch.View, labels, sgd);
            trainer.Train(batch.View, values, sgd);
        }));
        Assert.Equal(0, AllocationTests.Allocated(() => model.Predict(batch.View, outputs)));
    }

    private static float[] Run(string name, bool isStatic, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        ITrainableModel model = MultiHeadModels.Create(name, isStatic);
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 13, Steps, lengths: true, states: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads);
        HeadTarget[] labels = MultiHeadModels.Targets(model, batch, 1, labels: true);
        HeadTarget[] values = MultiHeadModels.Targets(model, batch, 1, labels: false);
        Prediction prediction = Passes.Predict(model, batch);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(trainer, batch);
        forward.HasBitsOf(prediction, "forward pass and prediction");
        List<float> results =
        [
            .. prediction.Outputs,
            .. prediction.FinalStates,
            .. backward.Parameters,
            .. backward.Inputs,
            .. backward.InitialStates,
        ];
        Adam adam = new(0.01f);
        for (int step = 0; step < 3; step++)
        {
            results.Add(trainer.Train(batch.View, step == 0 ? values : labels, adam, batch.States));
            results.AddRange(trainer.HeadLosses);
        }

        return [.. results, .. model.Parameters.Values];
    }
}
