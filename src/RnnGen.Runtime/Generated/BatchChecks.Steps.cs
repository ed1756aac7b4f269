using System;

namespace RnnGen.Generated;

/// <content>One step of many sequences.</content>
public static partial class BatchChecks
{
    /// <summary>Checks the sizes of a step of many sequences; which of them step, and what its tokens hold, is not looked at.</summary>
    /// <param name="model">The network.</param>
    /// <param name="batch">The inputs of those that step.</param>
    /// <param name="stateFloats">Floats of the states of all sequences.</param>
    /// <param name="rows">Number of row numbers; 0 where all step, in their order.</param>
    /// <returns>The number of states.</returns>
    internal static int StepSizes(ModelDescription model, scoped in SequenceBatch batch, int stateFloats, int rows)
    {
        int count = batch.BatchSize, states = stateFloats / model.StateSize;
        if (count < 0 || batch.Steps != 1 || !batch.Lengths.IsEmpty)
        {
            throw new ArgumentException(
                $"A batch of {count} rows of {batch.Steps} steps{(batch.Lengths.IsEmpty ? "" : " with lengths")} was given to "
                + $"{model.Name}; a step of many sequences takes one step of each, without lengths.",
                nameof(batch));
        }

        if (stateFloats != states * model.StateSize)
        {
            throw new ArgumentException(
                $"The states hold {stateFloats} values; a multiple of {model.StateSize} was expected (one state).", "states");
        }

        // The text of a shape is built only where it is thrown: see Mismatch.
        bool areNumbered = rows > 0 || count == 0;
        if ((areNumbered ? rows : states) != count)
        {
            throw areNumbered
                ? Mismatch(rows, count, "rows", $"one for each of {count} inputs", nameof(rows))
                : Mismatch(
                    states, count, "states", $"one for each of {count} inputs, since no rows say which of them step", nameof(states));
        }

        if (model.Vocabulary is null ? !batch.Tokens.IsEmpty : batch.Tokens.IsEmpty && !batch.Values.IsEmpty && count > 0)
        {
            throw model.Vocabulary is null ? model.ReadsFloats() : model.ReadsTokens();
        }

        Rows(batch.Values.Length, count, model.StepInputSize, "inputs", "features");
        Rows(batch.SequenceInputs.Length, count, model.SequenceInputSize, "inputs of the sequences", "features", "sequenceInputs");
        Count(batch.Tokens.Length, model.Vocabulary is null ? 0 : count, "tokens", count);
        return states;
    }

    /// <summary>Checks what the tokens of a step of many sequences hold, which must not change any more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    internal static void StepTokens(ModelDescription model, ReadOnlySpan<int> tokens)
    {
        for (int position = 0; position < tokens.Length; position++)
        {
            if ((uint)tokens[position] >= (uint)model.Vocabulary!.Value)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), tokens[position],
                    $"Position {position} of the tokens has token {tokens[position]}; {model.Name} has tokens 0 to "
                    + $"{model.Vocabulary - 1}.");
            }
        }
    }

    /// <summary>Refuses what is written by a step of many sequences where it lies in what is read.</summary>
    internal static void StepMemory(
        scoped in SequenceBatch batch, ReadOnlySpan<float> states, ReadOnlySpan<float> written, string name)
    {
        NoOverlap(batch.Values, written, "inputs", name);
        NoOverlap(batch.SequenceInputs, written, "inputs of the sequences", name);
        NoOverlap(states, written, "states", name);
    }

    /// <summary>Checks the length of values of some rows.</summary>
    internal static void Rows(int actual, int rows, int size, string what, string of, string? parameter = null)
    {
        long expected = (long)rows * size;
        if (actual != expected)
        {
            throw Mismatch(actual, expected, what, $"{rows} rows x {size} {of}", parameter ?? what);
        }
    }

    private static void Count(int actual, int expected, string what, int rows)
    {
        if (actual != expected)
        {
            throw Mismatch(actual, expected, what, $"{rows} rows", what);
        }
    }
}
