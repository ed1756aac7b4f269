using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// What holds of every network, however its layers and heads hang together. Who changes the vector width or how work is split belongs to
/// <see cref="ExclusiveCollection"/> and puts it back.
/// </summary>
internal static class GraphProperties
{
    public const int Steps = 5;
    private const int Rows = 7;

    /// <summary>Neither the vector width nor the number of threads nor the mode changes a bit.</summary>
    /// <param name="create">A model with its weights; static or not.</param>
    public static void WidthsThreadsAndSchedulesComputeTheSameBits(Func<bool, ITrainableModel> create)
    {
        float[] expected = Run(create, isStatic: false, 128, 1);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                Expect.SameBits(expected, Run(create, isStatic: false, bits, threads), $"{bits} bits, {threads} threads");
                Expect.SameBits(expected, Run(create, isStatic: true, bits, threads), $"static, {bits} bits, {threads} threads");
            }
        }
    }

    public static void WhatThePaddingHoldsChangesNothing(ITrainableModel model)
    {
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(Trainer(model), batch);
        Prediction prediction = Passes.Predict(model, batch);
        Passes.Predict(model, batch.WithPadding(float.NaN)).HasBitsOf(prediction, "prediction");
        (Prediction otherForward, Gradients other) = Passes.Backpropagate(Trainer(model), batch.WithPadding(float.NaN));
        otherForward.HasBitsOf(forward, "forward");
        other.HasBitsOf(backward, "gradients");
        Assert.DoesNotContain(other.Parameters, float.IsNaN);
    }

    /// <summary>A trainer's buffers hold other rows and lengths from the batch before.</summary>
    public static void ABatchBeforeLeavesNoTrace(ITrainableModel model)
    {
        NetworkBatch before = NetworkBatch.Random(model.Description, 4, Rows + 4, model.Description.Steps ?? Steps + 4);
        Array.Fill(before.Values, float.NaN);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, Rows, Steps, lengths: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(Trainer(model), batch);
        Prediction prediction = Passes.Predict(model, batch);
        IRnnTrainer used = Trainer(model);
        Passes.Backpropagate(used, before);
        used.DropoutPass = 0;
        Passes.Predict(model, before);
        (Prediction again, Gradients gradients) = Passes.Backpropagate(used, batch);
        again.HasBitsOf(forward, "forward");
        gradients.HasBitsOf(backward, "gradients");
        Passes.Predict(model, batch).HasBitsOf(prediction, "prediction");
    }

    public static void FewRowsGiveTheBitsOfABatch(ITrainableModel model)
    {
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true, states: true);
        Prediction all = Passes.Predict(model, batch);
        foreach (int[] rows in new[] { new[] { 0 }, [1], [5], [0, 1], [6, 0, 3] })
        {
            Prediction few = Passes.Predict(model, batch.Pick(rows));
            Expect.SameBits(batch.Take(all.FinalStates, rows), few.FinalStates, $"states of rows {string.Join(", ", rows)}");
            int start = 0, fewStart = 0;
            foreach (HeadInfo head in model.Description.Heads)
            {
                int size = head.OutputSize * (head.OutputsEveryStep ? Steps : 1);
                float[] expected = batch.Take(all.Outputs[start..(start + (size * Rows))], rows);
                Expect.SameBits(
                    expected, few.Outputs.AsSpan(fewStart, size * rows.Length), $"{head.Name} of rows {string.Join(", ", rows)}");
                start += size * Rows;
                fewStart += size * rows.Length;
            }
        }
    }

    /// <summary>Steps give what the prediction of the sequence gives, to rounding.</summary>
    public static void StepsGiveThePrediction(ITrainableModel model)
    {
        ModelDescription description = model.Description;
        NetworkBatch batch = NetworkBatch.Random(description, 4, 1, Steps, states: true);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = (float[])batch.States.Clone();
        float[] output = new float[description.Heads.Where(head => head.Streams).Sum(head => head.OutputSize)];
        for (int step = 0; step < Steps; step++)
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
                if (head.Streams && (head.OutputsEveryStep || step == Steps - 1))
                {
                    Expect.SameToRounding(
                        prediction.Outputs.AsSpan(start + (head.OutputsEveryStep ? step * size : 0), size), output.AsSpan(at, size),
                        $"step {step}, {head.Name}");
                }

                start += size * (head.OutputsEveryStep ? Steps : 1);
                at += head.Streams ? size : 0;
            }
        }

        Expect.SameToRounding(prediction.FinalStates, state, "states");
        BlockProperties.BlocksAreSteps(model);
    }

    /// <summary>
    /// Central differences of passes in float, with the same masks, at some numbers of each tensor. Steps of 2^-5 and 2^-6 keep rounding
    /// small; together they cancel the error of the second order (Richardson).
    /// </summary>
    public static void GradientsAreDifferenceQuotients(ITrainableModel model)
    {
        const float H = 1f / 32;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 4, Steps, states: true) with { Lengths = [2, Steps, 0, 4] };
        float[] upstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        IRnnTrainer trainer = Trainer(model);
        Gradients gradients = Passes.Backpropagate(trainer, batch).Backward;
        foreach (ParameterInfo info in model.Description.Parameters)
        {
            float[] values = model.Parameters.Values.Slice(info.Offset, info.Count).ToArray();
            Compare(info.Name, gradients.Parameters.AsSpan(info.Offset, info.Count), values, () =>
            {
                using ParameterEdit edit = model.Parameters.Edit();
                values.CopyTo(edit[info.Name]);
            });
        }

        Compare("the inputs", gradients.Inputs, batch.Values);
        Compare("the initial states", gradients.InitialStates, batch.States);

        void Compare(string name, ReadOnlySpan<float> found, float[] values, Action? changed = null)
        {
            double largest = 0;
            foreach (float value in found)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            for (int place = 0; place < found.Length; place += (found.Length / 12) + 1)
            {
                double quotient = Extrapolated(values, place, H, changed);

                // A maximum may go over to another step within the larger change, but not just as well within a small one.
                if (!Agrees(quotient, found[place]))
                {
                    quotient = Extrapolated(values, place, H / 16, changed);
                }

                Assert.True(
                    Agrees(quotient, found[place]),
                    $"Gradient of {name} at {place}: {found[place]:R}, difference quotient {quotient:R}, the largest {largest:R}.");
            }

            bool Agrees(double quotient, float gradient) => Math.Abs(quotient - gradient) <= 2e-3 * Math.Max(largest, 0.1);
        }

        double Extrapolated(float[] values, int place, float h, Action? changed) =>
            ((4 * Quotient(values, place, h / 2, changed)) - Quotient(values, place, h, changed)) / 3;

        double Quotient(float[] values, int place, float h, Action? changed) =>
            (At(values, place, h, changed) - At(values, place, -h, changed)) / (2 * h);

        double At(float[] values, int place, float change, Action? changed)
        {
            float value = values[place];
            values[place] = value + change;
            changed?.Invoke();
            trainer.DropoutPass = 0;
            Prediction at = Passes.Backpropagate(trainer, batch).Forward;
            values[place] = value;
            changed?.Invoke();
            return at.Outputs.Zip(upstream, (a, b) => (double)a * b).Sum()
                + at.FinalStates.Zip(stateUpstream, (a, b) => (double)a * b).Sum();
        }
    }

    private static float[] Run(Func<bool, ITrainableModel> create, bool isStatic, int bits, int threads)
    {
        SimdSupport.VectorBits = bits;
        ITrainableModel model = create(isStatic);
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 4, Rows, Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(Trainer(model, threads), batch);
        Prediction prediction = Passes.Predict(model, batch);
        return
        [
            .. forward.Outputs, .. forward.FinalStates, .. backward.Parameters, .. backward.Inputs, .. backward.InitialStates,
            .. prediction.Outputs, .. prediction.FinalStates,
        ];
    }

    private static IRnnTrainer Trainer(ITrainableModel model, int threads = 1)
    {
        IRnnTrainer trainer = model.CreateTrainer(threads);
        trainer.DropoutSeed = 9;
        return trainer;
    }
}
