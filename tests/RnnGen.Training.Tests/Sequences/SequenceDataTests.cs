using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Sequences of labels on their way through sets, sources and batches.</summary>
public sealed class SequenceDataTests
{
    private static readonly SequenceShape Shape = SequenceData.Shape;

    [Fact]
    public void ABatchHasTheLabelsOfItsRows()
    {
        int[] lengths = [4, 2, 3], labels = [1, 2, 2, 3, 4], counts = [3, 0, 2];
        float[] inputs = [.. Enumerable.Range(0, 27).Select(i => (float)i)];
        SequenceArrays set = new(Shape, lengths, inputs, labels: labels, labelLengths: counts);
        TrainingBatch batch = new();
        BatchSource source = new(set, new BatchOptions { BatchSize = 3, Shuffle = false });

        Assert.True(source.Read(batch));
        Assert.Equal([3, 0, 2], batch.LabelLengths.ToArray());
        Assert.Equal([1, 2, 2, 0, 0, 0, 3, 4, 0], batch.Labels.ToArray());
        Assert.Empty(batch.Targets.ToArray());
        HeadTarget target = batch.HeadTargets[0];
        Assert.True(target is { IsSequences: true, IsLabels: false });
        Assert.Equal(9, target.Labels.Length);
        Assert.Equal(3, target.LabelLengths.Length);

        // Padded labels are the same.
        SequenceArrays padded = new(Shape, lengths, inputs, labels: (int[])[1, 2, 2, 9, 9, 9, 3, 4, 9], labelLengths: counts);
        new BatchSource(padded, new BatchOptions { BatchSize = 3, Shuffle = false }).Read(batch);
        Assert.Equal([1, 2, 2, 0, 0, 0, 3, 4, 0], batch.Labels.ToArray());
    }

    /// <summary>A batch of shorter sequences after one of longer ones, and rows that are written in any order.</summary>
    [Fact]
    public void BatchesTakeTheWidthThatTheyNeed()
    {
        TrainingBatch batch = new();
        batch.Resize(Shape, 3, 9);
        Assert.Empty(batch.Labels.ToArray());
        batch.Row(2, 9).SetLabels([4, 3, 4, 3]);
        batch.Row(0, 9).SetLabels([1]);
        batch.Row(1, 9).SetLabels([2, 1, 2, 1, 2, 1]);
        Assert.Equal(["1", "2 1 2 1 2 1", "4 3 4 3"], Texts(batch));
        Assert.Equal([4, 3, 4, 3], batch.Row(2, 9).Labels.ToArray());
        batch.Row(1, 9).SetLabels([3]);
        Assert.Equal(["1", "3", "4 3 4 3"], Texts(batch));
        Assert.Equal([1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 4, 3, 4, 3, 0, 0], batch.Labels.ToArray());

        batch.Resize(Shape, 5, 9);
        Assert.All(Texts(batch), Assert.Empty);
        batch.Row(4, 9).SetLabels([1, 2]);
        Assert.Equal(["", "", "", "", "1 2"], Texts(batch));
        batch.Keep(new BatchShare(1, 2));
        Assert.Equal(["", "1 2"], Texts(batch));
        Assert.Contains(
            "The targets of head 0 are Labels, no sequences of labels.",
            Assert.Throws<InvalidOperationException>(() =>
            {
                batch.Resize(Shape with { Targets = TargetForm.Labels }, 1, 1);
                batch.Row(0, 1).SetLabels([1]);
            }).Message);
    }

    [Fact]
    public void AllSourcesGiveTheSameBatches()
    {
        SequenceArrays set = SequenceData.Make(23);
        string[] expected = Epoch(new BatchSource(set, new BatchOptions { BatchSize = 4, Shuffle = false }));
        Assert.Equal(6, expected.Length);
        Assert.Contains(expected, batch => batch.Contains("1 ", StringComparison.Ordinal));
        SequenceArrays padded = SequenceData.Make(23, padded: true);
        Assert.Equal(expected, Epoch(new BatchSource(padded, new BatchOptions { BatchSize = 4, Shuffle = false })));
        using StreamSource stream = Stream(set);
        Assert.Equal(expected, Epoch(stream));
        using PrefetchSource ahead = new(Stream(set));
        Assert.Equal(expected, Epoch(ahead));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void SharesTogetherAreTheWhole(int ranks)
    {
        SequenceArrays set = SequenceData.Make(23);
        Func<ISequenceSource>[] sources = [() => FitData.Source(set, 6), () => Stream(set), () => new Whole(FitData.Source(set, 6))];
        foreach (Func<ISequenceSource> create in sources)
        {
            ISequenceSource whole = create();
            ISequenceSource[] shares = [.. Enumerable.Range(0, ranks).Select(_ => create())];
            TrainingBatch all = new();
            while (whole.Read(all))
            {
                List<string> texts = [];
                for (int rank = 0; rank < ranks; rank++)
                {
                    TrainingBatch part = new();
                    Assert.True(shares[rank].ReadShare(part, new BatchShare(rank, ranks)));
                    texts.AddRange(Texts(part));
                }

                Assert.Equal(Texts(all), texts);
            }
        }
    }

    /// <summary>The digest is that of what the rows hold, whatever they are padded to.</summary>
    [Fact]
    public void TheDigestSeesLabels()
    {
        TrainingBatch batch = Batch([1, 2], [3]);
        string digest = BatchDigest.Of(batch);

        Assert.Equal(digest, BatchDigest.Of(Batch([1, 2], [3])));
        Assert.NotEqual(digest, BatchDigest.Of(Batch([1, 2], [4])));
        Assert.NotEqual(digest, BatchDigest.Of(Batch([1], [2, 3])));
        batch.Row(1, 6).SetLabels([3, 1, 1]);
        batch.Row(1, 6).SetLabels([3]);
        Assert.Equal(digest, BatchDigest.Of(batch));

        static TrainingBatch Batch(int[] first, int[] second)
        {
            TrainingBatch batch = new();
            batch.Resize(Shape, 2, 6);
            batch.Row(0, 6).SetLabels(first);
            batch.Row(1, 6).SetLabels(second);
            return batch;
        }
    }

    [Fact]
    public void HeadsHaveSequencesOfTheirOwn()
    {
        SequenceShape shape = Shape with
        {
            Targets = TargetForm.Labels,
            TargetSize = 3,
            MoreTargets = [new TargetShape(TargetForm.LabelSequences, 4, Blank: 3)],
        };
        HeadTarget more = HeadTarget.OfSequences((int[])[0, 1, 2], (int[])[1, 2]);
        SequenceArrays set = new(shape, (int[])[2, 3], new float[15], labels: (int[])[2, 1], moreTargets: [more]);
        TrainingBatch batch = new();
        new BatchSource(set, new BatchOptions { BatchSize = 2, Shuffle = false }).Read(batch);

        Assert.Equal([2, 1], batch.Labels.ToArray());
        Assert.Equal(["0", "1 2"], SequenceData.Rows(batch, 1).Select(ReferenceAlignment.Text));
        using StreamSource stream = new(
            shape,
            () =>
            [
                new SequenceExample(2)
                {
                    Inputs = new float[6],
                    Labels = (int[])[2],
                    MoreTargets = [HeadTarget.OfSequences((int[])[0, 1], (int[])[2])],
                },
            ],
            new StreamOptions { BatchSize = 1 });
        Assert.True(stream.Read(batch));
        Assert.Equal(["0 1"], SequenceData.Rows(batch, 1).Select(ReferenceAlignment.Text));
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Refused("Labels of sequence 1: label 0 is 5; it must be 0 to 4 without 0, the blank.", [1, 5, 2], [1, 1, 1]);
        Refused("Labels of sequence 0: label 0 is 0; it must be", [0, 1, 2], [1, 1, 1]);
        Refused(
            "Labels of sequence 1: 2 labels with 1 equal to the one before, which needs a blank between them, take at least 3 steps; the "
            + "row has 2.",
            [1, 3, 3], [1, 2, 0]);
        Refused("Labels: row 0 has -1 labels", [1, 2, 3], [-1, 2, 2]);
        Refused("Labels: there are 4 for 3 rows of up to 1 labels, 3 together", [1, 2, 3, 4], [1, 1, 1]);
        Refused("3 sequences of 9 steps together need 3 label lengths, but there are 2.", [1, 2], [1, 1]);
        Assert.Contains(
            "need 0 label lengths, but there are 3.",
            Assert.Throws<ArgumentException>(() => new SequenceArrays(
                Shape with { Targets = TargetForm.Labels }, (int[])[4, 2, 3], new float[27], labels: (int[])[1, 2, 3],
                labelLengths: (int[])[1, 1, 1])).Message);
        Example("The labels of example 0 of the stream: label 1 is 7; it must be 0 to 4 without 0, the blank.", [1, 7]);
        Example("The labels of example 0 of the stream: 3 labels with 0 equal to the one before", [1, 2, 3]);

        static void Refused(string message, int[] labels, int[] counts) => Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(
                () => new SequenceArrays(Shape, (int[])[4, 2, 3], new float[27], labels: labels, labelLengths: counts)).Message);

        static void Example(string message, int[] labels)
        {
            using StreamSource stream = new(
                Shape, () => [new SequenceExample(2) { Inputs = new float[6], Labels = labels }], new StreamOptions { BatchSize = 1 });
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => stream.Read(new TrainingBatch())).Message);
        }
    }

    private static StreamSource Stream(SequenceArrays set) =>
        new(Shape, () => SequenceData.Stream(set), new StreamOptions { BatchSize = 4, ShuffleBuffer = 0 });

    private static string[] Epoch(ISequenceSource source)
    {
        List<string> batches = [];
        TrainingBatch batch = new();
        while (source.Read(batch))
        {
            batches.Add($"{string.Join(' ', batch.Lengths.ToArray())}: {string.Join(" | ", Texts(batch))}: {batch.Inputs.ToArray().Sum()}");
        }

        return [.. batches];
    }

    private static string[] Texts(TrainingBatch batch) => [.. SequenceData.Rows(batch).Select(ReferenceAlignment.Text)];

    /// <summary>A source that reads whole batches, of which shares are kept.</summary>
    private sealed class Whole(ISequenceSource source) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public SourcePosition Position { get => source.Position; set => source.Position = value; }

        public bool Read(TrainingBatch batch) => source.Read(batch);
    }
}
