using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>Parameters of the voice at one time; frequencies and widths in Hz.</summary>
internal readonly record struct VoiceControls(
    double First, double Second, double Third, double Damping, double Voice, double Breath, double Hiss, double HissFrequency,
    double HissWidth);

/// <summary>
/// The parameters of a word over time. Targets of the gestures are smoothed by means over a time: a short one for the strengths, a long one
/// for the resonances, so that neighbouring sounds change each other, and short ones are not reached.
/// </summary>
internal sealed class VoiceTracks
{
    // Silence around the word, in which the sources begin and end, and the time that these take, in ms.
    private const double Margin = 25, Attack = 12;

    private const double StepMilliseconds = 5;

    private readonly double[][] _tracks = new double[9][];

    /// <summary>Computes the parameters.</summary>
    /// <param name="gestures">The gestures, as long as they last.</param>
    /// <param name="speaker">Who makes them.</param>
    /// <param name="draws">What is not the same twice.</param>
    public VoiceTracks(IReadOnlyList<Gesture> gestures, Speaker speaker, Draws draws)
    {
        Steps = (int)((gestures.Sum(gesture => gesture.Milliseconds) + (2 * Margin)) / StepMilliseconds);
        for (int track = 0; track < _tracks.Length; track++)
        {
            _tracks[track] = new double[Steps];
        }

        double[] token = [.. speaker.Accent.Select(accent => speaker.Scale * accent * (1 + (0.025 * draws.Normal())))];
        int index = 0;
        double end = Margin + gestures[0].Milliseconds;
        for (int step = 0; step < Steps; step++)
        {
            double time = step * StepMilliseconds;
            while (time >= end && index < gestures.Count - 1)
            {
                end += gestures[++index].Milliseconds;
            }

            Gesture gesture = gestures[index], shape = gestures.Skip(index).FirstOrDefault(next => next.First > 0) ?? Neutral;
            bool isWithin = time >= Margin && time < end;
            Set(step, gesture, shape, token, isWithin ? 1 : 0);
        }

        int slow = (int)Math.Round(speaker.Sloth / StepMilliseconds), fast = (int)Math.Round(Attack / StepMilliseconds);
        for (int track = 0; track < _tracks.Length; track++)
        {
            // Twice, so that there is no corner.
            int width = track < 4 ? slow : track < 6 ? fast : 1;
            _tracks[track] = Smooth(Smooth(_tracks[track], width), width);
        }
    }

    /// <summary>Sets of parameters.</summary>
    public int Steps { get; }

    /// <summary>The parameters of a step.</summary>
    /// <param name="step">Which.</param>
    public VoiceControls this[int step] => new(
        _tracks[0][step], _tracks[1][step], _tracks[2][step], _tracks[3][step], _tracks[4][step], _tracks[5][step], _tracks[6][step],
        _tracks[7][step], _tracks[8][step]);

    private static Gesture Neutral { get; } = new(0, 500, 1500, 2500);

    /// <summary>The gestures of a word as a speaker makes them this time.</summary>
    /// <param name="word">The names of its sounds.</param>
    /// <param name="speaker">Who makes them.</param>
    /// <param name="draws">What is not the same twice.</param>
    public static List<Gesture> Perform(IReadOnlyList<string> word, Speaker speaker, Draws draws)
    {
        List<Gesture> gestures = [];
        int lastVowel = word.Select((sound, at) => Phonemes.All[sound][0].IsVowel ? at : -1).Max();
        bool isReleased = draws.Happens(0.65);
        for (int at = 0; at < word.Count; at++)
        {
            foreach (Gesture gesture in Phonemes.All[word[at]])
            {
                // After an s there is no breath, and what stops a word may not be let out.
                bool isAspiration = gesture.IsRelease && gesture.Breath > 0;
                if (gesture.IsRelease && ((at == word.Count - 1 && !isReleased) || (isAspiration && at > 0 && word[at - 1] == "S")))
                {
                    continue;
                }

                double speed = gesture.IsVowel ? speaker.Speed : Math.Sqrt(speaker.Speed);
                double length = gesture.Milliseconds * Math.Exp(0.15 * draws.Normal()) / speed * (at == lastVowel ? 1.25 : 1);
                double loudness = Math.Exp(0.15 * draws.Normal());
                gestures.Add(gesture with
                {
                    Milliseconds = length,
                    Voice = gesture.Voice * loudness,
                    Breath = gesture.Breath * loudness,
                    Hiss = gesture.Hiss * loudness,
                    HissFrequency = gesture.HissFrequency * Math.Exp(0.06 * draws.Normal()),
                });
            }
        }

        return gestures;
    }

    private void Set(int step, Gesture gesture, Gesture shape, double[] token, double strength)
    {
        double[] values =
        [
            shape.First * token[0], shape.Second * token[1], shape.Third * token[2], gesture.Damping, strength * gesture.Voice,
            strength * gesture.Breath, strength * gesture.Hiss, gesture.HissFrequency, gesture.HissWidth,
        ];
        for (int track = 0; track < values.Length; track++)
        {
            _tracks[track][step] = values[track];
        }
    }

    /// <summary>The mean over as many steps around each; the ends are held.</summary>
    private static double[] Smooth(double[] track, int width)
    {
        double[] smooth = new double[track.Length];
        for (int step = 0; step < track.Length; step++)
        {
            double sum = 0;
            for (int offset = -(width / 2); offset <= width / 2; offset++)
            {
                sum += track[Math.Clamp(step + offset, 0, track.Length - 1)];
            }

            smooth[step] = sum / ((2 * (width / 2)) + 1);
        }

        return smooth;
    }
}
