using System;

namespace RnnGen.Generated;

/// <content>Sequences of labels as targets: one a row, aligned with the steps of the row by the loss itself.</content>
public static partial class BatchChecks
{
    /// <summary>
    /// Checks the numbers of labels and of labels of each row, [rows, width] or one sequence behind the other, [sum of the lengths].
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The checked batch.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="lengths">The number of labels of each row, which must not change any more: they decide addresses.</param>
    /// <returns>From the labels of one row to those of the next; -1 where one sequence stands behind the other.</returns>
    /// <exception cref="ArgumentException">The numbers do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    internal static int SequenceStride(ModelDescription model, scoped in SequenceBatch batch, int labels, ReadOnlySpan<int> lengths)
    {
        NotEmpty(model, batch.BatchSize);
        if (lengths.Length != batch.BatchSize)
        {
            throw Mismatch(lengths.Length, batch.BatchSize, What(model, "label lengths"), $"{batch.BatchSize} rows", "labelLengths");
        }

        return LabelSequences.Stride(labels, lengths, out string? problem)
            ?? throw new ArgumentException($"{What(model, "labels")} for {model.Name}: {problem}", nameof(labels));
    }

    /// <summary>
    /// Checks the labels of a row, which must not change any more: each is one of the head's and not the blank, and the row has steps
    /// enough for them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="row">Which row.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="labels">Its labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is none of the head's, or is the blank.</exception>
    /// <exception cref="ArgumentException">There are fewer steps than the labels need.</exception>
    internal static void Sequence(ModelDescription model, int row, int steps, ReadOnlySpan<int> labels)
    {
        int blank = model.Heads[0].Blank ?? -1;
        int bad = LabelSequences.Bad(labels, model.OutputSize, blank);
        if (bad >= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels), labels[bad],
                $"Label {bad} of row {row} is {labels[bad]}; {Who(model)} has labels 0 to {model.OutputSize - 1} without {blank}, "
                + "the blank.");
        }

        if (LabelSequences.Shortage(labels, steps) is string shortage)
        {
            throw new ArgumentException($"Row {row} of the {What(model, "labels")} for {model.Name}: {shortage}", nameof(labels));
        }
    }

    /// <summary>A head that learns sequences of labels was given other targets.</summary>
    internal static ArgumentException SequencesWanted(ModelDescription model) => new(
        $"{Who(model)} learns sequences of labels: give the labels and the number of labels of each row, "
        + $"{nameof(HeadTarget)}.{nameof(HeadTarget.OfSequences)}.",
        "targets");
}
