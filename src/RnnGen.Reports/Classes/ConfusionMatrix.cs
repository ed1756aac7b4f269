using System;
using System.Collections.Generic;
using System.Numerics.Tensors;

namespace RnnGen.Reports;

/// <summary>How often each class was taken for each.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>Wraps counts.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="counts">Counts, [classes, classes]: row the right class, column the one that was read.</param>
    /// <exception cref="ArgumentException">There is no class, their number does not fit, or a count is negative.</exception>
    public ConfusionMatrix(IReadOnlyList<string> classes, ReadOnlySpan<long> counts)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || counts.Length != (long)classes.Count * classes.Count)
        {
            throw new ArgumentException(
                $"{classes.Count} classes need {(long)classes.Count * classes.Count} counts and at least one; there are {counts.Length}.",
                nameof(counts));
        }

        int negative = counts.IndexOfAnyExceptInRange(0, long.MaxValue);
        if (negative >= 0)
        {
            throw new ArgumentException($"Count {negative} is {counts[negative]}; it must be at least 0.", nameof(counts));
        }

        Classes = [.. classes];
        _counts = counts.ToArray();
    }

    /// <summary>The heading, where there are several.</summary>
    public string Title { get; init; } = "";

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>How often a class was taken for another.</summary>
    /// <param name="label">The right class.</param>
    /// <param name="prediction">The class that was read.</param>
    public long this[int label, int prediction]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes.Count, nameof(label));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)prediction, (uint)Classes.Count, nameof(prediction));
            return _counts[(label * Classes.Count) + prediction];
        }
    }

    /// <summary>Number of examples.</summary>
    public long Total => Sum(0, _counts.Length, 1);

    /// <summary>Number of examples whose class was read right.</summary>
    public long Right => Sum(0, Classes.Count, Classes.Count + 1);

    /// <summary>The fraction that was read right; NaN without examples.</summary>
    public double Accuracy => (double)Right / Total;

    /// <summary>Counts predictions: the largest score of each row, as <see cref="Training.Accuracy"/> does.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="scores">Logits or probabilities, [rows, classes].</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="title">The heading, where there are several.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is not a class.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<string> classes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, string title = "")
    {
        ArgumentNullException.ThrowIfNull(classes);
        ScoreChecks.Check(scores, labels, classes.Count);
        long[] counts = new long[classes.Count * classes.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            counts[(labels[row] * classes.Count) + TensorPrimitives.IndexOfMax(scores.Slice(row * classes.Count, classes.Count))]++;
        }

        return new ConfusionMatrix(classes, counts) { Title = title };
    }

    /// <summary>Number of examples of a class.</summary>
    /// <param name="label">The class.</param>
    public long Examples(int label) => Sum(label * Classes.Count, Classes.Count, 1);

    /// <summary>How often a class was read, rightly or not.</summary>
    /// <param name="prediction">The class.</param>
    public long Predictions(int prediction) => Sum(prediction, Classes.Count, Classes.Count);

    /// <summary>The fraction of a class's examples that was read right; NaN without examples.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => (double)this[label, label] / Examples(label);

    /// <summary>The fraction of a class's predictions that was right; NaN where it was never read.</summary>
    /// <param name="prediction">The class.</param>
    public double Precision(int prediction) => (double)this[prediction, prediction] / Predictions(prediction);

    private long Sum(int first, int count, int stride)
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += _counts[first + (i * stride)];
        }

        return sum;
    }
}
