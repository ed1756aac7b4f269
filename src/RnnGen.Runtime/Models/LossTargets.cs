using System;
using RnnGen.Numerics;

namespace RnnGen;

/// <summary>
/// Takes the targets of a loss into a trainer's buffers, [1 or steps, rows, units], and counts them: how a sum of losses becomes a mean.
/// </summary>
/// <param name="isEveryStep">Whether each valid step has a target; otherwise each row has one.</param>
/// <param name="reduction">What the sum of the losses is divided by.</param>
public class LossTargets(bool isEveryStep, LossReduction reduction)
{
    /// <summary>What the last targets count: what the sum of their losses is divided by; 1 of a sum, 0 where there is nothing to count.</summary>
    public float Weight { get; private set; }

    /// <summary>Whether the sum of the losses is divided by the number of targets or the sum of their weights.</summary>
    protected bool DividesByTargets => reduction == LossReduction.PerValidStep || (reduction == LossReduction.PerSequence && !isEveryStep);

    /// <summary>Takes values to learn; zero past a row's length.</summary>
    /// <param name="workspace">The rows, their lengths.</param>
    /// <param name="buffer">Receives the targets.</param>
    /// <param name="targets">[rows, units] or [rows, steps, units].</param>
    /// <param name="layout">Layout of targets with steps.</param>
    /// <param name="units">Values of one target.</param>
    /// <returns>What the sum of the losses is divided by.</returns>
    public float Values(SequenceWorkspace workspace, in StepBuffer buffer, ReadOnlySpan<float> targets, SequenceLayout layout, int units)
    {
        if (isEveryStep)
        {
            workspace.CopyIn(targets, workspace.Rows, layout, 0, units, buffer);
        }
        else
        {
            for (int row = 0; row < workspace.Rows; row++)
            {
                Span<float> target = buffer.Row(0, row);
                targets.Slice(row * units, units).CopyTo(target);
                target[units..].Clear();
            }
        }

        double count = 0;
        int rows = 0;
        for (int row = 0; row < workspace.Rows; row++)
        {
            int valid = ValidTargets(workspace, row);
            count += valid;
            rows += valid > 0 ? 1 : 0;
        }

        return Denominator(count, rows);
    }

    /// <summary>Number of targets of a row.</summary>
    protected int ValidTargets(SequenceWorkspace workspace, int row) => isEveryStep ? workspace.Length(row) : 1;

    /// <summary>Index of a target among the caller's.</summary>
    protected int Index(SequenceWorkspace workspace, SequenceLayout layout, int row, int step) =>
        isEveryStep ? workspace.Offset(workspace.Rows, layout, step, row, 1) : row;

    /// <summary>What the sum of the losses is divided by; 1 where nothing is counted, so that the loss is 0.</summary>
    /// <param name="targets">The number of targets, or the sum of their weights.</param>
    /// <param name="rows">The number of rows that have one.</param>
    protected float Denominator(double targets, int rows)
    {
        Weight = reduction == LossReduction.Sum ? 1 : DividesByTargets ? (float)targets : rows;
        return Weight > 0 ? Weight : 1;
    }
}

/// <summary>Targets of a softmax cross entropy, with its options: the terms of <c>-Σ q·log softmax(y)</c> have <c>q = weight·(p·(1 - s) + s / classes)</c>.</summary>
/// <param name="isEveryStep">Whether each valid step has a target; otherwise each row has one.</param>
/// <param name="reduction">What the sum of the losses is divided by.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="smoothing">s, from 0 to 1.</param>
/// <param name="weights">A weight for each class; empty when all are 1.</param>
/// <param name="ignored">The label that marks a target as none, if there is one.</param>
public sealed class ClassTargets(bool isEveryStep, LossReduction reduction, int classes, double smoothing = 0, float[]? weights = null, int? ignored = null)
    : LossTargets(isEveryStep, reduction)
{
    private int[] _labels = [];

    /// <summary>Which targets count, [1 or steps, rows]; only where labels can be ignored.</summary>
    public bool[] Counts { get; private set; } = [];

    /// <summary>Copies class indices and checks the copy, which is what is computed with: they decide addresses.</summary>
    /// <param name="model">The model, or what it says of one head.</param>
    /// <param name="batch">The checked batch.</param>
    /// <param name="labels">The caller's, [rows] or [rows, steps] in the batch's layout.</param>
    /// <returns>The copy; valid until the next call.</returns>
    /// <exception cref="ArgumentException">Their number does not fit, or there is no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public ReadOnlySpan<int> Take(ModelDescription model, scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels)
    {
        BatchChecks.LabelCount(model, batch, labels.Length);
        ReadOnlySpan<int> own = OwnCopy.Of(labels, ref _labels);
        BatchChecks.Labels(model, batch, own, ignored);
        return own;
    }

    /// <summary>Takes class probabilities, every one of which counts.</summary>
    /// <inheritdoc cref="LossTargets.Values"/>
    public float Probabilities(SequenceWorkspace workspace, in StepBuffer buffer, ReadOnlySpan<float> targets, SequenceLayout layout)
    {
        float denominator = Values(workspace, buffer, targets, layout, classes);
        CountAll(workspace);
        if (smoothing == 0 && weights is null)
        {
            return denominator;
        }

        for (int row = 0; row < workspace.Rows; row++)
        {
            for (int step = 0; step < ValidTargets(workspace, row); step++)
            {
                Span<float> target = buffer.Row(step, row, classes);
                for (int index = 0; index < classes; index++)
                {
                    target[index] = Smooth(target[index], index);
                }
            }
        }

        return denominator;
    }

    /// <summary>Takes class indices.</summary>
    /// <param name="workspace">The rows, their lengths.</param>
    /// <param name="buffer">Receives the targets.</param>
    /// <param name="labels">What <see cref="Take"/> gave.</param>
    /// <param name="layout">Layout of labels with steps.</param>
    /// <returns>What the sum of the losses is divided by.</returns>
    public float Labels(SequenceWorkspace workspace, in StepBuffer buffer, ReadOnlySpan<int> labels, SequenceLayout layout)
    {
        CountAll(workspace);
        double sum = 0;
        int rows = 0;
        for (int row = 0; row < workspace.Rows; row++)
        {
            bool any = false;
            for (int step = 0; step < ValidTargets(workspace, row); step++)
            {
                int label = labels[Index(workspace, layout, row, step)];
                Span<float> target = buffer.Row(step, row);
                target.Clear();
                if (label == ignored)
                {
                    Counts[(step * workspace.Rows) + row] = false;
                    continue;
                }

                for (int index = 0; smoothing > 0 && index < classes; index++)
                {
                    target[index] = Smooth(0, index);
                }

                target[label] = Smooth(1, label);
                sum += weights is null ? 1 : weights[label];
                any = true;
            }

            rows += any ? 1 : 0;
        }

        if (sum == 0 && DividesByTargets)
        {
            // Smoothing leaves terms of the other classes even of targets without weight, but there is nothing to divide them by.
            Forget(workspace, buffer);
        }

        return Denominator(sum, rows);
    }

    private void Forget(SequenceWorkspace workspace, in StepBuffer buffer)
    {
        for (int row = 0; row < workspace.Rows; row++)
        {
            for (int step = 0; step < ValidTargets(workspace, row); step++)
            {
                buffer.Row(step, row).Clear();
            }
        }
    }

    private float Smooth(float probability, int index) =>
        (float)((weights is null ? 1 : weights[index]) * ((probability * (1 - smoothing)) + (smoothing / classes)));

    private void CountAll(SequenceWorkspace workspace)
    {
        if (ignored is null)
        {
            return;
        }

        int count = workspace.Rows * Math.Max(1, workspace.Steps);
        if (Counts.Length < count)
        {
            Counts = new bool[count];
        }

        Array.Fill(Counts, true, 0, count);
    }
}
