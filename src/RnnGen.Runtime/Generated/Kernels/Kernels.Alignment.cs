using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, 2006).</content>
/// <remarks>
/// A row of L labels has the states blank 0, label 0, blank 1, label 1, ..., blank L; an alignment is in one of them at each step, stays or
/// goes on to the next, and may leave out a blank between two different labels. Labels and blanks stand in lists of their own, so that
/// neighbours in time are neighbours in a vector. All numbers are logarithms, those of beginnings and of ends each beside the largest of
/// the step before: long rows lose no digits, and nothing becomes 0 that could still matter.
/// </remarks>
public static partial class Kernels
{
    // log 0: finite, so that the difference of two is 0 and not NaN; exp of it is exactly 0.
    private const float Impossible = -1e30f;

    /// <summary>
    /// The loss of a row, -log Σ exp over the alignments of its labels, and its gradient,
    /// <c>dy = weight·(softmax(y) - shares) / denominator</c>: the shares are those of the alignments, weighed by their probabilities, that
    /// have a label at the step.
    /// </summary>
    /// <param name="logits">The outputs y, [steps, rows, padded units]; those past the units are so low that exp gives zero.</param>
    /// <param name="gradients">Receives dy in the same shape, 0 past the units.</param>
    /// <param name="row">Which row.</param>
    /// <param name="steps">Its steps, enough for the labels.</param>
    /// <param name="labels">Its labels, each a unit and not the blank.</param>
    /// <param name="blank">The unit that stands for no label.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="weight">A factor of the gradient.</param>
    /// <param name="denominator">What the gradient is divided by.</param>
    /// <param name="scratch">The thread's own.</param>
    /// <returns>The loss, neither weighted nor divided.</returns>
    [MethodImpl(Loop)]
    public static double AlignLabels<V>(
        in StepBuffer logits, in StepBuffer gradients, int row, int steps, ReadOnlySpan<int> labels, int blank, int units, float weight,
        float denominator, AlignmentScratch scratch)
        where V : struct, ISimd<V>
    {
        if (steps == 0)
        {
            return 0;
        }

        scratch.Shape(steps, labels.Length);
        scratch.Begin(labels, Impossible);
        double scale = 0;
        float largest = 0;
        for (int step = 0; step < steps; step++)
        {
            ref float y = ref logits[step, row];
            Softmax<V>(ref y, ref gradients[step, row], units, ref scratch.Norms(step), ref scratch.Shares);
            float none = Emit(ref y, ref scratch.Norms(step), labels, blank, ref scratch.Emissions);
            scale += largest;
            largest = Begin<V>(scratch, step, labels.Length, none, largest);
        }

        ref float last = ref scratch.Beginnings(steps);
        double logarithm = scale + LogSum(At(ref last, labels.Length - 1), At(ref last, scratch.Width + labels.Length));
        scratch.End(labels.Length, Impossible);
        for (int step = steps - 1; step >= 0; step--)
        {
            float blanks = Share<V>(scratch, step, labels.Length);
            ref float gradient = ref gradients[step, row];
            for (int place = 0; place < labels.Length; place++)
            {
                At(ref gradient, labels[place]) -= At(ref scratch.Shares, place);
            }

            At(ref gradient, blank) -= blanks;
            Scale<V>(ref gradient, units, weight, denominator);
            if (step > 0)
            {
                float none = Emit(ref logits[step, row], ref scratch.Norms(step), labels, blank, ref scratch.Emissions);
                End<V>(scratch, labels.Length, none);
            }
        }

        return -logarithm;
    }

    /// <summary>p = softmax(y); keeps max y and log Σ exp(y - max y).</summary>
    [MethodImpl(Loop)]
    private static void Softmax<V>(ref float y, ref float p, int units, ref float norms, ref float scratch)
        where V : struct, ISimd<V>
    {
        float largest = Reductions.Max<V>(ref y, units);
        V max = V.Create(largest);
        int padded = WeightLayout.Padded(units);
        for (nint lane = 0; lane < padded; lane += V.Width)
        {
            V.Store(V.Exp(V.Load(ref y, lane) - max), ref p, lane);
        }

        V sum = V.Create(Reductions.Sum<V>(ref p, units));
        V.Store(V.Log(sum), ref scratch, 0);
        norms = largest;
        At(ref norms, 1) = scratch;
        for (nint lane = 0; lane < padded; lane += V.Width)
        {
            V.Store(V.Load(ref p, lane) / sum, ref p, lane);
        }
    }

    /// <summary>The log-probability of each label of the row at a step, and of the blank: log softmax(y).</summary>
    [MethodImpl(Loop)]
    private static float Emit(ref float y, ref float norms, ReadOnlySpan<int> labels, int blank, ref float emissions)
    {
        float max = norms, logSum = At(ref norms, 1);
        for (int place = 0; place < labels.Length; place++)
        {
            At(ref emissions, place) = At(ref y, labels[place]) - max - logSum;
        }

        return At(ref y, blank) - max - logSum;
    }

    /// <summary>
    /// The beginnings after one more step, with e = log softmax(y): label i = e_i + log Σ exp(label i, blank i, label i - 1 where it is
    /// another); blank i = e_blank + log Σ exp(blank i, label i - 1).
    /// </summary>
    /// <returns>The largest of them.</returns>
    [MethodImpl(Loop)]
    private static float Begin<V>(AlignmentScratch scratch, int step, int labels, float none, float largest)
        where V : struct, ISimd<V>
    {
        int width = scratch.Width;
        ref float before = ref scratch.Beginnings(step), blanksBefore = ref At(ref before, width);
        ref float after = ref scratch.Beginnings(step + 1), blanksAfter = ref At(ref after, width);
        ref float emissions = ref scratch.Emissions, skips = ref scratch.Skips;
        MemoryMarshal.CreateSpan(ref At(ref after, -AlignmentScratch.Gap), AlignmentScratch.Gap).Fill(Impossible);
        V scale = V.Create(largest), emitted = V.Create(none) - scale;
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V label = V.Load(ref before, lane), previous = V.Load(ref before, lane - 1), blank = V.Load(ref blanksBefore, lane);
            V reached = LogSum(label, blank, previous + V.Load(ref skips, lane));
            V.Store(reached + (V.Load(ref emissions, lane) - scale), ref after, lane);
            V.Store(LogSum(blank, previous) + emitted, ref blanksAfter, lane);
        }

        return Largest<V>(ref after, ref blanksAfter, labels);
    }

    /// <summary>
    /// The ends one step before: with e' = end + log softmax(y) of this step, label i = log Σ exp(e' of label i, blank i + 1, label i + 1
    /// where it is another); blank i = log Σ exp(e' of blank i, label i).
    /// </summary>
    [MethodImpl(Loop)]
    private static void End<V>(AlignmentScratch scratch, int labels, float none)
        where V : struct, ISimd<V>
    {
        int width = scratch.Width;
        ref float ends = ref scratch.Ends, blanks = ref At(ref ends, width + AlignmentScratch.Gap);
        ref float emissions = ref scratch.Emissions, skips = ref scratch.Skips;
        V scale = V.Create(Largest<V>(ref ends, ref blanks, labels)), emitted = V.Create(none) - scale;
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V.Store(V.Load(ref ends, lane) + (V.Load(ref emissions, lane) - scale), ref ends, lane);
            V.Store(V.Load(ref blanks, lane) + emitted, ref blanks, lane);
        }

        // Upwards: what a vector reads beside itself has not been written over yet.
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V label = V.Load(ref ends, lane), next = V.Load(ref ends, lane + 1) + V.Load(ref skips, lane + 1);
            V blank = V.Load(ref blanks, lane), nextBlank = V.Load(ref blanks, lane + 1);
            V.Store(LogSum(label, nextBlank, next), ref ends, lane);
            V.Store(LogSum(blank, label), ref blanks, lane);
        }
    }

    /// <summary>
    /// Which share of the alignments has each label at a step: exp(beginning + end), divided by the sum over all states, so that the shares
    /// add up to 1 whatever both have lost to rounding.
    /// </summary>
    /// <returns>The share of those with a blank.</returns>
    [MethodImpl(Loop)]
    private static float Share<V>(AlignmentScratch scratch, int step, int labels)
        where V : struct, ISimd<V>
    {
        int width = scratch.Width;
        ref float beginnings = ref scratch.Beginnings(step + 1), ends = ref scratch.Ends;
        ref float shares = ref scratch.Shares, blankShares = ref At(ref shares, width);
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V blankEnd = V.Load(ref ends, width + AlignmentScratch.Gap + lane);
            V.Store(V.Load(ref beginnings, lane) + V.Load(ref ends, lane), ref shares, lane);
            V.Store(V.Load(ref beginnings, width + lane) + blankEnd, ref blankShares, lane);
        }

        V max = V.Create(Largest<V>(ref shares, ref blankShares, labels));
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V.Store(V.Exp(V.Load(ref shares, lane) - max), ref shares, lane);
            V.Store(V.Exp(V.Load(ref blankShares, lane) - max), ref blankShares, lane);
        }

        float blanks = Reductions.Sum<V>(ref blankShares, labels + 1);
        float sum = labels > 0 ? blanks + Reductions.Sum<V>(ref shares, labels) : blanks;
        V whole = V.Create(sum);
        for (nint lane = 0; lane < width; lane += V.Width)
        {
            V.Store(V.Load(ref shares, lane) / whole, ref shares, lane);
        }

        return blanks / sum;
    }

    /// <summary>dy = weight·dy / denominator; carried on, so 0 below 2^-100 in magnitude.</summary>
    [MethodImpl(Loop)]
    private static void Scale<V>(ref float gradient, int units, float weight, float denominator)
        where V : struct, ISimd<V>
    {
        V factor = V.Create(weight), divisor = V.Create(denominator);
        int padded = WeightLayout.Padded(units);
        for (nint lane = 0; lane < padded; lane += V.Width)
        {
            V.Store(V.FlushTiny(factor * V.Load(ref gradient, lane) / divisor), ref gradient, lane);
        }
    }

    [MethodImpl(Loop)]
    private static float Largest<V>(ref float labels, ref float blanks, int count)
        where V : struct, ISimd<V>
    {
        float largest = Reductions.Max<V>(ref blanks, count + 1);
        return count > 0 ? Math.Max(largest, Reductions.Max<V>(ref labels, count)) : largest;
    }

    /// <summary>log(exp(a) + exp(b)); NaN where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogSum<V>(V a, V b)
        where V : struct, ISimd<V> => V.Max(a, b) + V.Log(V.Create(1f) + V.Exp(-V.Abs(a - b)));

    /// <summary>log(exp(a) + exp(b) + exp(c)); NaN where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogSum<V>(V a, V b, V c)
        where V : struct, ISimd<V>
    {
        V max = V.Max(V.Max(a, b), c);
        return max + V.Log(V.Exp(a - max) + V.Exp(b - max) + V.Exp(c - max));
    }

    /// <summary>The same of two numbers, with the functions of the networks: the same bits on every machine.</summary>
    internal static float LogSum(float a, float b)
    {
        Span<float> sum = stackalloc float[Simd128.Width];
        Simd128.Store(LogSum(Simd128.Create(a), Simd128.Create(b)), ref MemoryMarshal.GetReference(sum), 0);
        return sum[0];
    }
}
