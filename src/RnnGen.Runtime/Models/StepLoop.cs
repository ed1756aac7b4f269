using System;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>A block of steps of a model that knows single ones only.</summary>
internal static class StepLoop
{
    /// <summary>As the member of <see cref="IRnnModel"/> whose body it is.</summary>
    public static void Run(
        IRnnModel model, ReadOnlySpan<float> inputs, ReadOnlySpan<int> tokens, ReadOnlySpan<float> sequenceInput, int steps,
        Span<float> state, Span<float> outputs)
    {
        ModelDescription description = model.Description;
        BatchChecks.Block(description, inputs.Length, tokens.Length, sequenceInput.Length, steps, state.Length, outputs.Length);
        int inputSize = description.StepInputSize, outputSize = BatchChecks.StepOutputs(description);
        BatchChecks.NoOverlap(state, outputs, nameof(state), nameof(outputs));
        BatchChecks.NoOverlap(inputs, state, nameof(inputs), nameof(state));
        BatchChecks.BlockInPlace(inputs, inputSize, outputs, outputSize, nameof(inputs), nameof(outputs));
        if (steps == 0)
        {
            return;
        }

        // One version of each, whatever is written meanwhile and wherever the outputs lie.
        int[] ownTokens = description.Vocabulary is null ? [] : new BlockMemory().Tokens(description, tokens).ToArray();
        float[] ownInputs = inputs.ToArray(), ownSequence = sequenceInput.ToArray(), output = new float[outputSize];
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> frame = ownInputs.AsSpan(step * inputSize, inputSize);
            if (description.Vocabulary is null)
            {
                model.Step(frame, ownSequence, state, output);
            }
            else
            {
                model.Step(frame, ownTokens[step], ownSequence, state, output);
            }

            Scatter(description, output, step, steps, outputs);
        }
    }

    /// <summary>From the outputs of all heads of a step to each head's outputs of all steps.</summary>
    private static void Scatter(ModelDescription description, ReadOnlySpan<float> output, int step, int steps, Span<float> outputs)
    {
        foreach (HeadInfo head in description.Heads)
        {
            if (head.Streams)
            {
                int size = head.OutputSize;
                output[..size].CopyTo(outputs[(step * size)..]);
                output = output[size..];
                outputs = outputs[(steps * size)..];
            }
        }
    }
}
