using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>
/// Copies between the caller's layout and the step-major buffers: compiled fully at once, since what the first calls look like says nothing
/// of the later ones. </content>
public abstract partial class NetworkWorkspace
{
    /// <summary>
    /// Copies rows of the caller's [batch, steps, features] values (or time-major) into columns of a buffer of steps; zero past a row's
    /// length.
    /// </summary>
    [MethodImpl(Kernels.Loop)]
    private protected void CopyIn(
        ReadOnlySpan<float> values, int batchSize, SequenceLayout layout, int firstRow, int features, in StepBuffer target,
        int firstColumn = 0)
    {
        for (int step = 0; step < Steps && Rows > 0; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                Span<float> destination = MemoryMarshal.CreateSpan(ref Kernels.At(ref target[step, row], firstColumn), features);
                if (Lengths is not null && step >= Lengths[row])
                {
                    destination.Clear();
                }
                else
                {
                    RowCopy.Copy(values.Slice(Offset(batchSize, layout, step, firstRow + row, features), features), destination);
                }
            }
        }
    }

    /// <summary>Copies columns of a buffer of steps into the caller's layout; zero past a row's length.</summary>
    /// <param name="source">The buffer.</param>
    /// <param name="firstSlot">The slot of step 0.</param>
    /// <param name="values">The caller's values.</param>
    /// <param name="batchSize">Rows of the caller's batch.</param>
    /// <param name="layout">The caller's layout.</param>
    /// <param name="firstRow">The caller's row of row 0.</param>
    /// <param name="features">Floats of one row and step.</param>
    /// <param name="firstColumn">Their first column in the buffer.</param>
    [MethodImpl(Kernels.Loop)]
    private protected void CopyOut(
        in StepBuffer source, int firstSlot, Span<float> values, int batchSize, SequenceLayout layout, int firstRow, int features,
        int firstColumn = 0)
    {
        for (int step = 0; step < Steps && Rows > 0; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                Span<float> destination = values.Slice(Offset(batchSize, layout, step, firstRow + row, features), features);
                if (step >= (Lengths is null ? Steps : Lengths[row]))
                {
                    destination.Clear();
                }
                else
                {
                    RowCopy.Copy(source.Row(step + firstSlot, row, firstColumn + features)[firstColumn..], destination);
                }
            }
        }
    }

    /// <summary>Copies one part of the rows' flat states into a slot, or zeroes the slot when there are none.</summary>
    [MethodImpl(Kernels.Loop)]
    private protected void CopyStatesIn(
        ReadOnlySpan<float> states, int stateSize, int offset, int firstRow, int units, in StepBuffer target, int slot)
    {
        if (states.IsEmpty)
        {
            target.Clear(slot);
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            Span<float> destination = target.Row(slot, row);
            RowCopy.Copy(states.Slice(((firstRow + row) * stateSize) + offset, units), destination);
            destination[units..].Clear();
        }
    }

    /// <summary>Copies one state to some rows of the first slot, padding included.</summary>
    protected static void StartRows(in AlignedBuffer state, in StepBuffer target, int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            state.Span.CopyTo(target.Row(0, row));
        }
    }

    /// <summary>Copies one part of a slot's states out to the rows' flat states.</summary>
    [MethodImpl(Kernels.Loop)]
    private protected void CopyStatesOut(
        in StepBuffer source, int slot, Span<float> states, int stateSize, int offset, int firstRow, int units)
    {
        for (int row = 0; row < Rows; row++)
        {
            RowCopy.Copy(source.Row(slot, row, units), states[(((firstRow + row) * stateSize) + offset)..]);
        }
    }

    private int Offset(int batchSize, SequenceLayout layout, int step, int row, int features) =>
        (layout == SequenceLayout.BatchMajor ? (row * Steps) + step : (step * batchSize) + row) * features;

    /// <summary>Copies the outputs of a head to the caller's, in the batch's layout.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="outputs">All outputs of the head, [batch size, ...]; what is not of the current rows stays.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="firstRow">First row of the current rows in it.</param>
    internal void CopyOutputs(int head, Span<float> outputs, scoped in SequenceBatch batch, int firstRow)
    {
        HeadInfo info = Heads[head];
        StepBuffer source = Output(head, out int firstSlot);
        if (info.OutputsEveryStep)
        {
            CopyOut(source, firstSlot, outputs, batch.BatchSize, batch.Layout, firstRow, info.OutputSize);
        }
        else
        {
            CopyStatesOut(source, 0, outputs, info.OutputSize, 0, firstRow, info.OutputSize);
        }
    }

    /// <summary>Copies the states after each row's last valid step to the caller's, where they are wanted.</summary>
    internal void CopyFinalStates(Span<float> states, int firstRow)
    {
        for (int index = 0; index < States.Length && !states.IsEmpty; index++)
        {
            StateInfo state = States[index];
            CopyStatesOut(State(index), MaxLength, states, Model.StateSize, state.Offset, firstRow, state.Units);
        }
    }

    /// <summary>A row that ends before the others keeps its state.</summary>
    /// <param name="row">The row.</param>
    /// <param name="steps">Its length.</param>
    public void KeepFinalStates(int row, int steps)
    {
        for (int index = 0; index < States.Length; index++)
        {
            State(index).CopyRow(steps, MaxLength, row);
        }
    }
}
