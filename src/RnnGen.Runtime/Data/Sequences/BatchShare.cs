using System;

namespace RnnGen.Data;

/// <summary>
/// Which rows of every batch are wanted: all of them, or those of one of several ranks. Each rank has a contiguous share; shares differ by
/// at most one row, those of the first ranks being the larger ones. Of fewer rows than ranks the last ranks have none.
/// </summary>
public readonly record struct BatchShare
{
    private readonly int _others;

    /// <summary>Names a share; the default is the whole.</summary>
    /// <param name="rank">Whose, 0 to <paramref name="ranks"/> - 1.</param>
    /// <param name="ranks">How many share a batch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public BatchShare(int rank, int ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        Rank = (uint)rank < (uint)ranks ? rank : throw new ArgumentOutOfRangeException(
            nameof(rank), rank, $"rank is {rank}; there are ranks 0 to {ranks - 1}.");
        _others = ranks - 1;
    }

    /// <summary>Whose share it is.</summary>
    public int Rank { get; }

    /// <summary>How many share a batch.</summary>
    public int Ranks => _others + 1;

    /// <summary>Whether it is all rows.</summary>
    public bool IsWhole => _others == 0;

    /// <summary>The share of some rows.</summary>
    /// <param name="rows">Rows of the whole batch.</param>
    /// <param name="first">The first row of the share.</param>
    /// <param name="count">How many there are.</param>
    public void Of(int rows, out int first, out int count)
    {
        (int each, int rest) = Math.DivRem(rows, Ranks);
        first = (Rank * each) + Math.Min(Rank, rest);
        count = each + (Rank < rest ? 1 : 0);
    }
}
