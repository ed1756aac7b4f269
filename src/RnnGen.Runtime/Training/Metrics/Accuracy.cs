using System;
using System.Numerics.Tensors;

namespace RnnGen.Training;

/// <summary>How often a classifier is right.</summary>
public static class Accuracy
{
    /// <summary>The fraction of rows whose largest score stands at the label; of equal scores the first counts, a NaN is largest.</summary>
    /// <param name="scores">Logits or probabilities, [rows, <paramref name="classes"/>].</param>
    /// <param name="labels">The right class of every row, in 0..<paramref name="classes"/> - 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or there is no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class, or there is no class.</exception>
    public static float Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        int rows = Rows(scores.Length, classes);
        if (labels.Length != rows)
        {
            throw new ArgumentException($"There are {labels.Length} labels for {rows} rows of {classes} scores.", nameof(labels));
        }

        int right = 0;
        for (int row = 0; row < rows; row++)
        {
            int label = labels[row];
            if ((uint)label >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), label, $"The label of row {row} is {label}; with {classes} classes it must be in 0..{classes - 1}.");
            }

            right += TensorPrimitives.IndexOfMax(scores.Slice(row * classes, classes)) == label ? 1 : 0;
        }

        return (float)right / rows;
    }

    /// <summary>The fraction of rows whose largest score stands where the target's largest value stands.</summary>
    /// <param name="scores">Logits or probabilities, [rows, <paramref name="classes"/>].</param>
    /// <param name="targets">One-hot rows or class probabilities in the same layout.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or there is no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public static float Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, int classes)
    {
        if (targets.Length != scores.Length)
        {
            throw new ArgumentException($"There are {targets.Length} targets for {scores.Length} scores.", nameof(targets));
        }

        int rows = Rows(scores.Length, classes);
        int right = 0;
        for (int row = 0; row < rows; row++)
        {
            int predicted = TensorPrimitives.IndexOfMax(scores.Slice(row * classes, classes));
            right += predicted == TensorPrimitives.IndexOfMax(targets.Slice(row * classes, classes)) ? 1 : 0;
        }

        return (float)right / rows;
    }

    private static int Rows(int scores, int classes)
    {
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), classes, $"The number of classes is {classes}; it must be at least 1.");
        }

        return scores > 0 && scores % classes == 0
            ? scores / classes
            : throw new ArgumentException($"{scores} scores are not one or more rows of {classes} classes.", nameof(scores));
    }
}
