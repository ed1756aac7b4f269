using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class StreamSourceTests
{
    private static readonly SequenceShape Shape = new() { Features = 2, Targets = TargetForm.Labels, TargetSize = 3 };

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(100)]
    public void AnEpochHoldsEverySequenceOnce(int buffer)
    {
        using StreamSource source = Source(buffer);
        for (long epoch = 0; epoch < 2; epoch++)
        {
            List<Copied> batches = Samples.Epoch(source, epoch);

            Assert.Equal(Enumerable.Range(0, 23), batches.SelectMany(batch => batch.Ids).Order());
            Assert.Equal([5, 5, 5, 5, 3], batches.Select(batch => batch.Rows));
            Assert.Equal(buffer > 0, !batches.SelectMany(batch => batch.Ids).SequenceEqual(Enumerable.Range(0, 23)));
            Assert.All(batches, batch => Assert.All(batch.Ids.Index(), row => Assert.Equal(1 + (row.Item % 4), batch.Lengths[row.Index])));
        }
    }

    [Fact]
    public void APlaceIsFoundAgain()
    {
        using StreamSource first = Source(7);
        List<Copied> whole = Samples.Epoch(first, 2);
        for (int place = 0; place <= 5; place++)
        {
            using StreamSource source = Source(7);
            source.Position = new SourcePosition(2, place);

            Assert.Equal(whole.Skip(place), Samples.Rest(source));
            source.Position = new SourcePosition(2, place);
            source.Dispose();
            Assert.Equal(whole.Skip(place), Samples.Rest(source));
        }
    }

    /// <summary>An iterator that has thrown is at its end: what it had not given would be missing, and the epoch be over.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 6)]
    [InlineData(4, 0)]
    [InlineData(4, 6)]
    [InlineData(4, 22)]
    public void AfterAnExceptionReadingGoesOnAtItsPlace(int buffer, int failAt)
    {
        using StreamSource plain = Source(buffer);
        int failures = 2;
        using StreamSource source = new(Shape, Failing, new StreamOptions { BatchSize = 5, ShuffleBuffer = buffer, Seed = 4 });
        List<Copied> expected = Samples.Rest(plain), read = [];
        TrainingBatch batch = new();
        int thrown = 0;
        for (bool isEnd = false; !isEnd;)
        {
            SourcePosition place = source.Position;
            try
            {
                isEnd = !source.Read(batch);
                read.AddRange(isEnd ? [] : [Copied.Of(batch)]);
            }
            catch (IOException)
            {
                thrown++;
                Assert.Equal(place, source.Position);
            }
        }

        Assert.Equal(2, thrown);
        Assert.Equal(expected, read);

        IEnumerable<SequenceExample> Failing()
        {
            foreach ((int index, SequenceExample example) in Examples().Index())
            {
                yield return index == failAt && failures-- > 0 ? throw new IOException("The line is gone.") : example;
            }
        }
    }

    [Fact]
    public void APlaceThatDoesNotExistChangesNothing()
    {
        using StreamSource source = Source(7);
        List<Copied> whole = Samples.Epoch(source, 0);
        source.Position = new SourcePosition(0, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => source.Position = new SourcePosition(3, 6));
        Assert.Equal(new SourcePosition(0, 2), source.Position);
        Assert.Equal(whole.Skip(2), Samples.Rest(source));
    }

    [Fact]
    public void AStreamThatHasBecomeShorterIsNoEndOfTheEpoch()
    {
        int examples = 23;
        using StreamSource source = new(Shape, () => Examples().Take(examples), new StreamOptions { BatchSize = 5 });
        source.Position = new SourcePosition(0, 3);
        source.Dispose();
        examples = 7;

        Assert.Contains(
            "to go on with batch 3 of epoch 0, but ended after 2",
            Assert.Throws<InvalidOperationException>(() => source.Read(new TrainingBatch())).Message);
    }

    [Fact]
    public void EpochsDiffer()
    {
        using StreamSource source = Source(10);

        Assert.NotEqual(Samples.Epoch(source, 0), Samples.Epoch(source, 1));
    }

    [Fact]
    public void AnAsynchronousStreamGivesTheSame()
    {
        using StreamSource plain = Source(3);
        using StreamSource source = new(
            Shape, Slowly, new StreamOptions { BatchSize = 5, ShuffleBuffer = 3, Seed = 4 }, TestContext.Current.CancellationToken);

        Assert.Equal(Samples.Rest(plain), Samples.Rest(source));

        static async IAsyncEnumerable<SequenceExample> Slowly()
        {
            foreach (SequenceExample example in Examples())
            {
                await Task.Yield();
                yield return example;
            }
        }
    }

    [Fact]
    public void BadExamplesAreNamed()
    {
        using StreamSource source = new(
            Shape,
            () =>
            [
                new SequenceExample(1) { Inputs = new float[2], Labels = new int[1] },
                new SequenceExample(2) { Inputs = new float[3], Labels = new int[1] },
            ],
            new StreamOptions { BatchSize = 2 });

        Assert.Contains(
            "Example 1 of the stream has 3 input values; 4 were expected",
            Assert.Throws<ArgumentException>(() => source.Read(new TrainingBatch())).Message);
    }

    /// <summary>One memory for all, as a reader has that fills it again and again.</summary>
    private static IEnumerable<SequenceExample> Examples()
    {
        float[] inputs = new float[8];
        int[] label = new int[1];
        for (int i = 0; i < 23; i++)
        {
            int steps = 1 + (i % 4);
            Array.Fill(inputs, 100 * i, 0, 2 * steps);
            label[0] = i % 3;
            yield return new SequenceExample(steps) { Inputs = inputs.AsMemory(0, 2 * steps), Labels = label };
        }
    }

    private static StreamSource Source(int buffer) =>
        new(Shape, Examples, new StreamOptions { BatchSize = 5, ShuffleBuffer = buffer, Seed = 4 });
}
