using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class BatchSourceTests
{
    private static readonly int[] Lengths = [3, 1, 7, 2, 5, 6, 4, 1, 2, 8, 3];

    [Fact]
    public void AnEpochHoldsEverySequenceOnce()
    {
        BatchSource source = new(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, Seed = 5 });

        for (long epoch = 0; epoch < 3; epoch++)
        {
            List<Copied> batches = Samples.Epoch(source, epoch);

            Assert.Equal([4, 4, 3], batches.Select(batch => batch.Rows));
            Assert.Equal(Enumerable.Range(0, 11), batches.SelectMany(batch => batch.Ids).Order());
        }
    }

    [Fact]
    public void RowsArePaddedToTheLongestOfTheirBatch()
    {
        BatchSource source = new(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, Shuffle = false });
        List<Copied> batches = Samples.Rest(source);

        Assert.Equal([7, 6, 8], batches.Select(batch => batch.Steps));
        Assert.Equal(Lengths, batches.SelectMany(batch => batch.Lengths));
        Assert.Equal([0, 1, 2, 0], batches[0].Labels);
        for (int row = 0; row < 4; row++)
        {
            for (int step = 0; step < 7; step++)
            {
                bool isValid = step < Lengths[row];
                Assert.Equal(isValid ? (100 * row) + step : 0, batches[0].Inputs[((row * 7) + step) * 2]);
                Assert.Equal(isValid ? -(100 * row) - step : 0, batches[0].Inputs[(((row * 7) + step) * 2) + 1]);
            }
        }
    }

    [Fact]
    public void NothingOfAnEarlierBatchIsLeft()
    {
        BatchSource source = new(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, Shuffle = false });
        TrainingBatch clean = new(), used = new();
        used.Resize(source.Shape, 8, 10);
        used.Inputs.Fill(7);
        used.Labels.Fill(7);
        source.Read(clean);
        source.Position = default;
        source.Read(used);

        Assert.Equal(clean.Inputs.ToArray(), used.Inputs.ToArray());
        Assert.Equal(clean.Labels.ToArray(), used.Labels.ToArray());
        Assert.Equal(clean.Lengths.ToArray(), used.Lengths.ToArray());
    }

    [Fact]
    public void OrderFollowsFromSeedAndEpoch()
    {
        static int[] Order(ulong seed, long epoch) =>
            [
                .. Samples.Epoch(new BatchSource(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, Seed = seed }), epoch)
                    .SelectMany(batch => batch.Ids),
            ];

        Assert.Equal(Order(1, 3), Order(1, 3));
        Assert.NotEqual(Order(1, 3), Order(1, 4));
        Assert.NotEqual(Order(1, 3), Order(2, 3));
        Assert.NotEqual(Enumerable.Range(0, 11), Order(1, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void APlaceIsFoundAgain(int buckets)
    {
        BatchOptions options = new() { BatchSize = 3, Seed = 9, BucketBatches = buckets };
        List<Copied> whole = Samples.Epoch(new BatchSource(Samples.Ragged(Lengths), options), 6);
        for (int place = 0; place <= 4; place++)
        {
            BatchSource source = new(Samples.Ragged(Lengths), options) { Position = new SourcePosition(6, place) };

            Assert.Equal(whole.Skip(place), Samples.Rest(source));
            Assert.Equal(new SourcePosition(6, 4), source.Position);
        }
    }

    [Fact]
    public void BucketsHoldSimilarLengths()
    {
        int[] lengths = [.. Enumerable.Range(0, 64).Select(i => 1 + (i * 37 % 64))];
        BatchSource plain = new(Samples.Ragged(lengths), new BatchOptions { BatchSize = 8, Seed = 1 });
        BatchSource bucketed = new(Samples.Ragged(lengths), new BatchOptions { BatchSize = 8, Seed = 1, BucketBatches = 8 });

        List<Copied> batches = Samples.Rest(bucketed);

        Assert.Equal(Enumerable.Range(0, 64), batches.SelectMany(batch => batch.Ids).Order());
        // One pool of all: each batch has eight neighbouring lengths, in no order of the batches.
        Assert.All(batches, batch => Assert.Equal(7, batch.Lengths.Max() - batch.Lengths.Min()));
        Assert.NotEqual(batches.Select(batch => batch.Steps).Order(), batches.Select(batch => batch.Steps));
        Assert.True(batches.Sum(batch => batch.Inputs.Length) < Samples.Rest(plain).Sum(batch => batch.Inputs.Length));
    }

    [Fact]
    public void RemainderAndStepsAreOptions()
    {
        BatchSource source = new(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, DropRemainder = true, Steps = 9 });
        List<Copied> batches = Samples.Rest(source);

        Assert.Equal([4, 4], batches.Select(batch => batch.Rows));
        Assert.All(batches, batch => Assert.Equal(9, batch.Steps));
        Assert.Equal(9, source.Shape.Steps);
    }

    [Fact]
    public void ReadingAllocatesNothingAfterTheFirstEpoch()
    {
        BatchSource source = new(Samples.Ragged(Lengths), new BatchOptions { BatchSize = 4, Seed = 5, BucketBatches = 2, Steps = 8 });
        TrainingBatch batch = new();
        long read = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            source.Position = new SourcePosition(epoch, 0);
            while (source.Read(batch))
            {
                read++;
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        source.Position = new SourcePosition(7, 0);
        while (source.Read(batch))
        {
            read++;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(9, read);
    }

    [Fact]
    public void BadNumbersAreNamed()
    {
        SequenceArrays set = Samples.Ragged(Lengths);

        Assert.Contains(
            "Sequence 2 has 7 steps; batches have 6",
            Assert.Throws<ArgumentException>(() => new BatchSource(set, new BatchOptions { BatchSize = 2, Steps = 6 })).Message);
        Assert.Contains(
            "11 sequences give no batch of 12",
            Assert.Throws<ArgumentException>(() => new BatchSource(
                set, new BatchOptions { BatchSize = 12, DropRemainder = true })).Message);
        BatchSource source = new(set, new BatchOptions { BatchSize = 4 });
        Assert.Contains(
            "Batch 4 of epoch 0 is not a place in a source of 3",
            Assert.Throws<ArgumentOutOfRangeException>(() => source.Position = new SourcePosition(0, 4)).Message);
        Assert.Contains(
            "Input value 1 is NaN",
            Assert.Throws<ArgumentException>(() => new SequenceArrays(
                set.Shape, new[] { 1 }, new[] { 1, float.NaN }, labels: new int[1])).Message);
        Assert.Contains(
            "Label 0 is 3; it must be 0 to 2",
            Assert.Throws<ArgumentException>(() => new SequenceArrays(set.Shape, new[] { 1 }, new float[2], labels: new[] { 3 })).Message);
        Assert.Contains(
            "need 4 input values, but there are 3",
            Assert.Throws<ArgumentException>(() => new SequenceArrays(set.Shape, new[] { 2 }, new float[3], labels: new[] { 2 })).Message);
    }

    [Fact]
    public void LabeledSequencesKeepLengthsAndLabels()
    {
        LabeledSequences data = new(
            new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, new[] { 1, 0 }, steps: 2, features: 2, classes: 2, lengths: new[] { 1, 2 });

        Copied batch = Assert.Single(Samples.Rest(new BatchSource(data, new BatchOptions { BatchSize = 2, Shuffle = false })));

        Assert.Equal([1, 2, 0, 0, 5, 6, 7, 8], batch.Inputs);
        Assert.Equal([1, 2], batch.Lengths);
        Assert.Equal([1, 0], batch.Labels);
    }
}
