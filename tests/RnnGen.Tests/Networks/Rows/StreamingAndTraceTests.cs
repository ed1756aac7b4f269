using System;
using System.Collections.Generic;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Step by step against whole sequences, and the trace of every value.</summary>
[Trait("Category", "Numerics")]
public sealed class StreamingAndTraceTests
{
    private const int Steps = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsGiveThePrediction(bool untrainable)
    {
        IRnnModel model = untrainable ? new UntrainableStack(3) : new DynamicStack(3);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, Steps, states: true);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = (float[])batch.States.Clone();

        for (int step = 0; step < Steps; step++)
        {
            float[] output = new float[model.Description.OutputSize];
            model.Step(batch.Values.AsSpan(step * 3, 3), state, output);
            Expect.SameToRounding(prediction.Outputs.AsSpan(step * output.Length, output.Length), output, $"output of step {step}");
        }

        Expect.SameToRounding(prediction.FinalStates, state, "state after the last step");
    }

    [Fact]
    public void ATypedStateIsTheFlatStateAndACopyOfItASnapshot()
    {
        DenseStack model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DenseStack.Description, 1, 1, Steps);
        float[] first = new float[2], second = new float[2];
        DenseStack.State[] final = new DenseStack.State[1];
        model.Predict(batch.View, first, default, final);
        DenseStack.State state = default;
        for (int step = 0; step < Steps - 1; step++)
        {
            model.Step(batch.Values.AsSpan(step * 2, 2), ref state, second);
        }

        DenseStack.State snapshot = state;
        model.Step(batch.Values.AsSpan((Steps - 1) * 2, 2), ref state, second);
        Expect.SameToRounding(first, second, "output");
        ReadOnlySpan<float> c = final[0].Lstm1C, mine = state.Lstm1C;
        Expect.SameToRounding(c, mine, "c");
        float[] again = new float[2];
        model.Step(batch.Values.AsSpan((Steps - 1) * 2, 2), ref snapshot, again);
        Expect.SameBits(second, again, "output from the snapshot");
    }

    [Theory]
    [InlineData("static")]
    [InlineData("dynamic")]
    [InlineData("untrainable")]
    public void TheTraceHoldsTheStatesOfEveryStep(string kind)
    {
        IRnnModel model = kind switch { "static" => new StaticStack(3), "dynamic" => new DynamicStack(3), _ => new UntrainableStack(3) };
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 6, Steps, lengths: true, states: true);

        ModelTrace trace = model.Trace(batch.View, batch.States);

        Holds(trace, model, batch);
        Assert.Equal(
            [
                "x",
                "lstm0/c",
                "lstm0/h",
                "lstm0/i",
                "lstm0/j",
                "lstm0/f",
                "lstm0/o",
                "lstm0/t",
                "rnn1/h",
                "gru2/h",
                "gru2/r",
                "gru2/u",
                "gru2/s",
                "gru2/k",
            ],
            Names(trace));
        Assert.Throws<ArgumentOutOfRangeException>(() => trace["x"][Steps, 0].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => trace["x"][0, -1].Length);
        Assert.Contains("lstm0/c", Assert.Throws<KeyNotFoundException>(() => trace["nothing"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTrainersTraceHoldsTheStatesOfItsLastPass()
    {
        DynamicStack model = new(3);
        DynamicStack.Trainer trainer = model.CreateTrainer(1);
        trainer.Forward(NetworkBatch.Random(DynamicStack.Description, 2, 9, Steps + 3).View, []);
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, 6, Steps, lengths: true);
        trainer.Forward(batch.View, []);

        Holds(trainer.Trace(), model, batch);
    }

    [Fact]
    public void TheTraceHoldsTheGates()
    {
        DynamicStack model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, 3, Steps);

        ModelTrace trace = model.Trace(batch.View);

        for (int step = 1; step < Steps; step++)
        {
            for (int unit = 0; unit < 3; unit++)
            {
                float c = (trace["lstm0/f"][step, 2][unit] * trace["lstm0/c"][step - 1, 2][unit])
                    + (trace["lstm0/i"][step, 2][unit] * trace["lstm0/j"][step, 2][unit]);
                Assert.Equal(c, trace["lstm0/c"][step, 2][unit], 1e-6f);
                Assert.Equal(trace["lstm0/o"][step, 2][unit] * trace["lstm0/t"][step, 2][unit], trace["lstm0/h"][step, 2][unit], 1e-6f);
            }
        }
    }

    /// <summary>
    /// States of every step as <c>Predict</c> and <c>Step</c> give them; past a row's end states stand still and all else is zero.
    /// </summary>
    private static void Holds(ModelTrace trace, IRnnModel model, NetworkBatch batch)
    {
        foreach (StateInfo info in model.Description.States)
        {
            Assert.Equal((info.Units, Steps, batch.Rows), (trace[info.Name].Units, trace[info.Name].Steps, trace[info.Name].Rows));
        }

        HoldsThePredictions(trace, model, batch);
        HoldsTheSteps(trace, model, batch);
    }

    /// <summary>
    /// After each step the bits of the final states of sequences that end there: of the whole batch, and of rows that run alone.
    /// </summary>
    private static void HoldsThePredictions(ModelTrace trace, IRnnModel model, NetworkBatch batch)
    {
        int stateSize = model.Description.StateSize;
        for (int step = 0; step < Steps; step++)
        {
            NetworkBatch begun = batch with { Lengths = Array.ConvertAll(batch.Lengths, length => Math.Min(length, step + 1)) };
            float[] together = Passes.Predict(model, begun).FinalStates;
            for (int row = 0; row < batch.Rows; row++)
            {
                float[] alone = Passes.Predict(model, begun.Pick(row)).FinalStates;
                foreach (StateInfo info in model.Description.States)
                {
                    string what = $"{info.Name} of row {row}, step {step}";
                    Expect.SameBits(
                        together.AsSpan((row * stateSize) + info.Offset, info.Units), trace[info.Name][step, row], $"{what}, in the batch");
                    Expect.SameBits(alone.AsSpan(info.Offset, info.Units), trace[info.Name][step, row], $"{what}, alone");
                }
            }
        }
    }

    private static void HoldsTheSteps(ModelTrace trace, IRnnModel model, NetworkBatch batch)
    {
        int stateSize = model.Description.StateSize;
        for (int row = 0; row < batch.Rows; row++)
        {
            float[] state = batch.States.Length > 0 ? batch.States[(row * stateSize)..((row + 1) * stateSize)] : new float[stateSize];
            for (int step = 0; step < Steps; step++)
            {
                bool ended = step >= batch.Lengths[row];
                ReadOnlySpan<float> x = batch.Values.AsSpan(((row * Steps) + step) * 3, 3);
                if (!ended)
                {
                    model.Step(x, state, new float[model.Description.OutputSize]);
                }

                Expect.SameBits(ended ? new float[3] : x, trace["x"][step, row], $"x of row {row}, step {step}");
                foreach (StateInfo info in model.Description.States)
                {
                    Expect.SameToRounding(
                        state.AsSpan(info.Offset, info.Units), trace[info.Name][step, row], $"{info.Name} of row {row}, step {step}");
                }

                if (ended)
                {
                    Expect.Filled(trace["gru2/u"][step, row], 0, "a gate past the end");
                }
            }
        }
    }

    private static List<string> Names(ModelTrace trace)
    {
        List<string> names = [];
        foreach (TraceTensor tensor in trace.Tensors)
        {
            names.Add(tensor.Name);
        }

        return names;
    }
}
