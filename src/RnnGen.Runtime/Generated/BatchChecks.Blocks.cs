using System;

namespace RnnGen.Generated;

/// <content>Blocks of steps of one sequence. A check that passes builds no text, and so allocates nothing.</content>
public static partial class BatchChecks
{
    /// <summary>Checks a number of steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void BlockSteps(int steps)
    {
        if (steps < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The number of steps is {steps}; it cannot be negative.");
        }
    }

    /// <summary>Checks the length of the inputs or the outputs of a block.</summary>
    /// <param name="actual">The length.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="size">Values of a step.</param>
    /// <param name="what">What they are.</param>
    /// <param name="unit">What the values of a step are.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public static void BlockCount(int actual, int steps, int size, string what, string unit, string parameter)
    {
        if (actual != (long)steps * size)
        {
            throw Mismatch(actual, (long)steps * size, what, $"{steps} steps x {size} {unit}", parameter);
        }
    }

    /// <summary>
    /// Whether a block works in place: inputs and outputs that share memory begin at the same place, and a step has as many of both.
    /// </summary>
    /// <exception cref="ArgumentException">They share memory otherwise: the outputs of a step would be inputs of a later one.</exception>
    public static bool BlockInPlace(
        ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> outputs, int outputSize, string inputName, string outputName)
    {
        if (!inputs.Overlaps(outputs, out int offset))
        {
            return false;
        }

        return offset == 0 && inputSize == outputSize ? true : throw new ArgumentException(
            $"The {inputName} ({inputSize} a step) and the {outputName} ({outputSize} a step) overlap in memory, {offset} values apart. "
            + "A block works in place only where both begin at the same place and a step has as many of one as of the other.",
            outputName);
    }

    /// <summary>Checks what a member of <see cref="IRnnModel"/> is given for a block of steps, whatever the model reads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="NotSupportedException">The model reads tokens and there are none, or the other way round.</exception>
    public static void Block(
        ModelDescription model, int inputLength, int tokens, int sequenceLength, int steps, int stateLength, int outputLength)
    {
        BlockSteps(steps);
        if (model.Vocabulary is null ? tokens > 0 : tokens == 0 && steps > 0)
        {
            throw model.Vocabulary is null ? model.ReadsFloats() : model.ReadsTokens();
        }

        Count(tokens, model.Vocabulary is null ? 0 : steps, "tokens", "one a step", "tokens");
        BlockCount(inputLength, steps, model.StepInputSize, "inputs", "features", "inputs");
        Count(sequenceLength, model.SequenceInputSize, "inputs of the sequence", "one row", "sequenceInput");
        Count(stateLength, model.StateSize, "state", "one row", "state");
        BlockCount(outputLength, steps, StepOutputs(model), "outputs", "units", "outputs");
    }

    /// <summary>Numbers of a step of the heads that stream.</summary>
    internal static int StepOutputs(ModelDescription model)
    {
        int size = 0;
        for (int head = 0; head < model.Heads.Count; head++)
        {
            size += model.Heads[head].Streams ? model.Heads[head].OutputSize : 0;
        }

        return size;
    }
}
