using System;

namespace RnnGen;

/// <summary>
/// What one head of a model is to learn from a batch: class indices, values, or sequences of labels. Arrays convert to the first two.
/// </summary>
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

    private HeadTarget(ReadOnlyMemory<int> labels, ReadOnlyMemory<int> labelLengths)
    {
        Labels = labels;
        LabelLengths = labelLengths;
        IsSequences = true;
    }

    /// <summary>Class indices, where <see cref="IsLabels"/>; labels, where <see cref="IsSequences"/>.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>How many labels each row has, [batch], where <see cref="IsSequences"/>.</summary>
    public ReadOnlyMemory<int> LabelLengths { get; }

    /// <summary>Values, where not.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Whether these are class indices.</summary>
    public bool IsLabels { get; }

    /// <summary>Whether these are sequences of labels, one a row.</summary>
    public bool IsSequences { get; }

    /// <summary>
    /// Sequences of labels, one a row, of a head that learns them without their places in time
    /// (<see cref="ConnectionistTemporalClassificationAttribute"/>).
    /// </summary>
    /// <param name="labels">
    /// The labels, row after row: padded, [batch, most labels of a row], where what stands past a row's number has no effect, or one
    /// sequence behind the other, [sum of <paramref name="labelLengths"/>], as PyTorch's <c>ctc_loss</c> takes them.
    /// </param>
    /// <param name="labelLengths">How many labels each row has, [batch]; 0 of a row without.</param>
    public static HeadTarget OfSequences(ReadOnlyMemory<int> labels, ReadOnlyMemory<int> labelLengths) => new(labels, labelLengths);

    /// <summary>Class indices.</summary>
    public static implicit operator HeadTarget(int[] labels) => new((ReadOnlyMemory<int>)labels);

    /// <summary>Values.</summary>
    public static implicit operator HeadTarget(float[] values) => new((ReadOnlyMemory<float>)values);

    /// <summary>Class indices.</summary>
    public static implicit operator HeadTarget(ReadOnlyMemory<int> labels) => new(labels);

    /// <summary>Values.</summary>
    public static implicit operator HeadTarget(ReadOnlyMemory<float> values) => new(values);
}
