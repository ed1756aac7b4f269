using System;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Rows that run alone: steps of a stream, and batches too small for a register tile.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class RowTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits;

    public static TheoryData<string> Models { get; } =
    [
        "lstm8", "mixed", "tiles", "odd", "blocks", "wide", "static", "dynamic", "long", "once", "halves", "half stages",
        "normalized halves", "padded",
    ];

    public void Dispose() => SimdSupport.VectorBits = _bits;

    /// <summary>Rows 0 to 2 of a large batch, alone, in twos and in threes.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatch(string name)
    {
        IRnnModel model = Create(name);
        int steps = model.Description.Steps ?? 70;
        foreach (bool states in new[] { false, true })
        {
            NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 9, steps, lengths: true, states);
            Prediction all = Passes.Predict(model, batch);
            foreach (int[] rows in new[] { new[] { 0 }, [1], [5], [2, 1], [7, 0, 3] })
            {
                Prediction few = Passes.Predict(model, batch.Pick(rows));
                int outputs = all.Outputs.Length / 9, stateSize = model.Description.StateSize;
                for (int i = 0; i < rows.Length; i++)
                {
                    string what = $"{name}, row {rows[i]} of {rows.Length}{(states ? " with states" : "")}";
                    Expect.SameBits(all.Outputs.AsSpan(rows[i] * outputs, outputs), few.Outputs.AsSpan(i * outputs, outputs), what);
                    Expect.SameBits(
                        all.FinalStates.AsSpan(rows[i] * stateSize, stateSize), few.FinalStates.AsSpan(i * stateSize, stateSize),
                        $"{what}, state");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveTheSameBitsAtEveryVectorWidthAndThePredictionToRounding(string name)
    {
        IRnnModel model = Create(name);
        int steps = model.Description.Steps ?? 12;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, steps, states: true);
        Prediction prediction = Passes.Predict(model, batch);
        SimdSupport.VectorBits = 128;
        (float[] outputs, float[] state) = Stream(model, batch);

        foreach (int bits in new[] { 256, 512 })
        {
            SimdSupport.VectorBits = bits;
            (float[] again, float[] stateAgain) = Stream(model, batch);
            Expect.SameBits(outputs, again, $"{name}, {bits} bits");
            Expect.SameBits(state, stateAgain, $"{name}, {bits} bits, state");
        }

        Expect.SameToRounding(prediction.FinalStates, state, $"{name}, final state");
        int size = model.Description.OutputSize;
        Expect.SameToRounding(prediction.Outputs.AsSpan(^size..), outputs.AsSpan(^size..), $"{name}, last output");
    }

    [Fact]
    public void AStepTooLargeForTheStackGivesThePrediction()
    {
        RowHuge model = new(1);
        NetworkBatch batch = NetworkBatch.Random(RowHuge.Description, 1, 1, 2);
        Prediction prediction = Passes.Predict(model, batch);
        RowHuge.State state = default;
        float[] output = new float[1];
        model.Step(batch.Values.AsSpan(0, 1), ref state, output);
        model.Step(batch.Values.AsSpan(1, 1), ref state, output);
        Expect.SameToRounding(prediction.Outputs, output, "output");
    }

    [Fact]
    public void StaticAndDynamicClassesGiveTheSameBits()
    {
        foreach ((IRnnModel unrolled, IRnnModel loop) in new (IRnnModel, IRnnModel)[]
        {
            (new InterleavedStatic(3), new InterleavedDynamic(3)), (new InterleavedLong(3), new InterleavedLoop(3)),
            (new InterleavedOnce(3), new InterleavedOnceLoop(3)),
        })
        {
            int steps = unrolled.Description.Steps!.Value;
            foreach (int rows in new[] { 1, 3, 4 })
            {
                NetworkBatch batch = NetworkBatch.Random(unrolled.Description, rows, rows, steps, lengths: rows > 1);
                Passes.Predict(unrolled, batch).HasBitsOf(Passes.Predict(loop, batch), $"{unrolled.Description.Name}, {rows} rows");
            }
        }
    }

    /// <summary>A network that predicts its own next input may be given a part of its state as that input.</summary>
    [Fact]
    public void AnInputMayLieInTheStateOrTheOutput()
    {
        IRnnModel model = new InterleavedLoop(3);
        float[] state = [.. NetworkBatch.Floats(1, InterleavedLoop.StateSize)], expected = [.. state];
        float[] input = state[1..3], output = new float[3], expectedOutput = new float[3];
        model.Step(input, expected, expectedOutput);

        model.Step(state.AsSpan(1, 2), state, output);
        Expect.SameBits(expected, state, "state");
        Expect.SameBits(expectedOutput, output, "output");

        input.CopyTo(output, 0);
        float[] again = [.. NetworkBatch.Floats(1, InterleavedLoop.StateSize)];
        model.Step(output.AsSpan(0, 2), again, output);
        Expect.SameBits(expectedOutput, output, "output in place of the input");
    }

    [Fact]
    public void AStepThatIsRefusedKeepsItsScratch()
    {
        IRnnModel model = new RowHuge(1);
        float[] shared = [1f], state = new float[RowHuge.StateSize];
        model.Step(shared, state, shared);
        using (model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => model.Step(shared, state, shared));
        }

        model.Step([1f], state, shared);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Step(shared, state, shared);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, 1000);
    }

    /// <summary>Padding of a state holds what another stream left there; not even NaN may be seen.</summary>
    [Fact]
    public void AStreamOfNaNLeavesNoTraceInTheNext()
    {
        IRnnModel model = new InterleavedDynamic(3);
        NetworkBatch batch = NetworkBatch.Random(InterleavedDynamic.Description, 1, 1, 4);
        (float[] outputs, float[] state) = Stream(model, batch);
        float[] bad = new float[InterleavedDynamic.StateSize];
        Array.Fill(bad, float.NaN);
        model.Step(batch.Values.AsSpan(0, 5), bad, new float[2]);

        (float[] again, float[] stateAgain) = Stream(model, batch);
        Expect.SameBits(outputs, again, "outputs");
        Expect.SameBits(state, stateAgain, "state");
    }

    [Fact]
    public void SingleRowsAllocateNothing()
    {
        InterleavedStatic unrolled = new(1) { Threads = 1 };
        RowMixed loop = new(1) { Threads = 1 };
        NetworkBatch first = NetworkBatch.Random(InterleavedStatic.Description, 1, 1, 19);
        NetworkBatch second = NetworkBatch.Random(RowMixed.Description, 1, 2, 70);
        float[] outputs = new float[6];
        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            unrolled.Predict(first.View, outputs.AsSpan(0, 2));
            loop.Predict(second.View, outputs);
        }));
    }

    internal static IRnnModel Create(string name) => name switch
    {
        "lstm8" => new RowLstm8(3),
        "mixed" => new RowMixed(3),
        "tiles" => new RowTiles(3),
        "odd" => new RowOddTiles(3),
        "blocks" => new RowBlocks(3),
        "wide" => new RowWideOperands(3),
        "static" => new InterleavedStatic(3),
        "dynamic" => new InterleavedDynamic(3),
        "long" => new InterleavedLong(3),
        "halves" => new RowHalves(3),
        "half stages" => new RowHalfStages(3),
        "normalized halves" => new RowNormalizedHalves(3),
        "padded" => new RowPadded(3),
        _ => new InterleavedOnce(3),
    };

    private static (float[] Outputs, float[] State) Stream(IRnnModel model, NetworkBatch batch)
    {
        int inputs = model.Description.InputSize, size = model.Description.OutputSize;
        float[] outputs = new float[batch.Steps * size];
        float[] state = batch.States.Length > 0 ? [.. batch.States] : new float[model.Description.StateSize];
        for (int step = 0; step < batch.Steps; step++)
        {
            model.Step(batch.Values.AsSpan(step * inputs, inputs), state, outputs.AsSpan(step * size, size));
        }

        return (outputs, state);
    }
}
