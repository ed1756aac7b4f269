using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011),
/// as TensorFlow and PyTorch use it. A number is a pure function of seed, stream and index, so it does not depend on the order in
/// which numbers are drawn, on the vector width or on the number of threads.
/// </summary>
/// <param name="seed">The key of the generator.</param>
/// <param name="stream">Separates uses of one seed: a parameter, an epoch's shuffle, a dropout mask.</param>
public readonly struct CounterRandom(ulong seed, ulong stream)
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    // What fills a whole model is compiled fully at once: a first, unoptimised version would take most of a program's start.
    private const MethodImplOptions Fill = MethodImplOptions.AggressiveOptimization;

    /// <summary>
    /// A mask of dropout: 1 / (1 - <paramref name="rate"/>) where the number from <paramref name="first"/> on of this stream is not below
    /// the rate, else 0.
    /// </summary>
    /// <param name="first">Number of the first element, a multiple of 4.</param>
    /// <param name="rate">Share that is dropped, 0 to below 1.</param>
    /// <param name="mask">Receives the mask.</param>
    [MethodImpl(Fill)]
    internal void FillMask(ulong first, float rate, Span<float> mask)
    {
        float kept = 1 / (1 - rate);
        Span<uint> bits = stackalloc uint[4];
        for (int i = 0; i < mask.Length; i += bits.Length)
        {
            Block((first + (ulong)i) >> 2, bits);
            for (int j = 0; j < bits.Length && i + j < mask.Length; j++)
            {
                mask[i + j] = (bits[j] >> 8) * (1f / (1 << 24)) < rate ? 0 : kept;
            }
        }
    }

    /// <summary>Numbers in [-<paramref name="limit"/>, <paramref name="limit"/>), from 24 random bits each.</summary>
    /// <param name="first">Number of the first element.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="values">Receives the numbers.</param>
    [MethodImpl(Fill)]
    internal void FillUniform(ulong first, float limit, Span<float> values)
    {
        Span<uint> bits = stackalloc uint[4];
        for (int i = 0; i < values.Length; i++)
        {
            ulong index = first + (ulong)i;
            if (i == 0 || (index & 3) == 0)
            {
                Block(index >> 2, bits);
            }

            values[i] = limit * ((2 * ((bits[(int)(index & 3)] >> 8) * (1f / (1 << 24)))) - 1);
        }
    }

    /// <summary>32 random bits: number <paramref name="index"/> of this stream.</summary>
    public uint Bits(ulong index)
    {
        Span<uint> bits = stackalloc uint[4];
        Block(index >> 2, bits);
        return bits[(int)(index & 3)];
    }

    /// <summary>Numbers 4·<paramref name="block"/> to 4·<paramref name="block"/> + 3.</summary>
    [MethodImpl(Fill)]
    private void Block(ulong block, Span<uint> bits)
    {
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0, b = (ulong)MultiplierB * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            k0 += WeylA;
            k1 += WeylB;
        }

        (bits[0], bits[1], bits[2], bits[3]) = (c0, c1, c2, c3);
    }

    /// <summary>A float in [0, 1) with 24 random bits: number <paramref name="index"/> of this stream.</summary>
    public float Uniform(ulong index) => (Bits(index) >> 8) * (1f / (1 << 24));

    /// <summary>
    /// A number of the standard normal distribution: number <paramref name="index"/> of this stream, from its bits
    /// 2·<paramref name="index"/> and 2·<paramref name="index"/> + 1. Not beyond 8.21 standard deviations; equal bits everywhere.
    /// </summary>
    public double Normal(ulong index) => NormalDistribution.Quantile(Between0And1(index));

    /// <summary>
    /// A number of the standard normal distribution between minus two and two, as if all others were drawn again: number
    /// <paramref name="index"/> of this stream. Its standard deviation is 0.87962566.
    /// </summary>
    public double TruncatedNormal(ulong index)
    {
        const double Below = NormalDistribution.BelowMinusTwo;
        return NormalDistribution.Quantile(Below + ((1 - (2 * Below)) * Between0And1(index)));
    }

    /// <summary>
    /// A whole number in [0, <paramref name="bound"/>): number <paramref name="index"/> of this stream, biased by less than bound / 2^32.
    /// </summary>
    public int Below(int bound, ulong index) => (int)(((ulong)Bits(index) * (uint)bound) >> 32);

    /// <summary>Shuffles <paramref name="items"/> (Fisher and Yates) with the first numbers of this stream.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1, (ulong)i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>52 random bits as the middle of one of 2^52 equal parts of (0, 1): neither end can come, and all are exact.</summary>
    private double Between0And1(ulong index)
    {
        ulong bits = ((ulong)Bits(2 * index) << 20) | (Bits((2 * index) + 1) >> 12);
        return (bits + 0.5) * (1.0 / (1UL << 52));
    }
}
