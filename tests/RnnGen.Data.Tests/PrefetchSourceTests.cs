using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace RnnGen.Data.Tests;

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
