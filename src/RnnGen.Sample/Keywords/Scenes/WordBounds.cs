using System;
using System.Linq;
using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>Where the word of a recorded clip is, by its loudness.</summary>
internal static class WordBounds
{
    // A word is within 30 dB of its loudest place, and 6 dB above what is there between words.
    private const double BelowPeak = 1e-3, AboveFloor = 4;

    // The softest tenth of a clip is not the word.
    private const int FloorShare = 10;

    /// <summary>Finds the word; of a clip that is equally loud everywhere, and of one that is too short to tell, all of it.</summary>
    /// <param name="samples">The clip, not empty.</param>
    public static (int Begin, int End) Find(ReadOnlySpan<float> samples)
    {
        double[] powers = new double[samples.Length / LogMelFrames.Hop];
        for (int block = 0; block < powers.Length; block++)
        {
            foreach (float sample in samples.Slice(block * LogMelFrames.Hop, LogMelFrames.Hop))
            {
                powers[block] += (double)sample * sample;
            }
        }

        if (powers.Length < FloorShare)
        {
            return (0, samples.Length);
        }

        double floor = powers.Order().ElementAt(powers.Length / FloorShare);
        double least = Math.Max(powers.Max() * BelowPeak, floor * AboveFloor);
        int first = Array.FindIndex(powers, power => power > least), last = Array.FindLastIndex(powers, power => power > least);
        return first < 0 ? (0, samples.Length) : (first * LogMelFrames.Hop, (last + 1) * LogMelFrames.Hop);
    }
}
