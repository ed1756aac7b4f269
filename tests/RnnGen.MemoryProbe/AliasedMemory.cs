using System;
using System.Runtime.InteropServices;

namespace RnnGen.MemoryProbe;

/// <summary>What decides addresses lies where the outputs are, which the first group of rows overwrites.</summary>
internal static class AliasedMemory
{
    private const int Rows = 3000, Steps = 1000;

    public static string? Lengths()
    {
        Sequences model = new(1);
        float[] values = new float[Rows * Steps];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = 1 + (i % 7);
        }

        SequenceBatch full = new(values, Rows, Steps);
        float[] expected = new float[Rows * Steps * Sequences.OutputSize], outputs = new float[expected.Length];
        model.Predict(full, expected);
        Span<int> lengths = MemoryMarshal.Cast<float, int>(outputs.AsSpan(0, Rows));
        lengths.Fill(Steps);
        model.Predict(new SequenceBatch(full.Values, Rows, Steps) { Lengths = lengths }, outputs);
        return outputs.AsSpan().SequenceEqual(expected) ? null : "Lengths within the outputs change what is predicted.";
    }

    public static string? Tokens()
    {
        Tokens model = new(1);
        const int Count = 20_000, Length = 200;
        int[] tokens = new int[Count * Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = i % MemoryProbe.Tokens.Vocabulary;
        }

        float[] expected = new float[Count * MemoryProbe.Tokens.OutputSize];
        model.Predict(new TokenBatch(tokens, Count, Length), expected);

        // The outputs of the first rows lie where the tokens of the last are.
        Span<float> outputs = MemoryMarshal.Cast<int, float>(tokens.AsSpan())[^expected.Length..];
        model.Predict(new TokenBatch(tokens, Count, Length), outputs);
        return outputs.SequenceEqual(expected) ? null : "Outputs within the tokens change what is predicted.";
    }
}
