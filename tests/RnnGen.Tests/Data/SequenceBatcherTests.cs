using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class SequenceBatcherTests
{
    private const int Count = 10, Steps = 2, Features = 3, Size = Steps * Features, Classes = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(10)]
    public void EveryEpochHasEveryExampleOnceAndBatchesJoinEpochs(int batch)
    {
        const int Epochs = 12;
        int[] drawn = Draw(new SequenceBatcher(Data(), 7), batch, Epochs * Count / batch);
        List<int[]> epochs = [.. drawn.Chunk(Count).Where(epoch => epoch.Length == Count)];
        Assert.True(epochs.Count >= Epochs - 1);
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Count), epoch.Order()));

        // Each epoch has an order of its own, the first one too; 10! makes an accident unlikely and the seed is fixed.
        Assert.Equal(epochs.Count, epochs.Select(epoch => string.Join(',', epoch)).Distinct().Count());
        Assert.DoesNotContain(epochs, epoch => epoch.SequenceEqual(Enumerable.Range(0, Count)));
    }

    [Fact]
    public void TheOrderDependsOnTheSeedAloneAndNotOnTheBatchSize()
    {
        int[] expected = Draw(new SequenceBatcher(Data(), 3), 5, 12);
        Assert.Equal(expected, Draw(new SequenceBatcher(Data(), 3), 5, 12));
        Assert.Equal(expected, Draw(new SequenceBatcher(Data(), 3), 4, 15));
        Assert.NotEqual(expected, Draw(new SequenceBatcher(Data(), 4), 5, 12));
    }

    [Fact]
    public void EpochsAreCountedAsTensorFlowCountsThem()
    {
        SequenceBatcher batcher = new(Data(), 1);
        List<(int Epochs, int Index)> seen = [];
        foreach (int batch in (int[])[4, 4, 4, 8, 1, 10])
        {
            Draw(batcher, batch, 1);
            seen.Add((batcher.EpochsCompleted, batcher.IndexInEpoch));
        }

        // The batch that takes the last example (8 after 2) leaves the epoch open; the next one completes it.
        Assert.Equal([(0, 4), (0, 8), (1, 2), (1, 10), (2, 1), (3, 1)], seen);
    }

    [Fact]
    public void OneHotRowsAndLabelsAreTheSameBatch()
    {
        SequenceBatcher byLabel = new(Data(), 9), byRow = new(Data(), 9);
        float[] images = new float[4 * Size], otherImages = new float[4 * Size], rows = new float[4 * Classes];
        int[] labels = new int[4];
        for (int draw = 0; draw < 6; draw++)
        {
            byLabel.NextBatch(images, labels);
            byRow.NextBatch(otherImages, rows);
            Assert.Equal(images, otherImages);
            Assert.Equal(labels, rows.Chunk(Classes).Select(row => Array.IndexOf(row, 1f)));
            Assert.All(rows.Chunk(Classes), row => Assert.Equal(1f, row.Sum()));
        }
    }

    [Fact]
    public void LengthsGoWithTheirSequences()
    {
        int[] lengths = [.. Enumerable.Range(0, Count).Select(i => i % (Steps + 1))];
        LabeledSequences data = new(Data().Images.ToArray(), Data().Labels.ToArray(), Steps, Features, Classes, lengths);
        SequenceBatcher byLabel = new(data, 9), byRow = new(data, 9), full = new(Data(), 9);
        float[] images = new float[4 * Size];
        int[] drawn = new int[4], drawnByRow = new int[4], fullLengths = new int[4], labels = new int[4];
        for (int draw = 0; draw < 6; draw++)
        {
            byLabel.NextBatch(images, labels, drawn);
            byRow.NextBatch(images, new float[4 * Classes], drawnByRow);
            full.NextBatch(images, labels, fullLengths);
            int[] expected = [.. images.Chunk(Size).Select(image => lengths[(int)image[0]])];
            Assert.Equal(expected, drawn);
            Assert.Equal(expected, drawnByRow);
            Assert.Equal([Steps, Steps, Steps, Steps], fullLengths);
        }

        Assert.Contains(
            "several lengths: a batch needs a span",
            Assert.Throws<ArgumentException>("lengths", () => byLabel.NextBatch(images, labels)).Message);
        Assert.Contains(
            "A batch of 4 sequences has 4 lengths, but the span has 3",
            Assert.Throws<ArgumentException>("lengths", () => full.NextBatch(images, labels, new int[3])).Message);
        Assert.Equal(24 % Count, byLabel.IndexInEpoch);
    }

    [Fact]
    public void InputsOfWholeSequencesGoWithTheirSequences()
    {
        float[] own = [.. Enumerable.Range(0, 2 * Count).Select(i => i + 0.5f)];
        LabeledSequences data = new(
            Data().Images.ToArray(), Data().Labels.ToArray(), Steps, Features, Classes, sequenceInputs: own, sequenceFeatures: 2);
        SequenceBatcher byLabel = new(data, 9), byRow = new(data, 9);
        float[] images = new float[4 * Size], drawn = new float[8], drawnByRow = new float[8];
        for (int draw = 0; draw < 6; draw++)
        {
            byLabel.NextBatch(images, new int[4], sequenceInputs: drawn);
            byRow.NextBatch(images, new float[4 * Classes], sequenceInputs: drawnByRow);
            float[] expected = [.. images.Chunk(Size).SelectMany(image => own.Skip(2 * (int)image[0]).Take(2))];
            Assert.Equal(expected, drawn);
            Assert.Equal(expected, drawnByRow);
        }

        Assert.Contains(
            "A batch of 4 sequences of 2 features of a whole sequence has 8 of them, but the span has 0.",
            Assert.Throws<ArgumentException>("sequenceInputs", () => byLabel.NextBatch(images, new int[4])).Message);
        Assert.Contains(
            "A batch of 4 sequences of 0 features of a whole sequence has 0 of them, but the span has 8.",
            Assert.Throws<ArgumentException>(
                "sequenceInputs", () => new SequenceBatcher(Data(), 1).NextBatch(images, new int[4], sequenceInputs: drawn)).Message);
        Assert.Equal(24 % Count, byLabel.IndexInEpoch);
    }

    [Fact]
    public void SpansThatDoNotFitAreNamedAndDrawNothing()
    {
        SequenceBatcher batcher = new(Data(), 1);
        Assert.Contains(
            "A batch of 11 cannot be drawn from a data set of 10",
            Assert.Throws<ArgumentException>("labels", () => batcher.NextBatch(new float[11 * Size], new int[11])).Message);
        Assert.Contains(
            "A batch of 11 cannot be drawn from a data set of 10",
            Assert.Throws<ArgumentException>("oneHot", () => batcher.NextBatch(new float[11 * Size], new float[11 * Classes])).Message);
        Assert.Contains(
            "A batch of 0", Assert.Throws<ArgumentException>("labels", () => batcher.NextBatch([], Array.Empty<int>())).Message);
        Assert.Contains(
            "A batch of 2 sequences of 2 x 3 has 12 values, but the span has 11",
            Assert.Throws<ArgumentException>("images", () => batcher.NextBatch(new float[11], new int[2])).Message);
        Assert.Contains(
            "have 4 values, but the span has 9",
            Assert.Throws<ArgumentException>("oneHot", () => batcher.NextBatch(new float[12], new float[9])).Message);
        Assert.Equal(0, batcher.IndexInEpoch);
        Assert.Contains(
            "data set of 0",
            Assert.Throws<ArgumentException>(() => new SequenceBatcher(Data().Slice(0, 0), 1).NextBatch([], new int[1])).Message);
    }

    [Fact]
    public void ABatchAllocatesNothing()
    {
        SequenceBatcher batcher = new(Data(), 1);
        float[] images = new float[4 * Size], rows = new float[4 * Classes];
        int[] labels = new int[4];
        batcher.NextBatch(images, labels);
        batcher.NextBatch(images, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            batcher.NextBatch(images, labels);
            batcher.NextBatch(images, rows);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(batcher.EpochsCompleted > 30);
    }

    /// <summary>Example i has the label i mod 4 and only values i.</summary>
    private static LabeledSequences Data() => new(
        Enumerable.Range(0, Count * Size).Select(i => (float)(i / Size)).ToArray(),
        Enumerable.Range(0, Count).Select(i => i % Classes).ToArray(), Steps, Features, Classes);

    /// <summary>Draws batches and returns the examples in order, each checked to be whole and to have its own label.</summary>
    private static int[] Draw(SequenceBatcher batcher, int batch, int batches)
    {
        List<int> examples = [];
        float[] images = new float[batch * Size];
        int[] labels = new int[batch];
        for (int draw = 0; draw < batches; draw++)
        {
            batcher.NextBatch(images, labels);
            for (int row = 0; row < batch; row++)
            {
                int example = (int)images[row * Size];
                Assert.All(images[(row * Size)..((row + 1) * Size)], value => Assert.Equal(example, value));
                Assert.Equal(example % Classes, labels[row]);
                examples.Add(example);
            }
        }

        return [.. examples];
    }
}
