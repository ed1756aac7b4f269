using System;
using System.Runtime.InteropServices;
using RnnGen.Generated;

namespace RnnGen.Numerics;

/// <summary>Probabilities of yes/no outputs from logits.</summary>
public static class Logistic
{
    private const int Lanes = 16;

    /// <summary>Each <c>1 / (1 + exp(-y))</c>; the same bits at every vector width.</summary>
    /// <param name="logits">The logits, in any shape.</param>
    /// <param name="probabilities">Receives as many probabilities; may be the logits themselves.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Of(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (logits.Length != probabilities.Length)
        {
            throw new ArgumentException(
                $"{logits.Length} logits and {probabilities.Length} probabilities were given; there is one for each.",
                nameof(probabilities));
        }

        Span<float> block = stackalloc float[Lanes];
        for (int start = 0; start < logits.Length; start += Lanes)
        {
            int count = Math.Min(Lanes, logits.Length - start);
            logits.Slice(start, count).CopyTo(block);
            Block(ref MemoryMarshal.GetReference(block));
            block[..count].CopyTo(probabilities[start..]);
        }
    }

    private static void Block(ref float values)
    {
        for (nint lane = 0; lane < Lanes; lane += Simd128.Width)
        {
            Simd128.Store(VectorMath.Sigmoid(Simd128.Load(ref values, lane)), ref values, lane);
        }
    }
}
