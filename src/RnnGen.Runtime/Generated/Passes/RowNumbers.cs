using System;

namespace RnnGen.Generated;

/// <summary>Which sequences step: a checked copy of what the caller says, in memory that is kept from call to call.</summary>
internal sealed class RowNumbers
{
    private int[] _given = [];
    private int[] _ascending = [];
    private int[] _current = [];

    // A bit for each state; all are clear between calls.
    private ulong[] _seen = [];

    /// <summary>Copies and checks row numbers.</summary>
    /// <param name="rows">The caller's; empty for the first states in their order.</param>
    /// <param name="count">How many step.</param>
    /// <param name="states">How many states there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is that of no state.</exception>
    /// <exception cref="ArgumentException">A number stands there twice.</exception>
    public void Take(scoped ReadOnlySpan<int> rows, int count, int states)
    {
        if (rows.IsEmpty)
        {
            TakeAll(count);
            return;
        }

        ReadOnlySpan<int> own = OwnCopy.Of(rows, ref _given);
        _current = _given;
        int last = -1;
        bool ascends = true;
        for (int position = 0; position < own.Length; position++)
        {
            int number = own[position];
            if ((uint)number >= (uint)states)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), number, $"Position {position} of the rows is {number}; {Range(states)}.");
            }

            ascends &= number > last;
            last = number;
        }

        // Numbers that only rise are all different.
        if (!ascends)
        {
            RequireDifferent(own, states);
        }
    }

    /// <summary>The numbers of some rows.</summary>
    public ReadOnlySpan<int> Of(int first, int count) => _current.AsSpan(first, count);

    private void TakeAll(int count)
    {
        int known = _ascending.Length;
        if (known < count)
        {
            Array.Resize(ref _ascending, count);
            for (int number = known; number < count; number++)
            {
                _ascending[number] = number;
            }
        }

        _current = _ascending;
    }

    private void RequireDifferent(ReadOnlySpan<int> rows, int states)
    {
        int words = (int)(((uint)states + 63) / 64), twice = -1;
        if (_seen.Length < words)
        {
            _seen = new ulong[words];
        }

        for (int position = 0; position < rows.Length && twice < 0; position++)
        {
            ref ulong word = ref _seen[rows[position] >> 6];
            ulong bit = 1UL << rows[position];
            twice = (word & bit) != 0 ? position : -1;
            word |= bit;
        }

        foreach (int number in rows)
        {
            _seen[number >> 6] = 0;
        }

        if (twice >= 0)
        {
            throw new ArgumentException(
                $"Positions {rows.IndexOf(rows[twice])} and {twice} of the rows are both {rows[twice]}; a sequence steps once in a call.",
                nameof(rows));
        }
    }

    private static string Range(int states) => states == 0 ? "there are no states" : $"there are states 0 to {states - 1}";
}
