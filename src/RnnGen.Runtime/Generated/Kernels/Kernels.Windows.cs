using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>
/// Windows over the steps of a sequence: what a convolution multiplies by one kernel, [x(t - left), x(t - left + dilation), ...] side by
/// side. A causal window ends with step t, and the steps before the first are what a state holds, zeros at first; a window that looks
/// ahead has zeros there. Steps past a row's length are zeros for every window.
/// </content>
public static partial class Kernels
{
    /// <summary>Lays out the windows of all steps of some rows; of causal ones the state becomes the last inputs of each row.</summary>
    /// <param name="w">Has the lengths of the rows.</param>
    /// <param name="source">The values of every step.</param>
    /// <param name="firstSlot">The slot of step 0.</param>
    /// <param name="past">
    /// The <see cref="WindowShape.Left"/> values before the first step, the oldest first, in both of its slots afterwards those before the
    /// next one; without memory of a window that looks ahead.
    /// </param>
    /// <param name="target">Receives the windows; zeros past a row's length.</param>
    /// <param name="window">Which steps a window has.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(Loop)]
    public static void Windows(
        NetworkWorkspace w, in StepBuffer source, int firstSlot, in StepBuffer past, in StepBuffer target, in WindowShape window,
        int first, int rows)
    {
        int features = window.Features, floats = window.Taps * features;
        bool hasPast = past.Bytes > 0;
        for (int row = first; row < first + rows; row++)
        {
            int length = w.Length(row);
            for (int step = 0; step < w.MaxLength; step++)
            {
                ref float values = ref target[step, row];
                if (step >= length)
                {
                    Clear(ref values, floats);
                    continue;
                }

                for (int tap = 0; tap < window.Taps; tap++)
                {
                    ref float place = ref At(ref values, tap * features);
                    int from = step - window.Left + (tap * window.Dilation);
                    if (from >= 0 && from < length)
                    {
                        Copy(ref source[firstSlot + from, row], ref place, features);
                    }
                    else if (from < 0 && hasPast)
                    {
                        Copy(ref At(ref past[0, row], (window.Left + from) * features), ref place, features);
                    }
                    else
                    {
                        Clear(ref place, features);
                    }
                }
            }

            if (hasPast)
            {
                KeepPast(source, firstSlot, past, window, row, length);
            }
        }
    }

    /// <summary>
    /// The way back of <see cref="Windows"/>: dx(s) = Σ over the taps, the first one first, of the window that has x(s) there; of causal
    /// windows the gradients of the final past go to the last steps, and to the past before the first step what those windows read of it.
    /// </summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="w">Has the lengths of the rows.</param>
    /// <param name="windows">Gradients of the windows.</param>
    /// <param name="gradient">Receives those of the values; not touched unless <paramref name="isWanted"/>.</param>
    /// <param name="past">
    /// Those of the final past, in the slot after the last step; in slot 0 afterwards those of the past before the first one. Without
    /// memory of a window that looks ahead.
    /// </param>
    /// <param name="window">Which steps a window has.</param>
    /// <param name="isWanted">Whether gradients of the values are wanted, and not only those of the past.</param>
    /// <param name="accumulate">Whether they are added to what other readers have written; otherwise zero past a row's length.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(Loop)]
    public static void WindowsBackward<V>(
        NetworkWorkspace w, in StepBuffer windows, in StepBuffer gradient, in StepBuffer past, in WindowShape window, bool isWanted,
        bool accumulate, int first, int rows)
        where V : struct, ISimd<V>
    {
        int features = window.Features, left = past.Bytes > 0 ? window.Left : 0;
        for (int row = first; row < first + rows; row++)
        {
            int length = w.Length(row);
            for (int step = w.MaxLength - 1; step >= 0 && isWanted; step--)
            {
                ref float dx = ref gradient[step, row];
                if (!accumulate)
                {
                    // What stands past the features may be left from another batch, and others add to it.
                    Clear(ref dx, gradient.Stride);
                }

                if (step >= length)
                {
                    continue;
                }

                AddTaps<V>(windows, window, step, row, length, ref dx);
                if (left > 0 && length - step <= left)
                {
                    AddRow<V>(ref At(ref past[w.MaxLength, row], (left + step - length) * features), ref dx, features);
                }
            }

            // The last first: both slots may be one, and a place is read before it is written.
            for (int before = 1; before <= left; before++)
            {
                ref float dx = ref At(ref past[0, row], (left - before) * features);
                if (before + length <= left)
                {
                    Copy(ref At(ref past[w.MaxLength, row], (left - before - length) * features), ref dx, features);
                }
                else
                {
                    Clear(ref dx, features);
                }

                AddTaps<V>(windows, window, -before, row, length, ref dx);
            }
        }
    }

    /// <summary>Lays out the window of one step of a single row, and takes the step into its past.</summary>
    /// <param name="x">The values of the step.</param>
    /// <param name="past">Those of the steps before, the oldest first; a step further afterwards.</param>
    /// <param name="target">Receives the window.</param>
    /// <param name="features">Features of a step.</param>
    /// <param name="taps">Steps that the window has, at least 2.</param>
    /// <param name="dilation">Steps from tap to tap.</param>
    public static void WindowStep(ref float x, ref float past, ref float target, int features, int taps, int dilation)
    {
        int before = taps - 1;
        if (dilation == 1)
        {
            Copy(ref past, ref target, before * features);
        }
        else
        {
            for (int tap = 0; tap < before; tap++)
            {
                Copy(ref At(ref past, tap * dilation * features), ref At(ref target, tap * features), features);
            }
        }

        Copy(ref x, ref At(ref target, before * features), features);
        int kept = ((before * dilation) - 1) * features;
        Copy(ref At(ref past, features), ref past, kept);
        Copy(ref x, ref At(ref past, kept), features);
    }

    /// <summary>dx += the parts of the windows that have step s.</summary>
    private static void AddTaps<V>(
        in StepBuffer windows, in WindowShape window, int step, int row, int length, ref float dx)
        where V : struct, ISimd<V>
    {
        for (int tap = 0; tap < window.Taps; tap++)
        {
            int of = step + window.Left - (tap * window.Dilation);
            if (of >= 0 && of < length)
            {
                AddRow<V>(ref At(ref windows[of, row], tap * window.Features), ref dx, window.Features);
            }
        }
    }

    /// <summary>
    /// The last inputs of a row, which may begin before its first step: in both slots, so that it does not matter which of them a pass ends
    /// with.
    /// </summary>
    private static void KeepPast(
        in StepBuffer source, int firstSlot, in StepBuffer past, in WindowShape window, int row, int length)
    {
        int features = window.Features, kept = Math.Max(0, window.Left - length);
        ref float place = ref past[0, row];
        Copy(ref At(ref place, (window.Left - kept) * features), ref place, kept * features);
        for (int index = kept; index < window.Left; index++)
        {
            Copy(ref source[firstSlot + length - window.Left + index, row], ref At(ref place, index * features), features);
        }

        past.CopyRow(0, 1, row);
    }
}
