using System;
using System.Threading;

namespace RnnGen.MemoryProbe;

/// <summary>Several threads use one trainer with batches of different shapes: each call is right or refused.</summary>
internal static class SharedTrainer
{
    private const int Threads = 4, Rounds = 2000;

    public static string? Run()
    {
        Labelled.Trainer trainer = new Labelled(1).CreateTrainer();
        string? problem = null;
        int refused = 0, running = 0;
        Thread[] threads = new Thread[Threads];
        for (int index = 0; index < Threads; index++)
        {
            int rows = 1 << (2 * index), steps = 40 >> index;
            threads[index] = new Thread(() =>
            {
                float[] values = new float[rows * steps * Labelled.InputSize], outputs = new float[rows * steps * Labelled.OutputSize];
                for (int round = 0; round < Rounds && Volatile.Read(ref problem) is null; round++)
                {
                    try
                    {
                        Interlocked.Increment(ref running);
                        trainer.Forward(new SequenceBatch(values, rows, steps), outputs);
                        trainer.ComputeGradients(new SequenceBatch(values, rows, steps), new int[rows * steps]);
                    }
                    catch (InvalidOperationException exception)
                        when (exception.Message.Contains("in use by another thread", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref refused);
                    }
                    catch (Exception exception)
                    {
                        Volatile.Write(ref problem, exception.ToString());
                    }
                }
            });
        }

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return problem ?? (refused == 0 ? $"None of {running} calls was refused: nothing was attacked." : null);
    }
}
