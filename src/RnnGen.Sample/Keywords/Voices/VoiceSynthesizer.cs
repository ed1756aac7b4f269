using System;
using System.Collections.Generic;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>Says words: gestures one after the other, between which the vocal tract moves smoothly.</summary>
/// <param name="speaker">Who speaks.</param>
/// <param name="draws">How this word differs from the speaker's others.</param>
internal sealed class VoiceSynthesizer(Speaker speaker, Draws draws)
{
    /// <summary>Samples from one set of parameters to the next, 5 ms.</summary>
    public const int Step = 80;

    // The fourth and the fifth resonance hardly move; widths of all, Hz.
    private const double Fourth = 3500, Fifth = 4500;

    // Gains that bring the sources to a common level: a vowel has a root mean square near 1.
    private const double VoiceGain = 0.35, BreathGain = 4, HissGain = 6;

    private static readonly double[] Widths = [70, 90, 130, 220, 300];

    /// <summary>Says a word; its root mean square is 1.</summary>
    /// <param name="word">The names of its sounds.</param>
    public float[] Say(IReadOnlyList<string> word)
    {
        VoiceTracks tracks = new(VoiceTracks.Perform(word, speaker, draws), speaker, draws);
        float[] samples = new float[tracks.Steps * Step];
        Render(tracks, samples);
        Normalize(samples);
        return samples;
    }

    private void Render(VoiceTracks tracks, float[] samples)
    {
        GlottalSource source = new(speaker, draws);
        WhiteNoise breath = new(draws.Seed()), hiss = new(draws.Seed());
        Resonator[] cascade = new Resonator[Widths.Length];
        Resonator narrow = default;

        // A voice falls towards the end of a word, or rises as in a question.
        double start = speaker.Pitch * (1 + (0.06 * draws.Normal())), end = start * draws.Uniform(0.7, 1.15);
        VoiceControls from = tracks[0];
        for (int step = 0; step < tracks.Steps; step++)
        {
            VoiceControls to = tracks[step];
            Tune(cascade, ref narrow, to);
            double pitch = start + ((end - start) * step / tracks.Steps);
            for (int i = 0; i < Step; i++)
            {
                double share = (double)i / Step, voice = Mix(from.Voice, to.Voice, share);
                double air = Mix(from.Breath, to.Breath, share) + (voice * speaker.Breathiness * (source.IsOpen ? 1 : 0.3));
                double value = (VoiceGain * voice * source.Next(pitch)) + (BreathGain * air * breath.Next());
                for (int formant = 0; formant < cascade.Length; formant++)
                {
                    value = cascade[formant].Next(value);
                }

                value += narrow.Next(HissGain * Mix(from.Hiss, to.Hiss, share) * hiss.Next());
                samples[(step * Step) + i] = (float)value;
            }

            from = to;
        }
    }

    private void Tune(Resonator[] cascade, ref Resonator narrow, in VoiceControls controls)
    {
        ReadOnlySpan<double> formants =
            [controls.First, controls.Second, controls.Third, Fourth * speaker.Scale, Fifth * speaker.Scale];
        for (int formant = 0; formant < cascade.Length; formant++)
        {
            cascade[formant].Tune(formants[formant], Widths[formant] * controls.Damping, isPeakOne: false);
        }

        narrow.Tune(controls.HissFrequency, controls.HissWidth, isPeakOne: true);
    }

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);

    private static void Normalize(float[] samples)
    {
        double power = 0;
        foreach (float sample in samples)
        {
            power += (double)sample * sample;
        }

        double gain = 1 / Math.Sqrt(power / samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(samples[i] * gain);
        }
    }
}
