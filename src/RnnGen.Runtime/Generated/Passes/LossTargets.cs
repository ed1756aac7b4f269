using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>
/// What one head is to learn from the current batch, [1 or steps, rows, units], and what its loss needs besides: scratch, the losses of the
/// rows, and how many targets count, by which a sum of losses becomes a mean.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class LossTargets
{
    private readonly bool _isBinary;
    private readonly int _scratchFloats;
    private int _rows;

    /// <summary>Creates an empty buffer of targets.</summary>
    /// <param name="head">The head, as <see cref="ModelDescription.ForHead"/> describes it.</param>
    /// <param name="units">Values of one target.</param>
    /// <param name="scratchFloats">Floats of scratch that the loss of one target needs.</param>
    /// <param name="isBinary">Whether targets are truth values from 0 to 1.</param>
    public LossTargets(ModelDescription head, int units, int scratchFloats, bool isBinary = false)
    {
        Head = head;
        Units = units;
        _isBinary = isBinary;
        Info = head.Heads[0];
        _scratchFloats = scratchFloats;
    }

    /// <summary>The targets; zero past a row's length.</summary>
    public StepBuffer Targets { get; private set; }

    /// <summary>Terms of the loss of one target of each row; where a row has one, its loss in the first element.</summary>
    public StepBuffer Terms { get; private set; }

    /// <summary>The loss of each row, summed over its steps; where each step has a target.</summary>
    public double[] RowLosses { get; private set; } = [];

    /// <summary>Which targets count, [1 or steps, rows]; only where labels can be ignored.</summary>
    public bool[] Counts { get; private protected set; } = [];

    /// <summary>What the sum of the losses is divided by; 1 where nothing is counted, so that the loss is 0.</summary>
    public float Denominator { get; private set; }

    /// <summary>
    /// What the targets count: what the sum of their losses is divided by; 1 of a sum, 0 where there is nothing to count.
    /// </summary>
    internal float Weight { get; private set; }

    /// <summary>
    /// Whether the rows are a rank's share of a batch: what their losses are divided by is told by <see cref="SetWhole"/>.
    /// </summary>
    internal bool IsShare { get; set; }

    /// <summary>What the targets of these rows add to <see cref="Weight"/>; 0 of a sum, which counts 1 whatever there is.</summary>
    internal float Count { get; private set; }

    /// <summary>Bytes held.</summary>
    internal long Bytes => Targets.Bytes + Terms.Bytes;

    private protected ModelDescription Head { get; }

    private protected HeadInfo Info { get; }

    private protected int Units { get; }

    /// <summary>Slots of <see cref="Targets"/>: steps, or 1 where a row has one target.</summary>
    private protected int Slots { get; private set; }

    /// <summary>Whether the sum of the losses is divided by the number of targets or the sum of their weights.</summary>
    private protected bool DividesByTargets =>
        Info.Reduction == LossReduction.PerValidStep || (Info.Reduction == LossReduction.PerSequence && !Info.OutputsEveryStep);

    /// <summary>Checks values to learn, then takes them.</summary>
    /// <param name="batch">The checked batch.</param>
    /// <param name="targets">[rows, units] or [rows, steps, units] in the batch's layout.</param>
    /// <exception cref="ArgumentException">Their number does not fit, there is no row, or a value is not a target of this loss.</exception>
    internal virtual void Take(scoped in SequenceBatch batch, ReadOnlySpan<float> targets)
    {
        if (_isBinary)
        {
            BatchChecks.Truths(Head, batch, targets);
        }
        else
        {
            BatchChecks.Values(Head, batch, targets, Units);
        }

        Shape(batch);
        Copy(batch, targets);
    }

    /// <summary>Checks class indices, then takes them.</summary>
    /// <param name="batch">The checked batch.</param>
    /// <param name="labels">[rows] or [rows, steps] in the batch's layout.</param>
    /// <exception cref="ArgumentException">Their number does not fit, or the head is not a classifier.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    internal virtual void Take(scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels) => throw BatchChecks.NoLabels(Head);

    /// <summary>Checks sequences of labels, then takes them.</summary>
    /// <param name="batch">The checked batch.</param>
    /// <param name="labels">[rows, most labels of a row], or [sum of the lengths].</param>
    /// <param name="labelLengths">The number of labels of each row, [rows].</param>
    /// <exception cref="ArgumentException">
    /// The head learns no sequences of labels, their numbers do not fit, or a row has too few steps for its labels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is none of the head's, or is the blank.</exception>
    internal virtual void Take(scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels, scoped ReadOnlySpan<int> labelLengths) =>
        throw BatchChecks.NoSequences(Head);

    /// <summary>The loss of the last pass.</summary>
    internal float Loss()
    {
        double sum = 0;
        for (int row = 0; row < _rows; row++)
        {
            sum += Info.OutputsEveryStep ? RowLosses[row] : Terms[0, row];
        }

        return (float)(sum / Denominator);
    }

    private protected void Shape(scoped in SequenceBatch batch)
    {
        ShapeRows(batch.BatchSize);
        Slots = Info.OutputsEveryStep ? batch.Steps : 1;
        Targets = StepBuffer.Shape(Targets, Slots, _rows, WeightLayout.Padded(Units));
        Terms = StepBuffer.Shape(Terms, 1, _rows, _scratchFloats);
    }

    /// <summary>Makes room for the losses of the rows of a batch, whose targets have a place of their own.</summary>
    private protected void ShapeRows(int rows)
    {
        _rows = rows;
        if (Info.OutputsEveryStep && RowLosses.Length < _rows)
        {
            RowLosses = new double[_rows];
        }
    }

    private protected void Copy(scoped in SequenceBatch batch, ReadOnlySpan<float> targets)
    {
        double count = 0;
        int rows = 0;
        for (int row = 0; row < _rows; row++)
        {
            int valid = BatchChecks.ValidTargets(Head, batch, row);
            count += valid;
            rows += valid > 0 ? 1 : 0;
            for (int step = 0; step < Slots; step++)
            {
                Span<float> target = Targets.Row(step, row);
                int copied = step < valid ? Units : 0;
                targets.Slice(BatchChecks.TargetIndex(Head, batch, row, step) * Units, copied).CopyTo(target);
                target[copied..].Clear();
            }
        }

        SetDenominator(count, rows);
    }

    /// <summary>What the sum of the losses is divided by.</summary>
    /// <param name="targets">The number of targets, or the sum of their weights.</param>
    /// <param name="rows">The number of rows that have one.</param>
    private protected void SetDenominator(double targets, int rows)
    {
        Count = Info.Reduction == LossReduction.Sum ? 0 : DividesByTargets ? (float)targets : rows;
        SetWeight(Count);
    }

    /// <summary>Tells what the targets of the whole batch count: these rows' share of the loss is divided by that.</summary>
    /// <param name="count">The sum of <see cref="Count"/> over all shares.</param>
    internal virtual void SetWhole(float count) => SetWeight(count);

    private void SetWeight(float count)
    {
        Weight = Info.Reduction == LossReduction.Sum ? 1 : count;
        Denominator = Weight > 0 ? Weight : 1;
    }
}
