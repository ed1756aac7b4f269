using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Sequences through recurrent layers, and back when the fixture has gradients.</summary>
internal sealed class SequenceExercise(ModelSource source, int batch, int steps, SequenceLayout layout) : Exercise(source, steps)
{
    public int Batch { get; } = batch;

    public required Tensor Inputs { get; init; }

    public required int[] Lengths { get; init; }

    /// <summary>[batch, state size]; empty for zero.</summary>
    public float[] InitialStates { get; set; } = [];

    /// <summary>Upstream gradients of the outputs; <see langword="null"/> when the fixture has no gradients.</summary>
    public Tensor? OutputGradients { get; set; }

    /// <summary>Upstream gradients of the final states, [batch, state size].</summary>
    public float[] FinalStateGradients { get; set; } = [];

    /// <summary>Sum of |term| of the loss, from the fixture's own numbers: what the rounding of the sum is measured by.</summary>
    public double LossTerms { get; set; }

    /// <summary>Puts one part of the states of all rows into a flat buffer.</summary>
    public void Scatter(Tensor values, int[] places, float[] states)
    {
        for (int i = 0; i < places.Length; i++)
        {
            states[places[i]] = (float)values.Values[i];
        }
    }

    /// <summary>Expects outputs of both ways forward.</summary>
    public void ExpectOutputs(JsonNode values, Tolerance tolerance, int[]? places = null)
    {
        Expect(Results.PredictedOutputs, values, places, tolerance);
        Expect(Results.Outputs, values, places, tolerance);
    }

    /// <summary>Expects final states of both ways forward.</summary>
    public void ExpectStates(JsonNode values, int[] places, Tolerance tolerance)
    {
        Expect(Results.PredictedStates, values, places, tolerance);
        Expect(Results.States, values, places, tolerance);
    }

    /// <summary>Expects loss = sum(outputs · G) + sum(states · G).</summary>
    public void ExpectLoss(JsonNode value) => Expect(Results.Loss, value, null, new Tolerance(0, Tolerance.Single.Relative * LossTerms));

    /// <summary>Adds the terms of a part of the loss.</summary>
    public void AddLossTerms(Tensor values, Tensor gradients)
    {
        for (int i = 0; i < values.Values.Length; i++)
        {
            LossTerms += Math.Abs(values.Values[i] * gradients.Values[i]);
        }
    }

    protected override void Run(ITrainableModel model, int threads, Dictionary<string, float[]> results)
    {
        SequenceBatch sequences = new(Inputs.ToFloats(), Batch, Steps) { Lengths = Lengths, Layout = layout };
        float[] outputs = results[Results.PredictedOutputs] = new float[Batch * Steps * Description.OutputSize];
        float[] states = results[Results.PredictedStates] = new float[Batch * Description.StateSize];
        model.Predict(sequences, outputs, InitialStates, states);

        IRnnTrainer trainer = model.CreateTrainer(threads);
        outputs = results[Results.Outputs] = new float[outputs.Length];
        states = results[Results.States] = new float[states.Length];
        trainer.Forward(sequences, outputs, InitialStates, states);
        if (OutputGradients is null)
        {
            return;
        }

        float[] outputGradients = OutputGradients.ToFloats();
        float[] inputGradients = results[Results.InputGradients] = new float[Inputs.Values.Length];
        float[] stateGradients = results[Results.StateGradients] = new float[states.Length];
        trainer.Backward(outputGradients, FinalStateGradients, inputGradients, stateGradients);
        results[Results.Gradients] = trainer.Gradients.ToArray();
        results[Results.Loss] = [(float)(Dot(outputs, outputGradients) + Dot(states, FinalStateGradients))];
    }

    private static double Dot(float[] first, float[] second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += (double)first[i] * second[i];
        }

        return sum;
    }
}
