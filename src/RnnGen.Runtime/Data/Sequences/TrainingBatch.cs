using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace RnnGen.Data;

/// <summary>
/// A batch that is filled again and again: inputs, lengths and targets of some rows. Its arrays grow to the largest batch and stay.
/// </summary>
public sealed class TrainingBatch
{
    private TargetBuffer[] _heads = [new()];
    private HeadTarget[] _headTargets = new HeadTarget[1];
    private float[] _inputs = [], _sequenceInputs = [];
    private int[] _tokens = [], _lengths = [];

    /// <summary>What the batch looks like; of the source that filled it.</summary>
    public SequenceShape? Shape { get; private set; }

    /// <summary>Number of rows (sequences).</summary>
    public int Rows { get; private set; }

    /// <summary>Time steps of the buffers, padding included.</summary>
    public int Steps { get; private set; }

    /// <summary>Layout of <see cref="Inputs"/>, <see cref="Tokens"/> and of targets that have a step axis.</summary>
    public SequenceLayout Layout { get; set; }

    /// <summary>
    /// Whether each row goes on where the same row of the batch before ended, so that states are carried over (truncated
    /// backpropagation through time).
    /// </summary>
    public bool Continues { get; set; }

    /// <summary>Which row of the whole batch is the first here: 0 unless this is a <see cref="BatchShare"/>.</summary>
    public int FirstRow { get; private set; }

    /// <summary>Rows of the whole batch: <see cref="Rows"/> unless this is a <see cref="BatchShare"/>.</summary>
    public int WholeRows { get; private set; }

    /// <summary>Inputs, [rows, steps, features]; empty where there are none but tokens.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Rows * Steps * (Shape?.Features ?? 0));

    /// <summary>Inputs as tokens, [rows, steps]; empty where there are none but floats.</summary>
    public Span<int> Tokens => _tokens.AsSpan(0, Shape is { Vocabulary: > 0 } ? Rows * Steps : 0);

    /// <summary>Inputs that all steps of a row see, [rows, sequence features]; empty where there are none.</summary>
    public Span<float> SequenceInputs => _sequenceInputs.AsSpan(0, Rows * (Shape?.SequenceFeatures ?? 0));

    /// <summary>Valid steps of each row, [rows].</summary>
    public Span<int> Lengths => _lengths.AsSpan(0, Rows);

    /// <summary>
    /// Class indices of the first head, [rows] or [rows, steps], or sequences of labels, [rows, most labels of a row]; empty where its
    /// targets are values.
    /// </summary>
    public Span<int> Labels => LabelsOf(0);

    /// <summary>
    /// How many labels each row has, [rows], where the targets of the first head are sequences of labels; empty where not.
    /// </summary>
    public ReadOnlySpan<int> LabelLengths => LabelLengthsOf(0);

    /// <summary>
    /// Values to learn of the first head, [rows, target size] or [rows, steps, target size]; empty where its targets are labels.
    /// </summary>
    public Span<float> Targets => TargetsOf(0);

    /// <summary>Number of targets of the first head, those of padding included.</summary>
    public int TargetCount => Rows * (Shape is { TargetsEveryStep: true } ? Steps : 1);

    /// <summary>What the targets of a head look like.</summary>
    internal TargetShape ShapeOf(int head) => _heads[head].Shape!;

    /// <summary>The sequence of labels of a row.</summary>
    internal ReadOnlySpan<int> SequenceOf(int head, int row) => _heads[head].LabelsOf(row, Steps, 0);

    /// <summary>As <see cref="Labels"/>, of any head.</summary>
    /// <param name="head">Index of the head.</param>
    public Span<int> LabelsOf(int head) => _heads[head].Labels(Rows, Steps);

    /// <summary>
    /// How many labels each row has, [rows], where the targets of a head are sequences of labels, which <see cref="BatchRow.SetLabels"/>
    /// writes; empty where not.
    /// </summary>
    /// <param name="head">Index of the head.</param>
    public ReadOnlySpan<int> LabelLengthsOf(int head) => _heads[head].Lengths(Rows);

    /// <summary>As <see cref="Targets"/>, of any head.</summary>
    /// <param name="head">Index of the head.</param>
    public Span<float> TargetsOf(int head) => _heads[head].Values(Rows, Steps);

    /// <summary>All inputs for a network: a view of this batch. Lengths are left out where all rows are full.</summary>
    public SequenceBatch Sequences => new(Inputs, Rows, Steps)
    {
        Lengths = Lengths.ContainsAnyExcept(Steps) ? Lengths : default,
        Layout = Layout,
        SequenceInputs = SequenceInputs,
        Tokens = Tokens,
    };

    /// <summary>What each head is to learn: a view of this batch, valid until it changes its size.</summary>
    public ReadOnlySpan<HeadTarget> HeadTargets
    {
        get
        {
            for (int head = 0; head < _heads.Length; head++)
            {
                _headTargets[head] = _heads[head].Target(Rows, Steps);
            }

            return _headTargets;
        }
    }

    /// <summary>
    /// The tokens for a network with an embedding, and what it reads beside them: a view of this batch, lengths as in
    /// <see cref="Sequences"/>.
    /// </summary>
    public TokenBatch TokenSequences => new(Tokens, Rows, Steps)
    {
        Lengths = Lengths.ContainsAnyExcept(Steps) ? Lengths : default,
        Layout = Layout,
        SequenceInputs = SequenceInputs,
        Values = Inputs,
    };

    /// <summary>Gives the batch a size: all values zero, all rows full, batch-major, not continuing.</summary>
    /// <param name="shape">What it looks like.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="steps">Time steps, padding included.</param>
    /// <exception cref="ArgumentException">The batch would hold more values than an array can.</exception>
    [MemberNotNull(nameof(Shape))]
    public void Resize(SequenceShape shape, int rows, int steps)
    {
        Reserve(shape, rows, steps);
        Inputs.Clear();
        Tokens.Clear();
        SequenceInputs.Clear();
        for (int head = 0; head < _heads.Length; head++)
        {
            LabelsOf(head).Clear();
            TargetsOf(head).Clear();
        }
    }

    /// <summary>
    /// As <see cref="Resize"/>, but the values stay as they are, for a source that asks for each row by <see cref="ClearedRow"/>.
    /// </summary>
    [MemberNotNull(nameof(Shape))]
    internal void Reserve(SequenceShape shape, int rows, int steps)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        // A list is made once for each shape: batch after batch has the same.
        IReadOnlyList<TargetShape>? targets = ReferenceEquals(shape, Shape) ? null : shape.HeadTargets;
        long cells = (long)rows * steps;
        long largest = Math.Max(Math.Max(cells, cells * shape.Features), (long)rows * shape.SequenceFeatures);
        for (int head = 0; head < (targets?.Count ?? _heads.Length); head++)
        {
            TargetShape target = targets is null ? _heads[head].Shape! : targets[head];
            largest = Math.Max(largest, target.IsSequences ? rows : (target.EveryStep ? cells : rows) * target.Size);
        }

        if (largest > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {rows} rows x {steps} steps of {Math.Max(1, shape.Features)} features"
                + (shape.SequenceFeatures > 0 ? $", {shape.SequenceFeatures} features of a whole sequence" : "")
                + $" and targets of {shape.TargetSize} has {largest} values; an array holds at most {Array.MaxLength}.",
                nameof(rows));
        }

        if (targets is not null && _heads.Length != targets.Count)
        {
            Array.Resize(ref _heads, targets.Count);
            Array.Resize(ref _headTargets, targets.Count);
        }

        for (int head = 0; head < _heads.Length; head++)
        {
            _heads[head] ??= new TargetBuffer();
            _heads[head].Reserve(targets is null ? _heads[head].Shape! : targets[head], rows, steps);
        }

        (Shape, Rows, Steps, Layout, Continues) = (shape, rows, steps, SequenceLayout.BatchMajor, false);
        (FirstRow, WholeRows) = (0, rows);
        Grow(ref _inputs, (int)(cells * shape.Features));
        Grow(ref _tokens, shape.Vocabulary > 0 ? (int)cells : 0);
        Grow(ref _sequenceInputs, rows * shape.SequenceFeatures);
        Grow(ref _lengths, rows);
        Lengths.Fill(steps);
    }

    /// <summary>Drops the rows of other shares. Steps, layout and what is carried over stay.</summary>
    /// <param name="share">Which rows stay.</param>
    /// <exception cref="InvalidOperationException">The batch is a share already.</exception>
    public void Keep(BatchShare share)
    {
        if (WholeRows != Rows)
        {
            throw new InvalidOperationException(
                $"The batch is a share already: {Rows} of {WholeRows} rows, from row {FirstRow} on. Shares are taken of whole batches.");
        }

        int rows = Rows;
        share.Of(rows, out int first, out int count);
        if (Shape is not null && count < rows)
        {
            RowRange kept = new(rows, first, count, Steps, Layout);
            kept.Keep(_inputs, Shape.Features, everyStep: true);
            kept.Keep(_tokens, Shape.Vocabulary > 0 ? 1 : 0, everyStep: true);
            kept.Keep(_sequenceInputs, Shape.SequenceFeatures, everyStep: false);
            kept.Keep(_lengths, 1, everyStep: false);
            foreach (TargetBuffer head in _heads)
            {
                head.Keep(kept);
            }
        }

        Rows = count;
        (FirstRow, WholeRows) = (first, rows);
    }

    /// <summary>As <see cref="Reserve"/>, for a share of the rows.</summary>
    /// <param name="shape">What the batch looks like.</param>
    /// <param name="wholeRows">Rows of the whole batch.</param>
    /// <param name="steps">Time steps, padding included.</param>
    /// <param name="share">Which rows.</param>
    internal void ReserveShare(SequenceShape shape, int wholeRows, int steps, BatchShare share)
    {
        share.Of(wholeRows, out int first, out int count);
        Reserve(shape, count, steps);
        (FirstRow, WholeRows) = (first, wholeRows);
    }

    /// <summary>The part of one row in a batch-major batch.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="length">Its valid steps; kept in <see cref="Lengths"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the length is outside 0..<see cref="Steps"/>.</exception>
    public BatchRow Row(int row, int length)
    {
        if (Shape is null || (uint)row >= (uint)Rows || (uint)length > (uint)Steps)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), $"Row {row} of {length} steps was asked for in a batch of {Rows} rows of {Steps} steps.");
        }

        Lengths[row] = length;
        return new BatchRow
        {
            Inputs = Shape.Features > 0 ? Inputs.Slice(row * Steps * Shape.Features, length * Shape.Features) : default,
            Tokens = Shape.Vocabulary > 0 ? Tokens.Slice(row * Steps, length) : default,
            SequenceInputs = SequenceInputs.Slice(row * Shape.SequenceFeatures, Shape.SequenceFeatures),
            Heads = _heads,
            Row = row,
            Steps = Steps,
            Length = length,
        };
    }

    /// <summary>
    /// As <see cref="Row"/>, zero with its padding. What follows writes the same row while it is in the first-level cache; clearing all
    /// rows first would go through memory twice.
    /// </summary>
    internal BatchRow ClearedRow(int row, int length)
    {
        BatchRow whole = Row(row, Steps);
        whole.Inputs.Clear();
        whole.Tokens.Clear();
        whole.SequenceInputs.Clear();
        for (int head = 0; head < _heads.Length; head++)
        {
            whole.LabelsOf(head).Clear();
            whole.TargetsOf(head).Clear();
        }

        return Row(row, length);
    }

    /// <summary>Swaps all contents with another batch; nothing is copied.</summary>
    internal void Exchange(TrainingBatch other)
    {
        (_inputs, other._inputs) = (other._inputs, _inputs);
        (_sequenceInputs, other._sequenceInputs) = (other._sequenceInputs, _sequenceInputs);
        (_heads, other._heads) = (other._heads, _heads);
        (_headTargets, other._headTargets) = (other._headTargets, _headTargets);
        (_tokens, other._tokens) = (other._tokens, _tokens);
        (_lengths, other._lengths) = (other._lengths, _lengths);
        (Shape, other.Shape) = (other.Shape, Shape);
        (Rows, Steps, other.Rows, other.Steps) = (other.Rows, other.Steps, Rows, Steps);
        (Layout, Continues, other.Layout, other.Continues) = (other.Layout, other.Continues, Layout, Continues);
        (FirstRow, WholeRows, other.FirstRow, other.WholeRows) = (other.FirstRow, other.WholeRows, FirstRow, WholeRows);
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            array = new T[count];
        }
    }
}
