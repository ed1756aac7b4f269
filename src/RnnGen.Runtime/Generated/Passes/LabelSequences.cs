using System;

namespace RnnGen.Generated;

/// <summary>What sequences of labels must be, wherever they come from.</summary>
internal static class LabelSequences
{
    /// <summary>How the labels of rows stand in memory.</summary>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="lengths">The number of labels of each row.</param>
    /// <param name="problem">Receives what is wrong; <see langword="null"/> where nothing is.</param>
    /// <returns>
    /// From the labels of one row to those of the next; -1 where one sequence stands behind the other. Where both are possible, all rows
    /// have the same number of labels, and both mean the same. <see langword="null"/> where something is wrong.
    /// </returns>
    public static int? Stride(int labels, ReadOnlySpan<int> lengths, out string? problem)
    {
        problem = null;
        long sum = 0;
        int most = 0;
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0)
            {
                problem = $"row {row} has {lengths[row]} labels; a number of labels cannot be negative.";
                return null;
            }

            sum += lengths[row];
            most = Math.Max(most, lengths[row]);
        }

        if (labels == sum)
        {
            return -1;
        }

        int stride = lengths.Length == 0 ? 0 : labels / lengths.Length;
        if (labels == (long)stride * lengths.Length && stride >= most)
        {
            return stride;
        }

        problem = $"there are {labels} for {lengths.Length} rows of up to {most} labels, {sum} together; expected {sum}, one sequence "
            + $"behind the other, or {lengths.Length} times the same number of at least {most}.";
        return null;
    }

    /// <summary>The first label that is out of range or the blank, or -1.</summary>
    /// <param name="labels">The labels of a row.</param>
    /// <param name="size">How many there are, with the blank.</param>
    /// <param name="blank">The one that stands for none.</param>
    public static int Bad(ReadOnlySpan<int> labels, int size, int blank)
    {
        for (int place = 0; place < labels.Length; place++)
        {
            if ((uint)labels[place] >= (uint)size || labels[place] == blank)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>What is said where a row has too few steps for its labels; <see langword="null"/> where it has enough.</summary>
    public static string? Shortage(ReadOnlySpan<int> labels, int steps)
    {
        int repeats = 0;
        for (int place = 1; place < labels.Length; place++)
        {
            repeats += labels[place] == labels[place - 1] ? 1 : 0;
        }

        // Two equal labels side by side need a blank between them, or they would count once.
        long needed = (long)labels.Length + repeats;
        return steps >= needed
            ? null
            : $"{labels.Length} labels with {repeats} equal to the one before, which needs a blank between them, take at least {needed} "
                + $"steps; the row has {steps}.";
    }
}
