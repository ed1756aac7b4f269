using System;

namespace RnnGen.Data;

/// <summary>
/// Sequences of any lengths in memory, one after the other without padding. A view of the caller's arrays: nothing is copied.
/// </summary>
public sealed class SequenceArrays : ISequenceSet
{
    private readonly ReadOnlyMemory<int> _lengths, _tokens, _labels;
    private readonly ReadOnlyMemory<float> _inputs, _targets;
    private readonly long[] _firstSteps;

    /// <summary>Wraps the caller's memory.</summary>
    /// <param name="shape">What the sequences look like.</param>
    /// <param name="lengths">Steps of each sequence, [count].</param>
    /// <param name="inputs">All inputs, [sum of lengths, features]; empty where they are tokens.</param>
    /// <param name="tokens">All inputs as tokens, [sum of lengths]; empty where they are floats.</param>
    /// <param name="labels">Class indices, [count] or [sum of lengths]; empty where targets are values.</param>
    /// <param name="targets">
    /// Values to learn, [count, target size] or [sum of lengths, target size]; empty where targets are labels.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit together, a number is not finite, or a token or a label is outside its range.
    /// </exception>
    public SequenceArrays(
        SequenceShape shape, ReadOnlyMemory<int> lengths, ReadOnlyMemory<float> inputs = default, ReadOnlyMemory<int> tokens = default,
        ReadOnlyMemory<int> labels = default, ReadOnlyMemory<float> targets = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Check();
        (Shape, _lengths, _inputs, _tokens, _labels, _targets) = (shape, lengths, inputs, tokens, labels, targets);
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

        long count = shape.TargetsEveryStep ? _firstSteps[^1] : lengths.Length;
        CheckSize(inputs.Length, _firstSteps[^1] * shape.Features, "input values");
        CheckSize(tokens.Length, shape.Vocabulary > 0 ? _firstSteps[^1] : 0, "tokens");
        CheckSize(labels.Length, shape.Targets == TargetForm.Labels ? count : 0, "labels");
        CheckSize(targets.Length, shape.Targets == TargetForm.Values ? count * shape.TargetSize : 0, "target values");
        CheckFinite(inputs.Span, "Input");
        CheckFinite(targets.Span, "Target");
        int badToken = shape.Vocabulary == 0 ? -1 : tokens.Span.IndexOfAnyExceptInRange(0, shape.Vocabulary - 1);
        int badLabel = shape.BadLabel(labels.Span);
        if (badToken >= 0)
        {
            throw new ArgumentException(
                $"Token {badToken} is {tokens.Span[badToken]}; it must be 0 to {shape.Vocabulary - 1}.", nameof(tokens));
        }

        if (badLabel >= 0)
        {
            throw new ArgumentException(
                $"Label {badLabel} is {labels.Span[badLabel]}; it must be 0 to {shape.TargetSize - 1}.", nameof(labels));
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
        int first = (int)_firstSteps[index], target = Shape.TargetsEveryStep ? first : index;
        _inputs.Span.Slice(first * Shape.Features, row.Inputs.Length).CopyTo(row.Inputs);
        _tokens.Span.Slice(row.Tokens.IsEmpty ? 0 : first, row.Tokens.Length).CopyTo(row.Tokens);
        _labels.Span.Slice(row.Labels.IsEmpty ? 0 : target, row.Labels.Length).CopyTo(row.Labels);
        _targets.Span.Slice(row.Targets.IsEmpty ? 0 : target * Shape.TargetSize, row.Targets.Length).CopyTo(row.Targets);
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
