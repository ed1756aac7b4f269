using System;
using System.Collections.Generic;
using RnnGen.Generated;

namespace RnnGen.Data;

/// <summary>One sequence of a stream; its memory may be used again once the next one is asked for.</summary>
/// <param name="Steps">Its time steps.</param>
public readonly record struct SequenceExample(int Steps)
{
    /// <summary>Inputs, [steps, features]; empty where there are none but tokens.</summary>
    public ReadOnlyMemory<float> Inputs { get; init; }

    /// <summary>Inputs as tokens, [steps]; empty where there are none but floats.</summary>
    public ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>Inputs that all steps see, [sequence features]; empty where there are none.</summary>
    public ReadOnlyMemory<float> SequenceInputs { get; init; }

    /// <summary>Class indices, [1] or [steps], or the sequence of labels; empty where targets are values.</summary>
    public ReadOnlyMemory<int> Labels { get; init; }

    /// <summary>Values to learn, [target size] or [steps, target size]; empty where targets are labels.</summary>
    public ReadOnlyMemory<float> Targets { get; init; }

    /// <summary>
    /// Labels or values of the heads after the first, sequences of labels by <see cref="HeadTarget.OfSequences"/> of one row; empty where
    /// there is one head.
    /// </summary>
    public IReadOnlyList<HeadTarget>? MoreTargets { get; init; }

    /// <summary>Copies the example into a batch of one row.</summary>
    /// <param name="shape">What it must look like.</param>
    /// <param name="number">Its number in the stream, for messages.</param>
    /// <param name="row">Receives it.</param>
    internal void CopyTo(SequenceShape shape, long number, TrainingBatch row)
    {
        if (Steps < 0 || Steps > (shape.Steps ?? int.MaxValue))
        {
            throw new ArgumentException(
                $"Example {number} of the stream has {Steps} steps; it must have 0 to {shape.Steps ?? int.MaxValue}.");
        }

        Check(number, "input values", Inputs.Length, (long)Steps * shape.Features);
        Check(number, "tokens", Tokens.Length, shape.Vocabulary > 0 ? Steps : 0);
        Check(number, "input values of the sequence", SequenceInputs.Length, shape.SequenceFeatures);
        int badToken = Tokens.IsEmpty ? -1 : Tokens.Span.IndexOfAnyExceptInRange(0, shape.Vocabulary - 1);
        CheckRange(number, "token", Tokens.Span, badToken, shape.Vocabulary);
        IReadOnlyList<TargetShape> heads = shape.HeadTargets;
        Check(number, "heads", 1 + (MoreTargets?.Count ?? 0), heads.Count);
        Check(number, "labels", Labels.Length, heads[0].Form != TargetForm.Values ? Labels.Length : 0);
        Check(number, "target values", Targets.Length, heads[0].Form != TargetForm.Values ? 0 : Targets.Length);
        for (int head = 0; head < heads.Count; head++)
        {
            CheckTarget(number, heads[head], Target(head, heads[head]), head == 0 ? "" : $" of head {head}");
        }

        row.Resize(shape, 1, Steps);
        Inputs.Span.CopyTo(row.Inputs);
        Tokens.Span.CopyTo(row.Tokens);
        SequenceInputs.Span.CopyTo(row.SequenceInputs);
        for (int head = 0; head < heads.Count; head++)
        {
            HeadTarget target = Target(head, heads[head]);
            if (heads[head].IsSequences)
            {
                row.Row(0, Steps).SetLabels(target.Labels.Span[..target.LabelLengths.Span[0]], head);
            }
            else
            {
                row.Row(0, Steps).CopyTarget(head, target, 0);
            }
        }
    }

    private HeadTarget Target(int head, TargetShape shape) =>
        head > 0 ? MoreTargets![head - 1]
            : shape.IsSequences ? HeadTarget.OfSequences(Labels, new[] { Labels.Length })
            : shape.IsLabels ? new HeadTarget(Labels) : new HeadTarget(Targets);

    private void CheckTarget(long number, TargetShape shape, HeadTarget target, string of)
    {
        Check(number, $"sequences of labels{of}", target.LabelLengths.Length, shape.IsSequences ? 1 : 0);
        if (shape.IsSequences)
        {
            Check(number, $"target values{of}", target.Values.Length, 0);
            if (LabelSequences.Stride(target.Labels.Length, target.LabelLengths.Span, out string? problem) is not null)
            {
                problem = shape.Problem(target.Labels.Span[..target.LabelLengths.Span[0]], Steps);
            }

            if (problem is not null)
            {
                throw new ArgumentException($"The labels{of} of example {number} of the stream: {problem}");
            }

            return;
        }

        int count = shape.Count(1, Steps);
        Check(number, $"labels{of}", target.Labels.Length, shape.IsLabels ? count : 0);
        Check(number, $"target values{of}", target.Values.Length, shape.IsLabels ? 0 : (long)count * shape.Size);
        CheckRange(number, $"label{of}", target.Labels.Span, shape.BadLabel(target.Labels.Span), shape.Size);
    }

    private static void Check(long number, string what, int found, long expected)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Example {number} of the stream has {found} {what}; {expected} were expected.");
        }
    }

    private static void CheckRange(long number, string what, ReadOnlySpan<int> values, int bad, int bound)
    {
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"Example {number} of the stream has the {what} {values[bad]} at step {bad}; it must be 0 to {bound - 1}.");
        }
    }
}
