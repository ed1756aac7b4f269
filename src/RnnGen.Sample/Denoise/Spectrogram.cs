using System;
using System.Numerics;
using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Denoise;

/// <summary>How loud each frequency of a signal is over time.</summary>
internal static class Spectrogram
{
    /// <summary>Bands of frequencies, each of two bins, 62.5 Hz wide: up to 8 kHz.</summary>
    public const int Bands = (SpeechDenoiser.Bins - 1) / 2;

    /// <summary>Decibels below full scale that are silence.</summary>
    public const double Silence = 80;

    private const int MostRows = 500;

    /// <summary>The level of each band above silence, in dB, [rows, <see cref="Bands"/>]: a row is the mean of one block or more.</summary>
    /// <param name="samples">The signal.</param>
    public static float[] Of(ReadOnlySpan<float> samples)
    {
        int blocks = Math.Max(1, (samples.Length + SpeechDenoiser.Hop - 1) / SpeechDenoiser.Hop), rows = Math.Min(MostRows, blocks);
        double[] powers = new double[rows * Bands];
        int[] counts = new int[rows];
        FourierTransform transform = new(SpeechDenoiser.Block);
        Complex[] spectrum = new Complex[transform.Bins];
        float[] block = new float[transform.Size];
        for (int i = 0; i < blocks; i++)
        {
            ReadOnlySpan<float> part = samples[(i * SpeechDenoiser.Hop)..];
            part = part[..Math.Min(part.Length, block.Length)];
            for (int n = 0; n < block.Length; n++)
            {
                // Hann's window, so that a tone is one line.
                block[n] = n < part.Length ? part[n] * (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / block.Length))) : 0;
            }

            transform.Forward(block, spectrum);
            int row = (int)((long)i * rows / blocks);
            counts[row]++;
            for (int bin = 1; bin < transform.Bins; bin++)
            {
                // A sine of full scale under the window has a quarter of the size as its magnitude.
                double magnitude = spectrum[bin].Magnitude * 4 / transform.Size;
                powers[(row * Bands) + ((bin - 1) / 2)] += magnitude * magnitude;
            }
        }

        float[] levels = new float[powers.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            double level = 10 * Math.Log10(Math.Max(double.Epsilon, powers[i] / counts[i / Bands]));
            levels[i] = (float)Math.Clamp(level + Silence, 0, Silence);
        }

        return levels;
    }

    /// <summary>The mean power of ranges of a signal, in dB of full scale; minus infinity of silence.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="ranges">First samples and the ones after the last.</param>
    public static double Level(ReadOnlySpan<float> samples, params ReadOnlySpan<(int Begin, int End)> ranges)
    {
        double sum = 0;
        long count = 0;
        foreach ((int begin, int end) in ranges)
        {
            foreach (float sample in samples[begin..end])
            {
                sum += (double)sample * sample;
            }

            count += end - begin;
        }

        return 10 * Math.Log10(sum / count);
    }
}
