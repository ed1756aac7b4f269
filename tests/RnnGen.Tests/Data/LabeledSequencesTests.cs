using System;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class LabeledSequencesTests
{
    [Fact]
    public void ImagesAndSlicesAreViewsOfTheSameMemory()
    {
        float[] values = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        LabeledSequences data = new(values, new[] { 2, 0, 1, 2 }, steps: 3, features: 2, classes: 3);
        Assert.Equal(4, data.Count);
        Assert.Equal([6f, 7f, 8f, 9f, 10f, 11f], data.Image(1).ToArray());

        LabeledSequences slice = data.Slice(1, 2);
        Assert.Equal([0, 1], slice.Labels.ToArray());
        Assert.Equal(data.Image(2).ToArray(), slice.Image(1).ToArray());
        values[6] = 99;
        Assert.Equal(99, slice.Image(0)[0]);

        SequenceBatch batch = data.Batch(2, 2);
        Assert.Equal((2, 3), (batch.BatchSize, batch.Steps));
        Assert.Equal(values[12..], batch.Values.ToArray());
    }

    [Fact]
    public void LengthsGoWithTheirSequences()
    {
        LabeledSequences data = new(new float[12], new int[4], steps: 3, features: 1, classes: 1, lengths: new[] { 3, 0, 2, 1 });
        Assert.Equal([3, 0, 2, 1], data.Lengths.ToArray());
        Assert.Equal([0, 2], data.Slice(1, 2).Lengths.ToArray());
        Assert.Equal([2], data.Slice(1, 3).Batch(1, 1).Lengths.ToArray());
        Assert.True(new LabeledSequences(new float[3], new int[1], 3, 1, 1).Batch(0, 1).Lengths.IsEmpty);
    }

    [Fact]
    public void InputsOfWholeSequencesGoWithTheirSequences()
    {
        float[] own = [1, 2, 3, 4, 5, 6, 7, 8];
        LabeledSequences data = new(
            new float[12], new int[4], steps: 3, features: 1, classes: 1, sequenceInputs: own, sequenceFeatures: 2);
        Assert.Equal(2, data.Shape.SequenceFeatures);
        Assert.Equal([3f, 4, 5, 6], data.Slice(1, 2).SequenceInputs.ToArray());
        Assert.Equal([5f, 6], data.Slice(1, 3).Batch(1, 1).SequenceInputs.ToArray());

        TrainingBatch batch = new();
        Assert.True(new BatchSource(data.Slice(1, 3), new BatchOptions { BatchSize = 3, Shuffle = false }).Read(batch));
        Assert.Equal([3f, 4, 5, 6, 7, 8], batch.SequenceInputs.ToArray());

        Assert.Equal(0, new LabeledSequences(new float[3], new int[1], 3, 1, 1).Shape.SequenceFeatures);
        Assert.Contains(
            "4 labels with 2 features of a whole sequence need 8 values, but there are 7.",
            Assert.Throws<ArgumentException>("sequenceInputs", () => new LabeledSequences(
                new float[12], new int[4], 3, 1, 1, sequenceInputs: own.AsMemory(1), sequenceFeatures: 2)).Message);
        Assert.Contains(
            "4 labels with 0 features of a whole sequence need 0 values, but there are 8.",
            Assert.Throws<ArgumentException>("sequenceInputs", () => new LabeledSequences(
                new float[12], new int[4], 3, 1, 1, sequenceInputs: own)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("sequenceFeatures", () => new LabeledSequences(
            new float[12], new int[4], 3, 1, 1, sequenceFeatures: -1));
    }

    [Fact]
    public void OneHotRowsHaveAOneAtTheClass()
    {
        LabeledSequences data = new(new float[3], new[] { 2, 0, 1 }, 1, 1, classes: 3);
        Assert.Equal([0f, 0, 1, 1, 0, 0, 0, 1, 0], data.OneHot());

        float[] row = [7, 7, 7];
        data.OneHot(2, row);
        Assert.Equal([0f, 1, 0], row);
        Assert.Contains(
            "has 3 values, but the span has 2", Assert.Throws<ArgumentException>("row", () => data.OneHot(0, new float[2])).Message);
        Assert.Contains(
            "Sequence 3 does not exist; there are 3", Assert.Throws<ArgumentOutOfRangeException>(() => data.OneHot(3, row)).Message);
    }

    [Fact]
    public void SizesThatDoNotFitAreNamed()
    {
        Assert.Contains(
            "2 labels with 3 steps of 4 features need 24 values, but there are 23",
            Assert.Throws<ArgumentException>("images", () => new LabeledSequences(new float[23], new int[2], 3, 4, 10)).Message);
        Assert.Contains(
            "Label 1 is 10; it must be between 0 and 9",
            Assert.Throws<ArgumentException>("labels", () => new LabeledSequences(new float[2], new[] { 9, 10 }, 1, 1, 10)).Message);
        Assert.Contains(
            "There are 2 lengths for 1 sequences",
            Assert.Throws<ArgumentException>("lengths", () => new LabeledSequences(new float[2], new int[1], 2, 1, 1, new int[2])).Message);
        Assert.Contains(
            "Length 1 is 3; it must be between 0 and 2",
            Assert.Throws<ArgumentException>("lengths", () => new LabeledSequences(
                new float[4], new int[2], 2, 1, 1, new[] { 2, 3 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new LabeledSequences(default, default, 0, 1, 1));
        LabeledSequences data = new(new float[2], new int[2], 1, 1, 1);
        Assert.Contains("1 to 3 do not lie within 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(1, 2)).Message);
        Assert.Equal(0, data.Slice(2, 0).Count);
    }
}
