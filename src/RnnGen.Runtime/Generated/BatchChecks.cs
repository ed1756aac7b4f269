using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <summary>Checks of what callers pass, before any work: each failure names the sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class BatchChecks
{
    /// <summary>Checks the sizes of a batch against a model; what its lengths and its tokens hold is not looked at.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static void Sizes(ModelDescription model, scoped in SequenceBatch batch)
    {
        if (batch.BatchSize < 0 || batch.Steps < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batch),
                $"A batch of {batch.BatchSize} rows of {batch.Steps} steps was given to {model.Name}; neither can be negative.");
        }

        if (model.Steps is int steps && batch.Steps != steps)
        {
            throw new ArgumentException(
                $"{model.Name} is static with {steps} steps; the batch has {batch.Steps}. "
                + $"Pass shorter rows in a buffer of {steps} steps with Lengths, or declare the model without Steps.",
                nameof(batch));
        }

        if (model.Vocabulary is null ? !batch.Tokens.IsEmpty : batch.Tokens.IsEmpty && !batch.Values.IsEmpty)
        {
            throw model.Vocabulary is null ? model.ReadsFloats() : model.ReadsTokens();
        }

        long tokens = model.Vocabulary is null ? 0 : ElementCount.Of((uint)batch.BatchSize, batch.Steps, 1);
        if (batch.Tokens.Length != tokens)
        {
            throw Mismatch(batch.Tokens.Length, tokens, "tokens", $"{batch.BatchSize} rows x {batch.Steps} steps", nameof(batch));
        }

        long values = ElementCount.Of((uint)batch.BatchSize, batch.Steps, model.StepInputSize);
        if (batch.Values.Length != values)
        {
            throw Mismatch(
                batch.Values.Length, values, "inputs", $"{batch.BatchSize} rows x {batch.Steps} steps x {model.StepInputSize} features",
                nameof(batch));
        }

        long sequenceInputs = (long)batch.BatchSize * model.SequenceInputSize;
        if (batch.SequenceInputs.Length != sequenceInputs)
        {
            throw Mismatch(
                batch.SequenceInputs.Length, sequenceInputs, "inputs of the sequences",
                $"{batch.BatchSize} rows x {model.SequenceInputSize} features", nameof(batch));
        }

        if (!batch.Lengths.IsEmpty && batch.Lengths.Length != batch.BatchSize)
        {
            throw Mismatch(batch.Lengths.Length, batch.BatchSize, "lengths", $"{batch.BatchSize} rows", nameof(batch));
        }
    }

    /// <summary>Checks what the lengths and the tokens of a batch hold, which must not change any more: they decide addresses.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside 0..steps, or a token is not in the vocabulary.</exception>
    internal static void Contents(ModelDescription model, scoped in SequenceBatch batch)
    {
        Lengths(batch);
        if (model.Vocabulary is int vocabulary)
        {
            Tokens(model, batch, vocabulary);
        }
    }

    private static void Lengths(scoped in SequenceBatch batch)
    {
        for (int row = 0; row < batch.Lengths.Length; row++)
        {
            if ((uint)batch.Lengths[row] > (uint)batch.Steps)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(batch), batch.Lengths[row], $"Row {row} has length {batch.Lengths[row]}; it must be 0 to {batch.Steps}.");
            }
        }
    }

    /// <summary>Checks the length of per-batch outputs (or their gradients).</summary>
    public static void Outputs(ModelDescription model, int batchSize, int steps, int length, string name)
    {
        long expected = model.OutputCount(batchSize, steps);
        if (length != expected)
        {
            throw Mismatch(length, expected, name, $"{batchSize} rows x {Shape(model, steps)}", name);
        }
    }

    /// <summary>What checks say of each head: the model itself where its outputs have no names.</summary>
    internal static IEnumerable<ModelDescription> HeadsOf(ModelDescription model) =>
        model.HasNamedHeads ? Enumerable.Range(0, model.Heads.Count).Select(model.ForHead) : [model];

    private static string Shape(ModelDescription model, int steps) =>
        model.HasNamedHeads ? string.Join(", then ", model.Heads.Select(head => Shape(head, steps)))
        : model.OutputsEveryStep ? $"{steps} steps x {model.OutputSize} units"
        : $"{model.OutputSize} outputs";

    private static string Shape(HeadInfo head, int steps) =>
        head.OutputsEveryStep ? $"{steps} steps x {head.OutputSize} units of '{head.Name}'" : $"{head.OutputSize} outputs of '{head.Name}'";

    /// <summary>Checks the length of flat states; empty ones are absent.</summary>
    public static void States(ModelDescription model, int batchSize, int length, string name)
    {
        long expected = (long)batchSize * model.StateSize;
        if (length != 0 && length != expected)
        {
            throw Mismatch(length, expected, name, $"{batchSize} rows x {model.StateSize} state values", name);
        }
    }

    /// <summary>
    /// Checks the spans of a single step; the sizes are constants of the caller, so that the check costs three comparisons.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(int inputLength, int inputSize, int stateLength, int stateSize, int outputLength, int outputSize)
    {
        if (inputLength != inputSize || stateLength != stateSize || outputLength != outputSize)
        {
            Refuse(inputLength, inputSize, stateLength, stateSize, outputLength, outputSize);
        }
    }

    private static void Refuse(int inputLength, int inputSize, int stateLength, int stateSize, int outputLength, int outputSize)
    {
        Count(inputLength, inputSize, "input", "one frame", "input");
        Count(stateLength, stateSize, "state", "one row", "state");
        Count(outputLength, outputSize, "output", "one row", "output");
    }

    /// <summary>Checks a length.</summary>
    public static void Count(int actual, long expected, string what, string shape, string parameter)
    {
        if (actual != expected)
        {
            throw Mismatch(actual, expected, what, shape, parameter);
        }
    }

    /// <summary>Refuses spans that share memory where results would depend on the order of work.</summary>
    public static void NoOverlap(ReadOnlySpan<float> first, ReadOnlySpan<float> second, string firstName, string secondName)
    {
        if (first.Overlaps(second))
        {
            throw Overlap(firstName, secondName);
        }
    }

    /// <summary>Refuses spans that share memory unless they begin at the same place, where the work is in place.</summary>
    public static void NoShiftedOverlap(ReadOnlySpan<float> first, ReadOnlySpan<float> second, string firstName, string secondName)
    {
        if (first.Overlaps(second, out int offset) && offset != 0)
        {
            throw new ArgumentException($"The {firstName} and the {secondName} overlap in memory, {offset} values apart.", secondName);
        }
    }

    // Apart from the check, so that this stays small where it is inlined.
    private static ArgumentException Overlap(string firstName, string secondName) =>
        new($"The {firstName} and the {secondName} overlap in memory.", secondName);

    // The callers build the text of the shape only when they throw: a check that passes allocates nothing.
    private static ArgumentException Mismatch(int actual, long expected, string what, string shape, string parameter) =>
        new(
            $"The {what} {(what is "input" or "state" or "output" ? "holds" : "hold")} {actual} values; "
            + $"{expected} were expected ({shape}).",
            parameter);
}
