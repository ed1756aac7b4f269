using System;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Generated;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests.Sequences;

/// <summary>The loss of sequences of labels and its gradient with respect to the logits, against PyTorch and the definition.</summary>
[Trait("Category", "Numerics")]
public sealed class AlignmentTests
{
    private const double Tolerance = 5e-6;

    public static TheoryData<string> Files =>
        new(FixtureFolder.List(FixtureFolder.Default, "ctc").Where(file => file != "ctc/network.json"));

    [Fact]
    public void AllFilesAreThere() => Assert.Equal(10, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void LossesAndGradientsAreThoseOfPyTorch(string fixture)
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, fixture);
        AlignmentCase given = Read(root);
        double[] losses = given.Run<Simd256>(out float[] gradients, denominator: given.Lengths.Length);

        Close(root.Tensor("losses").Values, losses, relative: true);
        double[] expected = root.Tensor("gradients").Values;
        int row = given.Steps * given.Units;
        for (int i = 0; i < gradients.Length; i++)
        {
            bool isPadding = i % row / given.Units >= given.Lengths[i / row];
            Assert.Equal(expected[i], isPadding ? 0 : gradients[i], Tolerance);
        }
    }

    /// <summary>Of logits that are a little different the losses are others.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void AWrongLogitIsNoticed(string fixture)
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, fixture);
        AlignmentCase given = Read(root);
        float[] logits = [.. given.Logits];
        double[] gradients = root.Tensor("gradients").Values;
        logits[Array.IndexOf(gradients, gradients.MaxBy(Math.Abs))] += 0.05f;
        double[] losses = (given with { Logits = logits }).Run<Simd256>(out _);

        Assert.Contains(
            losses.Zip(root.Tensor("losses").Values), pair => Math.Abs(pair.First - pair.Second) > Tolerance * Math.Max(1, pair.Second));
    }

    /// <summary>All that five steps of three or four units can say: 1,024 paths.</summary>
    [Theory]
    [InlineData(1, 5, 3, 0)]
    [InlineData(2, 5, 4, 1)]
    [InlineData(3, 4, 4, 3)]
    [InlineData(4, 1, 3, 2)]
    public void TheLossIsTheSumOverAllPaths(ulong seed, int steps, int units, int blank)
    {
        for (ulong variant = 0; variant < 12; variant++)
        {
            AlignmentCase given = AlignmentCase.Random((seed * 100) + variant, 1, steps, units, blank, scale: 2);
            double[][] logits = given.Row(0);
            double expected = -Math.Log(ReferenceAlignment.All(logits, blank)[ReferenceAlignment.Text(given.Labels[0])]);

            Assert.Equal(expected, given.Run<Simd128>(out _)[0], Tolerance);
            Assert.Equal(expected, ReferenceAlignment.Loss(logits, given.Labels[0], blank), 1e-9);
        }
    }

    [Theory]
    [InlineData(1, 5, 9, 5, 0)]
    [InlineData(2, 4, 12, 17, 16)]
    [InlineData(3, 4, 40, 3, 1)]
    public void GradientsAreDifferenceQuotients(ulong seed, int rows, int steps, int units, int blank)
    {
        AlignmentCase given = AlignmentCase.Random(seed, rows, steps, units, blank);
        double[] losses = given.Run<Simd256>(out float[] gradients);
        for (int row = 0; row < rows; row++)
        {
            double[][] logits = given.Row(row);
            Assert.Equal(ReferenceAlignment.Loss(logits, given.Labels[row], blank), losses[row], 2e-5);
            double[] expected = ReferenceAlignment.Gradient(logits, given.Labels[row], blank);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], gradients[(row * steps * units) + i], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(5, 6, 30, 5, 0)]
    [InlineData(6, 6, 70, 33, 32)]
    [InlineData(7, 3, 9, 16, 5)]
    public void EveryVectorWidthGivesTheSameBits(ulong seed, int rows, int steps, int units, int blank)
    {
        AlignmentCase given = AlignmentCase.Random(seed, rows, steps, units, blank, scale: 3);
        double[] narrow = given.Run<Simd128>(out float[] gradients, weight: 0.3f, denominator: 7);

        Assert.Equal(narrow, given.Run<Simd256>(out float[] wide, weight: 0.3f, denominator: 7));
        Assert.Equal(narrow, given.Run<Simd512>(out float[] widest, weight: 0.3f, denominator: 7));
        SameBits(gradients, wide);
        SameBits(gradients, widest);
    }

    /// <summary>What the page about costs says that a thread holds.</summary>
    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(33, 15, 16)]
    [InlineData(40, 16, 32)]
    [InlineData(200, 99, 112)]
    public void AThreadHoldsWhatItIsSaidToHold(int steps, int labels, int width)
    {
        AlignmentScratch scratch = new();
        int[] sequence = [.. Enumerable.Range(0, labels).Select(i => 1 + (i % 2))];
        new AlignmentCase(new float[steps * 3], steps, 3, 0, [steps], [sequence]).Run<Simd256>(out _, scratch);

        Assert.Equal(sizeof(float) * (((steps + 4) * ((2 * width) + 18)) - 8), scratch.Bytes);
    }

    /// <summary>What a longer row has left behind is nowhere to be seen.</summary>
    [Fact]
    public void MemoryIsUsedAgain()
    {
        AlignmentScratch scratch = new();
        AlignmentCase large = AlignmentCase.Random(8, 2, 60, 20, 0), small = AlignmentCase.Random(9, 3, 11, 4, 3);
        double[] expected = small.Run<Simd256>(out float[] gradients);
        large.Run<Simd256>(out _, scratch);

        Assert.Equal(expected, small.Run<Simd256>(out float[] again, scratch));
        SameBits(gradients, again);
    }

    /// <summary>
    /// A thousand steps: probabilities of 10^-1500, of which the logarithm in floats would lose the gradient. The shares of the alignments
    /// add up to 1 at every step, and so the gradients of a step to 0.
    /// </summary>
    [Fact]
    public void LongRowsKeepTheirDigits()
    {
        const int steps = 1000, units = 12;
        AlignmentCase given = AlignmentCase.Random(10, 1, steps, units, 0, scale: 4);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => 1 + (i * 7 % 11))];
        given = given with { Labels = [labels] };
        double loss = given.Run<Simd256>(out float[] gradients)[0];
        double[] expected = LogReference(given.Row(0), labels, 0, out double reference);

        Assert.True(reference > 3000, $"The loss is {reference}.");
        Assert.Equal(1, loss / reference, 1e-6);
        for (int i = 0; i < gradients.Length; i++)
        {
            Assert.Equal(expected[i], gradients[i], 2e-5);
        }

        foreach (float[] step in gradients.Chunk(units))
        {
            Assert.Equal(0, step.Sum(), 1e-6);
        }
    }

    [Fact]
    public void WithoutStepsAndLabelsThereIsNoLoss()
    {
        AlignmentCase given = new(new float[2 * 3 * 4], 3, 4, 0, [0, 3], [[], []]);
        double[] losses = given.Run<Simd256>(out float[] gradients);

        Assert.Equal(0, losses[0]);
        Assert.Equal(3 * Math.Log(4), losses[1], 1e-6);
        Assert.Equal([-0.75f, 0.25f, 0.25f, 0.25f], gradients[12..16]);
    }

    [Fact]
    public void NaNStays()
    {
        for (int place = 0; place < 5; place++)
        {
            AlignmentCase given = AlignmentCase.Random(11, 1, 9, 5, 0);
            given.Logits[(4 * 5) + place] = float.NaN;
            Assert.True(double.IsNaN(given.Run<Simd256>(out float[] gradients)[0]));
            Assert.Contains(gradients, float.IsNaN);
        }
    }

    internal static AlignmentCase Read(JsonNode root)
    {
        Tensor logits = root.Tensor("logits");
        return new AlignmentCase(
            logits.ToFloats(), logits.Shape[1], logits.Shape[2], root.Int("blank"), root.Lengths("lengths"), ReadLabels(root));
    }

    internal static int[][] ReadLabels(JsonNode root)
    {
        int[] counts = root.Lengths("label_lengths");
        return
        [
            .. root.Get("labels").Items()
                .Select((row, index) => row.AsArray().Take(counts[index]).Select(label => (int)label!).ToArray()),
        ];
    }

    internal static void Close(double[] expected, double[] actual, bool relative = false)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], relative ? Tolerance * Math.Max(1, Math.Abs(expected[i])) : Tolerance);
        }
    }

    internal static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => Assert.True(
        expected.Length == actual.Length && System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(expected)
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(actual)),
        "The bits differ.");

    /// <summary>The gradient in double logarithms, forth and back.</summary>
    private static double[] LogReference(double[][] logits, int[] labels, int blank, out double loss)
    {
        int[] states = [blank, .. labels.SelectMany(label => new[] { label, blank })];
        double[][] logarithms = [.. logits.Select(y => y.Select(value => value - Log(y)).ToArray())];
        double[][] alpha = Forward(states, logarithms, blank);
        double[][] beta = Forward([.. states.Reverse()], [.. logarithms.Reverse()], blank);
        int steps = logits.Length, count = states.Length;
        double total = Log([alpha[^1][count - 1], alpha[^1][count - 2]]);
        loss = -total;
        double[] gradient = new double[steps * logits[0].Length];
        for (int step = 0; step < steps; step++)
        {
            for (int unit = 0; unit < logits[0].Length; unit++)
            {
                // Both hold the step's own logarithm.
                double share = 0;
                for (int s = 0; s < count; s++)
                {
                    share += states[s] == unit
                        ? Math.Exp(alpha[step][s] + beta[steps - 1 - step][count - 1 - s] - logarithms[step][unit] - total)
                        : 0;
                }

                gradient[(step * logits[0].Length) + unit] = Math.Exp(logarithms[step][unit]) - share;
            }
        }

        return gradient;
    }

    private static double[][] Forward(int[] states, double[][] logarithms, int blank)
    {
        double[][] alpha = new double[logarithms.Length][];
        for (int step = 0; step < alpha.Length; step++)
        {
            alpha[step] = new double[states.Length];
            for (int s = 0; s < states.Length; s++)
            {
                double reached = step == 0
                    ? s < 2 ? 0 : double.NegativeInfinity
                    : Log(
                    [
                        alpha[step - 1][s],
                        s > 0 ? alpha[step - 1][s - 1] : double.NegativeInfinity,
                        s > 1 && states[s] != blank && states[s] != states[s - 2] ? alpha[step - 1][s - 2] : double.NegativeInfinity,
                    ]);
                alpha[step][s] = reached + logarithms[step][states[s]];
            }
        }

        return alpha;
    }

    private static double Log(double[] values)
    {
        double largest = values.Max();
        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }
}
