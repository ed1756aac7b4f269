using System;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>
/// Many steps of one sequence, or one step of many sequences, one after the other: of models whose class has no better way.
/// </summary>
internal static class StepLoop
{
    /// <summary>A block of steps.</summary>
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

    /// <summary>As <see cref="IRnnModel.StepBatch"/>, to rounding.</summary>
    public static void Run(
        IRnnModel model, scoped in SequenceBatch batch, Span<float> states, scoped ReadOnlySpan<int> rows, Span<float> outputs)
    {
        ModelDescription description = model.Description;
        int count = batch.BatchSize, size = HeadInfo.StreamedSize(description.Heads);
        int stateCount = BatchChecks.StepSizes(description, batch, states.Length, rows.Length);
        int[] tokens = batch.Tokens.ToArray();
        BatchChecks.StepTokens(description, tokens);
        RowNumbers numbers = new();
        numbers.Take(rows, count, stateCount);
        BatchChecks.Rows(outputs.Length, count, size, nameof(outputs), "outputs");
        BatchChecks.StepMemory(batch, states, outputs, nameof(outputs));
        BatchChecks.StepMemory(batch, default, states, nameof(states));

        float[] output = new float[size];
        for (int row = 0; row < count; row++)
        {
            Span<float> state = states.Slice(numbers.Of(row, 1)[0] * description.StateSize, description.StateSize);
            ReadOnlySpan<float> input = batch.Values.Slice(row * description.StepInputSize, description.StepInputSize);
            ReadOnlySpan<float> ofSequence = batch.SequenceInputs.Slice(
                row * description.SequenceInputSize, description.SequenceInputSize);
            if (description.Vocabulary is null)
            {
                model.Step(input, ofSequence, state, output);
            }
            else
            {
                model.Step(input, tokens[row], ofSequence, state, output);
            }

            Scatter(description, output, row, count, outputs);
        }
    }

    /// <summary>From the outputs of all heads of a step or a row to each head's outputs of all of them.</summary>
    private static void Scatter(ModelDescription description, ReadOnlySpan<float> output, int index, int count, Span<float> outputs)
    {
        foreach (HeadInfo head in description.Heads)
        {
            if (head.Streams)
            {
                int size = head.OutputSize;
                output[..size].CopyTo(outputs[(index * size)..]);
                output = output[size..];
                outputs = outputs[(count * size)..];
            }
        }
    }
}
