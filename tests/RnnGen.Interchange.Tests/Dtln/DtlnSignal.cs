using System;

namespace RnnGen.Interchange.Tests.Dtln;

/// <summary>
/// What DTLN is given, here and where its outputs are recorded: sums and products of whole numbers and powers of two, the same bits
/// everywhere.
/// </summary>
internal static class DtlnSignal
{
    public const int Frames = 50;

    /// <summary>Half a second of magnitudes, [frames, bins]: noise that falls with the frequency, loud and quiet in turns.</summary>
    public static float[] Magnitudes(int bins) => Frame(bins, (frame, bin) =>
        (1 + Noise((frame * bins) + bin)) * 4 / (1 + (bin / 8)) * Loudness(frame));

    /// <summary>Frames of sound, [frames, samples]: a triangle wave and noise, loud and quiet in turns.</summary>
    public static float[] Samples(int samples) => Frame(samples, (frame, sample) =>
        ((Math.Abs((sample % 64) - 32) / 64f) - 0.25f + (0.25f * Noise(((frame * samples) + sample) ^ 0x5A5A5A))) * Loudness(frame));

    private static float Loudness(int frame) => frame % 10 < 6 ? 1 : 1 / 16f;

    private static float[] Frame(int width, Func<int, int, float> value)
    {
        float[] values = new float[Frames * width];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(i / width, i % width);
        }

        return values;
    }

    /// <summary>A number in [-1, 1) from the bits of another (the finalizer of MurmurHash3).</summary>
    private static float Noise(int index)
    {
        uint bits = (uint)index;
        bits = (bits ^ (bits >> 16)) * 0x85EBCA6B;
        bits = (bits ^ (bits >> 13)) * 0xC2B2AE35;
        bits ^= bits >> 16;
        return ((bits >> 8) / (float)(1 << 23)) - 1;
    }
}
