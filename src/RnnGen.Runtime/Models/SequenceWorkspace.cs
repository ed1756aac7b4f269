using System;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen;

/// <summary>
/// The part of a generated workspace that does not depend on the model: the shape of the current batch, which rows have ended,
/// and copies between the caller's layout and the step-major buffers.
/// </summary>
public abstract class SequenceWorkspace
{
    private int[] _lengths = [];
    private int[] _givenLengths = [];
    private int[] _givenTokens = [];

    /// <summary>Rows of the current batch.</summary>
    public int Rows { get; private set; }

    /// <summary>Steps of the current batch's buffers.</summary>
    public int Steps { get; private set; }

    /// <summary>Length of the longest row: no step runs past it.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Length of the shortest row: up to it no row has ended.</summary>
    public int MinLength { get; private set; }

    /// <summary>Whether no initial states were given: zero where none are learned, so that the first step's recurrent products need not be computed.</summary>
    public bool StartsFromZero { get; private set; }

    /// <summary>Valid steps of each row, or <see langword="null"/> when all rows are full.</summary>
    public int[]? Lengths { get; private set; }

    /// <summary>Valid steps of a row.</summary>
    public int Length(int row) => Lengths is null ? Steps : Lengths[row];

    /// <summary>
    /// Checks a batch. What decides addresses, its lengths and its tokens, is copied first, and the copy is what is checked: the caller's
    /// memory may change at any time, by another thread or because the outputs lie in it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The caller's batch.</param>
    /// <returns>The batch with the copies in place of the caller's; valid until the next call. The last pass is as it was.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside 0..steps, or a token is none of the vocabulary.</exception>
    public SequenceBatch Take(ModelDescription model, scoped in SequenceBatch batch)
    {
        BatchChecks.Sizes(model, batch);
        SequenceBatch own = batch with
        {
            Lengths = OwnCopy.Of(batch.Lengths, ref _givenLengths),
            Tokens = OwnCopy.Of(batch.Tokens, ref _givenTokens),
        };
        BatchChecks.Contents(model, own);
        return own;
    }

    /// <summary>Takes the shape and the lengths of rows of a batch.</summary>
    /// <param name="batch">What <see cref="Take"/> gave.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="features">Features of one step.</param>
    /// <param name="startsFromZero">Whether no initial states were given.</param>
    protected void SetBatch(scoped in SequenceBatch batch, int firstRow, int rows, int features, bool startsFromZero)
    {
        Rows = rows;
        Steps = batch.Steps;
        StartsFromZero = startsFromZero;

        // Without rows there is no longest one, whatever the batch says of its steps.
        MaxLength = MinLength = rows == 0 ? 0 : batch.Steps;
        Lengths = null;
        if (batch.Lengths.IsEmpty || rows == 0)
        {
            return;
        }

        if (_lengths.Length < rows)
        {
            _lengths = new int[rows];
        }

        batch.Lengths.Slice(firstRow, rows).CopyTo(_lengths);
        MaxLength = 0;
        foreach (int length in _lengths.AsSpan(0, rows))
        {
            MaxLength = Math.Max(MaxLength, length);
            MinLength = Math.Min(MinLength, length);
        }

        if (MinLength < batch.Steps)
        {
            Lengths = _lengths;
        }
    }

    /// <summary>Copies rows of the caller's [batch, steps, features] values (or time-major) into a buffer of steps; zero past a row's length.</summary>
    protected internal void CopyIn(ReadOnlySpan<float> values, int batchSize, SequenceLayout layout, int firstRow, int features, in StepBuffer target)
    {
        for (int step = 0; step < Steps && Rows > 0; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                Span<float> destination = target.Row(step, row, features);
                if (Lengths is not null && step >= Lengths[row])
                {
                    destination.Clear();
                }
                else
                {
                    values.Slice(Offset(batchSize, layout, step, firstRow + row, features), features).CopyTo(destination);
                }
            }
        }
    }

    /// <summary>Copies a buffer of steps into the caller's layout; zero past a row's length.</summary>
    /// <param name="source">The buffer.</param>
    /// <param name="firstSlot">The slot of step 0.</param>
    /// <param name="values">The caller's values.</param>
    /// <param name="batchSize">Rows of the caller's batch.</param>
    /// <param name="layout">The caller's layout.</param>
    /// <param name="firstRow">The caller's row of row 0.</param>
    /// <param name="features">Floats of one row and step.</param>
    protected void CopyOut(in StepBuffer source, int firstSlot, Span<float> values, int batchSize, SequenceLayout layout, int firstRow, int features)
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
                    source.Row(step + firstSlot, row, features).CopyTo(destination);
                }
            }
        }
    }

    /// <summary>Copies one part of the rows' flat states into a slot, or zeroes the slot when there are none.</summary>
    protected void CopyStatesIn(ReadOnlySpan<float> states, int stateSize, int offset, int firstRow, int units, in StepBuffer target, int slot)
    {
        if (states.IsEmpty)
        {
            target.Clear(slot);
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            Span<float> destination = target.Row(slot, row);
            states.Slice(((firstRow + row) * stateSize) + offset, units).CopyTo(destination);
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
    protected void CopyStatesOut(in StepBuffer source, int slot, Span<float> states, int stateSize, int offset, int firstRow, int units)
    {
        for (int row = 0; row < Rows; row++)
        {
            source.Row(slot, row, units).CopyTo(states[(((firstRow + row) * stateSize) + offset)..]);
        }
    }

    /// <summary>Copies the rows that have ended before this step from one slot to another: their state passes through.</summary>
    public void KeepEnded(in StepBuffer buffer, int from, int to, int step, int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            if (HasEnded(row, step))
            {
                buffer.CopyRow(from, to, row);
            }
        }
    }

    /// <summary>Zeroes the rows that have ended before this step: nothing flows back into what made them.</summary>
    public void ClearEnded(in StepBuffer buffer, int step, int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            if (HasEnded(row, step))
            {
                buffer.Row(step, row).Clear();
            }
        }
    }

    /// <summary>Draws a mask of dropout for some rows: a function of seed, pass, mask, step, row and unit.</summary>
    /// <param name="mask">The buffer.</param>
    /// <param name="number">Which mask of the model it is.</param>
    /// <param name="rate">Share that is dropped.</param>
    /// <param name="seed">Seed of all masks.</param>
    /// <param name="pass">Number of the pass.</param>
    /// <param name="steps">Steps that have a mask of their own.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    protected void DrawMask(in StepBuffer mask, int number, float rate, ulong seed, long pass, int steps, int first, int rows)
    {
        // Parameters and shuffles have streams of small numbers.
        CounterRandom random = new(seed, 0x8000_0000_0000_0000 | ((ulong)pass << 16) | (uint)number);
        for (int step = 0; step < steps; step++)
        {
            for (int row = first; row < first + rows; row++)
            {
                Span<float> values = mask.Row(step, row);
                // The same for a row in any batch: 20 bits for the unit, 20 for the step.
                random.FillMask(((ulong)row << 40) | ((ulong)step << 20), rate, values);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasEnded(int row, int step) => Lengths is not null && step >= Lengths[row];

    internal int Offset(int batchSize, SequenceLayout layout, int step, int row, int features) =>
        (layout == SequenceLayout.BatchMajor ? (row * Steps) + step : (step * batchSize) + row) * features;
}
