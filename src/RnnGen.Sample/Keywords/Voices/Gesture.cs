namespace RnnGen.Sample.Keywords.Voices;

/// <summary>
/// A stretch of a sound: what the resonances of the vocal tract move to, and how strong its sources are. The tract is a cascade of
/// resonators behind a voice and a breath; the hiss of a narrow place has a resonator of its own (Klatt: Software for a cascade/parallel
/// formant synthesizer, 1980).
/// </summary>
/// <param name="Milliseconds">Its usual length.</param>
/// <param name="First">First resonance, Hz; 0 for those of the gesture that follows.</param>
/// <param name="Second">Second resonance, Hz.</param>
/// <param name="Third">Third resonance, Hz.</param>
/// <param name="Voice">Strength of the voice; 1 in vowels.</param>
internal sealed record Gesture(double Milliseconds, double First, double Second, double Third, double Voice = 0)
{
    /// <summary>Strength of the breath through all resonances.</summary>
    public double Breath { get; init; }

    /// <summary>Strength of the hiss.</summary>
    public double Hiss { get; init; }

    /// <summary>Middle of the hiss, Hz.</summary>
    public double HissFrequency { get; init; } = 4000;

    /// <summary>Width of the hiss, Hz.</summary>
    public double HissWidth { get; init; } = 2000;

    /// <summary>How much wider than usual the resonances are: what a nose takes from them.</summary>
    public double Damping { get; init; } = 1;

    /// <summary>Whether it belongs to what a stop lets out: left out after an s, and sometimes at the end of a word.</summary>
    public bool IsRelease { get; init; }

    /// <summary>Whether its length changes with the speed and at the end of a word.</summary>
    public bool IsVowel { get; init; }
}
