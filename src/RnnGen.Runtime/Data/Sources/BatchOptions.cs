using System;

namespace RnnGen.Data;

/// <summary>How sequences become batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Rows of a batch; the last one of an epoch has fewer where they do not come out even.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Whether every epoch has its own order; otherwise all have that of the data.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Seed of the orders.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the short batch at the end of an epoch is left out.</summary>
    public bool DropRemainder { get; init; }

    /// <summary>
    /// Time steps that every batch is padded to, as a static network needs; <see langword="null"/> for the longest row of each batch, or
    /// what the data themselves are padded to.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>
    /// Bucketing: in a random order the sequences of this many batches are sorted by length before they are cut into batches, and the
    /// batches are shuffled; so rows of a batch are of similar length, and little is padded. 0 for none.
    /// </summary>
    public int BucketBatches { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BucketBatches);
        if (Steps is int steps)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(Steps));
        }
    }
}
