using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;

namespace RnnGen.Sample.Denoise;

/// <summary>
/// Something like speech in noise: vowels one after the other, pauses between words, and the hiss of a fan all the time. A vowel is a train
/// of pulses through four resonances (Fant, 1960); nobody says anything, but the networks take it for a voice.
/// </summary>
/// <param name="seed">What all of it follows from.</param>
internal sealed class NoisySpeech(ulong seed)
{
    /// <summary>Samples of the signal: six seconds.</summary>
    public const int Samples = 6 * Rate;

    private const int Rate = SpeechDenoiser.SampleRate, WordSyllables = 4;

    // Root mean squares of the voice while it speaks, and of the noise.
    private const double VoiceLevel = 0.1, NoiseLevel = 0.03;

    // Resonances of a, e, i, o, u of a man, in Hz (Peterson and Barney, 1952), and their widths.
    private static readonly double[][] Vowels =
    [
        [730, 1090, 2440, 3500], [530, 1840, 2480, 3500], [270, 2290, 3010, 3500], [570, 840, 2410, 3500], [300, 870, 2240, 3500],
    ];

    private static readonly double[] Widths = [80, 100, 120, 200];

    private readonly float[] _voice = new float[Samples];
    private readonly List<(int Begin, int End)> _pauses = [];

    /// <summary>Makes the signal.</summary>
    /// <returns>Voice and noise together, and where the voice pauses.</returns>
    public (float[] Noisy, IReadOnlyList<(int Begin, int End)> Pauses) Create()
    {
        Speak();
        double level = Math.Sqrt(_voice.Sum(sample => (double)sample * sample) / (Samples - _pauses.Sum(pause => pause.End - pause.Begin)));
        CounterRandom noise = Random(0);
        float[] noisy = new float[Samples];
        double hum = 0;
        for (int i = 0; i < Samples; i++)
        {
            // Half white, half falling with the frequency; either has half of the power.
            double white = noise.Normal((ulong)i);
            hum = (0.9 * hum) + (Math.Sqrt(1 - (0.9 * 0.9)) * noise.Normal((ulong)(Samples + i)));
            noisy[i] = (float)((_voice[i] * VoiceLevel / level) + (NoiseLevel * Math.Sqrt(0.5) * (white + hum)));
        }

        return (noisy, _pauses);
    }

    /// <summary>The numbers of a seed that are drawn for one purpose.</summary>
    private CounterRandom Random(ulong purpose) => new(seed, 0x7370656563680000 + purpose);

    private void Speak()
    {
        CounterRandom random = Random(1);
        double phase = 0;
        int at = 0;
        for (int syllable = 0; at < Samples; syllable++)
        {
            if (syllable % WordSyllables == 0)
            {
                int pause = (int)(Rate * (0.5 + (0.3 * random.Uniform((ulong)(4 * syllable)))));
                int end = Math.Min(Samples, at + pause);
                _pauses.Add((at, end));
                at = end;
            }

            int length = Math.Min(Samples - at, (int)(Rate * (0.15 + (0.1 * random.Uniform((ulong)((4 * syllable) + 1))))));
            double pitch = 100 + (50 * random.Uniform((ulong)((4 * syllable) + 2)));
            Syllable(at, length, pitch, Vowels[random.Below(Vowels.Length, (ulong)((4 * syllable) + 3))], ref phase);
            at += length;
        }
    }

    /// <summary>A vowel whose pitch falls a little, and which begins and ends softly.</summary>
    private void Syllable(int begin, int length, double pitch, double[] resonances, ref double phase)
    {
        Span<double> before = stackalloc double[resonances.Length], last = stackalloc double[resonances.Length];
        before.Clear();
        last.Clear();
        for (int i = 0; i < length; i++)
        {
            phase += pitch * (1 - (0.15 * i / length)) / Rate;
            double value = 0;
            if (phase >= 1)
            {
                phase -= 1;
                value = 1;
            }

            // y(n) = x(n) + 2r·cos(2πf)·y(n-1) - r²·y(n-2), one resonance after the other.
            for (int formant = 0; formant < resonances.Length; formant++)
            {
                double radius = Math.Exp(-Math.PI * Widths[formant] / Rate), turn = 2 * Math.PI * resonances[formant] / Rate;
                double gain = 1 - (2 * radius * Math.Cos(turn)) + (radius * radius);
                value = (gain * value) + (2 * radius * Math.Cos(turn) * last[formant]) - (radius * radius * before[formant]);
                before[formant] = last[formant];
                last[formant] = value;
            }

            _voice[begin + i] = (float)(value * Math.Sin(Math.PI * i / length));
        }
    }
}
