using System;
using System.IO;
using RnnGen.Numerics;
using RnnGen.Training;

namespace RnnGen.JitProbe;

/// <summary>Calls every entry point of every model once at every vector width, so that the JIT compiles all of their code.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["int8"])
        {
            Console.WriteLine(Int8Bits.KernelHash());
            Console.WriteLine(Int8Bits.Hash());
            return 0;
        }

        foreach (int bits in new[] { 128, 256, 512 })
        {
            SimdSupport.VectorBits = bits;
            Run(new StaticDigits(), 28);
            Run(new DynamicDigits(), 28);
            Run(new Static400(), 400);
            Run(new Static1000(), 1000);
            Run(new DynamicOutputs(), 5);
            Run(new PredictionOnly(), 5);
            Run(new Int8Digits(), 28);
            Run(new BFloat16Rows(), 5);
            Run(new Alignments(), 5);
            RunTyped();
        }

        return Oversized.Run(1, 0) == 1 ? 0 : 1;
    }

    private static void Run(IRnnModel model, int steps)
    {
        // Whole row tiles and single rows; full rows and short ones.
        const int Rows = 9;
        ModelDescription description = model.Description;
        float[] values = new float[Rows * steps * description.InputSize];
        float[] outputs = new float[Rows * (description.OutputsEveryStep ? steps : 1) * description.OutputSize];
        float[] states = new float[Rows * description.StateSize];
        int[] lengths = [steps, 0, 1, 2, 3, 4, 5, steps - 1, steps];
        SequenceBatch full = new(values, Rows, steps);
        SequenceBatch ended = new(values, Rows, steps) { Lengths = lengths };
        model.Predict(full, outputs);
        model.Predict(
            new SequenceBatch(values.AsSpan(0, steps * description.InputSize), 1, steps), outputs.AsSpan(0, outputs.Length / Rows));
        model.Predict(ended, outputs, states, states);
        model.Step(
            values.AsSpan(0, description.InputSize), states.AsSpan(0, description.StateSize), outputs.AsSpan(0, description.OutputSize));
        model.StepBatch(
            new SequenceBatch(values.AsSpan(0, Rows * description.InputSize), Rows, 1), states, default,
            new float[Rows * description.OutputSize]);
        model.Step(
            values.AsSpan(0, steps * description.InputSize), steps, states.AsSpan(0, description.StateSize),
            new float[steps * description.OutputSize]);
        _ = model.Trace(ended, states)["x"][0, 0].Length;
        SaveAndLoad(model);
        if (model is ITrainableModel trainable)
        {
            IRnnTrainer trainer = trainable.CreateTrainer(1);
            trainer.Forward(ended, outputs, states, states);
            trainer.Backward(outputs, states, values, states);
            if (trainer is ISupervisedTrainer aligner && description.Heads[0].Blank is not null)
            {
                int[] labels = [1, 2, 3, 4, 5, 6, 7, 8, 9], counts = [1, 0, 1, 1, 1, 1, 1, 1, 1];
                aligner.Train(ended, HeadTarget.OfSequences(labels, counts), new Sgd());
            }
            else if (trainer is ISupervisedTrainer classifier && description.Heads[0].IsClassifier)
            {
                foreach (IOptimizer optimizer in Optimizers())
                {
                    classifier.Train(full, new int[Rows], optimizer, clipping: new GlobalNormClipping(0.01f));
                }

                classifier.Train(ended, new int[Rows], new Sgd(), clipping: new ValueClipping(0.01f));
                float[] oneHot = new float[Rows * description.OutputSize];
                for (int row = 0; row < Rows; row++)
                {
                    oneHot[row * description.OutputSize] = 1;
                }

                classifier.Train(full, oneHot, new Sgd());
            }
        }
    }

    /// <summary>One of each update rule.</summary>
    private static IOptimizer[] Optimizers() =>
    [
        new Adam(),
        new AdamW(amsGrad: true),
        new Adagrad(),
        new Sgd(momentum: 0.9f),
        new Sgd(momentum: 0.9f, nesterov: true),
        new RmsProp(),
        new RmsProp(momentum: 0.9f),
        new RmsProp(centered: true),
        new RmsProp(momentum: 0.9f, centered: true),
    ];

    private static void RunTyped()
    {
        StaticDigits model = new();
        float[] values = new float[28 * 28], outputs = new float[10];
        StaticDigits.State[] states = new StaticDigits.State[1];
        SequenceBatch batch = new(values, 1, 28);
        model.Predict(batch, outputs, states, states);
        StaticDigits.Probabilities(outputs, outputs);
        model.Step(values.AsSpan(0, 28), ref states[0], outputs);
        model.StepBatch(values.AsSpan(0, 28), states, outputs);
        _ = model.Trace(batch, states)["x"][0, 0].Length;
        StaticDigits.Trainer trainer = model.CreateTrainer(1);
        trainer.Forward(batch, outputs, states, states);
        trainer.Backward(outputs, states, values, states);
    }

    private static void SaveAndLoad(IRnnModel model)
    {
        string path = Path.GetTempFileName();
        try
        {
            model.Parameters.Save(path);
            model.Parameters.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
