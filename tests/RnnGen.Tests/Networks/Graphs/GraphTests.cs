using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Networks that are graphs: numbers of a double reference, and the properties that every network has.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class GraphTests : IDisposable
{
    private const int Rows = 7;
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models => [.. GraphModels.Names];

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void PredictionsAreThoseOfTheReference(string name)
    {
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic: false), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, GraphModels.Steps, lengths: true, states: true);
        double[] states = Doubles(batch.States);
        double[] outputs = Reference(
            name, model, batch, Doubles(model.Parameters.Values), Doubles(batch.Values), Doubles(batch.SequenceValues), states);
        Prediction prediction = Passes.Predict(model, batch);
        Expect.Close(outputs, prediction.Outputs, "outputs");
        Expect.Close(states, prediction.FinalStates, "final states");
    }

    /// <summary>The loss Σ upstream·output + Σ upstream·final state has the gradients of central differences.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAreThoseOfCentralDifferences(string name)
    {
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic: false), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 3, GraphModels.Steps, lengths: true, states: true) with
        {
            Lengths = [2, 5, 4],
        };
        double[] up = Doubles(Passes.OutputUpstream(model, batch)), stateUp = Doubles(Passes.StateUpstream(model, batch));
        IRnnTrainer trainer = model.CreateTrainer(1);
        Gradients gradients = Passes.Backpropagate(trainer, batch).Backward;
        double[] parameters = Doubles(model.Parameters.Values), values = Doubles(batch.Values), states = Doubles(batch.States);
        double[] sequence = Doubles(batch.SequenceValues);
        Expect.Close(Differences(parameters), gradients.Parameters, "parameter gradients");
        Expect.Close(Differences(values), gradients.Inputs, "input gradients");
        Expect.Close(Differences(states), gradients.InitialStates, "initial state gradients");
        Expect.Close(Differences(sequence), gradients.SequenceInputs, "gradients of the sequences' inputs");

        double[] Differences(double[] of) => [.. of.Select((_, index) =>
        {
            const double h = 1e-6;
            double middle = of[index];
            of[index] = middle + h;
            double above = Loss();
            of[index] = middle - h;
            double below = Loss();
            of[index] = middle;
            return (above - below) / (2 * h);
        })];

        double Loss()
        {
            double[] final = (double[])states.Clone();
            double[] outputs = Reference(name, model, batch, parameters, values, sequence, final);
            return outputs.Zip(up, (a, b) => a * b).Sum() + final.Zip(stateUp, (a, b) => a * b).Sum();
        }
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
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic: false), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, GraphModels.Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        Passes.Predict(model, batch.WithPadding(float.NaN)).HasBitsOf(forward, "prediction");
        (_, Gradients other) = Passes.Backpropagate(model.CreateTrainer(1), batch.WithPadding(float.NaN));
        other.HasBitsOf(backward, "gradients");
        Assert.DoesNotContain(other.Parameters, float.IsNaN);
    }

    /// <summary>A trainer's buffers hold other rows and lengths from the batch before.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void ABatchBeforeLeavesNoTrace(string name)
    {
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic: false), 2);
        NetworkBatch before = NetworkBatch.Random(model.Description, 4, Rows + 4, GraphModels.Steps + 4);
        Array.Fill(before.Values, float.NaN);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, Rows, GraphModels.Steps, lengths: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        IRnnTrainer used = model.CreateTrainer(1);
        Passes.Backpropagate(used, before);
        Passes.Predict(model, before);
        (Prediction again, Gradients gradients) = Passes.Backpropagate(used, batch);
        again.HasBitsOf(forward, "forward");
        gradients.HasBitsOf(backward, "gradients");
        Passes.Predict(model, batch).HasBitsOf(forward, "prediction");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatch(string name)
    {
        foreach (bool isStatic in new[] { false, true })
        {
            ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic), 2);
            NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, GraphModels.Steps, lengths: true, states: true);
            Prediction all = Passes.Predict(model, batch);
            foreach (int[] rows in new[] { new[] { 0 }, [1], [5], [0, 1], [6, 0, 3] })
            {
                NetworkBatch picked = batch.Pick(rows);
                Prediction few = Passes.Predict(model, picked);
                Expect.SameBits(batch.Take(all.FinalStates, rows), few.FinalStates, $"states of rows {string.Join(", ", rows)}");
                int start = 0, fewStart = 0;
                foreach (HeadInfo head in model.Description.Heads)
                {
                    int size = head.OutputSize * (head.OutputsEveryStep ? GraphModels.Steps : 1);
                    float[] expected = batch.Take(all.Outputs[start..(start + (size * Rows))], rows);
                    Expect.SameBits(
                        expected, few.Outputs.AsSpan(fewStart, size * rows.Length), $"{head.Name} of rows {string.Join(", ", rows)}");
                    start += size * Rows;
                    fewStart += size * rows.Length;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveThePredictionOrAReason(string name)
    {
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic: false), 2);
        ModelDescription description = model.Description;
        NetworkBatch batch = NetworkBatch.Random(description, 4, 1, GraphModels.Steps, states: true);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = (float[])batch.States.Clone();
        float[] output = new float[description.Heads.Where(head => head.Streams).Sum(head => head.OutputSize)];
        string? reason = name switch
        {
            "Autoencoder" => "layer repeat0, REPEAT(4) repeats what is made of all steps of a sequence",
            "Translator" => "layer 1, LSTM(5) starts from the final states of layer encoder, LSTM(5)",
            "Reducer" => "layer mean, POOLING(6) is the mean over all steps of a sequence",
            "Diamond" => "layer a, LSTM(5) reads its steps from the last to the first",
            _ => null,
        };
        if (reason is not null)
        {
            NotSupportedException refusal = Assert.Throws<NotSupportedException>(
                () => model.Step(batch.Values.AsSpan(0, description.InputSize), state, output));
            Assert.Equal($"Dynamic{name} cannot stream: {reason}; use Predict.", refusal.Message);
            return;
        }

        for (int step = 0; step < GraphModels.Steps; step++)
        {
            ReadOnlySpan<float> x = batch.Values.AsSpan(step * description.StepInputSize, description.StepInputSize);
            if (batch.Tokens.Length > 0)
            {
                model.Step(x, batch.Tokens[step], batch.SequenceValues, state, output);
            }
            else
            {
                model.Step(x, batch.SequenceValues, state, output);
            }

            int start = 0, at = 0;
            foreach (HeadInfo head in description.Heads)
            {
                int size = head.OutputSize;
                if (head.OutputsEveryStep || step == GraphModels.Steps - 1)
                {
                    Expect.SameToRounding(
                        prediction.Outputs.AsSpan(start + (head.OutputsEveryStep ? step * size : 0), size), output.AsSpan(at, size),
                        $"step {step}, {head.Name}");
                }

                start += size * (head.OutputsEveryStep ? GraphModels.Steps : 1);
                at += size;
            }
        }

        Expect.SameToRounding(prediction.FinalStates, state, "states");
    }

    private static float[] Run(string name, bool isStatic, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        ITrainableModel model = Passes.Randomized(GraphModels.Create(name, isStatic), 2);
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, GraphModels.Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(threads), batch);
        Prediction prediction = Passes.Predict(model, batch);
        return
        [
            .. forward.Outputs, .. forward.FinalStates, .. backward.Parameters, .. backward.Inputs, .. backward.InitialStates,
            .. prediction.Outputs, .. prediction.FinalStates,
        ];
    }

    /// <summary>All outputs head by head; the states become the final ones.</summary>
    private static double[] Reference(
        string name, ITrainableModel model, NetworkBatch batch, double[] parameters, double[] values, double[] sequence, double[] states)
    {
        ModelDescription description = model.Description;
        double[][] outputs = [.. description.Heads.Select(
            head => new double[batch.Rows * head.OutputSize * (head.OutputsEveryStep ? batch.Steps : 1)])];
        for (int row = 0; row < batch.Rows; row++)
        {
            int length = batch.Lengths.Length > 0 ? batch.Lengths[row] : batch.Steps;
            double[][] x = [.. Enumerable.Range(0, length).Select(step => Inputs(row * batch.Steps + step))];
            double[] s = sequence.AsSpan(row * description.SequenceInputSize, description.SequenceInputSize).ToArray();
            double[] state = states.AsSpan(row * description.StateSize, description.StateSize).ToArray();
            double[][][] heads = GraphReferences.Run(name, new ReferenceGraph(description, parameters, state), x, s);
            state.CopyTo(states, row * description.StateSize);
            for (int head = 0; head < heads.Length; head++)
            {
                HeadInfo info = description.Heads[head];
                int start = row * info.OutputSize * (info.OutputsEveryStep ? batch.Steps : 1);
                heads[head].SelectMany(step => step).ToArray().CopyTo(outputs[head], start);
            }
        }

        return [.. outputs.SelectMany(head => head)];

        double[] Inputs(int step)
        {
            int size = description.StepInputSize, units = description.InputSize - size;
            int table = units == 0 ? 0 : description.Parameters[0].Offset + (batch.Tokens[step] * units);
            return [.. parameters.AsSpan(table, units), .. values.AsSpan(step * size, size)];
        }
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
