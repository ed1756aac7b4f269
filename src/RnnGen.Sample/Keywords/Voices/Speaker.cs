using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>What a speaker does not change from word to word.</summary>
internal sealed class Speaker
{
    /// <summary>Draws a speaker.</summary>
    /// <param name="draws">The numbers.</param>
    public Speaker(Draws draws)
    {
        // From a long vocal tract and a low voice to a short one and a high voice: men, women and children overlap.
        double size = draws.Uniform(0, 1);
        Scale = 0.94 + (0.3 * size) + (0.03 * draws.Normal());
        Pitch = 95 * (1 + (1.4 * size)) * (1 + (0.12 * draws.Normal()));
        Pitch = Pitch < 70 ? 70 : Pitch;
        Speed = draws.Uniform(0.75, 1.35);
        Breathiness = draws.Uniform(0.01, 0.12);
        Jitter = draws.Uniform(0.002, 0.03);
        Softness = draws.Uniform(0.2, 0.75);
        Openness = draws.Uniform(0.45, 0.7);
        Sloth = draws.Uniform(20, 55);
        for (int formant = 0; formant < Accent.Length; formant++)
        {
            Accent[formant] = 1 + (0.05 * draws.Normal());
        }
    }

    /// <summary>What the resonances of a man are multiplied by: a shorter vocal tract has higher ones.</summary>
    public double Scale { get; }

    /// <summary>Pulses a second of the voice.</summary>
    public double Pitch { get; }

    /// <summary>How fast it is spoken; 1 as usual.</summary>
    public double Speed { get; }

    /// <summary>Breath within the voice.</summary>
    public double Breathiness { get; }

    /// <summary>How much one period differs from the next, as a fraction.</summary>
    public double Jitter { get; }

    /// <summary>How fast the voice falls off towards high frequencies: the pole of a low-pass.</summary>
    public double Softness { get; }

    /// <summary>The part of a period in which the glottis is open.</summary>
    public double Openness { get; }

    /// <summary>How long the vocal tract takes from one sound to the next, in ms; one that is slow does not get all the way.</summary>
    public double Sloth { get; }

    /// <summary>What each of the first three resonances is multiplied by beside the size.</summary>
    public double[] Accent { get; } = new double[3];
}
