using System;
using System.Collections.Generic;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>Puts words into noise.</summary>
/// <param name="words">The words.</param>
/// <param name="seed">What all scenes follow from.</param>
internal sealed class SceneMaker(IWordSource words, ulong seed)
{
    /// <summary>Samples of a scene that is learned from: two seconds.</summary>
    public const int SceneSamples = 2 * SoundFormat.SampleRate;

    // Share of words that are no commands, and of scenes without a word.
    private const double UnknownShare = 0.4, EmptyShare = 0.08;

    // Decibels from a noise to the words in it, and of the noise below full scale.
    private const double LeastRatio = 6, MostRatio = 30, Loudest = -34, Softest = -60;

    /// <summary>Samples of the longest word that is made: it is told after its end, which a clip of a second has to hold.</summary>
    public const int LongestWord = 3 * SoundFormat.SampleRate / 4;

    // Seconds between two words: in scenes, and in recordings.
    private const double LeastGap = 0.15, MostGap = 0.8, MostPause = 4;

    /// <summary>A short scene to learn from.</summary>
    /// <param name="part">Training or validation.</param>
    /// <param name="index">Which.</param>
    public Scene Scene(WordPart part, int index)
    {
        Draws draws = new(seed, Stream(part, 0) + (ulong)index);
        return draws.Happens(EmptyShare)
            ? Empty(SceneSamples, draws)
            : Fill(SceneSamples, part, LeastGap, MostGap, draws.Uniform(0, 0.7), isCut: true, draws);
    }

    /// <summary>A long recording of the words of the test.</summary>
    /// <param name="minutes">Its length.</param>
    /// <param name="place">Tells recordings from each other.</param>
    public Scene Recording(double minutes, int place = 0)
    {
        Draws draws = new(seed, Stream(WordPart.Test, 1) + (ulong)place);
        return Fill((int)(60 * minutes * SoundFormat.SampleRate), WordPart.Test, LeastGap, MostPause, 1, isCut: false, draws);
    }

    /// <summary>The stream of the seed for a purpose.</summary>
    /// <param name="part">The part.</param>
    /// <param name="purpose">Scenes 0, recordings 1, clips 2, speakers 3.</param>
    public static ulong Stream(WordPart part, int purpose) => (0x6B77_0000UL + (ulong)((8 * (int)part) + purpose)) << 32;

    /// <summary>A second of a word in noise.</summary>
    /// <param name="word">The word; <see langword="null"/> for noise alone.</param>
    /// <param name="draws">Noise, loudness and place.</param>
    public static float[] Clip(Utterance? word, Draws draws)
    {
        if (word is null)
        {
            return Empty(SoundFormat.SampleRate, draws).Samples;
        }

        float[] samples = new float[SoundFormat.SampleRate];
        double level = Noise(samples, draws);
        int begin = (int)(draws.Uniform(0, 1) * Math.Max(0, LongestWord - (word.End - word.Begin)));
        Add(samples, word, begin, level, draws);
        return Limit(samples);
    }

    private static Scene Empty(int length, Draws draws)
    {
        float[] samples = new float[length];
        Noise(samples, draws);
        return new Scene(Limit(samples), []);
    }

    private Scene Fill(int length, WordPart part, double leastGap, double mostGap, double start, bool isCut, Draws draws)
    {
        float[] samples = new float[length];
        double level = Noise(samples, draws);
        List<PlacedWord> placed = [];
        int at = (int)(start * SoundFormat.SampleRate);
        while (at < length)
        {
            int label = words.HasUnknown && draws.Happens(UnknownShare)
                ? KeywordClasses.Unknown
                : KeywordClasses.FirstWord + draws.Below(words.Classes.Words.Count);
            Utterance word = words.Draw(part, label, draws);
            int end = at + word.End - word.Begin;
            if (!isCut && end > length - SoundFormat.SampleRate)
            {
                break;
            }

            Add(samples, word, at, level, draws);
            placed.Add(new PlacedWord(label, at, end));
            at = end + (int)(draws.Uniform(leastGap, mostGap) * SoundFormat.SampleRate);
        }

        return new Scene(Limit(samples), placed);
    }

    private static double Noise(Span<float> samples, Draws draws)
    {
        double level = Math.Pow(10, draws.Uniform(Softest, Loudest) / 20);
        Background.Fill(samples, level, draws);
        return level;
    }

    private static void Add(Span<float> samples, Utterance word, int begin, double noise, Draws draws)
    {
        double gain = noise * Math.Pow(10, draws.Uniform(LeastRatio, MostRatio) / 20);
        int first = begin - word.Begin;
        for (int i = Math.Max(0, -first); i < word.Samples.Length && first + i < samples.Length; i++)
        {
            samples[first + i] += (float)(gain * word.Samples[i]);
        }
    }

    private static float[] Limit(float[] samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = Math.Clamp(samples[i], -1, 1);
        }

        return samples;
    }
}
