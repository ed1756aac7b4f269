using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Bits.Tests;

/// <summary>Runs a model in all its ways and takes a SHA-256 of the bits of each result.</summary>
internal static class Recorder
{
    private const int Rows = 11, StepsOfStream = 6;

    /// <summary>Name and hash of each result, in the order in which they are taken.</summary>
    public static IReadOnlyList<(string Name, string Hash)> Record(IRnnModel model, RecordedModel recorded)
    {
        List<(string, string)> hashes = [("spec", model.Description.SpecHash)];
        Add("start", model.Parameters.Values.ToArray());
        Randomize(model);
        hashes.AddRange(Predictions(model, recorded));

        RecordedBatch full = Full(model, recorded), ragged = Ragged(model, recorded);
        if (model is ITrainableModel trainable)
        {
            IRnnTrainer trainer = Trainer(trainable);
            Backpropagate("backward", trainer, full);
            Backpropagate("backward ragged", trainer, ragged);
            if (Training.ThreeUpdates(Trainer(trainable), recorded) is { } trained)
            {
                Add("three updates", trained);
            }
        }

        return hashes;

        void Backpropagate(string name, IRnnTrainer trainer, RecordedBatch batch)
        {
            (float[] outputs, float[] states) = batch.Forward(trainer);
            Numbers numbers = new(5);
            float[] inputs = new float[batch.Rows * batch.Steps * model.Description.InputSize], initial = new float[states.Length];
            trainer.Backward(numbers.Floats(outputs.Length), numbers.Floats(states.Length), inputs, initial);
            Add(name, outputs, states, trainer.Gradients.ToArray(), inputs, initial);
            hashes.Add(($"{name}, trace", Trace(trainer.Trace())));
        }

        void Add(string name, params float[][] results) => hashes.Add((name, Hash(results)));
    }

    /// <summary>The same of what does not need a trainer, of a model whose parameters are as they shall be.</summary>
    public static IReadOnlyList<(string Name, string Hash)> Predictions(IRnnModel model, RecordedModel recorded)
    {
        List<(string, string)> hashes = [];
        Predict("predict", Full(model, recorded));
        Predict("predict ragged", Ragged(model, recorded));
        Predict("predict a row", new RecordedBatch(model.Description, 3, 1, recorded.Steps));
        Predict("predict 3 rows", new RecordedBatch(model.Description, 4, 3, recorded.Steps, ragged: true));
        if (Stream(model) is { } stream)
        {
            hashes.Add(("step", Hash(stream)));
        }

        return hashes;

        void Predict(string name, RecordedBatch batch)
        {
            (float[] outputs, float[] states) = batch.Predict(model);
            hashes.Add((name, Hash(outputs, states)));
        }
    }

    private static RecordedBatch Full(IRnnModel model, RecordedModel recorded) => new(model.Description, 1, Rows, recorded.Steps);

    private static RecordedBatch Ragged(IRnnModel model, RecordedModel recorded) =>
        new(model.Description, 2, Rows, recorded.Steps, ragged: true);

    private static string Hash(params float[][] results)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] result in results)
        {
            hash.AppendData(MemoryMarshal.AsBytes(result.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A trainer whose masks of dropout are those of the record.</summary>
    private static IRnnTrainer Trainer(ITrainableModel model)
    {
        IRnnTrainer trainer = model.CreateTrainer();
        (trainer.DropoutSeed, trainer.DropoutPass) = (17, 3);
        return trainer;
    }

    /// <summary>Biases and the like start equal for all units; random ones are told apart.</summary>
    public static void Randomize(IRnnModel model)
    {
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            if (parameter.Initializer.Kind == InitializerKind.Constant)
            {
                new Numbers(100 + (ulong)parameter.Offset).Floats(parameter.Count).CopyTo(edit[parameter.Name]);
            }
        }
    }

    /// <summary>Outputs and states of some steps, or nothing where the model cannot stream.</summary>
    private static float[]? Stream(IRnnModel model)
    {
        Numbers numbers = new(6);
        float[] state = numbers.Floats(model.Description.StateSize), output = new float[StreamSize(model)];
        List<float> results = [];
        bool streams = Stream(StepsOfStream, _ =>
        {
            if (model.Description.Vocabulary is int vocabulary)
            {
                model.Step(numbers.Integers(1, vocabulary)[0], state, output);
            }
            else
            {
                model.Step(numbers.Floats(model.Description.InputSize), state, output);
            }

            results.AddRange(output);
            results.AddRange(state);
        });
        return streams ? [.. results] : null;
    }

    /// <summary>The last output and state of the steps of a batch of one row, or nothing where the model cannot stream.</summary>
    public static (float[] Output, float[] State)? Stream(IRnnModel model, RecordedBatch batch)
    {
        float[] state = new float[model.Description.StateSize], output = new float[StreamSize(model)];
        model.InitialState(state);
        bool streams = Stream(batch.Steps, step =>
        {
            if (model.Description.Vocabulary is not null)
            {
                model.Step(batch.Tokens.Tokens[step], state, output);
            }
            else
            {
                int size = model.Description.InputSize;
                model.Step(batch.Values.Values.Slice(step * size, size), state, output);
            }
        });
        return streams ? (output, state) : null;
    }

    private static int StreamSize(IRnnModel model) => model.Description.Heads.Sum(head => head.Streams ? head.OutputSize : 0);

    private static bool Stream(int steps, Action<int> one)
    {
        try
        {
            for (int step = 0; step < steps; step++)
            {
                one(step);
            }
        }
        catch (NotSupportedException)
        {
            return false;
        }

        return true;
    }

    private static string Trace(ModelTrace trace)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TraceTensor tensor in trace.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name} {tensor.Units} {tensor.Steps} {tensor.Rows}\n"));
            for (int step = 0; step < tensor.Steps; step++)
            {
                for (int row = 0; row < tensor.Rows; row++)
                {
                    hash.AppendData(MemoryMarshal.AsBytes(tensor[step, row]));
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
