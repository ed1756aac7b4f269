using System;
using System.Threading;
using RnnGen.Training;

namespace RnnGen.MemoryProbe;

/// <summary>
/// Another thread writes to what decides addresses while it is read: what results is of values in range, or an exception of the
/// arguments.
/// </summary>
internal static class ChangingMemory
{
    private const int Rows = 48, Steps = 24, Rounds = 1500;

    public static string? Lengths()
    {
        int[] lengths = Filled(Rows, Steps);
        float[] values = new float[Rows * Steps], outputs = new float[values.Length * Sequences.OutputSize];
        Sequences model = new(1);
        Sequences.Trainer trainer = model.CreateTrainer();
        float[] inputs = new float[Rows * Steps * Labelled.InputSize];
        int[] labels = new int[Rows * Steps];
        Labelled.Trainer labelled = new Labelled(1).CreateTrainer();
        Sgd sgd = new();
        return Attack(lengths, [0, 1, Steps], [60_000, -1], () =>
        {
            SequenceBatch batch = new(values, Rows, Steps) { Lengths = lengths };
            model.Predict(batch, outputs);
            Finite(model.Trace(batch)["gru0/h"][Steps - 1, Rows - 1]);
            trainer.Forward(batch, outputs);
            trainer.Backward(outputs);
            Finite(outputs);
            labelled.Train(new SequenceBatch(inputs, Rows, Steps) { Lengths = lengths }, labels, sgd);
            Finite(labelled.Gradients);
        });
    }

    /// <summary>Rows that are predicted in several groups: a length changes after the check, and long before its group is taken.</summary>
    public static string? LengthsOfManyRows()
    {
        const int Many = 3000, Long = 1000;
        Sequences model = new(1);
        float[] values = new float[Many * Long];
        values.AsSpan().Fill(1);
        float[] expected = new float[values.Length * Sequences.OutputSize], outputs = new float[expected.Length];
        int[] lengths = Filled(Many, Long);
        model.Predict(new SequenceBatch(values, Many, Long), expected);
        foreach (int milliseconds in new[] { 0, 1, 3, 10, 30, 100 })
        {
            lengths.AsSpan().Fill(Long);
            Thread writer = new(() =>
            {
                Thread.Sleep(milliseconds);
                lengths.AsSpan(Many / 2).Fill(60_000);
            });
            writer.Start();
            bool isRefused = false;
            try
            {
                model.Predict(new SequenceBatch(values, Many, Long) { Lengths = lengths }, outputs);
            }
            catch (ArgumentOutOfRangeException)
            {
                isRefused = true;
            }

            writer.Join();
            if (!isRefused && !outputs.AsSpan().SequenceEqual(expected))
            {
                return "Lengths that change while rows are predicted change what is predicted.";
            }
        }

        return null;
    }

    public static string? Tokens()
    {
        int[] tokens = Filled(Rows * Steps, 0), labels = new int[Rows];
        float[] outputs = new float[Rows * MemoryProbe.Tokens.OutputSize];
        Tokens model = new(1);
        MemoryProbe.Tokens.Trainer trainer = model.CreateTrainer();
        Sgd sgd = new();
        return Attack(tokens, [0, 7, MemoryProbe.Tokens.Vocabulary - 1], [-1, 1_000_000, MemoryProbe.Tokens.Vocabulary], () =>
        {
            TokenBatch batch = new(tokens, Rows, Steps);
            model.Predict(batch, outputs);
            Finite(outputs);
            trainer.Train(batch, labels, sgd);
            Finite(trainer.Gradients);
        });
    }

    public static string? Labels()
    {
        int[] labels = Filled(Rows * Steps, 0), tokens = new int[Rows * Steps];
        float[] inputs = new float[Rows * Steps * Labelled.InputSize];
        Labelled.Trainer trainer = new Labelled(1).CreateTrainer();
        MemoryProbe.Tokens.Trainer weighted = new Tokens(1).CreateTrainer();
        Sgd sgd = new(), other = new();
        return Attack(labels, [0, 1, 2], [-1, 3, 5, 100_000], () =>
        {
            trainer.Train(new SequenceBatch(inputs, Rows, Steps), labels, sgd);
            Finite(trainer.Gradients);
            weighted.Train(new TokenBatch(tokens, Rows, Steps), labels.AsSpan(0, Rows), other);
            Finite(weighted.Gradients);
        });
    }

    public static string? Heads()
    {
        int[] labels = Filled(Rows, 0);
        float[] inputs = new float[Rows * Steps * TwoHeads.InputSize], next = new float[inputs.Length];
        TwoHeads.Trainer trainer = new TwoHeads(1).CreateTrainer();
        Sgd sgd = new();
        return Attack(labels, [0, 1, 2], [-1, 3, 5, 100_000], () =>
        {
            trainer.Train(new SequenceBatch(inputs, Rows, Steps), labels, next, sgd);
            Finite(trainer.Gradients);
        });
    }

    /// <summary>First with values in range only, where nothing may be refused, then with others too.</summary>
    private static string? Attack(int[] memory, int[] inRange, int[] outside, Action use)
    {
        string? problem = Attack(memory, inRange, use, mayRefuse: false);
        return problem ?? Attack(memory, [.. inRange, .. outside], use, mayRefuse: true);
    }

    private static string? Attack(int[] memory, int[] values, Action use, bool mayRefuse)
    {
        bool isDone = false;
        Thread writer = new(() =>
        {
            // Mostly the first value, which is in range: a check that always failed would leave nothing to attack.
            for (uint turn = 0; !Volatile.Read(ref isDone); turn++)
            {
                int place = (int)(turn * 2_654_435_761u % (uint)memory.Length);
                Volatile.Write(ref memory[place], values[turn % (uint)values.Length]);
                Volatile.Write(ref memory[place], values[0]);
            }
        });
        writer.Start();
        try
        {
            int refused = 0;
            for (int round = 0; round < Rounds; round++)
            {
                try
                {
                    use();
                }
                catch (ArgumentException) when (mayRefuse)
                {
                    refused++;
                }
            }

            return mayRefuse && refused == Rounds ? "Every call was refused: nothing was attacked." : null;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            writer.Join();
            memory.AsSpan().Fill(values[0]);
        }
    }

    private static int[] Filled(int count, int value)
    {
        int[] values = new int[count];
        values.AsSpan().Fill(value);
        return values;
    }

    private static void Finite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidOperationException($"{value} was computed.");
            }
        }
    }
}
