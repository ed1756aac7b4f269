using System;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>What holds of a block of steps, whatever the network: it is a loop around the single step.</summary>
internal static class BlockProperties
{
    // One step, fewer than a chunk of frames that are put together, more than one, and one again.
    private static readonly int[] Blocks = [1, 7, 64, 65, 0, 3];

    /// <summary>Blocks of several lengths, one after the other, give the bits of single steps; in place too.</summary>
    public static void BlocksAreSteps(IRnnModel model)
    {
        ModelDescription description = model.Description;
        int steps = Blocks.Sum(), width = description.StepInputSize;
        NetworkBatch batch = NetworkBatch.Random(description, 6, 1, steps, states: true);
        float[] state = [.. batch.States];
        float[][] expected = Loop(model, batch, state);
        Agrees(model, batch, expected, state, "blocks");
        Agrees(new StepsAlone(model), batch, expected, state, "blocks of a model of single steps");

        if (expected.Length == 1 && expected[0].Length == steps * width)
        {
            float[] sound = [.. batch.Values], after = [.. batch.States];
            model.Step(sound, batch.Tokens, batch.SequenceValues, steps, after, sound);
            Expect.SameBits(expected[0], sound, "in place");
            Expect.SameBits(state, after, "state, in place");
        }
    }

    private static void Agrees(IRnnModel model, NetworkBatch batch, float[][] expected, float[] state, string what)
    {
        HeadInfo[] heads = Streaming(model);
        int width = model.Description.StepInputSize, start = 0;
        float[] own = [.. batch.States];
        foreach (int steps in Blocks)
        {
            float[] outputs = new float[steps * heads.Sum(head => head.OutputSize)];
            ReadOnlySpan<float> inputs = batch.Values.AsSpan(start * width, steps * width);
            ReadOnlySpan<int> tokens = batch.Tokens.AsSpan(batch.Tokens.Length > 0 ? start : 0, batch.Tokens.Length > 0 ? steps : 0);
            model.Step(inputs, tokens, batch.SequenceValues, steps, own, outputs);
            int at = 0;
            foreach ((int index, HeadInfo head) in heads.Index())
            {
                int count = steps * head.OutputSize;
                Expect.SameBits(
                    expected[index].AsSpan(start * head.OutputSize, count), outputs.AsSpan(at, count),
                    $"{what}, {steps} steps from {start}, head '{head.Name}'");
                at += count;
            }

            start += steps;
        }

        Expect.SameBits(state, own, $"{what}, state");
    }

    /// <summary>Single steps: the outputs of each head that streams, [steps, size].</summary>
    private static float[][] Loop(IRnnModel model, NetworkBatch batch, float[] state)
    {
        HeadInfo[] heads = Streaming(model);
        float[][] outputs = [.. heads.Select(head => new float[batch.Steps * head.OutputSize])];
        float[] output = new float[heads.Sum(head => head.OutputSize)];
        for (int step = 0; step < batch.Steps; step++)
        {
            int width = model.Description.StepInputSize, at = 0;
            ReadOnlySpan<float> x = batch.Values.AsSpan(step * width, width);
            if (batch.Tokens.Length > 0)
            {
                model.Step(x, batch.Tokens[step], batch.SequenceValues, state, output);
            }
            else
            {
                model.Step(x, batch.SequenceValues, state, output);
            }

            foreach ((int index, HeadInfo head) in heads.Index())
            {
                output.AsSpan(at, head.OutputSize).CopyTo(outputs[index].AsSpan(step * head.OutputSize));
                at += head.OutputSize;
            }
        }

        return outputs;
    }

    private static HeadInfo[] Streaming(IRnnModel model) => [.. model.Description.Heads.Where(head => head.Streams)];

    /// <summary>A model that has written no block itself.</summary>
    private sealed class StepsAlone(IRnnModel model) : IRnnModel
    {
        public ModelDescription Description => model.Description;

        public ModelParameters Parameters => model.Parameters;

        public int Threads { get; set; }

        public void Predict(
            scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default,
            Span<float> finalStates = default) => throw new NotSupportedException();

        public void Step(ReadOnlySpan<float> input, Span<float> state, Span<float> output) => model.Step(input, state, output);

        public void Step(int token, Span<float> state, Span<float> output) => model.Step(token, state, output);

        public void Step(ReadOnlySpan<float> input, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output) =>
            model.Step(input, sequenceInput, state, output);

        public void Step(ReadOnlySpan<float> input, int token, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output) =>
            model.Step(input, token, sequenceInput, state, output);

        public ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates = default) =>
            throw new NotSupportedException();
    }
}
