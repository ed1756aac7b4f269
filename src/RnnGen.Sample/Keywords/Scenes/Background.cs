using System;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>
/// Noise of rooms and machines: white noise and noise that falls with the frequency in a mixture of its own, which swells and fades, and
/// sometimes a hum.
/// </summary>
internal static class Background
{
    /// <summary>Fills a sound with noise.</summary>
    /// <param name="samples">Receives it.</param>
    /// <param name="level">Its root mean square, before it swells.</param>
    /// <param name="draws">What it follows from.</param>
    public static void Fill(Span<float> samples, double level, Draws draws)
    {
        WhiteNoise white = new(draws.Seed()), low = new(draws.Seed());
        double share = draws.Uniform(0, 1), pole = draws.Uniform(0.8, 0.98), unit = Math.Sqrt(1 - (pole * pole));
        double swell = draws.Uniform(0, 0.6), swellRate = draws.Uniform(0.1, 1.5), swellPhase = draws.Uniform(0, 1);
        double hum = draws.Happens(0.3) ? draws.Uniform(0.2, 1) : 0, humRate = draws.Uniform(80, 400);
        double falling = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double time = (double)i / SoundFormat.SampleRate;
            falling = (pole * falling) + (unit * low.Next());
            double value = (Math.Sqrt(share) * white.Next()) + (Math.Sqrt(1 - share) * falling);
            if (hum > 0)
            {
                // Three harmonics.
                double turn = 2 * Math.PI * humRate * time;
                value += hum * (Math.Sin(turn) + (0.5 * Math.Sin(2 * turn)) + (0.3 * Math.Sin(3 * turn)));
            }

            samples[i] = (float)(level * value * (1 + (swell * Math.Sin(2 * Math.PI * ((swellRate * time) + swellPhase)))));
        }
    }
}
