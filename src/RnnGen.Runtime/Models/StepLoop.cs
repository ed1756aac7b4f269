using System;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>A step of many sequences, one after the other: of models whose class has no better way.</summary>
internal static class StepLoop
{
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

            Give(description, output, outputs, row, count);
        }
    }

    /// <summary>From the heads of one row, one after the other, to the rows of each head.</summary>
    private static void Give(ModelDescription description, ReadOnlySpan<float> output, Span<float> outputs, int row, int count)
    {
        foreach (HeadInfo head in description.Heads)
        {
            if (head.Streams)
            {
                output[..head.OutputSize].CopyTo(outputs[(row * head.OutputSize)..]);
                output = output[head.OutputSize..];
                outputs = outputs[(count * head.OutputSize)..];
            }
        }
    }
}
