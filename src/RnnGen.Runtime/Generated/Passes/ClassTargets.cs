using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>
/// Targets of a softmax cross entropy, with its options: the terms of <c>-Σ q·log softmax(y)</c> have
/// <c>q = weight·(p·(1 - s) + s / classes)</c>.
/// </summary>
/// <param name="head">The head, as <see cref="ModelDescription.ForHead"/> describes it.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="scratchFloats">Floats of scratch that the loss of one target needs.</param>
/// <param name="smoothing">s, from 0 to 1.</param>
/// <param name="weights">A weight for each class; <see langword="null"/> when all are 1.</param>
/// <param name="ignored">The label that marks a target as none, if there is one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ClassTargets(
    ModelDescription head, int classes, int scratchFloats, double smoothing = 0, float[]? weights = null, int? ignored = null)
    : LossTargets(head, classes, scratchFloats)
{
    private int[] _labels = [];

    /// <inheritdoc/>
    internal override void Take(scoped in SequenceBatch batch, scoped ReadOnlySpan<int> labels)
    {
        BatchChecks.LabelCount(Head, batch, labels.Length);

        // A copy is checked, since labels decide addresses.
        ReadOnlySpan<int> own = OwnCopy.Of(labels, ref _labels);
        BatchChecks.Labels(Head, batch, own, ignored);
        Shape(batch);
        CountAll(batch);
        double sum = 0;
        int rows = 0;
        for (int row = 0; row < batch.BatchSize; row++)
        {
            bool any = false;
            for (int step = 0; step < BatchChecks.ValidTargets(Head, batch, row); step++)
            {
                int label = own[BatchChecks.TargetIndex(Head, batch, row, step)];
                Span<float> target = Targets.Row(step, row);
                target.Clear();
                if (label == ignored)
                {
                    Counts[(step * batch.BatchSize) + row] = false;
                    continue;
                }

                for (int index = 0; smoothing > 0 && index < Units; index++)
                {
                    target[index] = Smooth(0, index);
                }

                target[label] = Smooth(1, label);
                sum += weights is null ? 1 : weights[label];
                any = true;
            }

            rows += any ? 1 : 0;
        }

        SetDenominator(sum, rows);
        if (!IsShare)
        {
            ForgetWithoutWeight();
        }
    }

    /// <inheritdoc/>
    internal override void SetWhole(float count)
    {
        base.SetWhole(count);
        ForgetWithoutWeight();
    }

    /// <inheritdoc/>
    internal override void Take(scoped in SequenceBatch batch, ReadOnlySpan<float> targets)
    {
        BatchChecks.Targets(Head, batch, targets);
        Shape(batch);
        CountAll(batch);
        Copy(batch, targets);
        for (int row = 0; row < batch.BatchSize && (smoothing > 0 || weights is not null); row++)
        {
            for (int step = 0; step < BatchChecks.ValidTargets(Head, batch, row); step++)
            {
                Span<float> target = Targets.Row(step, row, Units);
                for (int index = 0; index < Units; index++)
                {
                    target[index] = Smooth(target[index], index);
                }
            }
        }
    }

    /// <summary>
    /// Smoothing leaves terms of the other classes even of targets without weight, but there is nothing to divide them by.
    /// </summary>
    private void ForgetWithoutWeight()
    {
        if (Weight != 0 || !DividesByTargets)
        {
            return;
        }

        for (int slot = 0; slot < Slots; slot++)
        {
            Targets.Clear(slot);
        }
    }

    private float Smooth(float probability, int index) =>
        (float)((weights is null ? 1 : weights[index]) * ((probability * (1 - smoothing)) + (smoothing / Units)));

    private void CountAll(scoped in SequenceBatch batch)
    {
        if (ignored is null)
        {
            return;
        }

        int count = batch.BatchSize * Math.Max(1, batch.Steps);
        if (Counts.Length < count)
        {
            Counts = new bool[count];
        }

        Array.Fill(Counts, true, 0, count);
    }
}
