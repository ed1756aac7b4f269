using System;

namespace RnnGen;

/// <summary>What one head of a model is to learn from a batch: class indices, or values. Arrays convert to it.</summary>
public readonly record struct HeadTarget
{
    /// <summary>Class indices, [batch]; where the head's outputs have steps [batch, steps] in the batch's layout.</summary>
    /// <param name="labels">The labels.</param>
    public HeadTarget(ReadOnlyMemory<int> labels)
    {
        Labels = labels;
        IsLabels = true;
    }

    /// <summary>
    /// Class probabilities, truth values or numbers, [batch, target size]; where the head's outputs have steps [batch, steps, target size]
    /// in the batch's layout.
    /// </summary>
    /// <param name="values">The values.</param>
    public HeadTarget(ReadOnlyMemory<float> values) => Values = values;

    /// <summary>Class indices, where <see cref="IsLabels"/>.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>Values, where not.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Whether these are class indices.</summary>
    public bool IsLabels { get; }

    /// <summary>Class indices.</summary>
    public static implicit operator HeadTarget(int[] labels) => new((ReadOnlyMemory<int>)labels);

    /// <summary>Values.</summary>
    public static implicit operator HeadTarget(float[] values) => new((ReadOnlyMemory<float>)values);

    /// <summary>Class indices.</summary>
    public static implicit operator HeadTarget(ReadOnlyMemory<int> labels) => new(labels);

    /// <summary>Values.</summary>
    public static implicit operator HeadTarget(ReadOnlyMemory<float> values) => new(values);
}
