using System;
using RnnGen.Numerics;

namespace RnnGen.Attack;

/// <summary>
/// The random numbers of one round: a function of the seed and the round alone, so that a round can be repeated without those before it.
/// </summary>
internal sealed class AttackRandom(ulong seed, long round)
{
    private readonly CounterRandom _random = new(seed, (ulong)round);
    private ulong _index;

    public uint Bits() => _random.Bits(_index++);

    public ulong LongBits() => ((ulong)Bits() << 32) | Bits();

    /// <summary>A whole number, 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => _random.Below(bound, _index++);

    /// <summary>A whole number, both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>Whether one of so many chances has come.</summary>
    public bool OneIn(int chances) => Below(chances) == 0;

    public float Uniform() => _random.Uniform(_index++);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
