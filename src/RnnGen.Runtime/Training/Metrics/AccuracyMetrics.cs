using System;
using System.Numerics.Tensors;

namespace RnnGen.Training;

/// <summary>
/// The share of targets whose largest output is that of the class, or where the largest target is; of equal outputs the first counts.
/// </summary>
public sealed class AccuracyMetric() : MeanMetric("accuracy", higherIsBetter: true)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => AddTerm(TensorPrimitives.IndexOfMax(outputs) == label ? 1 : 0);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => Add(outputs, TensorPrimitives.IndexOfMax(target));
}

/// <summary>
/// The share of targets whose class is among the k largest outputs; of equal outputs those of smaller classes come first.
/// </summary>
/// <param name="k">How many, at least 1.</param>
public sealed class TopAccuracyMetric(int k) : MeanMetric($"top{k}", higherIsBetter: true)
{
    private readonly int _k = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, $"k is {k}; it must be at least 1.");

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label)
    {
        int before = 0;
        for (int other = 0; other < outputs.Length; other++)
        {
            // A NaN is largest, as in accuracy.
            before += outputs[other] > outputs[label] || (outputs[other] == outputs[label] && other < label)
                || (float.IsNaN(outputs[other]) && other != label) ? 1 : 0;
        }

        AddTerm(before < _k ? 1 : 0);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target) => Add(outputs, TensorPrimitives.IndexOfMax(target));
}

/// <summary>The share of yes/no outputs on the right side: the logit above 0 where the truth is above one half.</summary>
public sealed class BinaryAccuracyMetric() : MeanMetric("binary accuracy", higherIsBetter: true)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            AddTerm(outputs[i] > 0 == target[i] > 0.5f ? 1 : 0);
        }
    }
}
