using System;
using System.Linq;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Several heads: the spans of each in predictions, steps and training, and what is said when one does not fit.</summary>
[Trait("Category", "Numerics")]
public sealed class MultiHeadSpanTests
{
    private const int Rows = 6, Steps = MultiHeadModels.Steps;

    [Fact]
    public void EachHeadHasSpansOfItsOwn()
    {
        DynamicThree model = Passes.Randomized(new DynamicThree(3), 5), other = Passes.Randomized(new DynamicThree(3), 5);
        NetworkBatch batch = NetworkBatch.Random(DynamicThree.Description, 6, Rows, Steps, lengths: true);
        HeadTarget[] targets = MultiHeadModels.Targets(model, batch, 9, labels: true);
        float[] label = new float[Rows * DynamicThree.Heads.LabelSize];
        float[] next = new float[Rows * Steps * DynamicThree.Heads.NextSize];
        float[] loud = new float[Rows * DynamicThree.Heads.LoudSize];
        model.Predict(batch.View, label, next, loud);
        Expect.SameBits(Passes.Predict(model, batch).Outputs, [.. label, .. next, .. loud], "outputs");
        Assert.Equal(Rows * (3 + (Steps * 3) + 2), DynamicThree.Description.OutputCount(Rows, Steps));

        float[] probabilities = new float[loud.Length];
        DynamicThree.Heads.LoudProbabilities(loud, probabilities);
        Assert.Equal(1 / (1 + Math.Exp(-loud[0])), probabilities[0], 1e-6);
        DynamicThree.Heads.LabelProbabilities(label, label);
        Assert.Equal(1, label[0] + label[1] + label[2], 1e-6);

        DynamicThree.Trainer trainer = model.CreateTrainer(1), list = other.CreateTrainer(1);
        float loss = trainer.Train(batch.View, targets[0].Labels.Span, targets[1].Values.Span, targets[2].Values.Span, new Adam());
        Assert.Equal(list.Train(batch.View, targets, new Adam()), loss);
        Expect.SameBits(other.Parameters.Values, model.Parameters.Values, "parameters");

        // Gradients that are left out are zero.
        IRnnTrainer flat = other.CreateTrainer(1);
        float[] upstream = Passes.OutputUpstream(model, batch), onlyNext = (float[])upstream.Clone();
        Array.Clear(onlyNext, 0, label.Length);
        Array.Clear(onlyNext, label.Length + next.Length, loud.Length);
        trainer.Forward(batch.View, [], next, []);
        trainer.Backward([], upstream.AsSpan(label.Length, next.Length), []);
        flat.Forward(batch.View, []);
        flat.Backward(onlyNext);
        Expect.SameBits(flat.Gradients, trainer.Gradients, "gradients");
        Assert.Contains(trainer.Gradients.ToArray(), gradient => gradient != 0);

        Assert.Contains("label/last", model.Trace(batch.View).Tensors.Select(tensor => tensor.Name));
        Assert.Contains("loud/dense2/y", model.Trace(batch.View).Tensors.Select(tensor => tensor.Name));
        Assert.Equal(
            [
                "label/dense2/kernel",
                "label/dense2/bias",
                "label/dense3/kernel",
                "label/dense3/bias",
                "next/dense2/kernel",
                "next/dense2/bias",
                "loud/dense2/kernel",
                "loud/dense2/bias",
            ],
            DynamicThree.Description.Parameters.Skip(6).Select(parameter => parameter.Name));
    }

    [Fact]
    public void StepsGiveThePredictionOfTheHeadsThatStream()
    {
        DynamicStreams streams = Passes.Randomized(new DynamicStreams(3), 2);
        NetworkBatch batch = NetworkBatch.Random(DynamicStreams.Description, 4, 1, Steps, states: true);
        Prediction prediction = Passes.Predict(streams, batch);
        float[] state = (float[])batch.States.Clone(), output = new float[DynamicStreams.OutputSize];
        DynamicStreams.State typed = default;
        state.CopyTo(
            System.Runtime.InteropServices.MemoryMarshal.Cast<DynamicStreams.State, float>(
                System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref typed, 1)));
        float[] shape = new float[17], same = new float[17], tag = new float[4], last = new float[4];
        for (int step = 0; step < Steps; step++)
        {
            streams.Step(batch.Values.AsSpan(step * 3, 3), ref typed, shape, same, tag, last);
            ((IRnnModel)streams).Step(batch.Values.AsSpan(step * 3, 3), state, output);
            Expect.SameBits(output, [.. shape, .. same, .. tag, .. last], $"step {step}");
            Expect.SameToRounding(prediction.Outputs.AsSpan(step * 17, 17), shape, $"shape of step {step}");
            Expect.SameToRounding(prediction.Outputs.AsSpan((Steps * 17) + (step * 17), 17), same, $"same of step {step}");
            Expect.SameToRounding(prediction.Outputs.AsSpan((Steps * 34) + (step * 4), 4), tag, $"tag of step {step}");
        }

        Expect.SameToRounding(prediction.Outputs.AsSpan(^4..), last, "last");

        // The head of the mean has no output at a step; the others have.
        DynamicThree three = Passes.Randomized(new DynamicThree(3), 2);
        DynamicThree.State after = default;
        float[] label = new float[3], next = new float[3];
        for (int step = 0; step < Steps; step++)
        {
            three.Step(batch.Values.AsSpan(step * 3, 3), ref after, label, next);
        }

        Prediction whole = Passes.Predict(three, batch with { States = [] });
        Expect.SameToRounding(whole.Outputs.AsSpan(0, 3), label, "label");
        Expect.SameToRounding(whole.Outputs.AsSpan(3 + ((Steps - 1) * 3), 3), next, "next");
        Assert.Equal([true, true, false], DynamicThree.Description.Heads.Select(head => head.Streams));
        Assert.Throws<ArgumentException>(() => three.Step(new float[3], ref after, label, new float[2]));
        Assert.Equal(
            "DynamicBoth cannot stream: layer 0, LSTM(5) reads its steps from the last to the first; use Predict.",
            Assert.Throws<NotSupportedException>(() => ((IRnnModel)new DynamicBoth()).Step(Array.Empty<float>(), [], [])).Message);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedWithTheNameOfTheHead()
    {
        DynamicThree model = new(3);
        float[] label = new float[6], next = new float[18], loud = new float[4];
        float[] inputs = new float[2 * 3 * 3];
        Refuses(
            "The nextOutputs hold 18 values; 12 were expected (2 rows x 2 steps x 3 units of 'next'). (Parameter 'nextOutputs')",
#pragma warning disable RNN070 // What the compiler warns of is what is refused here.
            () => model.Predict(new SequenceBatch(new float[12], 2, 2), label, next, loud));
#pragma warning restore RNN070
        Refuses(
            "The outputs hold 5 values; 28 were expected (2 rows x 3 outputs of 'label', then 3 steps x 3 units of 'next', "
            + "then 2 outputs of 'loud'). (Parameter 'outputs')",
            () => ((IRnnModel)model).Predict(new SequenceBatch(inputs, 2, 3), new float[5]));
        Refuses(
            "The labelOutputs and the loudOutputs overlap in memory. (Parameter 'loudOutputs')",
            () => model.Predict(new SequenceBatch(inputs, 2, 3), label, next, label.AsSpan(1, 4)));
        DynamicThree.Trainer trainer = model.CreateTrainer(1);
        Refuses(
            "The labels of head 'label' hold 1 values; 2 were expected (2 rows). (Parameter 'labels')",
            () => trainer.ComputeGradients(new SequenceBatch(inputs, 2, 3), [1], next, loud));
        Refuses(
            "Row 1 has label 3; head 'label' of DynamicThree has classes 0 to 2, and 7 for no target. (Parameter 'labels')\n"
            + "Actual value was 3.",
            () => trainer.ComputeGradients(new SequenceBatch(inputs, 2, 3), [1, 3], next, loud));
        Refuses(
            "The targets of head 'next' hold 17 values; 18 were expected (2 rows x 3 steps x 3 values). (Parameter 'targets')",
            () => trainer.ComputeGradients(new SequenceBatch(inputs, 2, 3), [1, 2], next.AsSpan(1), loud));
        Refuses(
            "Row 0 of the targets of head 'loud' holds 2; a binary target is 0 to 1. (Parameter 'targets')\nActual value was 2.",
            () => trainer.ComputeGradients(new SequenceBatch(inputs, 2, 3), [1, 2], next, [0, 2, 0, 0]));
        ISupervisedTrainer list = trainer;
        Refuses(
            "2 targets were given; DynamicThree has 3 heads: label, next, loud. (Parameter 'targets')",
            () => list.ComputeGradients(new SequenceBatch(inputs, 2, 3), [new int[2], next]));
        Refuses(
            "Head 'next' of DynamicThree is not a classifier: its targets are floats, not labels. (Parameter 'targets')",
            () => list.ComputeGradients(new SequenceBatch(inputs, 2, 3), [new int[2], new int[2], loud]));
        Assert.Equal(0, trainer.Trace().Tensors[0].Rows);
    }

    private static void Refuses(string message, Action pass) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(pass).Message.ReplaceLineEndings("\n"));
}
