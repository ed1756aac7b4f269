using System;

namespace RnnGen.Data;

/// <summary>How a stream of sequences becomes batches.</summary>
public sealed record StreamOptions
{
    /// <summary>Rows of a batch; the last one of an epoch has fewer where they do not come out even.</summary>
    public required int BatchSize { get; init; }

    /// <summary>
    /// Sequences that are held to draw from at random, so that their order is not that of the stream (TensorFlow's <c>shuffle</c> of a
    /// data set); 0 to keep the order. The larger, the nearer to a shuffle of all.
    /// </summary>
    public int ShuffleBuffer { get; init; }

    /// <summary>Seed of what is drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the short batch at the end of an epoch is left out.</summary>
    public bool DropRemainder { get; init; }

    /// <summary>Checks the numbers.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ShuffleBuffer);
    }
}
