using System;
using System.Collections.Generic;
using RnnGen.Training;

namespace RnnGen.Tests.Networks;

/// <summary>What a prediction gives.</summary>
internal sealed record Prediction(float[] Outputs, float[] FinalStates)
{
    public void HasBitsOf(Prediction expected, string what)
    {
        Expect.SameBits(expected.Outputs, Outputs, $"{what}: outputs");
        Expect.SameBits(expected.FinalStates, FinalStates, $"{what}: final states");
    }
}

/// <summary>What a forward and backward pass give.</summary>
internal sealed record Gradients(float[] Parameters, float[] Inputs, float[] InitialStates)
{
    /// <summary>Those of the inputs of whole sequences; empty of a model without.</summary>
    public float[] SequenceInputs { get; init; } = [];

    public void HasBitsOf(Gradients expected, string what)
    {
        Expect.SameBits(expected.Parameters, Parameters, $"{what}: parameter gradients");
        Expect.SameBits(expected.Inputs, Inputs, $"{what}: input gradients");
        Expect.SameBits(expected.InitialStates, InitialStates, $"{what}: initial state gradients");
        Expect.SameBits(expected.SequenceInputs, SequenceInputs, $"{what}: gradients of the sequences' inputs");
    }
}

/// <summary>The passes of a model over a batch, results in new arrays.</summary>
internal static class Passes
{
    public static Prediction Predict(IRnnModel model, NetworkBatch batch)
    {
        float[] outputs = new float[OutputCount(model, batch)];
        float[] states = new float[batch.Rows * model.Description.StateSize];
        model.Predict(batch.View, outputs, batch.States, states);
        return new Prediction(outputs, states);
    }

    /// <summary>Forward and backward with random upstream gradients of the outputs and of the final states.</summary>
    public static (Prediction Forward, Gradients Backward) Backpropagate(IRnnTrainer trainer, NetworkBatch batch)
    {
        float[] outputs = new float[OutputCount(trainer.Model, batch)];
        float[] states = new float[batch.Rows * trainer.Model.Description.StateSize];
        trainer.Forward(batch.View, outputs, batch.States, states);
        return (
            new Prediction(outputs, states),
            Backward(trainer, batch, OutputUpstream(trainer.Model, batch), StateUpstream(trainer.Model, batch)));
    }

    public static Gradients Backward(IRnnTrainer trainer, NetworkBatch batch, float[] outputUpstream, float[] stateUpstream)
    {
        float[] inputs = new float[batch.Values.Length];
        float[] states = new float[batch.Rows * trainer.Model.Description.StateSize];
        float[] sequence = new float[batch.SequenceValues.Length];
        Array.Fill(inputs, 42);
        Array.Fill(states, 42);
        Array.Fill(sequence, 42);
        trainer.Backward(outputUpstream, stateUpstream, inputs, states, sequence);
        return new Gradients(trainer.Gradients.ToArray(), inputs, states) { SequenceInputs = sequence };
    }

    /// <summary>Three steps of Adam; the losses, then all parameters.</summary>
    public static float[] TrainThreeSteps(ISupervisedTrainer trainer, NetworkBatch batch)
    {
        Adam adam = new(0.01f);
        List<float> results = [];
        for (int step = 0; step < 3; step++)
        {
            results.Add(trainer.Train(batch.View, NetworkBatch.Labels(step, batch.Rows, trainer.Model.Description.OutputSize), adam));
        }

        return [.. results, .. trainer.Model.Parameters.Values];
    }

    public static float[] OutputUpstream(IRnnModel model, NetworkBatch batch) => NetworkBatch.Floats(77, OutputCount(model, batch));

    public static float[] StateUpstream(IRnnModel model, NetworkBatch batch) =>
        NetworkBatch.Floats(78, batch.Rows * model.Description.StateSize);

    public static int OutputCount(IRnnModel model, NetworkBatch batch) =>
        (int)model.Description.OutputCount(batch.Rows, batch.Steps);

    /// <summary>Random biases too, so that nothing is symmetric.</summary>
    public static T Randomized<T>(T model, int seed)
        where T : IRnnModel
    {
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            if (parameter.Initializer.Kind == InitializerKind.Constant)
            {
                NetworkBatch.Floats(seed + parameter.Offset, parameter.Count).CopyTo(edit[parameter.Name]);
            }
        }

        return model;
    }
}
