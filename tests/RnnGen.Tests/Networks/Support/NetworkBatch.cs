using System;

namespace RnnGen.Tests.Networks;

/// <summary>A batch with everything a pass may be given, in arrays.</summary>
internal sealed record NetworkBatch(float[] Values, int Rows, int Steps)
{
    /// <summary>Valid steps of each row; empty when all are full.</summary>
    public int[] Lengths { get; init; } = [];

    /// <summary>Initial states, [rows, state size]; empty for zero.</summary>
    public float[] States { get; init; } = [];

    /// <summary>Inputs of whole sequences, [rows, size]; empty of a model without.</summary>
    public float[] SequenceValues { get; init; } = [];

    /// <summary>Tokens beside the values, [rows, steps]; empty of a model without.</summary>
    public int[] Tokens { get; init; } = [];

    public SequenceLayout Layout { get; init; }

    /// <summary>The view that the library takes.</summary>
    public SequenceBatch View => new(Values, Rows, Steps)
    {
        Lengths = Lengths,
        Layout = Layout,
        SequenceInputs = SequenceValues,
        Tokens = Tokens,
    };

    /// <summary>Random inputs in [-1, 1), random states and random lengths on demand; row 0 then has length 0 and row 1 is full.</summary>
    public static NetworkBatch Random(ModelDescription model, int seed, int rows, int steps, bool lengths = false, bool states = false)
    {
        int[] valid = lengths ? new int[rows] : [];
        Random random = new(seed + 1000);
        for (int row = 0; row < valid.Length; row++)
        {
            valid[row] = row switch { 0 => rows > 1 ? 0 : steps / 2, 1 => steps, _ => random.Next(steps + 1) };
        }

        return new NetworkBatch(Floats(seed, rows * steps * model.StepInputSize), rows, steps)
        {
            Lengths = valid,
            SequenceValues = Floats(seed + 3000, rows * model.SequenceInputSize),
            Tokens = model.Vocabulary is int vocabulary ? Labels(seed + 4000, rows * steps, vocabulary) : [],
            States = states ? Floats(seed + 2000, rows * model.StateSize) : [],
        };
    }

    /// <summary>Random numbers in [-1, 1).</summary>
    public static float[] Floats(int seed, int count)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (2 * random.NextSingle()) - 1;
        }

        return values;
    }

    /// <summary>Random class indices.</summary>
    public static int[] Labels(int seed, int rows, int classes)
    {
        Random random = new(seed);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.Next(classes);
        }

        return labels;
    }

    /// <summary>The same batch with something else in the padding.</summary>
    public NetworkBatch WithPadding(float padding)
    {
        float[] values = (float[])Values.Clone();
        int features = values.Length / Math.Max(1, Rows * Steps);
        for (int row = 0; row < Lengths.Length; row++)
        {
            values.AsSpan(((row * Steps) + Lengths[row]) * features, (Steps - Lengths[row]) * features).Fill(padding);
        }

        return this with { Values = values };
    }

    /// <summary>Rows of this batch in another order or number.</summary>
    public NetworkBatch Pick(params int[] rows) => new(Take(Values, rows), rows.Length, Steps)
    {
        Lengths = Lengths.Length > 0 ? Array.ConvertAll(rows, row => Lengths[row]) : [],
        States = Take(States, rows),
        SequenceValues = Take(SequenceValues, rows),
        Tokens = Array.ConvertAll(Take(Array.ConvertAll(Tokens, token => (float)token), rows), token => (int)token),
    };

    /// <summary>The same rows of any values that have as many rows as this batch.</summary>
    public float[] Take(float[] values, params int[] rows)
    {
        int width = values.Length / Rows;
        float[] taken = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            values.AsSpan(rows[i] * width, width).CopyTo(taken.AsSpan(i * width));
        }

        return taken;
    }

    /// <summary>[a, b, features] to [b, a, features].</summary>
    public static float[] Transposed(float[] values, int a, int b)
    {
        int features = values.Length / (a * b);
        float[] result = new float[values.Length];
        for (int i = 0; i < a; i++)
        {
            for (int j = 0; j < b; j++)
            {
                values.AsSpan(((i * b) + j) * features, features).CopyTo(result.AsSpan(((j * a) + i) * features));
            }
        }

        return result;
    }
}
