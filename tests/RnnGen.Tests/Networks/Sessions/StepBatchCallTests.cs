using System;
using System.Runtime.InteropServices;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>One step of many sequences as callers make it: spans, what is refused, memory, threads.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class StepBatchCallTests
{
    private static readonly float[] Sales = NetworkBatch.Floats(1, 4), Stores = NetworkBatch.Floats(2, 8);

    [Fact]
    public void TypedStatesAreTheFlatStates()
    {
        DenseStack model = Passes.Randomized(new DenseStack(3), 2);
        Sessions sessions = Sessions.Random(DenseStack.Description, 11);
        Prediction expected = sessions.Step(model);
        DenseStack.State[] states = Typed(sessions.States);
        float[] outputs = new float[11 * DenseStack.OutputSize];
        model.StepBatch(sessions.Batch.Values, states, sessions.Rows, outputs);
        new Prediction(outputs, Flat(states)).HasBitsOf(expected, "some");

        // All, in their order.
        DenseStack.State[] all = Typed(sessions.Stepping(sessions.States));
        model.StepBatch(sessions.Batch.Values, all, outputs);
        new Prediction(outputs, sessions.With(Flat(all))).HasBitsOf(expected, "all");
    }

    [Fact]
    public void InputsAndHeadsHaveSpansOfTheirOwn()
    {
        DynamicShop shop = Passes.Randomized(new DynamicShop(3), 2);
        float[] flat = NetworkBatch.Floats(3, 3 * DynamicShop.StateSize), expected = new float[4], outputs = new float[4];
        DynamicShop.State[] states = [.. MemoryMarshal.Cast<float, DynamicShop.State>(flat)];
        ((IRnnModel)shop).StepBatch(new SequenceBatch(Sales, 2, 1) { Tokens = [1, 2], SequenceInputs = Stores }, flat, [2, 0], expected);
        shop.StepBatch(Sales, [1, 2], Stores, states, [2, 0], outputs);
        Expect.SameBits(expected, outputs, "outputs");
        Expect.SameBits(flat, MemoryMarshal.Cast<DynamicShop.State, float>(states), "states");
        Assert.Equal(
            "The storeInputs hold 4 values; 8 were expected (2 rows x 4 features). (Parameter 'storeInputs')",
            Assert.Throws<ArgumentException>(() => shop.StepBatch(Sales, [1, 2], Sales, states, [2, 0], outputs)).Message);

        DynamicThree three = Passes.Randomized(new DynamicThree(3), 5);
        Sessions sessions = Sessions.Random(DynamicThree.Description, 7);
        Prediction prediction = sessions.Step(three);
        DynamicThree.State[] threeStates = [.. MemoryMarshal.Cast<float, DynamicThree.State>(sessions.States)];
        float[] label = new float[7 * DynamicThree.Heads.LabelSize], next = new float[7 * DynamicThree.Heads.NextSize];
        three.StepBatch(sessions.Batch.Values, threeStates, sessions.Rows, label, next);
        Expect.SameBits(prediction.Outputs, [.. label, .. next], "outputs of the heads");
        Assert.Equal(
            "The nextOutputs hold 3 values; 21 were expected (7 rows x 3 outputs). (Parameter 'nextOutputs')",
            Assert.Throws<ArgumentException>(
                () => three.StepBatch(sessions.Batch.Values, threeStates, sessions.Rows, label, next.AsSpan(18))).Message);
        Assert.Equal(
            "The labelOutputs and the nextOutputs overlap in memory. (Parameter 'nextOutputs')",
            Assert.Throws<ArgumentException>(
                () => three.StepBatch(sessions.Batch.Values, threeStates, sessions.Rows, label, label)).Message);
    }

    [Fact]
    public void InputsOfAStepAreJoinedByColumns()
    {
        DynamicAmplifier model = Passes.Randomized(new DynamicAmplifier(3), 2);
        float[] sound = NetworkBatch.Floats(1, 3), knob = NetworkBatch.Floats(2, 6), joined = new float[9];
        float[] room = NetworkBatch.Floats(3, 9);
        DynamicAmplifier.JoinInputs(sound, knob, joined);
        float[] states = new float[3 * DynamicAmplifier.StateSize], expected = new float[3 * DynamicAmplifier.OutputSize];
        ((IRnnModel)model).StepBatch(new SequenceBatch(joined, 3, 1) { SequenceInputs = room }, states, default, expected);
        DynamicAmplifier.State[] typed = new DynamicAmplifier.State[3];
        float[] outputs = new float[expected.Length];
        model.StepBatch(sound, knob, room, typed, outputs);
        Expect.SameBits(expected, outputs, "outputs");
        Expect.SameBits(states, Flat(typed), "states");
    }

    [Theory]
    [InlineData(new[] { 0, 4, 2 }, "Position 1 of the rows is 4; there are states 0 to 3. (Parameter 'rows')\nActual value was 4.")]
    [InlineData(new[] { 0, 1, -1 }, "Position 2 of the rows is -1; there are states 0 to 3. (Parameter 'rows')\nActual value was -1.")]
    [InlineData(new[] { 3, 1, 3 }, "Positions 0 and 2 of the rows are both 3; a sequence steps once in a call. (Parameter 'rows')")]
    [InlineData(new[] { 2, 2, 5 }, "Position 2 of the rows is 5; there are states 0 to 3. (Parameter 'rows')\nActual value was 5.")]
    [InlineData(new[] { 0, 1, 1 }, "Positions 1 and 2 of the rows are both 1; a sequence steps once in a call. (Parameter 'rows')")]
    [InlineData(new[] { 0, 1 }, "The inputs hold 9 values; 6 were expected (2 rows x 3 features). (Parameter 'inputs')")]
    [InlineData(new[] { 0, 1, 2, 3 }, "The inputs hold 9 values; 12 were expected (4 rows x 3 features). (Parameter 'inputs')")]
    [InlineData(new int[0], "The inputs hold 9 values; 0 were expected (0 rows x 3 features). (Parameter 'inputs')")]
    public void RowsThatDoNotFitAreRefusedBeforeAnyWork(int[] rows, string message)
    {
        DynamicStack model = new(3);
        DynamicStack.State[] states = Typed<DynamicStack.State>(NetworkBatch.Floats(1, 4 * DynamicStack.StateSize));
        float[] before = Flat(states), outputs = Filled(rows.Length * DynamicStack.OutputSize), inputs = NetworkBatch.Floats(2, 9);

        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => model.StepBatch(inputs, states, rows, outputs));

        Assert.Equal(message, refusal.Message.ReplaceLineEndings("\n"));
        Expect.Filled(outputs, 42, "outputs");
        Expect.SameBits(before, Flat(states), "states");

        // What was seen of the rows is forgotten.
        model.StepBatch(inputs, states, [3, 1, 2], new float[3 * DynamicStack.OutputSize]);
    }

    [Fact]
    public void WhatElseDoesNotFitIsRefusedBeforeAnyWork()
    {
        DynamicStack model = new(3);
        IRnnModel any = model;
        float[] states = NetworkBatch.Floats(1, 4 * DynamicStack.StateSize), before = (float[])states.Clone(), inputs = new float[6];
        float[] outputs = Filled(2 * DynamicStack.OutputSize);
        int[] rows = [1, 2];
        Refuses(
            "The outputs hold 9 values; 10 were expected (2 rows x 5 outputs). (Parameter 'outputs')",
            () => any.StepBatch(new SequenceBatch(inputs, 2, 1), states, rows, outputs.AsSpan(1)));
        Refuses(
            "The states hold 4 values; 2 were expected (one for each of 2 inputs, since no rows say which of them step). "
            + "(Parameter 'states')",
            () => any.StepBatch(new SequenceBatch(inputs, 2, 1), states, default, outputs));
        Refuses(
            $"The states hold {states.Length - 1} values; a multiple of {DynamicStack.StateSize} was expected (one state). "
            + "(Parameter 'states')",
            () => any.StepBatch(new SequenceBatch(inputs, 2, 1), states.AsSpan(1), rows, outputs));
        Refuses(
            "The rows hold 2 values; 3 were expected (one for each of 3 inputs). (Parameter 'rows')",
            () => any.StepBatch(new SequenceBatch(new float[9], 3, 1), states, rows, outputs));
        Refuses(
            "A batch of 2 rows of 3 steps was given to DynamicStack; a step of many sequences takes one step of each, without lengths. "
            + "(Parameter 'batch')",
            () => any.StepBatch(new SequenceBatch(new float[18], 2, 3), states, rows, outputs));
        Refuses(
            "A batch of 2 rows of 1 steps with lengths was given to DynamicStack; a step of many sequences takes one step of each, without "
            + "lengths. (Parameter 'batch')",
            () => any.StepBatch(new SequenceBatch(inputs, 2, 1) { Lengths = rows }, states, rows, outputs));
        Refuses(
            "The inputs and the outputs overlap in memory. (Parameter 'outputs')",
            () => any.StepBatch(new SequenceBatch(outputs.AsSpan(0, 6), 2, 1), states, rows, outputs));
        Refuses(
            "The states and the outputs overlap in memory. (Parameter 'outputs')",
            () => any.StepBatch(new SequenceBatch(inputs, 2, 1), states, rows, states.AsSpan(0, 10)));
        Refuses(
            "The inputs and the states overlap in memory. (Parameter 'states')",
            () => any.StepBatch(new SequenceBatch(states.AsSpan(0, 6), 2, 1), states, rows, outputs));
        using (model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => any.StepBatch(new SequenceBatch(inputs, 2, 1), states, rows, outputs));
        }

        Assert.Throws<NotSupportedException>(() => any.StepBatch(new TokenBatch(rows, 2, 1), states, rows, outputs));
        Expect.Filled(outputs, 42, "outputs");
        Expect.SameBits(before, states, "states");
        model.StepBatch([], Typed<DynamicStack.State>(states), [], []);
        model.StepBatch([], [], []);

        static void Refuses(string message, Action call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }

    [Fact]
    public void ATokenOutsideTheVocabularyIsRefusedBeforeAnyWork()
    {
        CharacterModel model = new(1);
        CharacterModel.State[] states = Typed<CharacterModel.State>(NetworkBatch.Floats(1, 3 * CharacterModel.StateSize));
        float[] before = Flat(states), outputs = Filled(2 * CharacterModel.OutputSize);
        Assert.Equal(
            "Position 1 of the tokens has token 11; CharacterModel has tokens 0 to 10. (Parameter 'tokens')\nActual value was 11.",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.StepBatch([3, 11], states, [0, 2], outputs)).Message
                .ReplaceLineEndings("\n"));
        Assert.Equal(
            "The tokens hold 1 values; 2 were expected (2 rows). (Parameter 'tokens')",
            Assert.Throws<ArgumentException>(() => model.StepBatch([3], states, [0, 2], outputs)).Message);
        Expect.Filled(outputs, 42, "outputs");
        Expect.SameBits(before, Flat(states), "states");
        Assert.StartsWith(
            "CharacterModel reads tokens",
            Assert.Throws<NotSupportedException>(
                () => ((IRnnModel)model).StepBatch(new SequenceBatch(new float[10], 2, 1), before, [0, 2], outputs)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Row numbers decide addresses: what the outputs do to them comes too late.</summary>
    [Fact]
    public void RowsMayLieInTheOutputs()
    {
        DynamicSweep4 model = Passes.Randomized(new DynamicSweep4(1), 2);
        Sessions sessions = Sessions.Random(DynamicSweep4.Description, 33);
        Prediction expected = sessions.Step(model);
        float[] states = (float[])sessions.States.Clone(), outputs = new float[33 * DynamicSweep4.OutputSize];
        Span<int> rows = MemoryMarshal.Cast<float, int>(outputs.AsSpan())[..33];
        sessions.Rows.CopyTo(rows);
        long floats = Partition.StepFloatsAtOnce;
        Partition.StepFloatsAtOnce = 1;
        try
        {
            ((IRnnModel)model).StepBatch(sessions.Batch.View, states, rows, outputs);
        }
        finally
        {
            Partition.StepFloatsAtOnce = floats;
        }

        new Prediction(outputs, states).HasBitsOf(expected, "rows in the outputs");
    }

    [Fact]
    public void NothingIsAllocated()
    {
        DynamicSweep4 model = new(1) { Threads = 1 };
        CharacterModel characters = new(1) { Threads = 1 };
        DynamicShop shop = new(1) { Threads = 1 };
        DynamicThree three = new(1) { Threads = 1 };
        DynamicSweep4.State[] states = new DynamicSweep4.State[50];
        CharacterModel.State[] characterStates = new CharacterModel.State[50];
        DynamicShop.State[] shopStates = new DynamicShop.State[50];
        DynamicThree.State[] threeStates = new DynamicThree.State[50];
        float[] inputs = new float[50 * DynamicSweep4.InputSize], outputs = new float[50 * DynamicSweep4.OutputSize];
        float[] scores = new float[3 * CharacterModel.OutputSize], next = new float[9];
        int[] rows = [7, 3, 49], tokens = [1, 2, 3];

        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            model.StepBatch(inputs, states, outputs);
            model.StepBatch(inputs.AsSpan(0, 3 * DynamicSweep4.InputSize), states, rows, outputs.AsSpan(0, 3 * DynamicSweep4.OutputSize));
            characters.StepBatch(tokens, characterStates, rows, scores);
            shop.StepBatch(inputs.AsSpan(0, 6), tokens, inputs.AsSpan(0, 12), shopStates, rows, outputs.AsSpan(0, 6));
            three.StepBatch(inputs.AsSpan(0, 9), threeStates, rows, outputs.AsSpan(0, 9), next);
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ThreadsStepSequencesOfTheirOwn(int threads)
    {
        const int Each = 40;
        DynamicSweep9 model = Passes.Randomized(new DynamicSweep9(1), 2);
        model.Threads = threads;
        DynamicSweep9.State[] together = new DynamicSweep9.State[4 * Each], alone = new DynamicSweep9.State[4 * Each];
        float[] inputs = NetworkBatch.Floats(1, 4 * Each * DynamicSweep9.InputSize);
        float[] outputs = new float[4 * Each * DynamicSweep9.OutputSize], expected = (float[])outputs.Clone();
        for (int call = 0; call < 30; call++)
        {
            model.StepBatch(inputs, alone, expected);
        }

        ConcurrencyTests.OnThreads(4, thread =>
        {
            // Every fourth sequence is this thread's.
            int[] rows = new int[Each];
            float[] mine = new float[Each * DynamicSweep9.InputSize], output = new float[Each * DynamicSweep9.OutputSize];
            for (int i = 0; i < Each; i++)
            {
                rows[i] = (4 * i) + thread;
                inputs.AsSpan(rows[i] * DynamicSweep9.InputSize, DynamicSweep9.InputSize).CopyTo(mine.AsSpan(i * DynamicSweep9.InputSize));
            }

            for (int call = 0; call < 30; call++)
            {
                model.StepBatch(mine, together, rows, output);
            }

            for (int i = 0; i < Each; i++)
            {
                output.AsSpan(i * DynamicSweep9.OutputSize, DynamicSweep9.OutputSize)
                    .CopyTo(outputs.AsSpan(rows[i] * DynamicSweep9.OutputSize));
            }
        });

        Expect.SameBits(expected, outputs, "outputs");
        Expect.SameBits(Flat(alone), Flat(together), "states");
    }

    private static DenseStack.State[] Typed(float[] states) => Typed<DenseStack.State>(states);

    private static T[] Typed<T>(float[] states)
        where T : struct => [.. MemoryMarshal.Cast<float, T>(states)];

    private static float[] Flat<T>(T[] states)
        where T : struct => [.. MemoryMarshal.Cast<T, float>(states)];

    private static float[] Filled(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, 42);
        return values;
    }
}
