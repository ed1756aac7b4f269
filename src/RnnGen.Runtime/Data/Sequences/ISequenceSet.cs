using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace RnnGen.Data;

/// <summary>Sequences that can be had in any order: what <see cref="BatchSource"/> shuffles, pads and batches.</summary>
public interface ISequenceSet
{
    /// <summary>What the sequences look like; <see cref="SequenceShape.Steps"/> is set where all have the same buffer.</summary>
    SequenceShape Shape { get; }

    /// <summary>Number of sequences.</summary>
    int Count { get; }

    /// <summary>What the sequences were made with, such as the steps of a window, for <see cref="ISequenceSource.Settings"/>.</summary>
    IReadOnlyDictionary<string, string> Settings => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Valid steps of a sequence.</summary>
    /// <param name="index">Which, 0 to <see cref="Count"/> - 1.</param>
    int Length(int index);

    /// <summary>Writes a sequence.</summary>
    /// <param name="index">Which, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="row">Spans of its length, to be filled.</param>
    void Write(int index, BatchRow row);
}

/// <summary>The part of a batch that belongs to one sequence; what the shape does not have is empty.</summary>
public readonly ref struct BatchRow
{
    /// <summary>Inputs, [length, features].</summary>
    public Span<float> Inputs { get; init; }

    /// <summary>Inputs as tokens, [length].</summary>
    public Span<int> Tokens { get; init; }

    /// <summary>Inputs that all steps of the sequence see, [sequence features].</summary>
    public Span<float> SequenceInputs { get; init; }

    /// <summary>
    /// Class indices of the first head, [1], or [length] where each step has a target; of sequences of labels what
    /// <see cref="SetLabels"/> has written.
    /// </summary>
    public Span<int> Labels => LabelsOf(0);

    /// <summary>Values to learn of the first head, [target size], or [length, target size] where each step has a target.</summary>
    public Span<float> Targets => TargetsOf(0);

    internal TargetBuffer[] Heads { get; init; }

    internal int Row { get; init; }

    internal int Steps { get; init; }

    internal int Length { get; init; }

    /// <summary>As <see cref="Labels"/>, of any head.</summary>
    /// <param name="head">Index of the head.</param>
    public Span<int> LabelsOf(int head) => Heads[head].LabelsOf(Row, Steps, Length);

    /// <summary>As <see cref="Targets"/>, of any head.</summary>
    /// <param name="head">Index of the head.</param>
    public Span<float> TargetsOf(int head) => Heads[head].ValuesOf(Row, Steps, Length);

    /// <summary>Writes a sequence of labels, of any length: what a head that learns them is given in this row.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="head">Index of the head.</param>
    /// <exception cref="InvalidOperationException">The targets of the head are no sequences of labels.</exception>
    public void SetLabels(ReadOnlySpan<int> labels, int head = 0)
    {
        if (Heads[head].Shape is not { IsSequences: true })
        {
            throw new InvalidOperationException(
                $"The targets of head {head} are {Heads[head].Shape?.Form.ToString() ?? "not told"}, no sequences of labels.");
        }

        Heads[head].SetSequence(Row, labels);
    }

    /// <summary>Copies what a head is to learn.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="target">Targets of one or more sequences.</param>
    /// <param name="first">The first target of this row among them.</param>
    internal void CopyTarget(int head, HeadTarget target, int first)
    {
        Span<int> labels = LabelsOf(head);
        Span<float> values = TargetsOf(head);
        target.Labels.Span.Slice(labels.IsEmpty ? 0 : first, labels.Length).CopyTo(labels);
        target.Values.Span.Slice(values.IsEmpty ? 0 : first * Heads[head].Shape!.Size, values.Length).CopyTo(values);
    }
}
