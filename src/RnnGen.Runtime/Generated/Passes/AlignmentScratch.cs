using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <summary>
/// What a thread needs to align the labels of one row with its steps: of every step the log-probabilities of all beginnings, of one step
/// those of all ends and what they are made of. Grows to the largest row and stays.
/// </summary>
/// <remarks>
/// Each list of labels and of blanks takes whole groups of 16 floats, at least one more than there are labels, and has such a group of
/// impossible ones beside it: its neighbours on both sides are read without a test.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignmentScratch
{
    /// <summary>Floats of what stands beside a list.</summary>
    internal const int Gap = 16;

    private AlignedBuffer _floats = AlignedBuffer.Allocate(Gap);
    private nint _ends;

    /// <summary>Bytes held.</summary>
    internal long Bytes => (long)_floats.Length * sizeof(float);

    /// <summary>Floats of a list: labels + 1, to the next multiple of 16.</summary>
    internal int Width { get; private set; }

    /// <summary>Floats of the lists of one step's beginnings: what is impossible, labels, blanks.</summary>
    internal int Stride => Gap + (2 * Width);

    /// <summary>The labels of the beginnings after some steps; a group of impossible ones stands before, their blanks behind.</summary>
    internal ref float Beginnings(int step) => ref _floats.At(((nint)step * Stride) + Gap);

    /// <summary>The labels of the ends after a step, a group of impossible ones, their blanks, and another such group.</summary>
    internal ref float Ends => ref _floats.At(_ends);

    /// <summary>The log-probability of each label at the step at hand; impossible past the last.</summary>
    internal ref float Emissions => ref _floats.At(_ends + (2 * (Width + Gap)));

    /// <summary>0 where a label may follow the one before at once; impossible where it may not, and past the last.</summary>
    internal ref float Skips => ref _floats.At(_ends + (3 * Width) + (2 * Gap));

    /// <summary>Shares of the alignments that have a label at the step at hand, then of those with a blank.</summary>
    internal ref float Shares => ref _floats.At(_ends + (4 * Width) + (3 * Gap));

    /// <summary>The largest logit of a step, and the logarithm of the sum of all beside it.</summary>
    internal ref float Norms(int step) => ref _floats.At(_ends + (6 * Width) + (3 * Gap) + (2 * (nint)step));

    /// <summary>Checks that the lists of a row can be addressed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They cannot.</exception>
    internal static void Check(int steps, int labels) => AlignedBuffer.CheckLength(Floats(steps, labels));

    /// <summary>Makes room for a row.</summary>
    internal void Shape(int steps, int labels)
    {
        long floats = Floats(steps, labels);
        if (_floats.Length < floats)
        {
            _floats = AlignedBuffer.Allocate(floats);
        }

        Width = WidthOf(labels);
        _ends = ((nint)steps + 1) * Stride;
    }

    /// <summary>Before the first step: nothing but the first blank, without a step of its own, is possible.</summary>
    internal void Begin(ReadOnlySpan<int> labels, float impossible)
    {
        Span<float> start = Floats(ref Beginnings(0), -Gap, Stride);
        start.Fill(impossible);
        start[Gap + Width] = 0;
        Floats(ref Emissions, labels.Length, Width - labels.Length).Fill(impossible);
        Span<float> skips = Floats(ref Skips, 0, Width + Gap);
        skips.Fill(impossible);
        for (int place = 1; place < labels.Length; place++)
        {
            skips[place] = labels[place] == labels[place - 1] ? impossible : 0;
        }
    }

    /// <summary>After the last step: nothing but the last label and the blank behind it is an end.</summary>
    internal void End(int labels, float impossible)
    {
        Span<float> ends = Floats(ref Ends, 0, 2 * (Width + Gap));
        ends.Fill(impossible);
        ends[Width + Gap + labels] = 0;
        if (labels > 0)
        {
            ends[labels - 1] = 0;
        }
    }

    private static Span<float> Floats(ref float origin, int first, int count) =>
        MemoryMarshal.CreateSpan(ref Kernels.At(ref origin, first), count);

    private static int WidthOf(int labels) => WeightLayout.Padded(labels + 1);

    private static long Floats(int steps, int labels) =>
        ((steps + 1L) * (Gap + (2L * WidthOf(labels)))) + (6L * WidthOf(labels)) + (3 * Gap) + (2L * steps);
}
