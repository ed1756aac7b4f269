using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Models;

public sealed class ParameterInitializerTests
{
    private const int FanIn = 30, FanOut = 50;

    public static TheoryData<string, ParameterInitializer, double> Distributions => new()
    {
        // Name, initializer, standard deviation: of a uniform distribution limit / √3.
        { "glorot_uniform", ParameterInitializer.GlorotUniform(FanIn, FanOut), Math.Sqrt(2.0 / (FanIn + FanOut)) },
        { "glorot_normal", ParameterInitializer.GlorotNormal(FanIn, FanOut), Math.Sqrt(2.0 / (FanIn + FanOut)) },
        { "he_uniform", ParameterInitializer.HeUniform(FanIn), Math.Sqrt(2.0 / FanIn) },
        { "he_normal", ParameterInitializer.HeNormal(FanIn), Math.Sqrt(2.0 / FanIn) },
        { "lecun_uniform", ParameterInitializer.LecunUniform(FanIn), Math.Sqrt(1.0 / FanIn) },
        { "lecun_normal", ParameterInitializer.LecunNormal(FanIn), Math.Sqrt(1.0 / FanIn) },
        { "pytorch", ParameterInitializer.InverseRootUniform(16), 0.25 / Math.Sqrt(3) },
        { "uniform", ParameterInitializer.Uniform(0.6f), 0.6 / Math.Sqrt(3) },
        { "normal", ParameterInitializer.Normal(0.2f), 0.2 },
        { "truncated_normal", ParameterInitializer.TruncatedNormal(0.2f), 0.2 * 0.87962566 },
        { "moved", ParameterInitializer.Normal(0.2f) with { Mean = -1 }, 0.2 },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void MeanDeviationAndLimitsAreThoseOfTheDistribution(string name, ParameterInitializer initializer, double deviation)
    {
        const int Count = 200_000;
        double[] values = [.. Fill(initializer, [400, 500]).Select(value => (double)value - initializer.Mean)];
        double most = values.Max(Math.Abs);
        Assert.Equal(0, values.Average(), 5 * deviation / Math.Sqrt(Count));

        // Five standard errors of the second moment, whose kurtosis is at most the normal distribution's.
        Assert.Equal(1, values.Average(x => x * x) / (deviation * deviation), 5 * Math.Sqrt(2.0 / Count));
        (double low, double high) = initializer.Kind switch
        {
            InitializerKind.Uniform => (0.999 * initializer.Value, initializer.Value),
            InitializerKind.TruncatedNormal => (1.99 * initializer.Value, 2 * initializer.Value),
            _ => (3.5 * initializer.Value, 6 * initializer.Value),
        };
        Assert.True(most >= low && most <= high * 1.000001, $"{name}: {most} is not in {low} to {high}.");
    }

    [Fact]
    public void ConstantsAreConstant()
    {
        Assert.Equal([0f, 0, 0], Fill(ParameterInitializer.Zeros, [3]));
        Assert.Equal([1f, 1, 1], Fill(ParameterInitializer.Ones, [3]));
        Assert.Equal([2.5f], Fill(ParameterInitializer.Constant(2.5f), []));
        Assert.Contains("A fan of 0", Assert.Throws<ArgumentOutOfRangeException>(() => ParameterInitializer.HeNormal(0)).Message);
    }

    // Of the same algorithms written in Python from the papers; any machine with IEEE arithmetic gets these bits.
    [Theory]
    [MemberData(nameof(Stored))]
    public void TheBitsAreTheSameEverywhere(ParameterInitializer initializer, int[] shape, uint expected) =>
        Assert.Equal(expected, Hash(Fill(initializer, shape, seed: 9)));

    public static TheoryData<ParameterInitializer, int[], uint> Stored => new()
    {
        { ParameterInitializer.Orthogonal(1.5f), [21, 9], 0x998a1fa7 },
        { ParameterInitializer.Orthogonal(1.5f), [9, 21], 0x7366db5f },
        { ParameterInitializer.Orthogonal(1.5f), [16, 16], 0xdc098427 },
        { ParameterInitializer.Normal(0.3f), [10, 20], 0x1fd2c425 },
        { ParameterInitializer.TruncatedNormal(0.3f), [10, 20], 0xdbff77e9 },
        { ParameterInitializer.Uniform(0.3f), [10, 20], 0x1bd0ff2e },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(40, 40)]
    [InlineData(33, 130)]
    [InlineData(300, 41)]
    [InlineData(128, 512)]
    public void ColumnsOrRowsAreOrthonormal(int rows, int columns)
    {
        const float Gain = 0.5f;
        float[] matrix = Fill(ParameterInitializer.Orthogonal(Gain), [rows, columns]);
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i => (double)At(a, i) * At(b, i)) / (Gain * Gain);
                Assert.Equal(a == b ? 1 : 0, product, 1e-6);
            }
        }

        float At(int vector, int i) => rows >= columns ? matrix[(i * columns) + vector] : matrix[(vector * columns) + i];
    }

    [Fact]
    public void AllOrthogonalMatricesAreEquallyLikely()
    {
        // Without a fixed sign of R's diagonal the trace would be biased; of matrices drawn evenly its mean is 0, its variance 1.
        const int Size = 6, Draws = 4000;
        double[] traces = [.. Enumerable.Range(0, Draws).Select(draw =>
        {
            double[] matrix = OrthogonalMatrix.Draw(new CounterRandom(5, (ulong)draw), Size, Size, threads: 1);
            return Enumerable.Range(0, Size).Sum(i => matrix[i * (Size + 1)]);
        })];
        Assert.Equal(0, traces.Average(), 5 / Math.Sqrt(Draws));
        Assert.Equal(1, traces.Average(x => x * x), 5 * Math.Sqrt(2.0 / Draws));
    }

    [Fact]
    public void RegionsLieOverTheRestInTheirOrder()
    {
        float[] values = Fill(
            ParameterInitializer.Constant(7),
            [4, 5],
            new InitializerRegion(0, 4, 1, 2, ParameterInitializer.Ones),
            new InitializerRegion(1, 2, 2, 3, ParameterInitializer.Constant(3)));
        Assert.Equal([7f, 1, 1, 7, 7, 7, 1, 3, 3, 3, 7, 1, 3, 3, 3, 7, 1, 1, 7, 7], values);
        Assert.Equal([0f, 1, 1, 0], Fill(ParameterInitializer.Zeros, [4], new InitializerRegion(0, 1, 1, 2, ParameterInitializer.Ones)));
        Assert.Equal([2f], Fill(ParameterInitializer.Zeros, [], new InitializerRegion(0, 1, 0, 1, ParameterInitializer.Constant(2))));
    }

    [Fact]
    public void RegionsHaveNumbersOfTheirOwn()
    {
        float[] values = Fill(
            ParameterInitializer.Uniform(1),
            [30, 10],
            new InitializerRegion(0, 10, 0, 10, ParameterInitializer.Uniform(1)),
            new InitializerRegion(10, 10, 0, 10, ParameterInitializer.Uniform(1)));
        Assert.Equal(300, values.Distinct().Count());

        // The rest is what it is without regions, and a region is what it is at the same place among others.
        Assert.Equal(Fill(ParameterInitializer.Uniform(1), [30, 10])[200..], values[200..]);
        Assert.Equal(
            values[..100],
            Fill(ParameterInitializer.Zeros, [10, 10], new InitializerRegion(0, 10, 0, 10, ParameterInitializer.Uniform(1))));
    }

    [Fact]
    public void AMatrixMayLieInSeveralParameters()
    {
        // As Keras' recurrent kernel [4, 12] of a GRU: 8 columns in one parameter, 4 in another, each below 3 rows of inputs.
        InitializerRegion gates = new(3, 4, 0, 8, ParameterInitializer.Orthogonal()) { Matrix = new SharedMatrix(0, 12, 0) };
        InitializerRegion candidate = new(3, 4, 0, 4, ParameterInitializer.Orthogonal()) { Matrix = new SharedMatrix(0, 12, 8) };
        ModelDescription description = SmallModel.Describe("G", "g", ("gates", [7, 8], default), ("candidate", [7, 4], default));
        ModelParameters parameters = new(
            description with
            {
                Parameters =
                [
                    description.Parameters[0] with { Regions = [gates] }, description.Parameters[1] with { Regions = [candidate] },
                ],
            },
            seed: 4);
        double[][] rows = [.. Enumerable.Range(3, 4).Select(row => (double[])
            [
                .. parameters["gates"].Slice(row * 8, 8).ToArray().Select(x => (double)x),
                .. parameters["candidate"].Slice(row * 4, 4).ToArray().Select(x => (double)x),
            ])];
        for (int a = 0; a < 4; a++)
        {
            for (int b = 0; b < 4; b++)
            {
                Assert.Equal(a == b ? 1 : 0, rows[a].Zip(rows[b], (x, y) => x * y).Sum(), 1e-6);
            }
        }

        Assert.All(parameters["gates"][..24].ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0, 5, 0, 5, "x: a region of 5 rows from 0 on does not lie within 4.")]
    [InlineData(-1, 2, 0, 5, "x: a region of 2 rows from -1 on does not lie within 4.")]
    [InlineData(0, 0, 0, 5, "x: a region of 0 rows from 0 on does not lie within 4.")]
    [InlineData(0, 4, 3, 3, "x: a region of 3 columns from 3 on does not lie within 5.")]
    [InlineData(int.MaxValue, int.MaxValue, 0, 5, "x: a region of 2147483647 rows from 2147483647 on does not lie within 4.")]
    public void ARegionMustLieWithinItsParameter(int row, int rows, int column, int columns, string message) => Assert.Equal(
        message,
        Assert.Throws<ArgumentException>(() => Fill(default, [4, 5], new InitializerRegion(row, rows, column, columns, default))).Message);

    [Fact]
    public void ARegionMustLieWithinItsSharedMatrix() => Assert.Equal(
        "x: a region of 5 columns of the shared matrix 2 from 6 on does not lie within 10.",
        Assert.Throws<ArgumentException>(() => Fill(
            default, [4, 5], new InitializerRegion(0, 4, 0, 5, default) { Matrix = new SharedMatrix(2, 10, 6) })).Message);

    private static float[] Fill(ParameterInitializer initializer, int[] shape, params InitializerRegion[] regions) =>
        Fill(initializer, shape, 3, regions);

    private static float[] Fill(ParameterInitializer initializer, int[] shape, ulong seed, params InitializerRegion[] regions)
    {
        ModelDescription description = SmallModel.Describe("One", "o", ("x", shape, initializer));
        return new ModelParameters(
            description with { Parameters = [description.Parameters[0] with { Regions = regions }] }, seed)["x"].ToArray();
    }

    /// <summary>FNV-1a over whole words.</summary>
    private static uint Hash(IEnumerable<float> values) =>
        values.Aggregate(2166136261, (hash, value) => (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619);
}
