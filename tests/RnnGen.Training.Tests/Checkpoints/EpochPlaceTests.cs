using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>A place within an epoch is one of the batches that it was saved with.</summary>
public sealed class EpochPlaceTests
{
    private static readonly StreamOptions Stream = new() { BatchSize = 2, ShuffleBuffer = 4, Seed = 5 };

    private static readonly BatchOptions Batches = new() { BatchSize = 2, Seed = 5, BucketBatches = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void AnotherBatchSizeIsRefusedWithBothValues() => Refuses(
        new BatchSource(Set(24), Batches with { BucketBatches = 0 }),
        new BatchSource(Set(24), Batches with { BucketBatches = 0, BatchSize = 1 }), "batch size was 2, is 1");

    [Fact]
    public void AnotherBucketOrSeedOrOrderIsRefused()
    {
        Refuses(
            new BatchSource(Set(24), Batches), new BatchSource(Set(24), Batches with { BucketBatches = 3 }),
            "batches of a bucket was 2, is 3");
        Refuses(new BatchSource(Set(24), Batches), new BatchSource(Set(24), Batches with { Seed = 6 }), "seed was 5, is 6");
        Refuses(new BatchSource(Set(24), Batches), new BatchSource(Set(24), Batches with { Shuffle = false }), "shuffled was yes, is no");
        Refuses(new BatchSource(Set(24), Batches), new BatchSource(Set(25), Batches), "sequences was 24, is 25");
    }

    [Fact]
    public void AnotherShuffleBufferIsRefused()
    {
        Refuses(Streamed(Stream), Streamed(Stream with { ShuffleBuffer = 5 }), "shuffle buffer was 4, is 5");
        Refuses(Streamed(Stream), Streamed(Stream with { BatchSize = 3 }), "batch size was 2, is 3");
        Refuses(
            new PrefetchSource(Streamed(Stream)), new PrefetchSource(Streamed(Stream with { ShuffleBuffer = 0 })),
            "shuffle buffer was 4, is 0");
        Refuses(new PrefetchSource(Streamed(Stream)), Streamed(Stream with { ShuffleBuffer = 0 }), "shuffle buffer was 4, is 0");
    }

    [Fact]
    public void AnotherWindowOfATextIsRefused()
    {
        static TokenSource Text(int steps, int rows) =>
            new(Enumerable.Range(0, 200).Select(i => i * i % 7 % 3).ToArray(), 3, new TokenOptions { BatchSize = rows, Steps = steps });
        Refuses(() => new TokenTaggingModel(1).CreateTrainer(1), Text(5, 2), Text(4, 2), "steps of a batch was 5, is 4");
        Refuses(() => new TokenTaggingModel(1).CreateTrainer(1), Text(5, 2), Text(5, 3), "batch size was 2, is 3");
    }

    [Fact]
    public void AnotherWindowOfASeriesIsRefused()
    {
        TimeSeriesTable table = new(
            ["a", "b", "c"],
            [
                new TimeSeries(
                    "s", Enumerable.Range(0, 80).Select(i => (long)i).ToArray(),
                    Enumerable.Range(0, 240).Select(i => MathF.Sin(i)).ToArray()),
            ]);
        Standardization standardization = new([0, 0, 0], [2, 2, 2]);
        BatchSource Windows(int steps, int stride) => new(
            standardization.Apply(
                new SlidingWindows(table, new WindowOptions { InputSteps = steps, Stride = stride, Targets = ["a", "b"] })),
            Batches with { BucketBatches = 0 });
        Refuses(() => new SumModel(1).CreateTrainer(1), Windows(5, 1), Windows(6, 1), "steps of a window was 5, is 6");
        Refuses(() => new SumModel(1).CreateTrainer(1), Windows(5, 2), Windows(5, 1), "stride was 2, is 1");
    }

    [Fact]
    public void OtherDataAreRefusedEvenWhereASourceTellsNothing()
    {
        Refuses(
            new Silent(new BatchSource(Set(24), Batches)), new Silent(new BatchSource(Set(24), Batches with { BatchSize = 1 })),
            "the batch before the place holds other values");
        Refuses(
            new Silent(Streamed(Stream)), new Silent(Streamed(Stream with { ShuffleBuffer = 5 })),
            "the batch before the place holds other values");
        Refuses(new BatchSource(Set(24), Batches), new Silent(new BatchSource(Set(24), Batches)), "batch size was 2, is not stated");
    }

    [Fact]
    public void TheEpochBeginsAnewWhereThatIsAskedFor()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = Interrupted(folder, () => new SmallModel(1).CreateTrainer(1), new BatchSource(Set(24), Batches));
        List<SourcePosition> places = [];
        BatchSource other = new(Set(24), Batches with { BatchSize = 3 });
        TrainingHistory history = new SmallModel(9).CreateTrainer(1).Fit(
            other, null, new FitOptions
            {
                Optimizer = new Adam(0.01f),
                Epochs = 2,
                Checkpoints = checkpoints with { BeginEpochAnew = true },
                Callbacks = [new Callback(step: _ => places.Add(other.Position))],
            }, null, Cancellation);

        // Five updates of batches of 2 stay; then all eight batches of 3 of both epochs.
        Assert.Equal(
            Enumerable.Range(0, 2).SelectMany(epoch => Enumerable.Range(1, 8).Select(batch => new SourcePosition(epoch, batch))), places);
        Assert.Equal([5 + 8, 5 + 16], history.Epochs.Select(epoch => epoch.Steps));
    }

    [Fact]
    public void BetweenTwoEpochsBatchesMayChange()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]) };
        FitOptions options = new() { Optimizer = new Adam(0.01f), Checkpoints = checkpoints };
        new SmallModel(1).CreateTrainer(1).Fit(new BatchSource(Set(24), Batches), null, options, null, Cancellation);
        TrainingHistory history = new SmallModel(1).CreateTrainer(1).Fit(
            new BatchSource(Set(24), Batches with { BatchSize = 3 }), null, options with { Epochs = 2, Optimizer = new Adam(0.01f) }, null,
            Cancellation);
        Assert.Equal([12, 20], history.Epochs.Select(epoch => epoch.Steps));
    }

    private static void Refuses(ISequenceSource saved, ISequenceSource other, string difference) =>
        Refuses(() => new SmallModel(1).CreateTrainer(1), saved, other, difference);

    private static void Refuses(Func<ISupervisedTrainer> create, ISequenceSource saved, ISequenceSource other, string difference)
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = Interrupted(folder, create, saved);
        ISupervisedTrainer trainer = create();
        SourcePosition place = other.Position;
        Adam adam = new(0.01f);
        CheckpointMismatchException refused = Assert.Throws<CheckpointMismatchException>(
            () => trainer.Fit(other, null, new FitOptions { Optimizer = adam, Checkpoints = checkpoints }, null, Cancellation));
        Assert.Contains(difference, refused.Message, StringComparison.Ordinal);
        Assert.Contains("epoch 0, 5 batches of which have been learned", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FitCheckpoints.BeginEpochAnew", refused.Message, StringComparison.Ordinal);
        Assert.Equal(place, other.Position);
        Assert.Equal(create().Model.Parameters.Values, trainer.Model.Parameters.Values);
        Assert.Equal(0, adam.Steps);
        (saved as IDisposable)?.Dispose();
        (other as IDisposable)?.Dispose();
    }

    /// <summary>Stops after five batches.</summary>
    private static FitCheckpoints Interrupted(TemporaryFolder folder, Func<ISupervisedTrainer> create, ISequenceSource source)
    {
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 1 };
        Callback fails = new(step: fit =>
        {
            if (fit.Step.Step == 5)
            {
                throw new InsufficientMemoryException();
            }
        });
        Assert.Throws<InsufficientMemoryException>(
            () => create().Fit(
                source, null, new FitOptions { Optimizer = new Adam(0.01f), Checkpoints = checkpoints, Callbacks = [fails] }, null,
                Cancellation));
        Assert.Equal(5, checkpoints.Folder.Steps[^1]);
        return checkpoints;
    }

    private static SequenceArrays Set(int count) => FitData.Labels(count, 3);

    private static StreamSource Streamed(StreamOptions options)
    {
        CounterRandom random = new(3, 1);
        SequenceExample[] examples = [.. Enumerable.Range(0, 24).Select(i => new SequenceExample(2)
        {
            Inputs = Enumerable.Range(0, 6).Select(j => (float)random.Normal((ulong)((i * 6) + j))).ToArray(),
            Labels = new[] { i % 3 },
        })];
        return new StreamSource(new SequenceShape { Features = 3, Targets = TargetForm.Labels, TargetSize = 3 }, () => examples, options);
    }

    /// <summary>A source of somebody else's, that tells no settings.</summary>
    private sealed class Silent(ISequenceSource source) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public bool Read(TrainingBatch batch) => source.Read(batch);
    }
}
