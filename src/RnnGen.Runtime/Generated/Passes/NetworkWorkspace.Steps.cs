using System;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>
/// One step of many sequences: which rows of the caller's states step, their inputs, and the copies of their states, by row number.
/// </content>
public abstract partial class NetworkWorkspace
{
    private readonly RowNumbers _stepped = new();
    private float[] _joined = [];
    private float[] _joinedOfSequences = [];
    private float[] _embedded = [];

    /// <summary>
    /// Checks a step. What decides addresses, the row numbers and the tokens, is copied first, and the copy is what is checked, as in
    /// <see cref="Take"/>.
    /// </summary>
    /// <param name="batch">The caller's inputs.</param>
    /// <param name="stateFloats">Floats of the states of all sequences.</param>
    /// <param name="rows">Which of them step; empty for all, in their order.</param>
    /// <returns>The inputs with the copies in place of the caller's; valid until the next call.</returns>
    internal SequenceBatch TakeStep(scoped in SequenceBatch batch, int stateFloats, scoped ReadOnlySpan<int> rows)
    {
        int states = BatchChecks.StepSizes(Model, batch, stateFloats, rows.Length);
        SequenceBatch own = batch with { Layout = SequenceLayout.BatchMajor, Tokens = OwnCopy.Of(batch.Tokens, ref _givenTokens) };
        BatchChecks.StepTokens(Model, own.Tokens);
        _stepped.Take(rows, own.BatchSize, states);
        return own;
    }

    /// <summary>Memory for the inputs of a step that the caller gives by their names.</summary>
    /// <param name="count">Rows that step.</param>
    /// <param name="tokens">The tokens; empty of a model without.</param>
    internal SequenceBatch JoinedInputs(int count, ReadOnlySpan<int> tokens) =>
        new(Joined(ref _joined, count, Model.StepInputSize), count, steps: 1)
        {
            SequenceInputs = Joined(ref _joinedOfSequences, count, Model.SequenceInputSize),
            Tokens = tokens,
        };

    /// <summary>Checks an input of a step and copies it to its columns.</summary>
    /// <param name="input">The input.</param>
    /// <param name="values">Its values, [count, size].</param>
    /// <param name="count">Rows that step.</param>
    /// <param name="name">What the caller calls it.</param>
    internal void JoinInput(InputInfo input, ReadOnlySpan<float> values, int count, string name)
    {
        BatchChecks.Rows(values.Length, count, input.Size, name, "features");
        bool ofSequences = input.Kind == InputKind.PerSequence;
        int size = ofSequences ? Model.SequenceInputSize : Model.StepInputSize;
        Span<float> joined = ofSequences ? _joinedOfSequences : _joined;
        for (int row = 0; row < count; row++)
        {
            RowCopy.Copy(values.Slice(row * input.Size, input.Size), joined[((row * size) + input.FirstColumn)..]);
        }
    }

    /// <summary>x = table[token] for all rows of a step, so that every group of rows has them of one version.</summary>
    /// <inheritdoc cref="Embed"/>
    internal void EmbedStep(scoped in SequenceBatch batch, ModelParameters parameters, long version)
    {
        if (_table is not (int offset, _))
        {
            return;
        }

        int units = Model.EmbeddingSize;
        Span<float> embedded = Joined(ref _embedded, batch.BatchSize, units);
        for (int row = 0; row < batch.BatchSize; row++)
        {
            RowCopy.Copy(parameters.Values.Slice(offset + (batch.Tokens[row] * units), units), embedded[(row * units)..]);
        }

        parameters.RequireVersion(version);
    }

    /// <summary>Takes rows of a step and their states.</summary>
    /// <param name="batch">What <see cref="TakeStep"/> gave.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="states">The states of all sequences.</param>
    internal void BeginStep(scoped in SequenceBatch batch, int firstRow, int rows, ReadOnlySpan<float> states)
    {
        TakeRows(batch, firstRow, rows, _rows is null ? Partition.StepRows(rows) : rows, history: false);
        StartsFromZero = false;
        if (_table is not null)
        {
            CopyIn(_embedded, batch.BatchSize, batch.Layout, firstRow, Model.EmbeddingSize, Inputs);
        }

        ReadOnlySpan<int> numbers = _stepped.Of(firstRow, rows);
        for (int index = 0; index < States.Length; index++)
        {
            StateInfo state = States[index];
            CopyStatesIn(states, Model.StateSize, state.Offset, numbers, state.Units, State(index));
        }
    }

    /// <summary>Copies the states after a step back to where they came from.</summary>
    internal void CopySteppedStates(Span<float> states, int firstRow)
    {
        ReadOnlySpan<int> numbers = _stepped.Of(firstRow, Rows);
        for (int index = 0; index < States.Length; index++)
        {
            StateInfo state = States[index];
            CopyStatesOut(State(index), states, Model.StateSize, state.Offset, numbers, state.Units);
        }
    }

    [MethodImpl(Kernels.Loop)]
    private static void CopyStatesIn(
        ReadOnlySpan<float> states, int stateSize, int offset, ReadOnlySpan<int> numbers, int units, in StepBuffer target)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            Span<float> destination = target.Row(0, row);
            RowCopy.Copy(states.Slice((numbers[row] * stateSize) + offset, units), destination);
            destination[units..].Clear();
        }
    }

    [MethodImpl(Kernels.Loop)]
    private static void CopyStatesOut(
        in StepBuffer source, Span<float> states, int stateSize, int offset, ReadOnlySpan<int> numbers, int units)
    {
        for (int row = 0; row < numbers.Length; row++)
        {
            RowCopy.Copy(source.Row(1, row, units), states[((numbers[row] * stateSize) + offset)..]);
        }
    }

    private static Span<float> Joined(ref float[] memory, int rows, int columns)
    {
        long count = (long)rows * columns;
        if (memory.Length < count)
        {
            memory = new float[ElementCount.Of((uint)rows, columns, 1)];
        }

        return memory.AsSpan(0, (int)count);
    }
}
