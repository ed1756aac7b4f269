using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Several heads on one stack of layers: gradients against the scalar reference, and what must change nothing.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class MultiHeadTests : IDisposable
{
    private const int Rows = 6, Steps = MultiHeadModels.Steps;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string, bool, bool, bool> Cases
    {
        get
        {
            TheoryData<string, bool, bool, bool> data = [];
            foreach (string name in MultiHeadModels.Names)
            {
                data.Add(name, false, false, true);
                data.Add(name, false, true, false);
                data.Add(name, true, true, true);
            }

            return data;
        }
    }

    public static TheoryData<string> Models => [.. MultiHeadModels.Names];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheWeightedSumAndItsGradientsAreThoseOfTheReference(string name, bool isStatic, bool lengths, bool labels)
    {
        ITrainableModel model = Passes.Randomized(MultiHeadModels.Create(name, isStatic), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths, states: labels).WithPadding(float.NaN);
        HeadTarget[] targets = MultiHeadModels.Targets(model, batch, 9, labels);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        double[] parameters = GradientTests.Doubles(model.Parameters.Values);
        IReadOnlyList<(HeadAttribute Head, LossAttribute Loss)> heads = MultiHeadModels.Heads(model.GetType());

        float loss = trainer.ComputeGradients(batch.View, targets, batch.States);

        Expect.Close([Loss()], [loss], "loss");
        Expect.Close([.. heads.Select((_, index) => LossOf(index))], trainer.HeadLosses, "losses of the heads");
        Prediction prediction = Passes.Predict(model, batch);
        for (int index = 0; index < heads.Count; index++)
        {
            Expect.Close(
                Outputs(index), prediction.Outputs.AsSpan(model.Description.OutputRange(index, Rows, Steps)),
                $"outputs of {heads[index].Head.Name}");
        }

        foreach ((string tensor, int offset, int count) in GradientTests.Tensors(model.Description))
        {
            Expect.Close(
                GradientTests.Differentiate(parameters, offset, count, Loss), trainer.Gradients.Slice(offset, count),
                $"gradient of {tensor}");
        }

        double Loss() => heads.Select((head, index) => head.Head.Weight * LossOf(index)).Sum();

        double LossOf(int index)
        {
            HeadInfo head = model.Description.Heads[index];
            int steps = head.OutputsEveryStep ? Steps : 1;
            int[] valid = new int[Rows];
            Array.Fill(valid, steps);
            if (head.OutputsEveryStep)
            {
                batch.Lengths.CopyTo(valid, 0);
            }

            return ReferenceLoss.Of(
                heads[index].Loss, Outputs(index), head.OutputSize, GradientTests.Doubles(targets[index].Values.Span),
                targets[index].Labels.ToArray(), valid, steps);
        }

        double[] Outputs(int index) => ReferenceNetwork.Of(model.GetType(), heads[index].Head.Name)
            .Run(parameters, GradientTests.Doubles(batch.Values), Rows, Steps, batch.Lengths, GradientTests.Doubles(batch.States)).Outputs;
    }

    /// <summary>The last steps of both directions, and the merged steps: both give the layer gradients.</summary>
    [Fact]
    public void OutputsThatAreNoStatesGetTheGradientsOfAllHeads()
    {
        foreach (ITrainableModel model in new ITrainableModel[] { new HandedUpBoth(3), new HandedUpProduct(3) })
        {
            NetworkBatch batch = NetworkBatch.Random(Passes.Randomized(model, 5).Description, 6, Rows, Steps, lengths: true, states: true);
            Passes.Backpropagate(model.CreateTrainer(1), batch);
            IRnnTrainer trainer = model.CreateTrainer(1);
            Passes.Backpropagate(trainer, NetworkBatch.Random(model.Description, 8, Rows + 1, Steps + 2, states: true));
            (Prediction forward, Gradients backward) = Passes.Backpropagate(trainer, batch);
            Passes.Predict(model, batch).HasBitsOf(forward, "prediction");
            ModelProperties.GradientsAreDifferenceQuotients(
                model, batch, backward.Parameters, stride: 3, () => Passes.Predict(model, batch));
        }
    }

    /// <summary>Each head alone is a model that one can write without heads; the gradient of the sum is the sum of theirs.</summary>
    [Fact]
    public void TheGradientIsTheWeightedSumOfTheGradientsOfEachHeadAlone()
    {
        DynamicThree model = Passes.Randomized(new DynamicThree(3), 5);
        NetworkBatch batch = NetworkBatch.Random(DynamicThree.Description, 6, Rows, Steps, lengths: true);
        HeadTarget[] targets = MultiHeadModels.Targets(model, batch, 9, labels: true);
        ITrainableModel[] alone = [new LabelAlone(3), new NextAlone(3), new LoudAlone(3)];
        DynamicThree.Trainer trainer = model.CreateTrainer(1);
        ((ISupervisedTrainer)trainer).ComputeGradients(batch.View, targets);
        double[] sum = new double[DynamicThree.ParameterCount];
        for (int index = 0; index < alone.Length; index++)
        {
            HeadInfo head = DynamicThree.Description.Heads[index];
            using (ParameterEdit edit = alone[index].Parameters.Edit())
            {
                foreach (ParameterInfo parameter in alone[index].Description.Parameters)
                {
                    model.Parameters[Name(head, parameter)].CopyTo(edit[parameter.Name]);
                }
            }

            ISupervisedTrainer single = (ISupervisedTrainer)alone[index].CreateTrainer(1);
            float loss = single.ComputeGradients(batch.View, targets[index]);
            Assert.Equal(loss, trainer.HeadLosses[index]);
            foreach (ParameterInfo parameter in alone[index].Description.Parameters)
            {
                int offset = DynamicThree.Description.Parameters.First(other => other.Name == Name(head, parameter)).Offset;
                for (int i = 0; i < parameter.Count; i++)
                {
                    sum[offset + i] += head.Weight * single.Gradients[parameter.Offset + i];
                }
            }
        }

        Expect.Close(sum, trainer.Gradients, "gradient of the sum");
        Assert.Equal(
            (trainer.LabelLoss, trainer.NextLoss, trainer.LoudLoss), (trainer.HeadLosses[0], trainer.HeadLosses[1], trainer.HeadLosses[2]));

        static string Name(HeadInfo head, ParameterInfo parameter) =>
            parameter.Name.StartsWith("dense", StringComparison.Ordinal) ? $"{head.Name}/{parameter.Name}" : parameter.Name;
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
            Assert.Throws<NotSupportedException>(() => ((IRnnModel)new DynamicBoth()).Step([], [], [])).Message);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedWithTheNameOfTheHead()
    {
        DynamicThree model = new(3);
        float[] label = new float[6], next = new float[18], loud = new float[4];
        float[] inputs = new float[2 * 3 * 3];
        Refuses(
            "The nextOutputs hold 18 values; 12 were expected (2 rows x 2 steps x 3 units of 'next'). (Parameter 'nextOutputs')",
            () => model.Predict(new SequenceBatch(new float[12], 2, 2), label, next, loud));
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
            "Head 'next' of DynamicThree is no classifier: its targets are floats, not labels. (Parameter 'targets')",
            () => list.ComputeGradients(new SequenceBatch(inputs, 2, 3), [new int[2], new int[2], loud]));
        Assert.Equal(0, trainer.Trace().Tensors[0].Rows);
    }

    private static void Refuses(string message, Action pass) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(pass).Message.ReplaceLineEndings("\n"));

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
