using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>Shares of batches: all ranks together have every row once, in the order of the whole batch.</summary>
public sealed class BatchShareTests
{
    [Theory]
    [InlineData(0, 3, "0+0 0+0 0+0")]
    [InlineData(1, 3, "0+1 1+0 1+0")]
    [InlineData(7, 3, "0+3 3+2 5+2")]
    [InlineData(8, 2, "0+4 4+4")]
    [InlineData(5, 1, "0+5")]
    public void SharesAreContiguousAndDifferByOneRow(int rows, int ranks, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Enumerable.Range(0, ranks).Select(rank =>
        {
            new BatchShare(rank, ranks).Of(rows, out int first, out int count);
            return $"{first}+{count}";
        })));

    [Fact]
    public void TheDefaultIsTheWhole()
    {
        Assert.True(default(BatchShare).IsWhole);
        Assert.Equal(1, default(BatchShare).Ranks);
        Assert.Contains("rank is 2; there are ranks 0 to 1.", Bad(2, 2), StringComparison.Ordinal);
        Assert.Contains("rank is -1; there are ranks 0 to 1.", Bad(-1, 2), StringComparison.Ordinal);

        static string Bad(int rank, int ranks) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchShare(rank, ranks)).Message;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void EverySourceGivesEveryRowOnce(int ranks)
    {
        SequenceArrays heads = HeadFitTests.Data(18, full: false);
        int[] tokens = [.. Enumerable.Range(0, 100).Select(i => i * i % 7 % 3)];
        Func<ISequenceSource>[] sources =
        [
            () => FitData.Source(heads, 4),
            () => Stream(heads, 4),
            () => new PrefetchSource(FitData.Source(heads, 4)),
            () => new Plain(FitData.Source(heads, 4), SequenceLayout.BatchMajor),
            () => new Plain(FitData.Source(heads, 4), SequenceLayout.TimeMajor),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 4, Steps = 5 }),
            () => new TokenSource(tokens, 3, new TokenOptions { BatchSize = 4, Steps = 5, OneHot = true }),
        ];
        foreach (Func<ISequenceSource> create in sources)
        {
            ISequenceSource whole = create();
            ISequenceSource[] shares = [.. Enumerable.Range(0, ranks).Select(_ => create())];
            TrainingBatch batch = new(), share = new();
            while (whole.Read(batch))
            {
                int rows = 0;
                List<byte[]> lengths = [], contents = [];
                for (int rank = 0; rank < ranks; rank++)
                {
                    Assert.True(shares[rank].ReadShare(share, new BatchShare(rank, ranks)));
                    Assert.Equal((rows, batch.Rows), (share.FirstRow, share.WholeRows));
                    Assert.Equal((batch.Continues, batch.Layout, batch.Steps), (share.Continues, share.Layout, share.Steps));
                    Assert.Equal(whole.Position, shares[rank].Position);
                    lengths.Add(BatchDigest.Lengths(share));
                    contents.Add(BatchDigest.Contents(share));
                    rows += share.Rows;
                }

                Assert.Equal(batch.Rows, rows);
                Assert.Equal(BatchDigest.Of(batch), BatchDigest.Of(lengths, contents));
            }

            Assert.All(shares, source => Assert.False(source.ReadShare(share, new BatchShare(0, ranks))));
            Assert.All(shares, source => Assert.Equal(whole.Settings, source.Settings));
        }
    }

    /// <summary>What was read ahead for one share is not given for another.</summary>
    [Fact]
    public void AnotherShareIsReadAgain()
    {
        using PrefetchSource source = new(FitData.Source(FitData.Labels(22, 3)), depth: 2);
        BatchSource whole = FitData.Source(FitData.Labels(22, 3));
        TrainingBatch batch = new(), share = new();
        Assert.True(source.ReadShare(share, new BatchShare(0, 2)));
        Assert.True(whole.Read(batch) && whole.Read(batch));
        Assert.True(source.ReadShare(share, new BatchShare(1, 2)));
        Assert.Equal((4, 4, 8), (share.FirstRow, share.Rows, share.WholeRows));
        Assert.Equal(batch.Labels[4..], share.Labels);
    }

    [Fact]
    public void AShareOfAShareIsRefused()
    {
        TrainingBatch batch = new();
        FitData.Source(FitData.Labels(22, 3)).Read(batch);
        batch.Keep(new BatchShare(1, 2));
        Assert.Contains(
            "The batch is a share already: 4 of 8 rows, from row 4 on.",
            Assert.Throws<InvalidOperationException>(() => batch.Keep(new BatchShare(0, 2))).Message, StringComparison.Ordinal);
    }

    /// <summary>The sequences of a set as a stream.</summary>
    internal static StreamSource Stream(SequenceArrays set, int batchSize) => new(
        set.Shape,
        () => Enumerable.Range(0, set.Count).Select(index =>
        {
            TrainingBatch one = new();
            one.Resize(set.Shape, 1, set.Length(index));
            set.Write(index, one.Row(0, set.Length(index)));
            return new SequenceExample(set.Length(index))
            {
                Inputs = one.Inputs.ToArray(),
                Labels = one.Labels.ToArray(),
                MoreTargets =
                [
                    .. Enumerable.Range(1, set.Shape.MoreTargets.Count).Select(head => new HeadTarget(one.TargetsOf(head).ToArray())),
                ],
            };
        }),
        new StreamOptions { BatchSize = batchSize, ShuffleBuffer = 5, Seed = 3 });

    /// <summary>A source of a user's own, which knows nothing of shares.</summary>
    private sealed class Plain(ISequenceSource source, SequenceLayout layout) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public IReadOnlyDictionary<string, string> Settings => source.Settings;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public bool Read(TrainingBatch batch)
        {
            if (!source.Read(batch))
            {
                return false;
            }

            if (layout == SequenceLayout.TimeMajor)
            {
                Transpose(batch.Inputs, batch, batch.Shape!.Features);
                for (int head = 0; head < batch.Shape.HeadTargets.Count; head++)
                {
                    if (batch.Shape.HeadTargets[head].EveryStep)
                    {
                        Transpose(batch.TargetsOf(head), batch, batch.Shape.HeadTargets[head].Size);
                    }
                }

                batch.Layout = layout;
            }

            return true;
        }

        private static void Transpose(Span<float> values, TrainingBatch batch, int size)
        {
            float[] before = values.ToArray();
            for (int row = 0; row < batch.Rows; row++)
            {
                for (int step = 0; step < batch.Steps; step++)
                {
                    before.AsSpan(((row * batch.Steps) + step) * size, size).CopyTo(values[(((step * batch.Rows) + row) * size)..]);
                }
            }
        }
    }
}
