using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>Labels that are read from logits, against all that the steps can say.</summary>
public sealed class CtcDecoderTests
{
    [Theory]
    [InlineData("0 1 1 0 1 2 2 0", 0, "1 1 2")]
    [InlineData("1 1 1", 0, "1")]
    [InlineData("0 0", 0, "")]
    [InlineData("2 0 0 1 2 2 0", 2, "0 1 0")]
    [InlineData("2 1 2 1 1", 1, "2 2")]
    [InlineData("", 0, "")]
    public void TheBestPathIsCollapsed(string path, int blank, string expected)
    {
        int[] steps = [.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        float[] logits = [.. steps.SelectMany(best => Enumerable.Range(0, 3).Select(unit => unit == best ? 0.5f : -unit))];
        int[] labels = new int[steps.Length];
        int count = new CtcDecoder(3, blank).Greedy(logits, labels);

        Assert.Equal(expected, ReferenceAlignment.Text(labels[..count]));
    }

    [Fact]
    public void OfEqualLogitsTheFirstCounts()
    {
        int[] labels = new int[2];
        Assert.Equal(0, new CtcDecoder(3).Greedy([1, 1, 1, 2, 0, 2], labels));
        Assert.Equal(1, new CtcDecoder(3, blank: 2).Greedy([1, 1, 1, 2, 0, 2], labels));
        Assert.Equal(0, labels[0]);
    }

    /// <summary>With room for all beginnings the beam is exact: the sequences by their probabilities, each summed over all paths.</summary>
    [Theory]
    [InlineData(1, 5, 3, 0)]
    [InlineData(2, 5, 4, 3)]
    [InlineData(3, 6, 3, 1)]
    [InlineData(4, 1, 4, 0)]
    public void AWideBeamFindsAllSequences(ulong seed, int steps, int units, int blank)
    {
        CtcDecoder decoder = new(units, blank);
        for (ulong variant = 0; variant < 10; variant++)
        {
            AlignmentCase given = AlignmentCase.Random((seed * 50) + variant, 1, steps, units, blank, scale: 2);
            KeyValuePair<string, double>[] expected =
                [.. ReferenceAlignment.All(given.Row(0), blank).OrderByDescending(sequence => sequence.Value)];
            int[] labels = new int[2000 * steps], lengths = new int[2000];
            double[] logarithms = new double[2000];
            int count = decoder.BeamSearch(given.Logits, 2000, labels, lengths, logarithms);

            Assert.Equal(expected.Length, count);
            Dictionary<string, double> all = expected.ToDictionary();
            for (int i = 0; i < count; i++)
            {
                string text = ReferenceAlignment.Text(labels[(i * steps)..((i * steps) + lengths[i])]);
                Assert.Equal(Math.Log(expected[i].Value), logarithms[i], 2e-5);
                Assert.Equal(Math.Log(all[text]), logarithms[i], 2e-5);
                Assert.True(all.Remove(text));
            }

            int[] best = new int[steps];
            int bestCount = decoder.BeamSearch(given.Logits, 2000, best, out double logarithm);
            Assert.Equal(labels[..lengths[0]], best[..bestCount]);
            Assert.Equal(logarithms[0], logarithm);
        }
    }

    /// <summary>The best path says nothing (0.36 of all paths), but most paths say 1: 2·0.6·0.4 + 0.4².</summary>
    [Fact]
    public void TheLikeliestLabelsAreNotThoseOfTheBestPath()
    {
        float[] logits = [MathF.Log(0.6f), MathF.Log(0.4f), MathF.Log(0.6f), MathF.Log(0.4f)];
        int[] labels = new int[2];
        CtcDecoder decoder = new(2);

        Assert.Equal(0, decoder.Greedy(logits, labels));
        Assert.Equal(1, decoder.BeamSearch(logits, 2, labels, out double logarithm));
        Assert.Equal(1, labels[0]);
        Assert.Equal(Math.Log(0.64), logarithm, 1e-6);

        // A beam of one keeps the likeliest beginning and no other.
        Assert.Equal(0, decoder.BeamSearch(logits, 1, labels, out logarithm));
        Assert.Equal(Math.Log(0.36), logarithm, 1e-6);
    }

    /// <summary>A beginning that has left the beam and comes again is one beginning with those that are longer and stayed.</summary>
    [Fact]
    public void NarrowBeamsNeverGiveASequenceTwice()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            AlignmentCase given = AlignmentCase.Random(700 + seed, 1, 25, 4, 0, scale: 1.5f);
            CtcDecoder decoder = new(4);
            int[] labels = new int[6 * 25], lengths = new int[6];
            double[] logarithms = new double[6];
            int count = decoder.BeamSearch(given.Logits, 6, labels, lengths, logarithms);
            string[] texts =
                [.. Enumerable.Range(0, count).Select(i => ReferenceAlignment.Text(labels[(i * 25)..((i * 25) + lengths[i])]))];

            Assert.Equal(6, count);
            Assert.Equal(texts.Distinct(), texts);
            Assert.Equal(logarithms.OrderDescending(), logarithms);
            for (int i = 0; i < count; i++)
            {
                // What the beam has lost is missing, and nothing counts twice.
                double whole = -ReferenceAlignment.Loss(given.Row(0), labels[(i * 25)..((i * 25) + lengths[i])], 0);
                Assert.True(logarithms[i] <= whole + 1e-4, $"Sequence {i} has {logarithms[i]}, all of its paths {whole}.");
            }
        }
    }

    [Fact]
    public void EquallyLikelySequencesComeShortestAndSmallestFirst()
    {
        int[] labels = new int[6 * 1], lengths = new int[3];
        double[] logarithms = new double[3];
        int count = new CtcDecoder(3, blank: 1).BeamSearch([0, 0, 0], 3, labels, lengths, logarithms);

        Assert.Equal(3, count);
        Assert.Equal([0, 1, 1], lengths);
        Assert.Equal([0, 2], labels[1..3]);
        Assert.Equal(2, new CtcDecoder(3, blank: 1).BeamSearch([0, 0, 0], 2, labels, lengths.AsSpan(0, 2), logarithms.AsSpan(0, 2)));
        Assert.Equal(0, labels[1]);
    }

    [Fact]
    public void WhatIsImpossibleIsNeverSaid()
    {
        const float never = float.NegativeInfinity;
        int[] labels = new int[8], lengths = new int[4];
        double[] logarithms = new double[4];
        int count = new CtcDecoder(3).BeamSearch([never, 1, never, never, never, 1], 4, labels, lengths, logarithms);

        Assert.Equal(1, count);
        Assert.Equal([1, 2], labels[..2]);
        Assert.Equal(0, logarithms[0], 1e-6);
        Assert.Equal(0, new CtcDecoder(3).BeamSearch([], 4, labels, out double nothing));
        Assert.Equal(0, nothing);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        CtcDecoder decoder = new(3);
        int[] labels = new int[2];
        Assert.Contains("7 logits are no whole steps of 3.", Refused(() => decoder.Greedy(new float[7], labels)));
        Assert.Contains("There is room for 2 labels; 3 steps can have as many.", Refused(() => decoder.Greedy(new float[9], labels)));
        Assert.Contains(
            "There is room for 2 labels; 3 steps", Refused(() => decoder.BeamSearch(new float[9], 3, labels, out _)));
        Assert.Contains(
            "The largest logit of step 1 is NaN", Refused(() => decoder.BeamSearch([0, 0, 0, 0, float.NaN, 0], 3, labels, out _)));
        Assert.Contains(
            "The largest logit of step 0 is -∞",
            Refused(() => decoder.BeamSearch([.. Enumerable.Repeat(float.NegativeInfinity, 3)], 3, labels, out _))
                .Replace("-Infinity", "-∞", StringComparison.Ordinal));
        Assert.Contains(
            "3 lengths, 2 probabilities and 2 labels were given for a beam of 2; there must be as many probabilities as lengths, 1 to 2, "
            + "and 1 labels for each.",
            Refused(() => decoder.BeamSearch(new float[3], 2, labels, new int[3], new double[2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.BeamSearch(new float[3], 0, labels, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcDecoder(1));
        Assert.Contains(
            "The blank is 3; with 3 outputs it must be 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CtcDecoder(3, 3)).Message);

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("1 2 3", "", 3)]
    [InlineData("", "1 2", 2)]
    [InlineData("1 2 3", "1 2 3", 0)]
    [InlineData("1 2 3", "1 3", 1)]
    [InlineData("1 2 3", "2 1 3", 2)]
    [InlineData("3 1 4 4 5 2", "3 1 4 4 1 2 2", 2)]
    public void EditsAreCounted(string one, string other, int expected)
    {
        int[] first = Parse(one), second = Parse(other);
        Assert.Equal(expected, LabelErrorRateMetric.EditDistance(first, second));
        Assert.Equal(expected, LabelErrorRateMetric.EditDistance(second, first));

        static int[] Parse(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    [Fact]
    public void TheErrorRateIsEditsByLabels()
    {
        LabelErrorRateMetric metric = new(), beam = new(beamWidth: 8);
        HeadInfo head = new("", 3, true, true) { Blank = 0 };
        metric.Reset(head);
        beam.Reset(head);
        Assert.True(double.IsNaN(metric.Value));
        float[] says = [0, 9, 0, 9, 0, 0, 0, 0, 9];
        foreach (LabelErrorRateMetric one in new[] { metric, beam })
        {
            one.AddSequence(says, [1, 2]);
            Assert.Equal(0, one.Value);
            one.AddSequence(says, [1, 1, 2, 2]);
            Assert.Equal(2.0 / 6, one.Value, 1e-12);
            one.AddSequence(says, []);
            Assert.Equal(4.0 / 6, one.Value, 1e-12);
        }

        double[] sums = new double[2];
        metric.GetSums(sums);
        Assert.Equal([4, 6], sums);
        metric.Reset(head);
        metric.AddSequence(says, []);
        Assert.Equal(double.PositiveInfinity, metric.Value);
        metric.SetSums([3, 12]);
        Assert.Equal(0.25, metric.Value);
        Assert.False(metric.HigherIsBetter);
        Assert.Throws<NotSupportedException>(() => metric.Add(says, 1));
        Assert.Throws<ArgumentException>(() => metric.Reset(new HeadInfo("", 3, true, true)));
        Assert.Throws<InvalidOperationException>(() => new LabelErrorRateMetric().AddSequence(says, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelErrorRateMetric(-1));
        Assert.Throws<NotSupportedException>(() => new AccuracyMetric().AddSequence(says, [1]));
    }
}
