using System;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>Sequences of which some have a frame: a batch of one step, the states of all, and which of them step.</summary>
internal sealed record Sessions(NetworkBatch Batch, float[] States, int[] Rows)
{
    private const int Idle = 5;

    /// <summary>Random inputs of so many rows, in random order, among five that do not step.</summary>
    public static Sessions Random(ModelDescription model, int rows)
    {
        int[] numbers = [.. Enumerable.Range(0, rows + Idle)];
        new Random(rows).Shuffle(numbers);
        return new Sessions(
            NetworkBatch.Random(model, rows + 1, rows, steps: 1), NetworkBatch.Floats(rows + 2, (rows + Idle) * model.StateSize),
            numbers[..rows]);
    }

    /// <summary>The states of the rows that step, in their order.</summary>
    public float[] Stepping(float[] states)
    {
        int size = States.Length / (Batch.Rows + Idle);
        return [.. Rows.SelectMany(row => states[(row * size)..((row + 1) * size)])];
    }

    /// <summary>All states, those of the rows that step replaced.</summary>
    public float[] With(float[] stepped)
    {
        float[] states = (float[])States.Clone();
        int size = stepped.Length / Rows.Length;
        for (int i = 0; i < Rows.Length; i++)
        {
            stepped.AsSpan(i * size, size).CopyTo(states.AsSpan(Rows[i] * size));
        }

        return states;
    }

    /// <summary>Steps them in one call.</summary>
    public Prediction Step(IRnnModel model)
    {
        float[] states = (float[])States.Clone(), outputs = new float[Batch.Rows * OutputSize(model.Description)];
        model.StepBatch(Batch.View, states, Rows, outputs);
        return new Prediction(outputs, states);
    }

    /// <summary>What a prediction of one step gives; a static class takes it in a buffer of all its steps.</summary>
    public Prediction Predict(IRnnModel model)
    {
        ModelDescription description = model.Description;
        int steps = description.Steps ?? 1, width = description.StepInputSize;
        NetworkBatch batch = Batch with
        {
            Values = Padded(Batch.Values, width, steps),
            Tokens = Padded(Batch.Tokens, 1, steps),
            Steps = steps,
            Lengths = [.. Enumerable.Repeat(1, Batch.Rows)],
            States = Stepping(States),
        };
        Prediction prediction = Passes.Predict(model, batch);
        float[] outputs = [];
        for (int head = 0; head < description.Heads.Count; head++)
        {
            HeadInfo info = description.Heads[head];
            if (info.Streams)
            {
                int every = info.OutputsEveryStep ? steps : 1;
                float[] all = prediction.Outputs[description.OutputRange(head, Batch.Rows, steps)];
                outputs = [.. outputs, .. all.Chunk(info.OutputSize).Where((_, step) => step % every == 0).SelectMany(output => output)];
            }
        }

        return new Prediction(outputs, With(prediction.FinalStates));
    }

    /// <summary>The same one by one, as a loop around <c>Step</c> makes it.</summary>
    public Prediction Loop(IRnnModel model) => Step(new OneByOne(model));

    /// <summary>Numbers of one row that the heads that stream give.</summary>
    public static int OutputSize(ModelDescription model) => model.Heads.Where(head => head.Streams).Sum(head => head.OutputSize);

    private static T[] Padded<T>(T[] values, int width, int steps)
    {
        T[] padded = new T[values.Length * steps];
        for (int row = 0; row * width < values.Length; row++)
        {
            values.AsSpan(row * width, width).CopyTo(padded.AsSpan(row * width * steps));
        }

        return padded;
    }

    /// <summary>A model of a generator that knew no step of many sequences: what the interface brings itself.</summary>
    private sealed class OneByOne(IRnnModel model) : IRnnModel
    {
        public ModelDescription Description => model.Description;

        public ModelParameters Parameters => model.Parameters;

        public int Threads { get => model.Threads; set => model.Threads = value; }

        public void Predict(
            scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
            throw new NotSupportedException();

        public void Step(ReadOnlySpan<float> input, Span<float> state, Span<float> output) => model.Step(input, state, output);

        public void Step(int token, Span<float> state, Span<float> output) => model.Step(token, state, output);

        public void Step(ReadOnlySpan<float> input, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output) =>
            model.Step(input, sequenceInput, state, output);

        public void Step(ReadOnlySpan<float> input, int token, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output) =>
            model.Step(input, token, sequenceInput, state, output);

        public ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates) => throw new NotSupportedException();
    }
}
