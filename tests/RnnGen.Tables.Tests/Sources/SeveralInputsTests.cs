using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

/// <summary>Floats of every step, tokens and floats of a whole sequence go together through every source.</summary>
public sealed class SeveralInputsTests
{
    private const int Count = 23, Vocabulary = 50;

    private static readonly SequenceShape Shape =
        new() { Features = 2, Vocabulary = Vocabulary, SequenceFeatures = 3, Targets = TargetForm.Labels, TargetSize = Count };

    private static readonly BatchOptions InOrder = new() { BatchSize = 5, Shuffle = false };

    [Theory]
    [InlineData(false, 0, null)]
    [InlineData(true, 0, null)]
    [InlineData(true, 2, null)]
    [InlineData(true, 0, 9)]
    public void EachRowHasAllInputsOfItsSequence(bool shuffle, int buckets, int? steps)
    {
        BatchSource source = new(Arrays(), new BatchOptions { BatchSize = 5, Shuffle = shuffle, BucketBatches = buckets, Steps = steps });
        List<int> ids = [];
        foreach (Copied batch in Samples.Epoch(source, 1))
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                int id = batch.Labels[row], padding = batch.Steps - Length(id);
                ids.Add(id);
                Assert.Equal(Length(id), batch.Lengths[row]);
                Assert.Equal(Inputs(id).Concat(new float[2 * padding]), batch.Inputs.Skip(row * batch.Steps * 2).Take(batch.Steps * 2));
                Assert.Equal(Tokens(id).Concat(new int[padding]), batch.Tokens.Skip(row * batch.Steps).Take(batch.Steps));
                Assert.Equal(SequenceInputs(id), batch.SequenceInputs.Skip(row * 3).Take(3));
            }
        }

        Assert.Equal(Enumerable.Range(0, Count), ids.Order());
    }

    [Fact]
    public void AStreamAndReadingAheadGiveTheSame()
    {
        List<Copied> expected = Samples.Rest(new BatchSource(Arrays(), InOrder));
        using StreamSource stream = new(Shape, Examples, new StreamOptions { BatchSize = 5 });
        using PrefetchSource ahead = new(new BatchSource(Arrays(), InOrder));

        Assert.Equal(expected, Samples.Rest(stream));
        Assert.Equal(expected, Samples.Rest(ahead));
        using StreamSource shuffled = new(Shape, Examples, new StreamOptions { BatchSize = Count, ShuffleBuffer = 4 });
        Copied all = Assert.Single(Samples.Rest(shuffled));
        Assert.NotEqual(Enumerable.Range(0, Count), all.Labels);
        Assert.Equal(all.Labels.SelectMany(SequenceInputs), all.SequenceInputs);
    }

    [Fact]
    public void ABatchGivesAllInputsToTheNetwork()
    {
        TrainingBatch batch = new();
        Assert.True(new BatchSource(Arrays(), InOrder).Read(batch));

        SequenceBatch sequences = batch.Sequences;
        Assert.Equal(batch.Inputs.ToArray(), sequences.Values.ToArray());
        Assert.Equal(batch.Tokens.ToArray(), sequences.Tokens.ToArray());
        Assert.Equal(batch.SequenceInputs.ToArray(), sequences.SequenceInputs.ToArray());
        Assert.Equal(batch.Lengths.ToArray(), sequences.Lengths.ToArray());

        SequenceBatch tokens = batch.TokenSequences;
        Assert.True(tokens.Values == sequences.Values && tokens.Tokens == sequences.Tokens && tokens.Lengths == sequences.Lengths);
        Assert.True(tokens.SequenceInputs == sequences.SequenceInputs);
    }

    [Fact]
    public void AnotherSizeBeginsWithZeros()
    {
        TrainingBatch batch = new();
        Assert.True(new BatchSource(Arrays(), InOrder).Read(batch));
        Assert.Contains(batch.SequenceInputs.ToArray(), value => value != 0);

        batch.Resize(Shape, 4, 2);
        Assert.Equal(new float[12], batch.SequenceInputs.ToArray());
        batch.Resize(Shape with { SequenceFeatures = 0 }, 4, 2);
        Assert.True(batch.SequenceInputs.IsEmpty && batch.Sequences.SequenceInputs.IsEmpty && batch.Row(0, 2).SequenceInputs.IsEmpty);
        Assert.Contains(
            "A batch of 4 rows x 2 steps of 2 features, 1000000000 features of a whole sequence and targets of 23 has 4000000000 values",
            Assert.Throws<ArgumentException>(() => batch.Resize(Shape with { SequenceFeatures = 1_000_000_000 }, 4, 2)).Message);
    }

    /// <summary>A set that writes nothing leaves zeros, not what another sequence had in the same place.</summary>
    [Fact]
    public void ARowBeginsWithZeros()
    {
        TrainingBatch batch = new();
        Assert.True(new BatchSource(Arrays(), InOrder).Read(batch));
        Assert.True(new BatchSource(new Nothing(), InOrder).Read(batch));

        Assert.Equal(new float[15], batch.SequenceInputs.ToArray());
        Assert.Equal(new float[batch.Rows * batch.Steps * 2], batch.Inputs.ToArray());
    }

    private sealed class Nothing : ISequenceSet
    {
        public SequenceShape Shape => SeveralInputsTests.Shape;

        public int Count => 5;

        public int Length(int index) => 3;

        public void Write(int index, BatchRow row)
        {
        }
    }

    [Fact]
    public void ASequenceMayHaveNothingButWhatAllItsStepsSee()
    {
        SequenceShape shape = new() { SequenceFeatures = 2, Steps = 4, Targets = TargetForm.Values, TargetSize = 1 };
        SequenceArrays arrays = new(
            shape, new[] { 4, 3 }, targets: new float[] { 5, 6 }, sequenceInputs: new float[] { 1, 2, 3, 4 });

        Copied batch = Assert.Single(Samples.Rest(new BatchSource(arrays, InOrder)));

        Assert.Equal((2, 4), (batch.Rows, batch.Steps));
        Assert.Equal([1, 2, 3, 4], batch.SequenceInputs);
        Assert.Empty(batch.Inputs);
        Assert.Empty(batch.Tokens);
    }

    [Fact]
    public void WhatDoesNotFitTogetherIsRefused()
    {
        Assert.Contains(
            "need 69 input values of whole sequences, but there are 68.", Refusal(() => Arrays(sequenceInputs: new float[68])));
        float[] bad = new float[69];
        bad[7] = float.NaN;
        Assert.Contains("Sequence input value 7 is NaN; it must be finite.", Refusal(() => Arrays(sequenceInputs: bad)));

        IEnumerable<SequenceExample> Open() =>
            Examples().Select((example, i) => i == 3 ? example with { SequenceInputs = default } : example);
        using StreamSource stream = new(Shape, Open, new StreamOptions { BatchSize = 5 });
        Assert.Equal(
            "Example 3 of the stream has 0 input values of the sequence; 3 were expected.",
            Refusal(() => stream.Read(new TrainingBatch())));
    }

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static int Length(int id) => id % 8;

    private static IEnumerable<float> Inputs(int id) => Enumerable.Range(0, 2 * Length(id)).Select(i => (float)((100 * id) + i + 1));

    private static IEnumerable<int> Tokens(int id) => Enumerable.Range(0, Length(id)).Select(step => 1 + ((id + step) % (Vocabulary - 1)));

    private static IEnumerable<float> SequenceInputs(int id) => [id + 0.25f, id + 0.5f, -id - 1];

    private static SequenceArrays Arrays(float[]? sequenceInputs = null)
    {
        IEnumerable<int> all = Enumerable.Range(0, Count);
        return new SequenceArrays(
            Shape, all.Select(Length).ToArray(), all.SelectMany(Inputs).ToArray(), all.SelectMany(Tokens).ToArray(), all.ToArray(),
            sequenceInputs: sequenceInputs ?? [.. all.SelectMany(SequenceInputs)]);
    }

    private static IEnumerable<SequenceExample> Examples() => Enumerable.Range(0, Count).Select(id => new SequenceExample(Length(id))
    {
        Inputs = Inputs(id).ToArray(),
        Tokens = Tokens(id).ToArray(),
        SequenceInputs = SequenceInputs(id).ToArray(),
        Labels = new[] { id },
    });
}
