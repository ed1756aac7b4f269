using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnGen.Generated;

namespace RnnGen.JitProbe;

/// <summary>The bits of predictions and steps with weights of eight bits, for the instructions that this process may use.</summary>
internal static class Int8Bits
{
    private const int Rows = 9, Steps = 28;

    public static string Hash()
    {
        Int8Digits model = new(7);
        float[] values = new float[Rows * Steps * Int8Digits.InputSize], outputs = new float[Rows * Int8Digits.OutputSize];
        for (int i = 0; i < values.Length; i++)
        {
            // Whole numbers times a power of two: the same on every machine.
            values[i] = ((i * 7919 % 4096) - 2048) / 2048f;
        }

        Int8Digits.State[] states = new Int8Digits.State[Rows];
        model.Predict(new SequenceBatch(values, Rows, Steps), outputs, default, states);
        Int8Digits.State state = default;
        float[] output = new float[Int8Digits.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            model.Step(values.AsSpan(step * Int8Digits.InputSize, Int8Digits.InputSize), ref state, output);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(outputs.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(states.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(output.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of products alone, which no multiply-add changes: their sums start at zero.</summary>
    public static string KernelHash()
    {
        const int Rows = 9, Inner = 99, Units = 112;
        float[] kernel = new float[Inner * Units];
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = ((i * 6151 % 1024) - 512) / 512f;
        }

        AlignedBuffer packed = AlignedBuffer.Allocate((((Inner + 3) / 4) + 2) * Units), a = AlignedBuffer.Allocate(Rows * Inner);
        AlignedBuffer products = AlignedBuffer.Allocate(Rows * Units), bias = AlignedBuffer.Allocate(Units);
        for (int i = 0; i < Rows * Inner; i++)
        {
            a.Span[i] = ((i * 7919 % 4096) - 2048) / 2048f;
        }

        WeightLayout.PackInt8(kernel, 0, Inner, 1, Units, packed.Span);
        Kernels.MultiplyInt8(
            ref a.At(0), Inner, Rows, Inner, ref packed.At(0), Units, ref products.At(0), Units, add: false, ref bias.At(0));
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(products.Span)));
    }
}
