using System;
using System.Numerics.Tensors;

namespace RnnGen.Sample.Measurement;

/// <summary>The loss of predictions, for display: training computes its own.</summary>
internal static class CrossEntropy
{
    /// <summary>The mean of <c>log Σ exp(y) - y[label]</c> over the rows, in nats.</summary>
    /// <param name="logits">[rows, <paramref name="classes"/>].</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="classes">Number of classes.</param>
    public static double Mean(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> scores = logits.Slice(row * classes, classes);

            // Relative to the largest score no exponential overflows, and the logarithm is of a number of at least 1.
            double max = TensorPrimitives.Max(scores), total = 0;
            foreach (float score in scores)
            {
                total += Math.Exp(score - max);
            }

            sum += max + Math.Log(total) - scores[labels[row]];
        }

        return sum / labels.Length;
    }
}
