using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>Targets of a connectionist temporal classification: a sequence of labels for each row.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LabelSequenceTargets : LossTargets
{
    private int[] _labels = [], _lengths = [], _starts = [];

    /// <summary>Creates an empty list of sequences.</summary>
    /// <param name="head">The head, as <see cref="ModelDescription.ForHead"/> describes it.</param>
    /// <param name="units">Number of labels, with the blank.</param>
    public LabelSequenceTargets(ModelDescription head, int units)
        : base(head, units, 0)
    {
    }

    /// <summary>What each thread needs for one row at a time.</summary>
    public ScratchPool<AlignmentScratch> Scratch { get; } = new(static () => new AlignmentScratch());

    /// <summary>The labels of a row.</summary>
    /// <param name="row">Which row.</param>
    public ReadOnlySpan<int> LabelsOf(int row) => _labels.AsSpan(_starts[row], _lengths[row]);

    /// <inheritdoc/>
    internal override void Take(scoped in SequenceBatch batch, ReadOnlySpan<float> targets) => throw BatchChecks.SequencesWanted(Head);

    /// <inheritdoc/>
    internal override void Take(scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels) => throw BatchChecks.SequencesWanted(Head);

    /// <inheritdoc/>
    internal override void Take(scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels, scoped ReadOnlySpan<int> labelLengths)
    {
        // Copies are checked, since both decide addresses.
        ReadOnlySpan<int> lengths = OwnCopy.Of(labelLengths, ref _lengths);
        int stride = BatchChecks.SequenceStride(Head, batch, labels.Length, lengths);
        ReadOnlySpan<int> own = OwnCopy.Of(labels, ref _labels);
        if (_starts.Length < batch.BatchSize)
        {
            _starts = new int[batch.BatchSize];
        }

        int start = 0;
        for (int row = 0; row < batch.BatchSize; row++)
        {
            int steps = batch.Lengths.IsEmpty ? batch.Steps : batch.Lengths[row];
            BatchChecks.Sequence(Head, row, steps, own.Slice(start, lengths[row]));
            AlignmentScratch.Check(steps, lengths[row]);
            _starts[row] = start;
            start += stride < 0 ? lengths[row] : stride;
        }

        ShapeRows(batch.BatchSize);
        SetDenominator(batch.BatchSize, batch.BatchSize);
    }
}
