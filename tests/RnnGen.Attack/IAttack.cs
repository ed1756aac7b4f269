using System;

namespace RnnGen.Attack;

/// <summary>One kind of attack, round after round.</summary>
internal interface IAttack : IDisposable
{
    /// <summary>
    /// What a round begins with, where that is worth telling of one that ends the process; <see langword="null"/> where the seed says
    /// enough.
    /// </summary>
    string? Input(AttackRandom random, long round) => null;

    /// <summary>One round. Whatever it throws is a failure.</summary>
    /// <param name="random">The numbers of the round.</param>
    /// <param name="round">Its number.</param>
    /// <exception cref="AttackException">
    /// What was attacked did what it must not; the message has all that one needs to see it again.
    /// </exception>
    void Run(AttackRandom random, long round);
}

/// <summary>What was attacked did what it must not.</summary>
/// <param name="message">What it was given and what it did.</param>
/// <param name="cause">What it threw.</param>
internal sealed class AttackException(string message, Exception? cause = null) : Exception(message, cause);
