using System.Collections.Generic;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>
/// The sounds of English by their names in ARPAbet, each as gestures. Resonances of vowels are those of men (Peterson and Barney, 1952);
/// the others are what textbooks of acoustic phonetics give, rounded.
/// </summary>
internal static class Phonemes
{
    // Lengths of the noise of a stop: what bursts, and the breath before the voice sets in.
    private const double Burst = 12, Aspiration = 45;

    /// <summary>The sounds.</summary>
    public static IReadOnlyDictionary<string, Gesture[]> All { get; } = new Dictionary<string, Gesture[]>
    {
        ["IY"] = [Vowel(130, 270, 2290, 3010)],
        ["IH"] = [Vowel(110, 390, 1990, 2550)],
        ["EH"] = [Vowel(125, 530, 1840, 2480)],
        ["AE"] = [Vowel(150, 660, 1720, 2410)],
        ["AA"] = [Vowel(150, 730, 1090, 2440)],
        ["AO"] = [Vowel(150, 570, 840, 2410)],
        ["UH"] = [Vowel(110, 440, 1020, 2240)],
        ["UW"] = [Vowel(140, 300, 870, 2240)],
        ["AH"] = [Vowel(120, 640, 1190, 2390)],
        ["ER"] = [Vowel(140, 490, 1350, 1690)],
        ["AY"] = [Vowel(100, 730, 1150, 2440), Vowel(90, 370, 2050, 2600)],
        ["AW"] = [Vowel(100, 730, 1200, 2440), Vowel(90, 400, 900, 2240)],
        ["OW"] = [Vowel(95, 520, 950, 2400), Vowel(85, 350, 820, 2250)],
        ["EY"] = [Vowel(95, 500, 1850, 2480), Vowel(85, 300, 2200, 2850)],
        ["Y"] = [new(70, 260, 2200, 3000, 0.6)],
        ["W"] = [new(70, 290, 650, 2150, 0.6)],
        ["R"] = [new(80, 330, 1100, 1450, 0.65)],
        ["L"] = [new(80, 360, 1150, 2700, 0.6)],
        ["M"] = [new(85, 250, 1000, 2200, 0.4) { Damping = 2.5 }],
        ["N"] = [new(85, 250, 1500, 2500, 0.4) { Damping = 2.5 }],
        ["NG"] = [new(90, 250, 2000, 2700, 0.4) { Damping = 2.5 }],
        ["S"] = [Fricative(130, 1700, 2600, 0.5, 6200, 1800)],
        ["SH"] = [Fricative(130, 1850, 2500, 0.5, 3200, 1300)],
        ["F"] = [Fricative(120, 1000, 2200, 0.12, 4500, 6000)],
        ["TH"] = [Fricative(110, 1400, 2500, 0.1, 5500, 5000)],
        ["Z"] = [Fricative(100, 1700, 2600, 0.3, 6200, 1800) with { Voice = 0.25 }],
        ["V"] = [Fricative(80, 1000, 2200, 0.06, 4500, 6000) with { Voice = 0.35 }],
        ["HH"] = [new(70, 0, 0, 0) { Breath = 0.35 }],
        ["P"] = Stop(850, 2200, 1200, 1500, isVoiced: false),
        ["T"] = Stop(1750, 2700, 4300, 2200, isVoiced: false),
        ["K"] = Stop(1900, 2400, 2100, 900, isVoiced: false),
        ["B"] = Stop(850, 2200, 900, 1500, isVoiced: true),
        ["D"] = Stop(1750, 2700, 4000, 2200, isVoiced: true),
        ["G"] = Stop(1900, 2400, 2000, 900, isVoiced: true),
    };

    private static Gesture Vowel(double length, double first, double second, double third) =>
        new(length, first, second, third, 1) { IsVowel = true };

    private static Gesture Fricative(double length, double second, double third, double hiss, double frequency, double width) =>
        new(length, 320, second, third) { Hiss = hiss, HissFrequency = frequency, HissWidth = width };

    /// <summary>A closed mouth, from behind which a voice may be heard, a burst, and of those without voice a breath.</summary>
    private static Gesture[] Stop(double second, double third, double frequency, double width, bool isVoiced)
    {
        Gesture closed = new(isVoiced ? 55 : 75, 220, second, third, isVoiced ? 0.08 : 0) { Damping = 2 };
        Gesture burst = closed with
        {
            Milliseconds = Burst,
            Hiss = 0.45,
            HissFrequency = frequency,
            HissWidth = width,
            IsRelease = true,
        };
        return isVoiced
            ? [closed, burst]
            : [closed, burst, new(Aspiration, 400, second, third) { Breath = 0.3, IsRelease = true }];
    }
}
