using System;
using System.Collections.Generic;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// Heads and losses: the same bits in every schedule, at every width, with any number of threads; streams; padding; allocation.
/// </summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class HeadTests : IDisposable
{
    private const int Rows = 13;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models => [.. HeadModels.Names];

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
    public void WhatThePaddingHoldsChangesNothing(string name)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, HeadModels.Steps, lengths: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1), other = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] targets = HeadModels.Targets(model, batch, 1);
        Prediction clean = Passes.Predict(model, batch);

        Passes.Predict(model, batch.WithPadding(float.NaN)).HasBitsOf(clean, "prediction");
        Assert.Equal(
            trainer.ComputeGradients(batch.View, Array.ConvertAll(targets, value => float.IsNaN(value) ? 0.5f : value)),
            other.ComputeGradients(batch.WithPadding(float.NaN).View, targets));
        Expect.SameBits(trainer.Gradients, other.Gradients, "gradients");
        Assert.DoesNotContain(trainer.Gradients.ToArray(), float.IsNaN);
    }

    /// <summary>A trainer's buffers hold other rows and lengths from the batch before.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void ABatchBeforeLeavesNoTrace(string name)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch before = NetworkBatch.Random(model.Description, 4, Rows, HeadModels.Steps + 4);
        Array.Fill(before.Values, float.NaN);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 5, HeadModels.Steps, lengths: true);
        ISupervisedTrainer used = (ISupervisedTrainer)model.CreateTrainer(1), fresh = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] targets = HeadModels.Targets(model, batch, 1);
        Prediction expected = Passes.Predict(HeadModels.Create(name, isStatic: false), batch);
        used.ComputeGradients(before.View, HeadModels.Targets(model, before, 2));
        Passes.Predict(model, before);

        Assert.Equal(fresh.ComputeGradients(batch.View, targets), used.ComputeGradients(batch.View, targets));
        Expect.SameBits(fresh.Gradients, used.Gradients, "gradients");
        Passes.Predict(model, batch).HasBitsOf(expected, "prediction");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatch(string name)
    {
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = Passes.Randomized(HeadModels.Create(name, isStatic), 2);
            NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, HeadModels.Steps, lengths: true, states: true);
            Prediction all = Passes.Predict(model, batch);
            foreach (int[] rows in new[] { new[] { 0 }, [1], [5], [0, 1], [7, 0, 3] })
            {
                Prediction few = Passes.Predict(model, batch.Pick(rows));
                Expect.SameBits(batch.Take(all.Outputs, rows), few.Outputs, $"rows {string.Join(", ", rows)}");
                Expect.SameBits(batch.Take(all.FinalStates, rows), few.FinalStates, $"states of rows {string.Join(", ", rows)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveThePredictionOrAReason(string name)
    {
        ITrainableModel model = Passes.Randomized(HeadModels.Create(name, isStatic: false), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 1, HeadModels.Steps, states: true);
        Prediction prediction = Passes.Predict(model, batch);
        int size = model.Description.OutputSize, features = model.Description.InputSize;
        float[] state = (float[])batch.States.Clone(), output = new float[size];
        if (name == "Attended")
        {
            NotSupportedException both = Assert.Throws<NotSupportedException>(
                () => model.Step(batch.Values.AsSpan(0, features), state, output));
            Assert.Equal(
                "DynamicAttended cannot stream: layer 0, LSTM(17) reads its steps from the last to the first; use Predict.", both.Message);
            return;
        }

        if (name is "Mean" or "Max" or "Scored")
        {
            NotSupportedException reason = Assert.Throws<NotSupportedException>(
                () => model.Step(batch.Values.AsSpan(0, features), state, output));
            Assert.Equal(
                $"Dynamic{name} cannot stream: its outputs are the "
                + $"{(name == "Mean" ? "mean" : name == "Max" ? "maximum" : "mean weighted by attention")} over all steps of a sequence; "
                + "use Predict.",
                reason.Message);
            return;
        }

        for (int step = 0; step < HeadModels.Steps; step++)
        {
            model.Step(batch.Values.AsSpan(step * features, features), state, output);
            if (model.Description.OutputsEveryStep)
            {
                Expect.SameToRounding(prediction.Outputs.AsSpan(step * size, size), output, $"step {step}");
            }
        }

        Expect.SameToRounding(prediction.Outputs.AsSpan(^size..), output, "last step");
        Expect.SameToRounding(prediction.FinalStates, state, "final state");
        BlockProperties.BlocksAreSteps(model);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TrainingAndPredictionAllocateNothing(string name)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, HeadModels.Steps, lengths: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] targets = HeadModels.Targets(model, batch, 1), states = new float[Rows * model.Description.StateSize];
        int[] labels = trainer.Model.Description.Heads[0].IsClassifier ? HeadModels.Labels(model, batch, 1) : [];
        float[] outputs = new float[Passes.OutputCount(model, batch)];
        Sgd sgd = new();

        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            trainer.Train(batch.View, targets, sgd, states, states);
            if (labels.Length > 0)
            {
                trainer.Train(batch.View, labels, sgd);
            }
        }));
        Assert.Equal(0, AllocationTests.Allocated(() => model.Predict(batch.View, outputs)));
    }

    [Theory]
    [InlineData("Mean", new[] { 0 }, 0)]
    [InlineData("Max", new[] { 0 }, 0)]
    [InlineData("Scored", new[] { 0 }, 0)]
    [InlineData("Attended", new[] { 0 }, 0)]
    public void ARowWithoutStepsHasZerosToReduceAndGivesNoGradient(string name, int[] lengths, float expected)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 1, HeadModels.Steps, states: true) with { Lengths = lengths };
        ModelTrace trace = model.Trace(batch.View, batch.States);
        Expect.Filled(trace[name is "Mean" or "Max" ? name.ToLowerInvariant() : "attention"][0, 0], expected, "reduced");

        (_, Gradients gradients) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        Expect.SameBits(Passes.StateUpstream(model, batch), gradients.InitialStates, "gradient of the initial state");
    }

    [Fact]
    public void OfEqualMaximaTheFirstStepReceivesTheGradient()
    {
        DynamicMax model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicMax.Description, 4, 1, 3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Clear();
        }

        // Without weights and inputs u = σ(0): the state halves, so that zero is the maximum of every step.
        IRnnTrainer trainer = model.CreateTrainer(1);
        trainer.Forward(batch.View, []);
        float[] upstream = new float[DynamicMax.OutputSize], states = new float[DynamicMax.StateSize];
        Array.Fill(upstream, 8);
        trainer.Backward(upstream, initialStateGradients: states);

        Expect.Filled(states, 4, "gradient of the initial state, through the first step alone");
    }

    private static float[] Run(string name, bool isStatic, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        ITrainableModel model = HeadModels.Create(name, isStatic);
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, HeadModels.Steps, lengths: true, states: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads);
        float[] targets = HeadModels.Targets(model, batch, 1), states = new float[Rows * model.Description.StateSize];
        int[] labels = trainer.Model.Description.Heads[0].IsClassifier ? HeadModels.Labels(model, batch, 1) : [];
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
            results.Add(labels.Length > 0 && step > 0
                ? trainer.Train(batch.View, labels, adam, batch.States, states)
                : trainer.Train(batch.View, targets, adam, batch.States, states));
            results.AddRange(states);
        }

        return [.. results, .. model.Parameters.Values];
    }
}
