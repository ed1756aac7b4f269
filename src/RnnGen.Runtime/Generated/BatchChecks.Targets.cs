using System;
using System.Linq;

namespace RnnGen.Generated;

/// <content>Targets of losses: one a row, or one a valid step where the outputs have steps. Targets past a row's length are not looked
/// at.</content>
public static partial class BatchChecks
{
    /// <summary>Checks the number of class indices, [batch] or [batch, steps].</summary>
    internal static void LabelCount(ModelDescription model, scoped in SequenceBatch batch, int length)
    {
        NotEmpty(model, batch.BatchSize);
        long count = (long)batch.BatchSize * TargetSteps(model, batch);
        if (length != count)
        {
            throw Mismatch(length, count, What(model, "labels"), Shape(model, batch, ""), "labels");
        }
    }

    /// <summary>Checks class indices, in the batch's layout, which must not change any more: they decide addresses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The checked batch.</param>
    /// <param name="labels">The class of each target.</param>
    /// <param name="ignored">The label that marks a target as none, if there is one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    internal static void Labels(ModelDescription model, scoped in SequenceBatch batch, ReadOnlySpan<int> labels, int? ignored)
    {
        for (int row = 0; row < batch.BatchSize; row++)
        {
            for (int step = 0; step < ValidTargets(model, batch, row); step++)
            {
                int label = labels[TargetIndex(model, batch, row, step)];
                if ((uint)label >= (uint)model.OutputSize && label != ignored)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(labels), label,
                        $"{Place(model, row, step)} has label {label}; "
                        + $"{(model.HeadName is null ? model.Name : $"head '{model.HeadName}' of {model.Name}")} has classes 0 to "
                        + $"{model.OutputSize - 1}{(ignored is int index ? $", and {index} for no target" : "")}.");
                }
            }
        }
    }

    /// <summary>
    /// Checks class probabilities, [batch, classes] or [batch, steps, classes]: each target non-negative with a sum of 1 (to 1e-3).
    /// </summary>
    /// <exception cref="ArgumentException">A target is not a probability distribution.</exception>
    internal static void Targets(ModelDescription model, scoped in SequenceBatch batch, ReadOnlySpan<float> targets)
    {
        Values(model, batch, targets, model.OutputSize, "classes");
        for (int row = 0; row < batch.BatchSize; row++)
        {
            for (int step = 0; step < ValidTargets(model, batch, row); step++)
            {
                double sum = 0;
                foreach (float probability in targets.Slice(TargetIndex(model, batch, row, step) * model.OutputSize, model.OutputSize))
                {
                    sum += probability >= 0 ? probability : double.NaN;
                }

                if (!(Math.Abs(sum - 1) <= 1e-3))
                {
                    throw new ArgumentException(
                        $"{Place(model, row, step)} of the {What(model, "targets")} is not a probability distribution: "
                        + $"its values must not be negative and must sum to 1, not {sum:R}.",
                        nameof(targets));
                }
            }
        }
    }

    /// <summary>Checks the truth values of yes/no outputs, [batch, units] or [batch, steps, units]: each from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A target is outside 0..1.</exception>
    internal static void Truths(ModelDescription model, scoped in SequenceBatch batch, ReadOnlySpan<float> targets)
    {
        Values(model, batch, targets, model.OutputSize);
        for (int row = 0; row < batch.BatchSize; row++)
        {
            for (int step = 0; step < ValidTargets(model, batch, row); step++)
            {
                foreach (float truth in targets.Slice(TargetIndex(model, batch, row, step) * model.OutputSize, model.OutputSize))
                {
                    if (!(truth >= 0 && truth <= 1))
                    {
                        throw new ArgumentOutOfRangeException(
                            nameof(targets), truth,
                            $"{Place(model, row, step)} of the {What(model, "targets")} holds {truth:R}; a binary target is 0 to 1.");
                    }
                }
            }
        }
    }

    /// <summary>Checks the number of targets, [batch, units] or [batch, steps, units].</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The checked batch.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="units">Values of one target.</param>
    /// <param name="what">What they are called.</param>
    /// <exception cref="ArgumentException">The length does not fit, or there is no row.</exception>
    internal static void Values(
        ModelDescription model, scoped in SequenceBatch batch, ReadOnlySpan<float> targets, int units, string what = "values")
    {
        NotEmpty(model, batch.BatchSize);
        long count = (long)batch.BatchSize * TargetSteps(model, batch) * units;
        if (targets.Length != count)
        {
            throw Mismatch(targets.Length, count, What(model, "targets"), Shape(model, batch, $" x {units} {what}"), nameof(targets));
        }
    }

    /// <summary>Checks that there are targets for each head.</summary>
    /// <exception cref="ArgumentException">Their number is another.</exception>
    internal static void Targets(ModelDescription model, ReadOnlySpan<HeadTarget> targets)
    {
        if (targets.Length != model.Heads.Count)
        {
            string heads = model.HasNamedHeads
                ? $"{model.Heads.Count} heads: {string.Join(", ", model.Heads.Select(head => head.Name))}"
                : "one head";
            throw new ArgumentException($"{targets.Length} targets were given; {model.Name} has {heads}.", nameof(targets));
        }
    }

    /// <summary>A head that learns no sequences of labels was given some.</summary>
    internal static ArgumentException NoSequences(ModelDescription model) => new(
        $"{Who(model)} learns no sequences of labels: its targets are "
        + $"{(model.Heads[0].IsClassifier ? "class indices or probabilities" : "floats")}.",
        "targets");

    /// <summary>A head that is not a classifier was given labels.</summary>
    internal static ArgumentException NoLabels(ModelDescription model) => model.Heads[0].Blank is null
        ? new ArgumentException($"{Who(model)} is not a classifier: its targets are floats, not labels.", "targets")
        : SequencesWanted(model);

    private static string Who(ModelDescription model) =>
        model.HeadName is null ? model.Name : $"Head '{model.HeadName}' of {model.Name}";

    private static string What(ModelDescription model, string name) => model.HeadName is null ? name : $"{name} of head '{model.HeadName}'";

    private static int TargetSteps(ModelDescription model, scoped in SequenceBatch batch) => model.OutputsEveryStep ? batch.Steps : 1;

    internal static int ValidTargets(ModelDescription model, scoped in SequenceBatch batch, int row) =>
        !model.OutputsEveryStep ? 1 : batch.Lengths.IsEmpty ? batch.Steps : batch.Lengths[row];

    internal static int TargetIndex(ModelDescription model, scoped in SequenceBatch batch, int row, int step) =>
        !model.OutputsEveryStep ? row
            : batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step
            : (step * batch.BatchSize) + row;

    private static string Place(ModelDescription model, int row, int step) =>
        model.OutputsEveryStep ? $"Step {step} of row {row}" : $"Row {row}";

    private static string Shape(ModelDescription model, scoped in SequenceBatch batch, string values) =>
        $"{batch.BatchSize} rows{(model.OutputsEveryStep ? $" x {batch.Steps} steps" : "")}{values}";

    private static void NotEmpty(ModelDescription model, int batchSize)
    {
        if (batchSize == 0)
        {
            throw new ArgumentException(
                $"{model.Name} cannot be trained on an empty batch: the mean over 0 rows does not exist.", nameof(batchSize));
        }
    }
}
