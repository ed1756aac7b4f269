using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Inputs;

/// <summary>The protocol of prediction and training with several inputs, on a network that can be computed beside it.</summary>
public sealed class SeveralInputsTests
{
    /// <summary>Units of the embedding, vocabulary, features, features of a sequence: every combination that has an input.</summary>
    public static TheoryData<int, int, int, int> Inputs => new()
    {
        { 3, 6, 2, 5 }, { 17, 6, 19, 18 }, { 3, 6, 2, 0 }, { 3, 6, 0, 5 }, { 0, 0, 2, 5 }, { 0, 0, 0, 5 }, { 3, 6, 0, 0 }, { 0, 0, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void OutputsAreThoseOfTheDefinition(int units, int vocabulary, int features, int sequenceFeatures)
    {
        SumNetwork network = new(units, vocabulary, features, sequenceFeatures);
        foreach (SequenceLayout layout in Enum.GetValues<SequenceLayout>())
        {
            InputData data = new(network.Description, 7, 4, layout);
            double[] expected = data.Outputs(network.Parameters.Values);
            float[] outputs = new float[7], states = new float[7], trained = new float[7];

            network.Predict(data.Batch, outputs, default, states);
            network.CreateTrainer(1).Forward(data.Batch, trained);

            Near(expected, outputs);
            Assert.Equal(outputs, states);
            Assert.Equal(outputs, trained);
        }

        // A smaller batch in the same buffers.
        InputData small = new(network.Description, 3, 2);
        float[] few = new float[3];
        network.Predict(small.Batch, few);
        Near(small.Outputs(network.Parameters.Values), few);
    }

    /// <summary>Rows are taken in groups where steps are kept: each group has the inputs of its own rows.</summary>
    [Fact]
    public void RowsInGroupsHaveTheirOwnInputs()
    {
        SumNetwork network = new(3, 6, 2, 5);
        InputData data = new(network.Description, 40, 9);
        Assert.True(Threading.RowGroups.RowsAtOnce(40, 9, 1 << 20) < 40);
        float[] outputs = new float[40];

        network.Predict(data.Batch, outputs);

        Near(data.Outputs(network.Parameters.Values), outputs);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void GradientsAreThoseOfTheDefinition(int units, int vocabulary, int features, int sequenceFeatures)
    {
        SumNetwork network = new(units, vocabulary, features, sequenceFeatures);
        ModelDescription model = network.Description;
        InputData data = new(model, 7, 4, SequenceLayout.TimeMajor);
        float[] targets = [1, -1, 2, 0.5f, 0, 3, -2];
        ISupervisedTrainer trainer = (ISupervisedTrainer)network.CreateTrainer(2);

        float loss = trainer.ComputeGradients(data.Batch, targets);

        double[] outputs = data.Outputs(network.Parameters.Values);
        Near([outputs.Zip(targets, (output, target) => (output - target) * (output - target)).Sum() / 7], [loss]);
        float[] parameters = network.Parameters.Values.ToArray();
        double[] expected = new double[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            expected[i] = (Loss(parameters, i, 0.125f) - Loss(parameters, i, -0.125f)) / 0.25;
        }

        Near(expected, trainer.Gradients);

        // Twice: nothing of the first pass is left in the second.
        trainer.ComputeGradients(data.Batch, targets);
        Near(expected, trainer.Gradients);

        double Loss(float[] at, int index, float by)
        {
            float[] moved = [.. at];
            moved[index] += by;
            return data.Outputs(moved).Zip(targets, (output, target) => (output - target) * (output - target)).Sum() / 7;
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void GradientsOfTheInputsAreGivenEachInItsShape(int units, int vocabulary, int features, int sequenceFeatures)
    {
        SumNetwork network = new(units, vocabulary, features, sequenceFeatures);
        ModelDescription model = network.Description;
        ReadOnlySpan<float> parameters = network.Parameters.Values;
        InputData data = new(model, 7, 4);
        float[] outputGradients = [1, 2, -3, 4, 5, 0.5f, -1];
        IRnnTrainer trainer = network.CreateTrainer(1);
        trainer.Forward(data.Batch, default);
        int size = features > 0 ? features : units;
        float[] inputs = new float[7 * 4 * size], sequences = new float[7 * sequenceFeatures], states = new float[7];

        // The second pass over the same forward pass gives the same, not the sum.
        for (int pass = 0; pass < 2; pass++)
        {
            inputs.AsSpan().Fill(42);
            sequences.AsSpan().Fill(42);
            trainer.Backward(outputGradients, default, inputs, states, sequences);

            Assert.Equal(outputGradients, states);
            for (int row = 0; row < 7; row++)
            {
                for (int step = 0; step < 4; step++)
                {
                    for (int i = 0; i < size; i++)
                    {
                        float weight = step < data.Lengths[row] ? parameters[(features > 0 ? units : 0) + i] : 0;
                        Assert.Equal(weight * outputGradients[row], inputs[(data.Cell(row, step) * size) + i]);
                    }
                }

                double[] expected =
                    [.. Enumerable.Range(0, sequenceFeatures).Select(i =>
                        (double)network.Parameters["v"][i] * outputGradients[row] * data.Lengths[row])];
                Near(expected, sequences.AsSpan(row * sequenceFeatures, sequenceFeatures));
            }
        }

        // Each alone, and none at all.
        float[] alone = new float[sequences.Length];
        trainer.Backward(outputGradients, sequenceInputGradients: alone);
        Assert.Equal(sequences, alone);
        float[] stepsAlone = new float[inputs.Length];
        trainer.Backward(outputGradients, inputGradients: stepsAlone);
        Assert.Equal(inputs, stepsAlone);
        trainer.Backward(outputGradients);
    }

    /// <summary>The table's gradient is shared out by its columns, not by those of a step, which has the floats behind them.</summary>
    [Fact]
    public void ThreadsGiveTheSameBits()
    {
        long before = Threading.Partition.MultiplyAddsPerPart;
        Threading.Partition.MultiplyAddsPerPart = 1;
        try
        {
            SumNetwork network = new(41, 6, 19, 18);
            InputData data = new(network.Description, 30, 4);
            float[] targets = new float[30];
            ISupervisedTrainer one = (ISupervisedTrainer)network.CreateTrainer(1), four = (ISupervisedTrainer)network.CreateTrainer(4);
            Assert.True(Threading.Partition.Parts(4, 30, 30) == 4);

            Assert.Equal(one.ComputeGradients(data.Batch, targets), four.ComputeGradients(data.Batch, targets));

            Assert.Equal(one.Gradients.ToArray(), four.Gradients.ToArray());
        }
        finally
        {
            Threading.Partition.MultiplyAddsPerPart = before;
        }
    }

    [Fact]
    public void FitLearnsFromAllInputs()
    {
        SumNetwork teacher = new(3, 6, 2, 5, seed: 2), network = new(3, 6, 2, 5, seed: 3);
        InputData data = new(teacher.Description, 60, 5);
        float[] targets = new float[60];
        teacher.Predict(data.Batch, targets);
        BatchSource source = new(data.Sequences(targets), new BatchOptions { BatchSize = 10, Seed = 1 });
        BatchSource validation = new(data.Sequences(targets), new BatchOptions { BatchSize = 16, Shuffle = false });

        TrainingHistory history = ((ISupervisedTrainer)network.CreateTrainer(1)).FitNow(
            source, validation, new FitOptions { Optimizer = new Adam(0.02f), Epochs = 300 });

        // It can be learned to the end from all inputs, and from none alone.
        Assert.True(history.Epochs[0].Metrics[FitOptions.ValidationLoss] > 1);
        Assert.True(history.Epochs[^1].Metrics[FitOptions.ValidationLoss] < 1e-4);
    }

    /// <summary>A source that goes on with other inputs than those a checkpoint was written with is not the same source.</summary>
    [Fact]
    public void TheDigestOfABatchHasAllInputs()
    {
        SumNetwork network = new(3, 6, 2, 5);
        BatchSource source = new(
            new InputData(network.Description, 7, 4).Sequences(new float[7]), new BatchOptions { BatchSize = 7, Shuffle = false });
        TrainingBatch batch = new();
        Assert.True(source.Read(batch));
        string before = BatchDigest.Of(batch);

        batch.SequenceInputs[34] += 1;
        Assert.NotEqual(before, BatchDigest.Of(batch));
        batch.SequenceInputs[34] -= 1;
        Assert.Equal(before, BatchDigest.Of(batch));
    }

    [Fact]
    public void AnInputOfASequenceThatIsNotFiniteIsFound()
    {
        SumNetwork network = new(3, 6, 2, 5);
        SequenceArrays arrays = new InputData(network.Description, 9, 4).Sequences(new float[9]);
        BatchSource source = new(new Poisoned(arrays, 7, 3), new BatchOptions { BatchSize = 3, Shuffle = false });

        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(() =>
            ((ISupervisedTrainer)network.CreateTrainer(1)).FitNow(source, null, new FitOptions { Optimizer = new Adam() }));

        Assert.Equal("the inputs of the sequences", failure.Tensor);
        Assert.Contains("is in the inputs of the sequences, row 1, element 3 (NaN)", failure.Message);
    }

    /// <summary>Puts a NaN into what all steps of one sequence see.</summary>
    private sealed class Poisoned(SequenceArrays set, int at, int feature) : ISequenceSet
    {
        public SequenceShape Shape => set.Shape;

        public int Count => set.Count;

        public int Length(int index) => set.Length(index);

        public void Write(int index, BatchRow row)
        {
            set.Write(index, row);
            row.SequenceInputs[feature] = index == at ? float.NaN : row.SequenceInputs[feature];
        }
    }

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 1;
        foreach (double value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"Element {i} is {actual[i]}; {expected[i]} was expected.");
        }
    }
}
