using System;
using System.Collections.Generic;
using RnnGen.Generated;

namespace RnnGen.Data;

/// <summary>
/// Sequences of any lengths in memory, one after the other without padding. A view of the caller's arrays: nothing is copied.
/// </summary>
public sealed class SequenceArrays : ISequenceSet
{
    private readonly ReadOnlyMemory<int> _lengths, _tokens;
    private readonly ReadOnlyMemory<float> _inputs, _sequenceInputs;
    private readonly HeadTarget[] _targets;
    private readonly TargetShape[] _shapes;
    private readonly long[] _firstSteps;
    private readonly long[][] _firstLabels;

    /// <summary>Wraps the caller's memory.</summary>
    /// <param name="shape">What the sequences look like.</param>
    /// <param name="lengths">Steps of each sequence, [count].</param>
    /// <param name="inputs">All inputs, [sum of lengths, features]; empty where there are none but tokens.</param>
    /// <param name="tokens">All inputs as tokens, [sum of lengths]; empty where there are none but floats.</param>
    /// <param name="labels">
    /// Class indices, [count] or [sum of lengths], or sequences of labels, [sum of <paramref name="labelLengths"/>] or padded, [count, most
    /// labels of a sequence]; empty where targets are values.
    /// </param>
    /// <param name="targets">
    /// Values to learn, [count, target size] or [sum of lengths, target size]; empty where targets are labels.
    /// </param>
    /// <param name="moreTargets">
    /// Labels or values of the heads after the first, as <see cref="SequenceShape.MoreTargets"/> says; <see langword="null"/> for none.
    /// </param>
    /// <param name="sequenceInputs">
    /// Inputs that all steps of a sequence see, [count, sequence features]; empty where there are none.
    /// </param>
    /// <param name="labelLengths">
    /// Labels of each sequence, [count], where targets are sequences of labels; empty where not. A sequence needs as many steps, and one
    /// more for each label that is equal to the one before.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit together, a number is not finite, a token or a label is outside its range, or a sequence has too few steps for its
    /// labels.
    /// </exception>
    public SequenceArrays(
        SequenceShape shape, ReadOnlyMemory<int> lengths, ReadOnlyMemory<float> inputs = default, ReadOnlyMemory<int> tokens = default,
        ReadOnlyMemory<int> labels = default, ReadOnlyMemory<float> targets = default, IReadOnlyList<HeadTarget>? moreTargets = null,
        ReadOnlyMemory<float> sequenceInputs = default, ReadOnlyMemory<int> labelLengths = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Check();
        (Shape, _lengths, _inputs, _tokens, _sequenceInputs) = (shape, lengths, inputs, tokens, sequenceInputs);
        _shapes = [.. shape.HeadTargets];
        HeadTarget first = shape.Targets switch
        {
            TargetForm.Labels => new HeadTarget(labels),
            TargetForm.LabelSequences => HeadTarget.OfSequences(labels, labelLengths),
            _ => new HeadTarget(targets),
        };
        _targets = [first, .. moreTargets ?? []];
        _firstLabels = new long[_targets.Length][];
        _firstSteps = new long[lengths.Length + 1];
        for (int index = 0; index < lengths.Length; index++)
        {
            int length = lengths.Span[index];
            if (length < 0 || length > (shape.Steps ?? int.MaxValue))
            {
                throw new ArgumentException($"Length {index} is {length}; it must be 0 to {shape.Steps ?? int.MaxValue}.", nameof(lengths));
            }

            _firstSteps[index + 1] = _firstSteps[index] + length;
        }

        if (_targets.Length != _shapes.Length)
        {
            throw new ArgumentException(
                $"Targets of {_targets.Length - 1} more heads were given; the shape has {_shapes.Length - 1}.", nameof(moreTargets));
        }

        CheckSize(inputs.Length, _firstSteps[^1] * shape.Features, "input values");
        CheckSize(tokens.Length, shape.Vocabulary > 0 ? _firstSteps[^1] : 0, "tokens");
        CheckSize(sequenceInputs.Length, (long)Count * shape.SequenceFeatures, "input values of whole sequences");
        CheckFinite(inputs.Span, "Input");
        CheckFinite(sequenceInputs.Span, "Sequence input");
        int badToken = shape.Vocabulary == 0 ? -1 : tokens.Span.IndexOfAnyExceptInRange(0, shape.Vocabulary - 1);
        if (badToken >= 0)
        {
            throw new ArgumentException(
                $"Token {badToken} is {tokens.Span[badToken]}; it must be 0 to {shape.Vocabulary - 1}.", nameof(tokens));
        }

        CheckSize(labels.Length, shape.Targets != TargetForm.Values ? labels.Length : 0, "labels");
        CheckSize(labelLengths.Length, shape.Targets == TargetForm.LabelSequences ? labelLengths.Length : 0, "label lengths");
        CheckSize(targets.Length, shape.Targets == TargetForm.Values ? targets.Length : 0, "target values");
        for (int head = 0; head < _targets.Length; head++)
        {
            string of = head == 0 ? "" : $" of head {head}";
            CheckTargets(_shapes[head], _targets[head], of);
            _firstLabels[head] = _shapes[head].IsSequences ? FirstLabels(_shapes[head], _targets[head], of) : [];
        }
    }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public int Count => _lengths.Length;

    /// <inheritdoc/>
    public int Length(int index) => _lengths.Span[index];

    /// <inheritdoc/>
    public void Write(int index, BatchRow row)
    {
        int first = (int)_firstSteps[index];
        _inputs.Span.Slice(first * Shape.Features, row.Inputs.Length).CopyTo(row.Inputs);
        _sequenceInputs.Span.Slice(index * Shape.SequenceFeatures, Shape.SequenceFeatures).CopyTo(row.SequenceInputs);
        _tokens.Span.Slice(row.Tokens.IsEmpty ? 0 : first, row.Tokens.Length).CopyTo(row.Tokens);
        for (int head = 0; head < _targets.Length; head++)
        {
            if (_shapes[head].IsSequences)
            {
                row.SetLabels(Sequence(head, index), head);
            }
            else
            {
                row.CopyTarget(head, _targets[head], _shapes[head].EveryStep ? first : index);
            }
        }
    }

    private ReadOnlySpan<int> Sequence(int head, int index) =>
        _targets[head].Labels.Span.Slice((int)_firstLabels[head][index], _targets[head].LabelLengths.Span[index]);

    /// <summary>Checks sequences of labels, and finds where each begins.</summary>
    private long[] FirstLabels(TargetShape shape, HeadTarget target, string of)
    {
        ReadOnlySpan<int> lengths = target.LabelLengths.Span, labels = target.Labels.Span;
        int stride = LabelSequences.Stride(labels.Length, lengths, out string? problem)
            ?? throw new ArgumentException($"Labels{of}: {problem}", nameof(labels));
        long[] first = new long[Count];
        long next = 0;
        for (int index = 0; index < Count; index++)
        {
            first[index] = next;
            problem = shape.Problem(labels.Slice((int)next, lengths[index]), Length(index));
            if (problem is not null)
            {
                throw new ArgumentException($"Labels{of} of sequence {index}: {problem}", nameof(labels));
            }

            next += stride < 0 ? lengths[index] : stride;
        }

        return first;
    }

    private void CheckTargets(TargetShape shape, HeadTarget targets, string of)
    {
        CheckSize(targets.LabelLengths.Length, shape.IsSequences ? Count : 0, $"label lengths{of}");
        CheckSize(targets.Values.Length, shape.IsSequences ? 0 : targets.Values.Length, $"target values{of}");
        if (shape.IsSequences)
        {
            return;
        }

        long count = shape.EveryStep ? _firstSteps[^1] : Count;
        CheckSize(targets.Labels.Length, shape.IsLabels ? count : 0, $"labels{of}");
        CheckSize(targets.Values.Length, shape.IsLabels ? 0 : count * shape.Size, $"target values{of}");
        CheckFinite(targets.Values.Span, $"Target{of}");
        int bad = shape.BadLabel(targets.Labels.Span);
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"Label {bad}{of} is {targets.Labels.Span[bad]}; it must be 0 to {shape.Size - 1}.", nameof(targets));
        }
    }

    private void CheckSize(int found, long expected, string what)
    {
        if (found != expected)
        {
            throw new ArgumentException(
                $"{Count} sequences of {_firstSteps[^1]} steps together need {expected} {what}, but there are {found}.");
        }
    }

    private static void CheckFinite(ReadOnlySpan<float> values, string what)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"{what} value {i} is {values[i]}; it must be finite.");
            }
        }
    }
}
