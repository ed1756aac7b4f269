using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Vowels;

/// <summary>
/// Utterances that the program makes itself, for a machine without the files: the cepstrum of three formants that move from /a/ to
/// /e/, each speaker with formants of his own, each utterance with a length, a speed and small deviations of its own. Lengths do not
/// depend on the speaker. An utterance is a function of the seed and its index.
/// </summary>
internal static class SyntheticVowels
{
    /// <summary>Seed of the utterances of the command: they are the same whatever the seed of the training.</summary>
    public const ulong BuiltInSeed = 1;

    private const int Formants = 3;

    /// <summary>Test utterances and speakers come from streams that no training utterance can have.</summary>
    private const ulong TestOrigin = 1UL << 32, SpeakerOrigin = 1UL << 33;

    // How far speakers, utterances of a speaker, and steps of an utterance lie apart.
    private const double SpeakerSpread = 0.07, UtteranceSpread = 0.035, StepNoise = 0.03;

    // cos(2π f / 10 kHz) at the usual formants of a man (Peterson and Barney, 1952): 730, 1090, 2440 Hz and 530, 1840, 2480 Hz.
    private static ReadOnlySpan<double> FirstVowel => [0.897, 0.775, 0.038];

    private static ReadOnlySpan<double> SecondVowel => [0.945, 0.403, 0.013];

    // exp(-π·bandwidth / 10 kHz) of bandwidths that grow with frequency.
    private static ReadOnlySpan<double> Radius => [0.96, 0.94, 0.92];

    /// <summary>Makes data sets of the sizes and the form of the files.</summary>
    /// <param name="seed">Equal seeds give equal utterances on every machine.</param>
    public static VowelSets Create(ulong seed)
    {
        Speaker[] speakers = [.. Enumerable.Range(0, VowelSets.Speakers).Select(
            speaker => new Speaker(new CounterRandom(seed, SpeakerOrigin + (ulong)speaker)))];
        return new VowelSets(
            Utter(speakers, seed, 0, VowelSets.TrainingCounts), Utter(speakers, seed, TestOrigin, VowelSets.TestCounts),
            "built-in utterances (offline)");
    }

    private static LabeledSequences Utter(Speaker[] speakers, ulong seed, ulong origin, IEnumerable<int> counts)
    {
        const int Steps = VowelSets.LongestUtterance, Size = Steps * VowelSets.Coefficients;
        int[] labels = VowelSets.Labels(counts), lengths = new int[labels.Length];
        float[] values = new float[labels.Length * Size];
        for (int index = 0; index < labels.Length; index++)
        {
            CounterRandom random = new(seed, origin + (ulong)index);
            lengths[index] = VowelSets.ShortestUtterance + random.Below(Steps - VowelSets.ShortestUtterance + 1, 0);
            Span<float> utterance = values.AsSpan(index * Size, lengths[index] * VowelSets.Coefficients);
            Utter(speakers[labels[index]], random, utterance);
        }

        return new LabeledSequences(values, labels, Steps, VowelSets.Coefficients, VowelSets.Speakers, lengths);
    }

    /// <summary>One utterance, [length, coefficients].</summary>
    private static void Utter(Speaker speaker, CounterRandom random, Span<float> utterance)
    {
        const int Coefficients = VowelSets.Coefficients;
        int length = utterance.Length / Coefficients;

        // Number 0 has given the length; the normal numbers from 8 on share no bits with it.
        ulong drawn = 8;
        Span<double> deviations = stackalloc double[2 * Formants];
        foreach (ref double deviation in deviations)
        {
            deviation = UtteranceSpread * random.Normal(drawn++);
        }

        double middle = speaker.Middle + (0.1 * random.Normal(drawn++));
        for (int step = 0; step < length; step++)
        {
            double second = SmoothStep((step / (length - 1.0)) - middle);
            Span<float> cepstrum = utterance.Slice(step * Coefficients, Coefficients);
            for (int formant = 0; formant < Formants; formant++)
            {
                double first = speaker.Cosines[formant] + deviations[formant];
                double last = speaker.Cosines[Formants + formant] + deviations[Formants + formant];
                AddResonance(Math.Clamp(first + (second * (last - first)), -1, 1), Radius[formant], cepstrum);
            }

            foreach (ref float coefficient in cepstrum)
            {
                coefficient += (float)(StepNoise * random.Normal(drawn++));
            }
        }
    }

    /// <summary>
    /// Adds the cepstrum of a pair of poles r·exp(±iθ): c[n] = 2·rⁿ·cos(nθ) / n for n from 1 on, with
    /// cos(nθ) = 2·cos θ·cos((n - 1)θ) - cos((n - 2)θ).
    /// </summary>
    private static void AddResonance(double cosine, double radius, Span<float> cepstrum)
    {
        double before = 1, current = cosine, power = radius;
        for (int n = 1; n <= cepstrum.Length; n++)
        {
            cepstrum[n - 1] += (float)(2 * power * current / n);
            (before, current) = (current, (2 * cosine * current) - before);
            power *= radius;
        }
    }

    /// <summary>From 0 at -1/4 to 1 at 1/4 without a corner.</summary>
    private static double SmoothStep(double time)
    {
        double x = Math.Clamp((2 * time) + 0.5, 0, 1);
        return x * x * (3 - (2 * x));
    }

    /// <summary>What is a speaker's own.</summary>
    private sealed class Speaker
    {
        public Speaker(CounterRandom random)
        {
            for (int formant = 0; formant < Formants; formant++)
            {
                Cosines[formant] = FirstVowel[formant] + (SpeakerSpread * random.Normal((ulong)formant));
                Cosines[Formants + formant] = SecondVowel[formant] + (SpeakerSpread * random.Normal((ulong)(Formants + formant)));
            }

            Middle = 0.5 + (0.1 * random.Normal(2 * Formants));
        }

        /// <summary>Cosines of the angles of the formants: of the first vowel, then of the second.</summary>
        public double[] Cosines { get; } = new double[2 * Formants];

        /// <summary>Where in the utterance the one vowel becomes the other, as a fraction.</summary>
        public double Middle { get; }
    }
}
