using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>Columns of inputs that have names, side by side and apart.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputColumns
{
    /// <summary>Copies an input to its columns.</summary>
    /// <param name="input">The input, [count, size].</param>
    /// <param name="joined">All inputs, [count, all].</param>
    /// <param name="column">The input's first column.</param>
    /// <param name="size">Its columns.</param>
    /// <param name="all">The columns of all inputs.</param>
    /// <param name="parameter">What an exception calls the input.</param>
    /// <exception cref="ArgumentException">A span has another length, or they share memory.</exception>
    public static void Join(ReadOnlySpan<float> input, Span<float> joined, int column, int size, int all, string parameter)
    {
        int count = Count(input, joined, size, all, parameter);
        for (int i = 0; i < count; i++)
        {
            input.Slice(i * size, size).CopyTo(joined[((i * all) + column)..]);
        }
    }

    /// <summary>Copies the columns of an input out, where they are wanted.</summary>
    /// <inheritdoc cref="Join"/>
    public static void Split(Span<float> input, ReadOnlySpan<float> joined, int column, int size, int all, string parameter)
    {
        if (input.IsEmpty)
        {
            return;
        }

        int count = Count(input, joined, size, all, parameter);
        for (int i = 0; i < count; i++)
        {
            joined.Slice((i * all) + column, size).CopyTo(input[(i * size)..]);
        }
    }

    private static int Count(ReadOnlySpan<float> input, ReadOnlySpan<float> joined, int size, int all, string parameter)
    {
        int count = joined.Length / all;
        BatchChecks.Count(joined.Length, (long)count * all, "joined", $"a multiple of {all}", nameof(joined));
        BatchChecks.Count(input.Length, (long)count * size, parameter, $"{count} x {size}", parameter);
        BatchChecks.NoOverlap(input, joined, parameter, nameof(joined));
        return count;
    }
}
