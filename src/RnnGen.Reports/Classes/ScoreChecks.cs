using System;

namespace RnnGen.Reports;

/// <summary>Whether scores and labels fit each other.</summary>
internal static class ScoreChecks
{
    /// <summary>Throws unless they do.</summary>
    /// <param name="scores">Logits or probabilities, [rows, classes].</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="classes">Number of classes.</param>
    public static void Check(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        if (classes < 1 || scores.Length != (long)labels.Length * classes)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {classes} classes need {(long)labels.Length * classes} scores; there are {scores.Length}.",
                nameof(scores));
        }

        int bad = labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (bad >= 0)
        {
            throw new ArgumentException($"Label {bad} is {labels[bad]}; it must be between 0 and {classes - 1}.", nameof(labels));
        }
    }
}
