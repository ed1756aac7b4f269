using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class PrefetchSourceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BatchesOrderAndPlacesAreThoseOfTheSource(int depth)
    {
        using PrefetchSource source = new(Source(), depth);
        BatchSource plain = Source();
        TrainingBatch ahead = new(), batch = new();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            source.Position = plain.Position = new SourcePosition(epoch, 0);
            bool read;
            do
            {
                read = plain.Read(batch);
                Assert.Equal(read, source.Read(ahead));
                Assert.Equal(plain.Position, source.Position);
                Assert.True(!read || Copied.Of(batch).Equals(Copied.Of(ahead)));
            }
            while (read);

            Assert.False(source.Read(ahead));
        }
    }

    [Fact]
    public void APlaceCanBeSetInTheMiddle()
    {
        List<Copied> whole = Samples.Epoch(Source(), 4);
        using PrefetchSource source = new(Source());
        source.Read(new TrainingBatch());
        source.Position = new SourcePosition(4, 2);

        Assert.Equal(whole.Skip(2), Samples.Rest(source));
    }

    [Fact]
    public void ReadsOnAThreadOfItsOwn()
    {
        Watched watched = new(Source(), failAt: -1);
        using PrefetchSource source = new(watched);

        Samples.Rest(source);

        Assert.NotEmpty(watched.Threads);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, watched.Threads);
    }

    [Fact]
    public void AFailureComesAtItsBatch()
    {
        using PrefetchSource source = new(new Watched(Source(), failAt: 2), depth: 3);
        TrainingBatch batch = new();

        Assert.True(source.Read(batch));
        Assert.True(source.Read(batch));
        Assert.Equal("Line 7.", Assert.Throws<InvalidDataException>(() => source.Read(batch)).Message);
        Assert.Equal(new SourcePosition(0, 2), source.Position);
        Assert.Throws<InvalidDataException>(() => source.Read(batch));
    }

    /// <summary>A source that has read on before it failed, and whose stream is then at its end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AfterAFailureReadingGoesOnAtItsPlace(int depth)
    {
        SequenceShape shape = new() { Features = 1, Targets = TargetForm.Labels, TargetSize = 3 };
        int failures = 2;
        using PrefetchSource source = new(new StreamSource(shape, Numbers, new StreamOptions { BatchSize = 2 }), depth);
        List<float> read = [];
        TrainingBatch batch = new();
        int thrown = 0;
        for (bool isEnd = false; !isEnd;)
        {
            try
            {
                isEnd = !source.Read(batch);
                read.AddRange(isEnd ? [] : batch.Inputs.ToArray());
            }
            catch (IOException)
            {
                thrown++;
            }
        }

        Assert.Equal(2, thrown);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), read);

        IEnumerable<SequenceExample> Numbers()
        {
            for (int i = 0; i < 20; i++)
            {
                yield return i == 6 && failures-- > 0
                    ? throw new IOException("Item 6.")
                    : new SequenceExample(1) { Inputs = new float[] { i }, Labels = new[] { 1 } };
            }
        }
    }

    [Fact]
    public void ARefusedPlaceChangesNothing()
    {
        List<Copied> whole = Samples.Epoch(Source(), 0);
        using PrefetchSource source = new(Source(), depth: 3);
        source.Read(new TrainingBatch());

        Assert.Throws<ArgumentOutOfRangeException>(() => source.Position = new SourcePosition(0, 99));
        Assert.Equal(whole.Skip(1), Samples.Rest(source));
    }

    private static BatchSource Source() => new(Samples.Ragged(3, 1, 7, 2, 5, 6, 4, 1, 2), new BatchOptions { BatchSize = 2, Seed = 3 });

    private sealed class Watched(ISequenceSource source, int failAt) : ISequenceSource
    {
        public HashSet<int> Threads { get; } = [];

        public SequenceShape Shape => source.Shape;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public bool Read(TrainingBatch batch)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            return source.Position.Batch == failAt ? throw new InvalidDataException("Line 7.") : source.Read(batch);
        }
    }
}
