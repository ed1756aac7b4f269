using System;

namespace RnnGen.Sample.Audio;

/// <summary>
/// White noise of variance 1, each sample the sum of two uniform numbers of SplitMix64 (Steele, Lea, Flood, 2014): cheap, and the same on
/// every machine.
/// </summary>
/// <param name="seed">What it follows from.</param>
internal sealed class WhiteNoise(ulong seed)
{
    // The sum of two uniform numbers from -1 to 1 has variance 2/3.
    private static readonly double Unit = Math.Sqrt(1.5) / (1L << 31);

    private ulong _state = seed;

    /// <summary>The next sample.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        return ((long)(int)bits + (int)(bits >> 32)) * Unit;
    }
}
