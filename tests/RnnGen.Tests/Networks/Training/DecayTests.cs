using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What is carried on from step to step and from layer to layer is 0 below 2^-100 in magnitude, and never subnormal.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class DecayTests : IDisposable
{
    private const float Least = 7.8886090522101181e-31f;   // 2^-100
    private const float SmallestNormal = 1.17549435e-38f;
    private const int StaticSteps = 60;

    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<int> Widths => [128, 256, 512];

    /// <summary>Every cell, static and dynamic, at every width.</summary>
    public static TheoryData<bool, int> Stacks => new()
    {
        { false, 128 }, { false, 256 }, { false, 512 },
        { true, 128 }, { true, 256 }, { true, 512 },
    };

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void StatesAndGradientsOfEveryCellDecayToZero(bool isStatic, int bits)
    {
        SimdSupport.VectorBits = bits;
        ITrainableModel model = Stack(isStatic);
        NetworkBatch batch = Small(model.Description, rows: 5);
        IRnnTrainer trainer = model.CreateTrainer(1);

        (Prediction forward, Gradients backward) = Backpropagate(trainer, batch);

        IsCarried(forward.FinalStates, "final states");
        Assert.Contains(0f, forward.FinalStates);
        IsCarried(Passes.Predict(model, batch).FinalStates, "final states of a prediction");
        IsCarried(Passes.Predict(model, batch.Pick(2)).FinalStates, "final states of a row alone");
        foreach (TraceTensor tensor in model
            .Trace(batch.View, batch.States).Tensors
            .Where(tensor => tensor.Name.Split('/')[^1] is "h" or "c"))
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                IsCarried(tensor[tensor.Steps - 1, row], tensor.Name);
            }
        }

        ProductsAreCarried(trainer, expected: 1);
        IsNormal(backward.Parameters, "parameter gradients");
        IsNormal(backward.InitialStates, "gradients of the initial states");

        // Gates have a gradient only where the states are not small as well.
        Backpropagate(trainer, NetworkBatch.Random(model.Description, 4, 5, StaticSteps));
        ProductsAreCarried(trainer, expected: 7);
    }

    [Fact]
    public void DecayHasTheSameBitsEverywhere()
    {
        SimdSupport.VectorBits = 128;
        NetworkBatch batch = Small(DecayingStack.Description, rows: 33);
        (Prediction Forward, Gradients Backward) expected = Backpropagate(Stack(isStatic: false).CreateTrainer(1), batch);
        foreach ((bool isStatic, int bits) in Stacks.Select(row => row.Data))
        {
            foreach (int threads in new[] { 1, 3 })
            {
                SimdSupport.VectorBits = bits;
                Partition.MultiplyAddsPerPart = threads == 1 ? _multiplyAddsPerPart : 1;
                string what = $"{(isStatic ? "static" : "dynamic")}, {bits} bits, {threads} threads";
                ITrainableModel model = Stack(isStatic);
                model.Threads = threads;
                (Prediction forward, Gradients backward) = Backpropagate(model.CreateTrainer(threads), batch);
                forward.HasBitsOf(expected.Forward, what);
                backward.HasBitsOf(expected.Backward, what);
                Passes.Predict(model, batch).HasBitsOf(expected.Forward, $"{what}, prediction");
                Prediction alone = Passes.Predict(model, batch.Pick(7));
                Expect.SameBits(batch.Take(expected.Forward.FinalStates, 7), alone.FinalStates, $"{what}, a row alone");
            }
        }
    }

    /// <summary>As it is met with: many steps of ordinary inputs, one target at the end.</summary>
    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void LongSequencesLeaveNothingSubnormal(string name)
    {
        const int Rows = 4, Steps = 800;
        ITrainableModel model = name == "lstm" ? new LongLstm(1) : new LongGru(1);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 3, Rows, Steps);
        Adam adam = new();

        trainer.Train(batch.View, NetworkBatch.Labels(5, Rows, 10), adam);

        foreach ((string buffer, float[] values) in WorkspaceBuffers.Of(trainer))
        {
            IsNormal(values, buffer);
            if (buffer.EndsWith("ProductGradient", StringComparison.Ordinal))
            {
                IsCarried(values, buffer);

                // It has decayed within the sequence.
                Assert.Contains(0f, values);
                Assert.Contains(values, value => MathF.Abs(value) > 1e-6f);
            }
        }

        IsNormal(trainer.Gradients, "gradients");
        IsCarried(adam.FirstMoment, "first moment");
        IsCarried(adam.SecondMoment, "second moment");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void StepsWithoutInputsEndAtZero(int bits)
    {
        SimdSupport.VectorBits = bits;
        DecayingStack stack = new(1);
        DecayingStack.State state = default;
        EndsAtZero(stack, Floats(ref state));
        LongGru gru = new(1);
        LongGru.State single = default;
        EndsAtZero(gru, Floats(ref single));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void TheLeastValueIsKeptToTheBit(int bits)
    {
        SimdSupport.VectorBits = bits;
        Halving model = new(1);
        float[] start = [Least, -Least, 1.5f * Least, MathF.BitIncrement(Least), 1, -0f, float.NaN, 3 * Least, float.PositiveInfinity];
        float[] kept = Array.ConvertAll(start, value => value == 0 ? 0 : value);
        float[] expected = [0, 0, 0, 0, 0.5f, 0, float.NaN, 1.5f * Least, float.PositiveInfinity];
        foreach (int rows in new[] { 1, 4 })
        {
            // Twice as much is left as it was after one step.
            float[] states = [.. Enumerable.Repeat(start, rows).SelectMany(row => row)];
            NetworkBatch once = new(new float[rows * 9], rows, 1) { States = Array.ConvertAll(states, value => 2 * value) };
            Expect.SameBits(
                [.. Enumerable.Repeat(kept, rows).SelectMany(row => row)], Passes.Predict(model, once).FinalStates,
                $"{rows} rows, twice as much");
            Prediction prediction = Passes.Predict(model, once with { States = states });
            Expect.SameBits([.. Enumerable.Repeat(expected, rows).SelectMany(row => row)], prediction.FinalStates, $"{rows} rows");
        }

        Halving.State state = default;
        start.CopyTo(Floats(ref state));
        float[] output = new float[9];
        model.Step(new float[9], ref state, output);
        Expect.SameBits(expected, Floats(ref state), "a step");

        // The gradient of a state is halved in the same way.
        IRnnTrainer trainer = model.CreateTrainer(1);
        float[] gradients = new float[9];
        foreach ((float factor, float[] left) in new[] { (1f, expected), (2f, kept) })
        {
            trainer.Forward(new SequenceBatch(new float[9], 1, 1), output, new float[9], new float[9]);
            trainer.Backward(new float[9], Array.ConvertAll(start, value => factor * value), new float[9], gradients);
            Expect.SameBits(left, gradients, $"gradient, {factor} times");
        }
    }

    /// <summary>Of the losses that can be made small: classes that are out of the question, and values that are nearly hit.</summary>
    [Fact]
    public void GradientsOfLossesAreZeroWhenTiny()
    {
        LongLstm classifier = new(1);
        using (ParameterEdit edit = classifier.Parameters.Edit())
        {
            edit["dense1/kernel"].Clear();
            edit["dense1/bias"].Clear();
            edit["dense1/bias"][1] = -60;   // e^-60 = 8.8e-27
            edit["dense1/bias"][2] = -75;   // e^-75 = 2.7e-33
        }

        LongLstm.Trainer trainer = classifier.CreateTrainer(1);
        trainer.ComputeGradients(new SequenceBatch(new float[8], 1, 1), [0]);
        ParameterInfo bias = LongLstm.Description.Parameters.Single(parameter => parameter.Name == "dense1/bias");
        ReadOnlySpan<float> gradients = trainer.Gradients.Slice((int)bias.Offset, (int)bias.Count);
        Assert.Equal(Math.Exp(-60) / 8, gradients[1], 1e-32);
        Assert.Equal(0f, gradients[2]);

        DynamicLast regression = new(1);
        DynamicLast.Trainer regressor = regression.CreateTrainer(1);
        regressor.ComputeGradients(new SequenceBatch(new float[3], 1, 1), [1e-20f, 1e-31f, -1e-31f, 0, 1e-20f]);
        ParameterInfo recurrent = DynamicLast.Description.Parameters.Single(parameter => parameter.Name == "rnn0/bias");
        gradients = regressor.Gradients.Slice((int)recurrent.Offset, (int)recurrent.Count);
        Assert.Equal(-2e-20f / 5, gradients[0], 1e-26f);
        Assert.Equal([0f, 0f, 0f], gradients[1..4].ToArray());
    }

    /// <summary>Attention's weights, and the product of two directions.</summary>
    [Fact]
    public void WhatIsMultipliedStepByStepIsZeroWhenTiny()
    {
        DynamicScored scored = new(1);
        using (ParameterEdit edit = scored.Parameters.Edit())
        {
            foreach (ref float value in edit["attention/score"])
            {
                value *= 300;
            }
        }

        NetworkBatch batch = NetworkBatch.Random(DynamicScored.Description, 6, 100, HeadModels.Steps);
        TraceTensor weights = scored.Trace(batch.View)["attention/weights"];
        float[] values =
        [
            .. Enumerable.Range(0, batch.Rows).SelectMany(row => Enumerable.Range(0, batch.Steps).Select(step => weights[step, row][0])),
        ];
        IsCarried(values, "weights of attention");
        Assert.Contains(0f, values);
        Assert.Contains(values, value => value is > 0 and < 1e-9f);

        foreach (string name in new[] { "product", "last steps" })
        {
            ITrainableModel model = name == "product" ? new EveryMerge(1) : new ProductOfLastSteps(1);
            NetworkBatch small = new(new float[5 * 4 * model.Description.InputSize], 5, 4)
            {
                States = Array.ConvertAll(NetworkBatch.Floats(3, 5 * model.Description.StateSize), value => 1e-18f * value),
            };
            IRnnTrainer trainer = model.CreateTrainer(1);
            (Prediction _, Gradients _) = Backpropagate(trainer, small, 1e-3f);
            foreach ((string buffer, float[] held) in WorkspaceBuffers.Of(trainer))
            {
                IsNormal(held, $"{name}: {buffer}");
            }
        }
    }

    private static Span<float> Floats<TState>(ref TState state)
        where TState : struct => MemoryMarshal.Cast<TState, float>(MemoryMarshal.CreateSpan(ref state, 1));

    private static ITrainableModel Stack(bool isStatic) => isStatic ? new StaticDecayingStack(1) : new DecayingStack(1);

    /// <summary>No inputs, and states that are some steps away from the least value.</summary>
    private static NetworkBatch Small(ModelDescription model, int rows) =>
        new(new float[rows * StaticSteps * model.InputSize], rows, StaticSteps)
        {
            States = Array.ConvertAll(NetworkBatch.Floats(11, rows * model.StateSize), value => 1e-28f * value),
        };

    private static (Prediction Forward, Gradients Backward) Backpropagate(IRnnTrainer trainer, NetworkBatch batch, float scale = 1e-28f)
    {
        float[] outputs = new float[Passes.OutputCount(trainer.Model, batch)], states = new float[batch.States.Length];
        trainer.Forward(batch.View, outputs, batch.States, states);

        // Only the last step has a gradient; all others are what is left of it.
        float[] upstream = new float[outputs.Length];
        int width = outputs.Length / batch.Rows;
        for (int row = 0; row < batch.Rows; row++)
        {
            upstream
                .AsSpan((row * width) + width - trainer.Model.Description.OutputSize, trainer.Model.Description.OutputSize)
                .Fill((row + 1) * scale);
        }

        float[] final = Array.ConvertAll(Passes.StateUpstream(trainer.Model, batch), value => scale * value);
        return (new Prediction(outputs, states), Passes.Backward(trainer, batch, upstream, final));
    }

    /// <summary>The gradients of all products, two of GRU and of MGU: so many of them at least are not 0 throughout.</summary>
    private static void ProductsAreCarried(IRnnTrainer trainer, int expected)
    {
        KeyValuePair<string, float[]>[] products =
        [
            .. WorkspaceBuffers.Of(trainer).Where(buffer => buffer.Key.EndsWith("ProductGradient", StringComparison.Ordinal)),
        ];
        Assert.Equal(7, products.Length);
        Assert.All(products, product => IsCarried(product.Value, product.Key));
        int used = products.Count(product => Array.Exists(product.Value, value => value != 0));
        Assert.True(used >= expected, $"{used} gradients of products are not 0.");
    }

    private static void EndsAtZero(IRnnModel model, Span<float> state)
    {
        NetworkBatch.Floats(9, state.Length).CopyTo(state);
        float[] input = new float[model.Description.InputSize], output = new float[model.Description.OutputSize];
        for (int step = 0; step < 3000; step++)
        {
            model.Step(input, state, output);
            IsCarried(state, $"state after step {step}");
        }

        Expect.SameBits(new float[state.Length], state, "what is left");
    }

    private static void IsCarried(ReadOnlySpan<float> values, string what)
    {
        foreach (float value in values)
        {
            if (BitConverter.SingleToInt32Bits(value) != 0 && MathF.Abs(value) < Least)
            {
                Assert.Fail($"{what}: {value:R} is neither +0 nor at least 2^-100.");
            }
        }
    }

    private static void IsNormal(ReadOnlySpan<float> values, string what)
    {
        foreach (float value in values)
        {
            if (value != 0 && MathF.Abs(value) < SmallestNormal)
            {
                Assert.Fail($"{what}: {value:R} is subnormal.");
            }
        }
    }
}
