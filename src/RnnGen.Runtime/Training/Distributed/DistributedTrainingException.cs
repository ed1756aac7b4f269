using System;

namespace RnnGen.Training.Distributed;

/// <summary>
/// Training on several ranks cannot begin or go on, because of one of them: it has failed, has another model, other options or other data,
/// or has come to other numbers. The others throw this; a rank that has failed throws what it has failed with.
/// </summary>
public sealed class DistributedTrainingException : Exception
{
    internal DistributedTrainingException(string message, int rank)
        : base(message) => Rank = rank;

    /// <summary>The first rank that is the reason.</summary>
    public int Rank { get; }
}
