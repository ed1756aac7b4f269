using System;
using System.Threading;

namespace RnnGen.MemoryProbe;

/// <summary>A thread is interrupted while it predicts and trains on several threads: its results are right, and the team goes on.</summary>
internal static class Interruptions
{
    private const int Rows = 64, Steps = 20, Rounds = 100;

    public static string? Run()
    {
        float[] values = new float[Rows * Steps * Wide.InputSize];
        int[] labels = new int[Rows];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Cos(i);
        }

        // More than there are processors: the caller is done with its part, and asleep, before the others are.
        Wide model = new(1) { Threads = 8 };
        Wide.Trainer trainer = model.CreateTrainer(8);
        float[] expected = new float[Rows * Wide.OutputSize], outputs = new float[expected.Length];
        model.Predict(new SequenceBatch(values, Rows, Steps), expected);
        trainer.ComputeGradients(new SequenceBatch(values, Rows, Steps), labels);
        float[] gradients = trainer.Gradients.ToArray();
        string? problem = null;
        bool isDone = false;
        int delivered = 0;
        Thread victim = new(() =>
        {
            for (int round = 0; round < Rounds && problem is null; round++)
            {
                outputs.AsSpan().Clear();
                try
                {
                    SequenceBatch batch = new(values, Rows, Steps);
                    model.Predict(batch, outputs);
                    trainer.ComputeGradients(batch, labels);
                }
                catch (Exception exception)
                {
                    problem = exception.ToString();
                }

                if (!outputs.AsSpan().SequenceEqual(expected) || !trainer.Gradients.SequenceEqual(gradients))
                {
                    problem ??= $"Round {round} has other results.";
                }

                try
                {
                    Thread.Sleep(1);
                }
                catch (ThreadInterruptedException)
                {
                    delivered++;
                }
            }

            Volatile.Write(ref isDone, true);
        });
        victim.Start();
        while (!Volatile.Read(ref isDone))
        {
            victim.Interrupt();
            Thread.Yield();
        }

        model.Predict(new SequenceBatch(values, Rows, Steps), outputs);
        return problem ?? (delivered == 0 ? "No interruption reached the thread: they were lost." : null);
    }
}
