using System;
using RnnGen.Numerics;

namespace RnnGen.Web.Networks.Waves;

/// <summary>
/// Sine waves in noise, half of them with a period of 8 steps and half of 6. Where a wave begins, how strong it is and the noise are
/// drawn anew for each, so that no single step tells which it is.
/// </summary>
public sealed class WaveSet
{
    /// <summary>Steps of a wave.</summary>
    public const int Steps = 32;

    /// <summary>Names of the classes.</summary>
    public static readonly string[] Classes = ["slow", "fast"];

    private const float Noise = 0.5f;

    private static readonly float[] Periods = [8, 6];

    private readonly CounterRandom _random;
    private readonly float[] _values;
    private readonly int[] _labels;
    private ulong _drawn;

    /// <summary>Makes room for waves and draws the first ones.</summary>
    /// <param name="count">Waves, at least 1.</param>
    /// <param name="seed">Equal seeds and streams give equal waves.</param>
    /// <param name="stream">Sets of different streams have nothing in common.</param>
    public WaveSet(int count, ulong seed, ulong stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_random, _values, _labels) = (new CounterRandom(seed, stream), new float[count * Steps], new int[count]);
        Draw();
    }

    /// <summary>The waves, [count, 32, 1].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The class of each, [count].</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The waves as a batch.</summary>
    public SequenceBatch Batch => new(_values, _labels.Length, Steps);

    /// <summary>Draws other waves in the place of these.</summary>
    public void Draw()
    {
        for (int wave = 0; wave < _labels.Length; wave++)
        {
            int label = wave % Periods.Length;
            float turn = MathF.Tau / Periods[label], begin = MathF.Tau * _random.Uniform(_drawn++);
            float strength = 0.5f + (0.5f * _random.Uniform(_drawn++));
            _labels[wave] = label;
            foreach (ref float value in _values.AsSpan(wave * Steps, Steps))
            {
                value = (strength * MathF.Sin(begin)) + (Noise * (float)_random.Normal(_drawn++));
                begin += turn;
            }
        }
    }
}
