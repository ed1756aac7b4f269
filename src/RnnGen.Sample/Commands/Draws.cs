using RnnGen.Numerics;

namespace RnnGen.Sample.Commands;

/// <summary>Numbers drawn one after the other from one stream of a seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="stream">What tells this use of the seed from others.</param>
internal sealed class Draws(ulong seed, ulong stream)
{
    // Normal numbers lie where they share no bits with the others.
    private const ulong FirstNormal = 1UL << 40;

    private readonly CounterRandom _random = new(seed, stream);
    private ulong _next;

    /// <summary>A number between two others.</summary>
    /// <param name="least">The least.</param>
    /// <param name="most">What it is below.</param>
    public double Uniform(double least, double most) => least + ((most - least) * _random.Uniform(_next++));

    /// <summary>A number of the standard normal distribution.</summary>
    public double Normal() => _random.Normal(FirstNormal + _next++);

    /// <summary>A whole number from 0 on.</summary>
    /// <param name="bound">What it is below.</param>
    public int Below(int bound) => _random.Below(bound, _next++);

    /// <summary>Whether something happens.</summary>
    /// <param name="share">How often, from 0 to 1.</param>
    public bool Happens(double share) => Uniform(0, 1) < share;

    /// <summary>A seed for a generator of its own.</summary>
    public ulong Seed() => ((ulong)_random.Bits(_next++) << 32) | _random.Bits(_next++);
}
