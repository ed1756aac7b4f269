namespace RnnGen.Sample.Audio;

/// <summary>What all sounds of the program have in common.</summary>
internal static class SoundFormat
{
    /// <summary>Samples a second: enough for speech, and what networks for speech are usually trained with.</summary>
    public const int SampleRate = 16_000;
}
