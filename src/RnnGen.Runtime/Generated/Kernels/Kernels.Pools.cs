using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>
/// Pooling over the steps of a window, one step apart: steps before the first one that there was, and past a row's length, take no part. Of
/// causal windows a state has the steps before, the oldest first, and behind them the number of those that there were.
/// </content>
public static partial class Kernels
{
    /// <summary>y(t) = the largest value of each feature in the window of step t; of causal windows the state goes on.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="w">Has the lengths of the rows.</param>
    /// <param name="source">The values of every step.</param>
    /// <param name="firstSlot">The slot of step 0.</param>
    /// <param name="past">The state, in both of its slots afterwards; without memory of a window that looks ahead.</param>
    /// <param name="before">Receives the state before the first step, for the way back; without memory likewise.</param>
    /// <param name="target">Receives the values of the windows; zeros past a row's length.</param>
    /// <param name="window">Which steps a window has.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    public static void MaxPools<V>(
        NetworkWorkspace w, in StepBuffer source, int firstSlot, in StepBuffer past, in StepBuffer before, in StepBuffer target,
        in WindowShape window, int first, int rows)
        where V : struct, ISimd<V> => Pools<V>(w, source, firstSlot, past, before, target, window, isMax: true, first, rows);

    /// <summary>y(t) = the mean of each feature over the steps of the window of step t.</summary>
    /// <inheritdoc cref="MaxPools{V}"/>
    public static void AveragePools<V>(
        NetworkWorkspace w, in StepBuffer source, int firstSlot, in StepBuffer past, in StepBuffer before, in StepBuffer target,
        in WindowShape window, int first, int rows)
        where V : struct, ISimd<V> => Pools<V>(w, source, firstSlot, past, before, target, window, isMax: false, first, rows);

    /// <summary>
    /// The way back of <see cref="MaxPools{V}"/>, from the last step to the first: the gradient of a window goes to the first of its steps
    /// that has the largest value, and is gone then.
    /// </summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="w">Has the lengths of the rows.</param>
    /// <param name="source">The values of every step.</param>
    /// <param name="firstSlot">The slot of step 0.</param>
    /// <param name="before">The state before the first step; without memory of a window that looks ahead.</param>
    /// <param name="target">The values of the windows.</param>
    /// <param name="flow">Their gradients.</param>
    /// <param name="gradient">Receives those of the source; not touched unless <paramref name="isWanted"/>.</param>
    /// <param name="past">
    /// Those of the final state, in the slot after the last step; in slot 0 afterwards those of the state before the first one.
    /// </param>
    /// <param name="window">Which steps a window has.</param>
    /// <param name="isWanted">Whether gradients of the source are wanted, and not only those of the state.</param>
    /// <param name="accumulate">Whether they are added to what other readers have written; otherwise zero past a row's length.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(Loop)]
    public static void MaxPoolsBackward<V>(
        NetworkWorkspace w, in StepBuffer source, int firstSlot, in StepBuffer before, in StepBuffer target, in StepBuffer flow,
        in StepBuffer gradient, in StepBuffer past, in WindowShape window, bool isWanted, bool accumulate, int first, int rows)
        where V : struct, ISimd<V>
    {
        int features = window.Features;
        for (int row = first; row < first + rows; row++)
        {
            int length = w.Length(row), known = Known(before, row, window);
            BeginPools<V>(w, gradient, past, window, isWanted, accumulate, row, length);
            for (int step = length - 1; step >= 0; step--)
            {
                Steps(window, step, length, known, out int from, out int to);
                for (int of = from; of <= to && (of < 0 || isWanted); of++)
                {
                    ref float value = ref Value(source, firstSlot, before, window, row, of);
                    ref float dx = ref of < 0 ? ref At(ref past[0, row], (window.Left + of) * features) : ref gradient[of, row];
                    PassMax<V>(ref value, ref target[step, row], ref flow[step, row], ref dx, features);
                }
            }
        }
    }

    /// <summary>The way back of <see cref="AveragePools{V}"/>: each step of a window gets an equal share of its gradient.</summary>
    /// <inheritdoc cref="MaxPoolsBackward{V}"/>
    [MethodImpl(Loop)]
    public static void AveragePoolsBackward<V>(
        NetworkWorkspace w, in StepBuffer before, in StepBuffer flow, in StepBuffer gradient, in StepBuffer past, in WindowShape window,
        bool isWanted, bool accumulate, int first, int rows)
        where V : struct, ISimd<V>
    {
        int features = window.Features;
        for (int row = first; row < first + rows; row++)
        {
            int length = w.Length(row), known = Known(before, row, window);
            BeginPools<V>(w, gradient, past, window, isWanted, accumulate, row, length);
            for (int step = length - 1; step >= 0; step--)
            {
                Steps(window, step, length, known, out int from, out int to);
                ref float share = ref flow[step, row];
                Divide<V>(ref share, to - from + 1, features);
                for (int of = from; of <= to && (of < 0 || isWanted); of++)
                {
                    ref float dx = ref of < 0 ? ref At(ref past[0, row], (window.Left + of) * features) : ref gradient[of, row];
                    AddRow<V>(ref share, ref dx, features);
                }
            }
        }
    }

    [MethodImpl(Loop)]
    private static void Pools<V>(
        NetworkWorkspace w, in StepBuffer source, int firstSlot, in StepBuffer past, in StepBuffer before, in StepBuffer target,
        in WindowShape window, bool isMax, int first, int rows)
        where V : struct, ISimd<V>
    {
        int features = window.Features;
        for (int row = first; row < first + rows; row++)
        {
            int length = w.Length(row), known = Known(past, row, window);
            for (int step = 0; step < w.MaxLength; step++)
            {
                ref float y = ref target[step, row];
                if (step >= length)
                {
                    Clear(ref y, target.Stride);
                    continue;
                }

                Steps(window, step, length, known, out int from, out int to);
                Copy(ref Value(source, firstSlot, past, window, row, from), ref y, features);
                for (int of = from + 1; of <= to; of++)
                {
                    Pool<V>(ref Value(source, firstSlot, past, window, row, of), ref y, features, isMax);
                }

                if (!isMax)
                {
                    Divide<V>(ref y, to - from + 1, features);
                }
            }

            if (past.Bytes > 0)
            {
                past.Row(0, row).CopyTo(before.Row(0, row));
                At(ref past[0, row], window.Left * features) = Math.Min(window.Left, (long)known + length);
                KeepPast(source, firstSlot, past, window, row, length);
            }
        }
    }

    /// <summary>
    /// What the way back begins with: zeros where nothing has been written, and the gradients of the final state at the steps that it
    /// holds. The number of steps has none.
    /// </summary>
    private static void BeginPools<V>(
        NetworkWorkspace w, in StepBuffer gradient, in StepBuffer past, in WindowShape window, bool isWanted, bool accumulate, int row,
        int length)
        where V : struct, ISimd<V>
    {
        int features = window.Features, left = past.Bytes > 0 ? window.Left : 0;
        for (int step = 0; step < w.MaxLength && isWanted; step++)
        {
            ref float dx = ref gradient[step, row];
            if (!accumulate)
            {
                Clear(ref dx, gradient.Stride);
            }

            if (step < length && length - step <= left)
            {
                AddRow<V>(ref At(ref past[w.MaxLength, row], (left + step - length) * features), ref dx, features);
            }
        }

        if (left > 0)
        {
            // Both slots may be one, so this is a copy of memory that may overlap.
            int kept = Math.Max(0, left - length);
            Copy(ref past[w.MaxLength, row], ref At(ref past[0, row], (left - kept) * features), kept * features);
            Clear(ref past[0, row], (left - kept) * features);
            At(ref past[0, row], left * features) = 0;
        }
    }

    /// <summary>The steps of a window that there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Steps(in WindowShape window, int step, int length, int known, out int from, out int to)
    {
        from = Math.Max(step - window.Left, -known);
        to = Math.Min(step - window.Left + window.Taps - 1, length - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Value(
        in StepBuffer source, int firstSlot, in StepBuffer past, in WindowShape window, int row, int step)
    {
        if (step < 0)
        {
            return ref At(ref past[0, row], (window.Left + step) * window.Features);
        }

        return ref source[firstSlot + step, row];
    }

    private static int Known(in StepBuffer past, int row, in WindowShape window) =>
        past.Bytes > 0 ? Known(ref past[0, row], window.Left, window.Features) : 0;
}
