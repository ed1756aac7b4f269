using System;

namespace RnnGen.Data;

/// <summary>
/// A labelled data set in memory: sequences, each with the index of its class, all of one length or padded to one. A view: nothing
/// is copied.
/// </summary>
public sealed class LabeledSequences : ISequenceSet
{
    private readonly ReadOnlyMemory<float> _images;
    private readonly ReadOnlyMemory<int> _labels;
    private readonly ReadOnlyMemory<int> _lengths;
    private readonly ReadOnlyMemory<float> _sequenceInputs;

    /// <summary>Wraps the caller's memory.</summary>
    /// <param name="images">The inputs, [count, steps, features].</param>
    /// <param name="labels">The class of each sequence, [count], each 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="steps">Time steps of a sequence: the rows of an image.</param>
    /// <param name="features">Values of a step: the columns of an image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="lengths">Valid steps of each sequence, [count], each 0 to <paramref name="steps"/>; empty when all are full.</param>
    /// <param name="sequenceInputs">
    /// Inputs that all steps of a sequence see, [count, <paramref name="sequenceFeatures"/>]; empty where there are none.
    /// </param>
    /// <param name="sequenceFeatures">How many a sequence has.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together, or a label or a length is outside its range.</exception>
    public LabeledSequences(
        ReadOnlyMemory<float> images, ReadOnlyMemory<int> labels, int steps, int features, int classes,
        ReadOnlyMemory<int> lengths = default, ReadOnlyMemory<float> sequenceInputs = default, int sequenceFeatures = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(sequenceFeatures);
        long expected = (long)labels.Length * steps * features;
        if (images.Length != expected)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with {steps} steps of {features} features need {expected} values, but there are {images.Length}.",
                nameof(images));
        }

        ReadOnlySpan<int> values = labels.Span;
        int bad = values.IndexOfAnyExceptInRange(0, classes - 1);
        if (bad >= 0)
        {
            throw new ArgumentException($"Label {bad} is {values[bad]}; it must be between 0 and {classes - 1}.", nameof(labels));
        }

        if (sequenceInputs.Length != (long)labels.Length * sequenceFeatures)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with {sequenceFeatures} features of a whole sequence need "
                + $"{(long)labels.Length * sequenceFeatures} values, but there are {sequenceInputs.Length}.",
                nameof(sequenceInputs));
        }

        CheckLengths(lengths.Span, labels.Length, steps);
        (_images, _labels, _lengths, _sequenceInputs) = (images, labels, lengths, sequenceInputs);
        (Steps, Features, Classes, SequenceFeatures) = (steps, features, classes, sequenceFeatures);
    }

    /// <summary>Number of sequences.</summary>
    public int Count => _labels.Length;

    /// <summary>Time steps of a sequence, padding included.</summary>
    public int Steps { get; }

    /// <summary>Values of a step.</summary>
    public int Features { get; }

    /// <summary>Values of a whole sequence that all of its steps see.</summary>
    public int SequenceFeatures { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Values of a sequence: <see cref="Steps"/> times <see cref="Features"/>.</summary>
    public int SequenceSize => Steps * Features;

    /// <summary>All inputs, [<see cref="Count"/>, <see cref="Steps"/>, <see cref="Features"/>].</summary>
    public ReadOnlySpan<float> Images => _images.Span;

    /// <summary>The class of each sequence, [<see cref="Count"/>].</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>Valid steps of each sequence, [<see cref="Count"/>]; empty when all are full.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.Span;

    /// <summary>Inputs that all steps of a sequence see, [<see cref="Count"/>, <see cref="SequenceFeatures"/>].</summary>
    public ReadOnlySpan<float> SequenceInputs => _sequenceInputs.Span;

    /// <summary>One sequence, padding included, [<see cref="Steps"/>, <see cref="Features"/>].</summary>
    /// <param name="index">Its index, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> Image(int index)
    {
        CheckIndex(index);
        return Images.Slice(index * SequenceSize, SequenceSize);
    }

    /// <summary>Consecutive sequences as a data set of their own: a view of the same memory.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie within this data set.</exception>
    public LabeledSequences Slice(int start, int count)
    {
        if (start < 0 || count < 0 || (long)start + count > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Sequences {start} to {(long)start + count} do not lie within 0 to {Count}.");
        }

        return new LabeledSequences(
            _images.Slice(start * SequenceSize, count * SequenceSize), _labels.Slice(start, count), Steps, Features, Classes,
            _lengths.IsEmpty ? default : _lengths.Slice(start, count),
            _sequenceInputs.Slice(start * SequenceFeatures, count * SequenceFeatures), SequenceFeatures);
    }

    /// <summary>Consecutive sequences as inputs of a network: a view of the same memory.</summary>
    /// <param name="start">Index of the first.</param>
    /// <param name="count">How many.</param>
    public SequenceBatch Batch(int start, int count) => new(Images.Slice(start * SequenceSize, count * SequenceSize), count, Steps)
    {
        Lengths = _lengths.IsEmpty ? default : Lengths.Slice(start, count),
        SequenceInputs = SequenceInputs.Slice(start * SequenceFeatures, count * SequenceFeatures),
    };

    /// <inheritdoc/>
    public SequenceShape Shape => field ??= new()
    {
        Features = Features,
        SequenceFeatures = SequenceFeatures,
        Steps = Steps,
        Targets = TargetForm.Labels,
        TargetSize = Classes,
    };

    /// <inheritdoc/>
    public int Length(int index)
    {
        CheckIndex(index);
        return _lengths.IsEmpty ? Steps : Lengths[index];
    }

    /// <inheritdoc/>
    public void Write(int index, BatchRow row)
    {
        Image(index)[..row.Inputs.Length].CopyTo(row.Inputs);
        SequenceInputs.Slice(index * SequenceFeatures, SequenceFeatures).CopyTo(row.SequenceInputs);
        row.Labels[0] = Labels[index];
    }

    /// <summary>Writes a label as a one-hot row: 1 at the class, 0 elsewhere.</summary>
    /// <param name="index">Index of the sequence.</param>
    /// <param name="row">Receives the row, [<see cref="Classes"/>].</param>
    public void OneHot(int index, Span<float> row)
    {
        CheckIndex(index);
        if (row.Length != Classes)
        {
            throw new ArgumentException($"A one-hot row has {Classes} values, but the span has {row.Length}.", nameof(row));
        }

        row.Clear();
        row[Labels[index]] = 1f;
    }

    /// <summary>All labels as one-hot rows, [<see cref="Count"/>, <see cref="Classes"/>].</summary>
    /// <exception cref="InvalidOperationException">There are more values than an array can hold.</exception>
    public float[] OneHot()
    {
        long size = (long)Count * Classes;
        if (size > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{Count} one-hot rows of {Classes} values are {size} values; an array holds at most {Array.MaxLength}.");
        }

        float[] rows = new float[size];
        for (int index = 0; index < Count; index++)
        {
            rows[(index * Classes) + Labels[index]] = 1f;
        }

        return rows;
    }

    private static void CheckLengths(ReadOnlySpan<int> lengths, int count, int steps)
    {
        if (!lengths.IsEmpty && lengths.Length != count)
        {
            throw new ArgumentException($"There are {lengths.Length} lengths for {count} sequences.", nameof(lengths));
        }

        int bad = lengths.IndexOfAnyExceptInRange(0, steps);
        if (bad >= 0)
        {
            throw new ArgumentException($"Length {bad} is {lengths[bad]}; it must be between 0 and {steps}.", nameof(lengths));
        }
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"Sequence {index} does not exist; there are {Count}.");
        }
    }
}
