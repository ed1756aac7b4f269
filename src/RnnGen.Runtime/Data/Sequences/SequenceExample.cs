using System;

namespace RnnGen.Data;

/// <summary>One sequence of a stream; its memory may be used again once the next one is asked for.</summary>
/// <param name="Steps">Its time steps.</param>
public readonly record struct SequenceExample(int Steps)
{
    /// <summary>Inputs, [steps, features]; empty where they are tokens.</summary>
    public ReadOnlyMemory<float> Inputs { get; init; }

    /// <summary>Inputs as tokens, [steps]; empty where they are floats.</summary>
    public ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>Class indices, [1] or [steps]; empty where targets are values.</summary>
    public ReadOnlyMemory<int> Labels { get; init; }

    /// <summary>Values to learn, [target size] or [steps, target size]; empty where targets are labels.</summary>
    public ReadOnlyMemory<float> Targets { get; init; }

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

        int targets = shape.TargetsEveryStep ? Steps : 1;
        Check(number, "input values", Inputs.Length, (long)Steps * shape.Features);
        Check(number, "tokens", Tokens.Length, shape.Vocabulary > 0 ? Steps : 0);
        Check(number, "labels", Labels.Length, shape.Targets == TargetForm.Labels ? targets : 0);
        Check(number, "target values", Targets.Length, shape.Targets == TargetForm.Values ? (long)targets * shape.TargetSize : 0);
        CheckRange(
            number, "token", Tokens.Span, Tokens.IsEmpty ? -1 : Tokens.Span.IndexOfAnyExceptInRange(0, shape.Vocabulary - 1),
            shape.Vocabulary);
        CheckRange(number, "label", Labels.Span, shape.BadLabel(Labels.Span), shape.TargetSize);
        row.Resize(shape, 1, Steps);
        Inputs.Span.CopyTo(row.Inputs);
        Tokens.Span.CopyTo(row.Tokens);
        Labels.Span.CopyTo(row.Labels);
        Targets.Span.CopyTo(row.Targets);
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
