using System;
using System.Runtime.InteropServices;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Blocks of steps of one sequence, as callers of a class give them, and what is refused.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class BlockTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits;

    public static TheoryData<string> Models => RowTests.Models;

    public void Dispose() => SimdSupport.VectorBits = _bits;

    [Theory]
    [MemberData(nameof(Models))]
    public void BlocksAreStepsAtEveryVectorWidth(string name)
    {
        IRnnModel model = Passes.Randomized(RowTests.Create(name), 2);
        foreach (int bits in new[] { 128, 256, 512 })
        {
            SimdSupport.VectorBits = bits;
            BlockProperties.BlocksAreSteps(model);
        }
    }

    [Fact]
    public void ABlockTooLargeForTheStackIsSteps() => BlockProperties.BlocksAreSteps(new RowHuge(1));

    [Fact]
    public void EveryHeadHasItsSpan()
    {
        DynamicStreams model = Passes.Randomized(new DynamicStreams(3), 2);
        const int Steps = 9;
        float[] inputs = NetworkBatch.Floats(1, Steps * 3), flat = new float[DynamicStreams.StateSize];
        float[] all = new float[Steps * DynamicStreams.OutputSize];
        float[] shape = new float[Steps * 17], same = new float[Steps * 17], tag = new float[Steps * 4], last = new float[Steps * 4];
        ((IRnnModel)model).Step(inputs, Steps, flat, all);
        DynamicStreams.State state = default;
        model.Step(inputs.AsSpan(0, 12), 4, ref state, shape.AsSpan(0, 68), same.AsSpan(0, 68), tag.AsSpan(0, 16), last.AsSpan(0, 16));
        model.Step(inputs.AsSpan(12), 5, ref state, shape.AsSpan(68), same.AsSpan(68), tag.AsSpan(16), last.AsSpan(16));
        Expect.SameBits(all, [.. shape, .. same, .. tag, .. last], "heads");
        Expect.SameBits(flat, MemoryMarshal.Cast<DynamicStreams.State, float>(MemoryMarshal.CreateSpan(ref state, 1)), "state");

        Refuses<ArgumentException>(
            "The outputs of head 'tag' hold 15 values; 16 were expected (4 steps x 4 units). (Parameter 'tagOutputs')",
            () => model.Step(
#pragma warning disable RNN070 // What the compiler warns of is what is refused here.
                inputs.AsSpan(0, 12), 4, ref state, shape.AsSpan(0, 68), same.AsSpan(0, 68), tag.AsSpan(0, 15), last.AsSpan(0, 16)));
#pragma warning restore RNN070
        Refuses<ArgumentException>(
            "The shapeOutputs and the sameOutputs overlap in memory. (Parameter 'sameOutputs')",
            () => model.Step(
                inputs.AsSpan(0, 12), 4, ref state, shape.AsSpan(0, 68), shape.AsSpan(1, 68), tag.AsSpan(0, 16), last.AsSpan(0, 16)));
    }

    [Fact]
    public void EveryInputHasItsSpan()
    {
        DynamicShop model = Passes.Randomized(new DynamicShop(3), 2);
        const int Steps = 70;
        float[] sales = NetworkBatch.Floats(1, Steps * 2), store = NetworkBatch.Floats(2, 4), expected = new float[Steps * 2];
        int[] days = NetworkBatch.Labels(3, Steps, DynamicShop.Vocabulary);
        float[] flat = new float[DynamicShop.StateSize];
        ((IRnnModel)model).Step(sales, days, store, Steps, flat, expected);

        // The outputs may lie where an input of as many values a step is, and inputs that are copied first anywhere.
        DynamicShop.State state = default;
        model.Step(sales, days, store, ref state, sales);
        Expect.SameBits(expected, sales, "outputs");
        Expect.SameBits(flat, MemoryMarshal.Cast<DynamicShop.State, float>(MemoryMarshal.CreateSpan(ref state, 1)), "state");

        DynamicShop.State before = state;
        Refuses<ArgumentException>(
            "The salesInput hold 139 values; 140 were expected (70 steps x 2 features). (Parameter 'salesInput')",
            () => model.Step(sales.AsSpan(1), days, store, ref state, expected));
        Refuses<ArgumentException>(
            "The storeInput hold 3 values; 4 were expected (one row). (Parameter 'storeInput')",
            () => model.Step(sales, days, store.AsSpan(1), ref state, expected));
        Refuses<ArgumentException>(
            "The salesInput (2 a step) and the outputs (2 a step) overlap in memory, 1 values apart. A block works in place only where "
            + "both begin at the same place and a step has as many of one as of the other. (Parameter 'outputs')",
            () => model.Step(expected.AsSpan(0, 138), days.AsSpan(1), store, ref state, expected.AsSpan(1, 138)));
        days[^1] = 7;
        Refuses<ArgumentOutOfRangeException>(
            "Step 69 has token 7; DynamicShop has tokens 0 to 6. (Parameter 'tokens')",
            () => model.Step(sales, days, store, ref state, expected));
        Refuses<NotSupportedException>(
            "DynamicShop reads tokens, 0 to 6, beside 2 floats a step and 4 a sequence: pass a TokenBatch with all of them, or all of them "
            + "to Step.",
            () => ((IRnnModel)model).Step(sales, Steps, flat, expected));
        Expect.SameBits(
            MemoryMarshal.Cast<DynamicShop.State, float>(MemoryMarshal.CreateSpan(ref before, 1)),
            MemoryMarshal.Cast<DynamicShop.State, float>(MemoryMarshal.CreateSpan(ref state, 1)), "state");
    }

    [Fact]
    public void TokensAreCheckedBeforeAnyWork()
    {
        CharacterModel model = Passes.Randomized(new CharacterModel(1), 2);
        int[] tokens = NetworkBatch.Labels(1, 200, CharacterModel.Vocabulary);
        float[] outputs = new float[200 * CharacterModel.OutputSize], expected = new float[CharacterModel.OutputSize];
        CharacterModel.State state = default, single = default;
        model.Step(tokens, ref state, outputs);
        for (int step = 0; step < tokens.Length; step++)
        {
            model.Step(tokens[step], ref single, expected);
            Expect.SameBits(expected, outputs.AsSpan(step * expected.Length, expected.Length), $"step {step}");
        }

        Array.Fill(outputs, 42);
        state.Lstm0C[2] = 42;
        tokens[150] = -1;
        Refuses<ArgumentOutOfRangeException>(
            "Step 150 has token -1; CharacterModel has tokens 0 to 10. (Parameter 'tokens')", () => model.Step(tokens, ref state, outputs));
        Refuses<NotSupportedException>(
            "CharacterModel reads tokens, 0 to 10: pass a TokenBatch, or an int to Step.",
            () => ((IRnnModel)model).Step(new float[3], 3, new float[CharacterModel.StateSize], new float[33]));
        Expect.Filled(outputs, 42, "outputs");
        Assert.Equal(42, state.Lstm0C[2]);

        // Tokens that lie in the outputs are copied first.
        tokens[150] = 1;
        state = default;
        tokens.CopyTo(MemoryMarshal.Cast<float, int>(outputs.AsSpan()));
        model.Step(MemoryMarshal.Cast<float, int>(outputs.AsSpan(0, 200)), ref state, outputs);
        single = default;
        float[] apart = new float[outputs.Length];
        model.Step(tokens, ref single, apart);
        Expect.SameBits(apart, outputs, "tokens in the outputs");
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedAndNothingChanges()
    {
        IRnnModel model = new InterleavedLoop(3);
        float[] memory = new float[200];
        Array.Fill(memory, 42);
        float[] inputs = new float[8], state = new float[InterleavedLoop.StateSize], outputs = new float[12];
        Array.Fill(state, 42);
        Array.Fill(outputs, 42);
        Refuses<ArgumentOutOfRangeException>(
            "The number of steps is -1; it cannot be negative. (Parameter 'steps')\nActual value was -1.",
            () => model.Step(inputs, -1, state, outputs));
        Refuses<ArgumentException>(
            "The inputs hold 8 values; 10 were expected (5 steps x 2 features). (Parameter 'inputs')",
            () => model.Step(inputs, 5, state, outputs));
        Refuses<ArgumentException>(
            "The inputs hold 8 values; 4294967294 were expected (2147483647 steps x 2 features). (Parameter 'inputs')",
            () => model.Step(inputs, int.MaxValue, state, outputs));
        Refuses<ArgumentException>(
            "The state holds 13 values; 14 were expected (one row). (Parameter 'state')",
            () => model.Step(inputs, 4, state.AsSpan(1), outputs));
        Refuses<ArgumentException>(
            "The outputs hold 11 values; 12 were expected (4 steps x 3 units). (Parameter 'outputs')",
            () => model.Step(inputs, 4, state, outputs.AsSpan(1)));
        Refuses<NotSupportedException>(
            "InterleavedLoop reads 2 floats a step, not tokens: pass a SequenceBatch of values.",
            () => model.Step(new[] { 1, 2 }, state, outputs.AsSpan(0, 6)));
        Refuses<ArgumentException>(
            "The inputs of the sequence hold 1 values; 0 were expected (one row). (Parameter 'sequenceInput')",
            () => model.Step(inputs, default, new float[1], 4, state, outputs));
        Refuses<ArgumentException>(
            "The state and the outputs overlap in memory. (Parameter 'outputs')",
            () => model.Step(inputs, 4, memory.AsSpan(0, 14), memory.AsSpan(13, 12)));
        Refuses<ArgumentException>(
            "The inputs and the state overlap in memory. (Parameter 'state')",
            () => model.Step(memory.AsSpan(13, 8), 4, memory.AsSpan(0, 14), outputs));
        Refuses<ArgumentException>(
            "The inputs (2 a step) and the outputs (3 a step) overlap in memory, 0 values apart. A block works in place only where both "
            + "begin at the same place and a step has as many of one as of the other. (Parameter 'outputs')",
            () => model.Step(memory.AsSpan(0, 8), 4, state, memory.AsSpan(0, 12)));
        RowLstm8 sound = new(1);
        RowLstm8.State typed = default;
        typed.Lstm0C[3] = 42;
        Refuses<ArgumentException>(
            "The inputs (1 a step) and the outputs (1 a step) overlap in memory, -3 values apart. A block works in place only where both "
            + "begin at the same place and a step has as many of one as of the other. (Parameter 'outputs')",
            () => sound.Step(memory.AsSpan(3, 64), 64, ref typed, memory.AsSpan(0, 64)));
        using (model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => model.Step(inputs, 4, state, outputs));
        }

        model.Step(default, 0, state, default);
        Expect.Filled(state, 42, "the state");
        Expect.Filled(outputs, 42, "the outputs");
        Expect.Filled(memory, 42, "the memory");
        Assert.Equal(42, typed.Lstm0C[3]);
    }

    [Fact]
    public void WhatDoesNotStreamSaysSo()
    {
        float[] state = new float[DynamicBoth.StateSize];
        Refuses<NotSupportedException>(
            "DynamicBoth cannot stream: layer 0, LSTM(5) reads its steps from the last to the first; use Predict.",
            () => ((IRnnModel)new DynamicBoth()).Step(new float[3], 1, state, new float[1]));
    }

    [Fact]
    public void ABlockAllocatesNothing()
    {
        RowLstm8 sound = new(1);
        RowHuge huge = new(1);
        CharacterModel text = new(1);
        DynamicShop shop = new(1);
        RowLstm8.State soundState = default;
        CharacterModel.State textState = default;
        DynamicShop.State shopState = default;
        float[] hugeState = new float[RowHuge.StateSize], samples = new float[100], outputs = new float[100 * 11];
        float[] sales = new float[200], store = new float[4], flatText = new float[CharacterModel.StateSize];
        int[] tokens = new int[100];
        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            sound.Step(samples, 100, ref soundState, outputs.AsSpan(0, 100));
            sound.Step(samples, 100, ref soundState, samples);
            ((IRnnModel)huge).Step(samples.AsSpan(0, 2), 2, hugeState, outputs.AsSpan(0, 2));
            text.Step(tokens, ref textState, outputs);
            shop.Step(sales, tokens, store, ref shopState, outputs.AsSpan(0, 200));
            ((IRnnModel)text).Step(tokens, flatText, outputs);
        }));
    }

    private static void Refuses<TException>(string expected, Action call)
        where TException : Exception =>
        Assert.StartsWith(expected, Assert.Throws<TException>(call).Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
}
