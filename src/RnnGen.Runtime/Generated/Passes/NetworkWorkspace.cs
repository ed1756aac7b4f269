using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <summary>
/// What the workspaces of all networks have in common: the shape of the current batch, which rows have ended, copies between the caller's
/// layout and the step-major buffers, and how the rows of a prediction are shared out. A network adds its buffers and its passes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class NetworkWorkspace : IPartitionedWork, ITeamWork
{
    private readonly TokenTable? _table;
    private (int Rows, int Steps, bool History)? _shaped;
    private int _computedRows;
    private int[] _lengths = [];
    private int[] _givenLengths = [];
    private int[] _givenTokens = [];

    /// <summary>Creates a workspace without memory.</summary>
    /// <param name="model">The network.</param>
    /// <param name="floatsPerStep">Floats that a prediction keeps of every step of one row.</param>
    /// <param name="table">Where the rows of tokens are, of a network that reads tokens.</param>
    protected NetworkWorkspace(ModelDescription model, int floatsPerStep, TokenTable? table = null)
    {
        Model = model;
        States = [.. model.States];
        Heads = [.. model.Heads];
        FloatsPerStep = floatsPerStep;
        _table = table;
    }

    /// <summary>
    /// The inputs of every step, [steps, rows, padded features], zero past a row's length: what an embedding makes of the tokens, then the
    /// floats.
    /// </summary>
    public StepBuffer Inputs { get; private set; }

    /// <summary>
    /// The inputs that all steps of a row see, [1, rows, padded features]: the one slot serves every step. Without memory where there are
    /// none.
    /// </summary>
    public StepBuffer SequenceInputs { get; private set; }

    /// <summary>Bytes held for activations, and of a trainer for their gradients.</summary>
    public long Bytes { get; private set; }

    internal ModelDescription Model { get; }

    // Arrays: a call that takes a microsecond has no time for interfaces.
    private protected StateInfo[] States { get; }

    internal HeadInfo[] Heads { get; }

    internal int FloatsPerStep { get; }

    /// <summary>Rows of the current batch.</summary>
    public int Rows { get; private set; }

    /// <summary>The first of these rows in the caller's batch.</summary>
    internal int FirstRow { get; private set; }

    /// <summary>Steps of the current batch's buffers.</summary>
    public int Steps { get; private set; }

    /// <summary>Length of the longest row: no step runs past it.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Length of the shortest row: up to it no row has ended.</summary>
    public int MinLength { get; private set; }

    /// <summary>
    /// Whether no initial states were given: zero where none are learned, so that the first step's recurrent products need not be computed.
    /// </summary>
    public bool StartsFromZero { get; private set; }

    /// <summary>Valid steps of each row, or <see langword="null"/> when all rows are full.</summary>
    public int[]? Lengths { get; private set; }

    /// <summary>Valid steps of a row.</summary>
    public int Length(int row) => Lengths is null ? Steps : Lengths[row];

    /// <summary>
    /// Checks a batch. What decides addresses, its lengths and its tokens, is copied first, and the copy is what is checked: the caller's
    /// memory may change at any time, by another thread or because the outputs lie in it.
    /// </summary>
    /// <param name="batch">The caller's batch.</param>
    /// <returns>The batch with the copies in place of the caller's; valid until the next call. The last pass is as it was.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside 0..steps, or a token is not in the vocabulary.</exception>
    internal SequenceBatch Take(scoped in SequenceBatch batch)
    {
        BatchChecks.Sizes(Model, batch);
        SequenceBatch own = batch with
        {
            Lengths = OwnCopy.Of(batch.Lengths, ref _givenLengths),
            Tokens = OwnCopy.Of(batch.Tokens, ref _givenTokens),
        };
        BatchChecks.Contents(Model, own);
        return own;
    }

    /// <summary>Takes rows of a batch and their states, but for the rows of tokens.</summary>
    /// <param name="batch">What <see cref="Take"/> gave.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="initialStates">States before the first step of all rows of the batch, or none.</param>
    /// <param name="history">Whether every step's values are kept.</param>
    internal void Begin(scoped in SequenceBatch batch, int firstRow, int rows, ReadOnlySpan<float> initialStates, bool history)
    {
        TakeRows(batch, firstRow, rows, rows, history);
        StartsFromZero = initialStates.IsEmpty;
        for (int index = 0; index < States.Length; index++)
        {
            StateInfo state = States[index];
            CopyStatesIn(initialStates, Model.StateSize, state.Offset, firstRow, state.Units, State(index), 0);
        }
    }

    /// <param name="batch">The batch.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="rows">Rows to take.</param>
    /// <param name="computedRows">Rows that are computed: those beyond hold what was there, and are looked at by nobody.</param>
    /// <param name="history">Whether every step's values are kept.</param>
    private void TakeRows(scoped in SequenceBatch batch, int firstRow, int rows, int computedRows, bool history)
    {
        SetShape(batch, firstRow, rows);
        _computedRows = computedRows;
        ShapeBuffers(history);
        if (Model.StepInputSize > 0)
        {
            CopyIn(batch.Values, batch.BatchSize, batch.Layout, firstRow, Model.StepInputSize, Inputs, Model.EmbeddingSize);
        }

        TakeSequenceInputs(batch.SequenceInputs, firstRow);
    }

    private void ShapeBuffers(bool history)
    {
        if (_shaped == (_computedRows, Steps, history))
        {
            return;
        }

        // Until all have their memory.
        _shaped = null;
        StepBuffer inputs = Inputs;
        Shape(ref inputs, Steps, WeightLayout.Padded(Model.InputSize));
        Inputs = inputs;
        if (Model.SequenceInputSize > 0)
        {
            StepBuffer ofSequences = SequenceInputs;
            Shape(ref ofSequences, 1, WeightLayout.Padded(Model.SequenceInputSize));
            SequenceInputs = ofSequences;
        }

        Shape(history);
        _shaped = (_computedRows, Steps, history);
    }

    private void TakeSequenceInputs(ReadOnlySpan<float> values, int firstRow)
    {
        int features = Model.SequenceInputSize;
        if (features > 0)
        {
            CopyStatesIn(values, features, 0, firstRow, features, SequenceInputs, 0);
        }
    }

    /// <summary>Shapes the buffers of the forward pass for the current batch.</summary>
    /// <param name="history">Whether every step's values are kept.</param>
    protected abstract void Shape(bool history);

    /// <summary>Shapes one buffer for the rows of the current batch.</summary>
    /// <param name="buffer">The buffer; its memory is kept where it suffices.</param>
    /// <param name="slots">Number of slots.</param>
    /// <param name="stride">Floats from row to row.</param>
    protected void Shape(ref StepBuffer buffer, int slots, int stride)
    {
        long before = buffer.Bytes;
        buffer = StepBuffer.Shape(buffer, slots, _computedRows, stride);
        Bytes += buffer.Bytes - before;
    }

    /// <summary>The buffer of a state, in the order of <see cref="ModelDescription.States"/>; slot t holds it before step t.</summary>
    protected abstract StepBuffer State(int state);

    /// <summary>The buffer of a head's outputs.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="firstSlot">The slot of step 0; of outputs without steps 0.</param>
    protected abstract StepBuffer Output(int head, out int firstSlot);

    private void SetShape(scoped in SequenceBatch batch, int firstRow, int rows)
    {
        FirstRow = firstRow;
        Rows = rows;
        Steps = batch.Steps;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasEnded(int row, int step) => Lengths is not null && step >= Lengths[row];
}
