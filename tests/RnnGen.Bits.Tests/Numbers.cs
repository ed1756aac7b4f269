using System;

namespace RnnGen.Bits.Tests;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the record must not change when a library's generator does.</summary>
/// <param name="seed">Where it begins.</param>
internal sealed class Numbers(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Multiples of 2^-23 in [-1, 1).</summary>
    public float[] Floats(int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ((Next() >> 40) * (1f / (1 << 23))) - 1;
        }

        return values;
    }

    /// <summary>From 0 to below a limit.</summary>
    public int[] Integers(int count, int limit)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (int)(Next() % (ulong)limit);
        }

        return values;
    }

    /// <summary>Rows of numbers that are not negative; each row sums to 1.</summary>
    public float[] Distributions(int rows, int classes)
    {
        float[] values = Array.ConvertAll(Floats(rows * classes), value => (value + 1.5f) / 2);
        for (int row = 0; row < rows; row++)
        {
            Span<float> one = values.AsSpan(row * classes, classes);
            float sum = 0;
            foreach (float value in one)
            {
                sum += value;
            }

            for (int i = 0; i < classes; i++)
            {
                one[i] /= sum;
            }
        }

        return values;
    }

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
