using System;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Numerics;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Whole networks that learn sequences of labels.</summary>
[Trait("Category", "Numerics")]
public sealed class AlignmentTrainerTests
{
    private const int Rows = 6, Steps = 8, Inputs = 3;

    private static readonly int[] Lengths = [8, 5, 0, 7, 3, 8];
    private static readonly int[][] Spoken = [[1, 4, 4], [2], [], [3, 1, 2, 3], [], [4, 3, 2, 1, 2, 3]];

    /// <summary>A network of PyTorch's: an RNN, a linear layer, log_softmax and ctc_loss.</summary>
    [Fact]
    public void ANetworkLearnsWhatPyTorchsDoes()
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, "ctc/network.json");
        AlignmentModel model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // Here a kernel stands [inputs and states, units].
            Transposed(root.Tensor("weight_ih")).Concat(Transposed(root.Tensor("weight_hh"))).ToArray().CopyTo(edit["rnn0/kernel"]);
            root.Tensor("bias").ToFloats().CopyTo(edit["rnn0/bias"]);
            Transposed(root.Tensor("weight")).CopyTo(edit["dense1/kernel"]);
            root.Tensor("linear_bias").ToFloats().CopyTo(edit["dense1/bias"]);
        }

        int[][] labels = AlignmentTests.ReadLabels(root);
        int[] lengths = root.Lengths("lengths"), counts = [.. labels.Select(row => row.Length)];
        float[] inputs = root.Tensor("inputs").ToFloats();
        AlignmentModel.Trainer trainer = model.CreateTrainer(1);
        float loss = trainer.ComputeGradients(
            new SequenceBatch(inputs, lengths.Length, Steps) { Lengths = lengths }, labels.SelectMany(row => row).ToArray(), counts);

        AlignmentTests.Close([root.Tensor("losses").Values.Average()], [loss], relative: true);
        double[] expected =
        [
            .. Transposed(root.Tensor("weight_ih_gradients")), .. Transposed(root.Tensor("weight_hh_gradients")),
            .. root.Tensor("bias_gradients").Values, .. Transposed(root.Tensor("weight_gradients")),
            .. root.Tensor("linear_bias_gradients").Values,
        ];
        AlignmentTests.Close(expected, [.. trainer.Gradients.ToArray()]);
    }

    [Fact]
    public void GradientsOfALongShortTermMemoryAreDifferenceQuotients()
    {
        SumAlignmentModel model = new(3);
        int[][] labels = [[16, 0, 0], [5], [], [7, 1, 2, 16], [], [4, 3, 2, 1, 2, 3]];
        GradientsAreDifferenceQuotients(model, [Sequences(labels)]);
    }

    [Fact]
    public void GradientsOfHeadsAreDifferenceQuotients() => GradientsAreDifferenceQuotients(new HeardModel(3), HeardTargets());

    [Fact]
    public void TheLossIsTheMeanOverTheRows()
    {
        AlignmentModel model = new(5);
        float[] inputs = Normal(Rows * Steps * Inputs);
        ISupervisedTrainer trainer = model.CreateTrainer(1);
        float loss = trainer.ComputeLoss(Batch(inputs), [Sequences(Spoken)]);
        float[] outputs = new float[Rows * Steps * 5];
        model.Predict(Batch(inputs), outputs);

        Assert.Equal(Rows, trainer.LossWeights[0]);
        Assert.Equal(Enumerable.Range(0, Rows).Average(row => Reference(outputs, 5, row, Spoken[row], 0)), loss, 1e-5);
        Assert.Equal(loss, trainer.ComputeGradients(Batch(inputs), Sequences(Spoken)));
        Assert.Equal(loss, trainer.HeadLosses[0]);

        SumAlignmentModel sum = new(5);
        ISupervisedTrainer other = sum.CreateTrainer(1);
        outputs = new float[Rows * Steps * 18];
        sum.Predict(Batch(inputs), outputs);
        Assert.Equal(
            Enumerable.Range(0, Rows).Sum(row => Reference(outputs, 18, row, Spoken[row], 17)),
            other.ComputeLoss(Batch(inputs), [Sequences(Spoken)]), 1e-4);
        Assert.Equal(1, other.LossWeights[0]);
    }

    [Fact]
    public void AHeadsLossIsThatOfTheHeadAlone()
    {
        HeardModel model = new(3);
        HeardModel.Trainer trainer = model.CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs);
        int[][] heard = Heard;
        float loss = trainer.ComputeGradients(
            Batch(inputs), Flat(Shifted), Counts(Shifted), [0, 1, 2, 0, 1, 2], Flat(heard), Counts(heard));
        float[] spokenOutputs = new float[Rows * Steps * 5], speakerOutputs = new float[Rows * 3];
        float[] heardOutputs = new float[Rows * Steps * 3];
        model.Predict(Batch(inputs), spokenOutputs, speakerOutputs, heardOutputs);

        Assert.Equal(Enumerable.Range(0, Rows).Average(row => Reference(spokenOutputs, 5, row, Shifted[row], 2)), trainer.SpokenLoss, 1e-5);
        Assert.Equal(Enumerable.Range(0, Rows).Average(row => Reference(heardOutputs, 3, row, heard[row], 0)), trainer.HeardLoss, 1e-5);
        Assert.Equal((0.5 * trainer.SpokenLoss) + trainer.SpeakerLoss + (3 * trainer.HeardLoss), loss, 1e-5);
        Assert.Equal([2, null, 0], HeardModel.Description.Heads.Select(head => head.Blank));
        Assert.All(HeardModel.Description.Heads, head => Assert.Equal(head.Name == "speaker", head.IsClassifier));
    }

    [Fact]
    public void StaticAndDynamicHaveTheSameBits()
    {
        AlignmentModel model = new(2);
        StaticAlignmentModel other = new(9);
        other.Parameters.CopyFrom(model.Parameters);
        AlignmentModel.Trainer trainer = model.CreateTrainer(1);
        StaticAlignmentModel.Trainer unrolled = other.CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs);

        Assert.Equal(
            trainer.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken)),
            unrolled.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken)));
        AlignmentTests.SameBits(trainer.Gradients, unrolled.Gradients);
    }

    /// <summary>Forty rows of all lengths: as many threads as there are share them out differently.</summary>
    [Fact]
    public void ThreadsGiveTheSameBits()
    {
        const int rows = 40, steps = 50;
        SumAlignmentModel model = new(4);
        CounterRandom random = new(3, 4);
        int[] lengths = [.. Enumerable.Range(0, rows).Select(row => random.Below(steps + 1, (ulong)row))];
        int[][] labels = [.. lengths.Select((length, row) => Enumerable.Range(0, length / 3).Select(i => (row + (5 * i)) % 17).ToArray())];
        float[] inputs = Normal(rows * steps * Inputs);
        (float Loss, float[] Gradients) alone = Of(1);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            (float loss, float[] gradients) = Of(threads);
            Assert.Equal(alone.Loss, loss);
            AlignmentTests.SameBits(alone.Gradients, gradients);
        }

        (float, float[]) Of(int threads)
        {
            SumAlignmentModel.Trainer trainer = model.CreateTrainer(threads);
            SequenceBatch batch = new(inputs, rows, steps) { Lengths = lengths };
            trainer.ComputeGradients(batch, Flat(labels), Counts(labels));
            return (trainer.ComputeGradients(batch, Flat(labels), Counts(labels)), trainer.Gradients.ToArray());
        }
    }

    [Fact]
    public void PaddingHasNoEffect()
    {
        AlignmentModel.Trainer trainer = new AlignmentModel(6).CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs);
        float loss = trainer.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken));
        float[] gradients = trainer.Gradients.ToArray();
        for (int row = 0; row < Rows; row++)
        {
            inputs.AsSpan(((row * Steps) + Lengths[row]) * Inputs, (Steps - Lengths[row]) * Inputs).Fill(float.NaN);
        }

        // Past a row's labels anything may stand.
        int[] padded = [.. Spoken.SelectMany(row => row.Concat(Enumerable.Repeat(-7, 9 - row.Length)))];
        Assert.Equal(loss, trainer.ComputeGradients(Batch(inputs), padded, Counts(Spoken)));
        AlignmentTests.SameBits(gradients, trainer.Gradients);
        Assert.Equal(loss, ((ISupervisedTrainer)trainer).ComputeGradients(Batch(inputs), HeadTarget.OfSequences(padded, Counts(Spoken))));
        AlignmentTests.SameBits(gradients, trainer.Gradients);
    }

    /// <summary>A larger batch between two equal ones leaves nothing behind.</summary>
    [Fact]
    public void ATrainerIsUsedAgain()
    {
        AlignmentModel.Trainer trainer = new AlignmentModel(6).CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs), large = Normal(9 * 33 * Inputs);
        float loss = trainer.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken));
        float[] gradients = trainer.Gradients.ToArray();
        int[] ones = [.. Enumerable.Repeat(1, 9 * 16)], counts = [.. Enumerable.Repeat(16, 9)];
        trainer.ComputeGradients(new SequenceBatch(large, 9, 33), ones, counts);

        Assert.Equal(loss, trainer.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken)));
        AlignmentTests.SameBits(gradients, trainer.Gradients);
    }

    [Fact]
    public void LayoutsHaveTheSameBits()
    {
        AlignmentModel.Trainer trainer = new AlignmentModel(6).CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs), turned = new float[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            (int row, int step) = (i / Inputs / Steps, i / Inputs % Steps);
            turned[(((step * Rows) + row) * Inputs) + (i % Inputs)] = inputs[i];
        }

        float loss = trainer.ComputeGradients(Batch(inputs), Flat(Spoken), Counts(Spoken));
        float[] gradients = trainer.Gradients.ToArray();
        SequenceBatch timeMajor = new(turned, Rows, Steps) { Lengths = Lengths, Layout = SequenceLayout.TimeMajor };
        Assert.Equal(loss, trainer.ComputeGradients(timeMajor, Flat(Spoken), Counts(Spoken)));
        AlignmentTests.SameBits(gradients, trainer.Gradients);
    }

    [Fact]
    public void TokensAreRead()
    {
        TokenAlignmentModel model = new(3);
        TokenAlignmentModel.Trainer trainer = model.CreateTrainer(1);
        int[] tokens = [.. Enumerable.Range(0, 2 * Steps).Select(i => i * 3 % 7)];
        Adam adam = new(0.05f);
        float first = trainer.Train(new TokenBatch(tokens, 2, Steps), [0, 1, 2, 2], [3, 1], adam), last = first;
        for (int step = 0; step < 60; step++)
        {
            last = trainer.Train(new TokenBatch(tokens, 2, Steps), [0, 1, 2, 2], [3, 1], adam);
        }

        Assert.True(last < 0.2 * first, $"The loss went from {first} to {last}.");
        float[] logits = new float[2 * Steps * 4];
        model.Predict(new TokenBatch(tokens, 2, Steps), logits);
        int[] labels = new int[Steps];
        CtcDecoder decoder = new(4, TokenAlignmentModel.Description.Heads[0].Blank!.Value);
        Assert.Equal([0, 1, 2], labels[..decoder.Greedy(logits.AsSpan(0, Steps * 4), labels)]);
        Assert.Equal([2], labels[..decoder.Greedy(logits.AsSpan(Steps * 4), labels)]);
    }

    [Fact]
    public void ProbabilitiesAreTheSoftmaxOfAStep()
    {
        float[] probabilities = new float[10];
        AlignmentModel.Probabilities([0, 0, 0, 0, 0, MathF.Log(3), 0, 0, 0, 0], probabilities);
        Assert.Equal(0.2f, probabilities[2], 1e-6f);
        Assert.Equal(3f / 7, probabilities[5], 1e-6f);
    }

    /// <summary>Once the largest batch has been seen, a pass allocates nothing.</summary>
    [Fact]
    public void PassesAllocateNothing()
    {
        AlignmentModel.Trainer trainer = new AlignmentModel(6).CreateTrainer(1);
        float[] inputs = Normal(Rows * Steps * Inputs);
        int[] flat = Flat(Spoken), counts = Counts(Spoken);
        for (int i = 0; i < 3; i++)
        {
            trainer.ComputeGradients(Batch(inputs), flat, counts);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.ComputeGradients(Batch(inputs), flat, counts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[][] Shifted => [.. Spoken.Select(row => row.Select(label => label == 2 ? 0 : label).ToArray())];

    private static int[][] Heard => [[1, 2, 2], [], [], [2, 1], [1, 1], [2]];

    private static HeadTarget[] HeardTargets() => [Sequences(Shifted), new int[] { 0, 1, 2, 0, 1, 2 }, Sequences(Heard)];

    private static HeadTarget Sequences(int[][] labels) => HeadTarget.OfSequences(Flat(labels), Counts(labels));

    private static int[] Flat(int[][] labels) => [.. labels.SelectMany(row => row)];

    private static int[] Counts(int[][] labels) => [.. labels.Select(row => row.Length)];

    private static SequenceBatch Batch(float[] inputs) => new(inputs, Rows, Steps) { Lengths = Lengths };

    private static float[] Normal(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)new CounterRandom(11, 3).Normal((ulong)i))];

    private static double Reference(float[] outputs, int units, int row, int[] labels, int blank) => ReferenceAlignment.Loss(
        new AlignmentCase(outputs, Steps, units, blank, Lengths, []).Row(row), labels, blank);

    private static float[] Transposed(Tensor tensor)
    {
        (int rows, int columns) = (tensor.Shape[0], tensor.Shape[1]);
        return [.. Enumerable.Range(0, rows * columns).Select(i => (float)tensor.Values[(i % rows * columns) + (i / rows)])];
    }

    /// <summary>Along some directions: a step there and back, the loss in floats.</summary>
    private static void GradientsAreDifferenceQuotients(ITrainableModel model, HeadTarget[] targets)
    {
        const float step = 4e-3f;
        float[] inputs = Normal(Rows * Steps * Inputs);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        trainer.ComputeGradients(Batch(inputs), targets);
        float[] gradients = trainer.Gradients.ToArray(), start = model.Parameters.Values.ToArray();
        for (ulong direction = 0; direction < 12; direction++)
        {
            CounterRandom random = new(direction, 8);
            float[] way = [.. start.Select((_, i) => (float)random.Normal((ulong)i))];
            float length = MathF.Sqrt(way.Sum(value => value * value));
            double expected = way.Zip(gradients).Sum(pair => (double)pair.First * pair.Second) / length;
            double actual = (Loss(step / length) - Loss(-step / length)) / (2 * step);
            Assert.Equal(expected, actual, 2e-3 * Math.Max(1, Math.Abs(expected)));

            double Loss(float by)
            {
                using (ParameterEdit edit = model.Parameters.Edit())
                {
                    for (int i = 0; i < start.Length; i++)
                    {
                        edit.Values[i] = start[i] + (by * way[i]);
                    }
                }

                return trainer.ComputeLoss(Batch(inputs), targets);
            }
        }
    }
}
