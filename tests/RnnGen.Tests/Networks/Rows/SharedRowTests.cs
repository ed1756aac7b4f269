using System;
using System.Threading;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Rows that run alone, the columns of their wide layers shared among threads.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class SharedRowTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits, _processors = Partition.Processors;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<string> Models { get; } = ["stack", "static", "normalized", "projected", "inputs", "graph", "blocks", "wide"];

    public void Dispose()
    {
        WorkerTeam.BeforeWaking = null;
        SimdSupport.VectorBits = _bits;
        Partition.Processors = _processors;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    /// <summary>One to three rows of a batch, for any number of threads at any vector width.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void FewRowsGiveTheBitsOfABatchForAnyNumberOfThreads(string name)
    {
        Partition.MultiplyAddsPerPart = 1;
        Partition.Processors = 7;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            SimdSupport.VectorBits = bits;
            IRnnModel model = Create(name);
            foreach (bool states in new[] { false, true })
            {
                NetworkBatch batch = NetworkBatch.Random(
                    model.Description, 1, 9, model.Description.Steps ?? 67, lengths: true, states);
                Prediction all = Passes.Predict(model, batch);
                foreach (int[] rows in new[] { new[] { 1 }, [7, 0, 3] })
                {
                    foreach (int threads in new[] { 1, 2, 3, 7 })
                    {
                        model.Threads = threads;
                        string what = $"{name}, {bits} bits, {rows.Length} rows, {threads} threads{(states ? ", states" : "")}";
                        Prediction few = Passes.Predict(model, batch.Pick(rows));
                        int outputs = all.Outputs.Length / 9, stateSize = model.Description.StateSize;
                        for (int i = 0; i < rows.Length; i++)
                        {
                            Expect.SameBits(all.Outputs.AsSpan(rows[i] * outputs, outputs), few.Outputs.AsSpan(i * outputs, outputs), what);
                            Expect.SameBits(
                                all.FinalStates.AsSpan(rows[i] * stateSize, stateSize),
                                few.FinalStates.AsSpan(i * stateSize, stateSize), what);
                        }
                    }
                }
            }
        }
    }

    /// <summary>A wide model wakes threads, as many as the widest layer is worth; a narrow one and a short sequence none.</summary>
    [Theory]
    [InlineData("stack", 40, 7, 4)]
    [InlineData("stack", 40, 2, 2)]
    [InlineData("stack", 40, 1, 1)]
    [InlineData("stack", 1, 7, 1)]
    [InlineData("inputs", 200, 7, 4)]
    [InlineData("tiles", 200, 7, 1)]
    public void OneRowTakesAsManyThreadsAsItsLayersAreWorth(string name, int steps, int threads, int expected)
    {
        Partition.Processors = 7;
        IRnnModel model = Create(name);
        model.Threads = threads;
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, steps);
        int caller = Environment.CurrentManagedThreadId, woken = 0;
        WorkerTeam.BeforeWaking = () => woken += Environment.CurrentManagedThreadId == caller ? 1 : 0;
        Passes.Predict(model, batch);
        Assert.Equal(expected - 1, woken);
    }

    [Fact]
    public void CallsOfSeveralThreadsAtOnceGiveTheSameBits()
    {
        SharedStack model = new(3) { Threads = 2 };
        NetworkBatch batch = NetworkBatch.Random(SharedStack.Description, 1, 1, 40);
        Prediction expected = Passes.Predict(model, batch);
        Exception? failure = null;
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                try
                {
                    for (int call = 0; call < 50; call++)
                    {
                        Passes.Predict(model, batch).HasBitsOf(expected, $"call {call}");
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            })
            {
                IsBackground = true,
            };
            threads[i].Start();
        }

        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(1))));
        Assert.Null(failure);
    }

    [Fact]
    public void SharedRowsAllocateNothing()
    {
        SharedStack model = new(1) { Threads = 2 };
        NetworkBatch batch = NetworkBatch.Random(SharedStack.Description, 1, 1, 40);
        float[] outputs = new float[3];
        Assert.Equal(0, AllocationTests.Allocated(() => model.Predict(batch.View, outputs)));
    }

    private static IRnnModel Create(string name) => name switch
    {
        "stack" => new SharedStack(3),
        "static" => new SharedStatic(3),
        "normalized" => Passes.Randomized(new SharedNormalized(3), 2),
        "projected" => new SharedProjected(3),
        "inputs" => new SharedInputs(3),
        "graph" => new SharedGraph(3),
        "blocks" => new RowBlocks(3),
        "tiles" => new RowTiles(3),
        _ => new RowWideOperands(3),
    };
}
