using System;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Numerics;
using RnnGen.Tests.Networks;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The Q of A = Q·R by blocked reflections: sizes about a block of 64 and a tile of 8, wide and tall.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class OrthogonalMatrixTests : IDisposable
{
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 2, 1 }, { 3, 5 }, { 8, 8 }, { 63, 63 }, { 64, 64 }, { 65, 64 }, { 65, 65 }, { 67, 130 }, { 200, 3 }, { 131, 129 },
        { 200, 192 }, { 260, 200 },
    };

    public void Dispose() => Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;

    /// <summary>
    /// Gram and Schmidt's method in its modified order, whose R has a positive diagonal, gives the same matrix to rounding.
    /// </summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void ItIsTheMatrixOfTheDefinition(int rows, int columns)
    {
        int length = Math.Max(rows, columns), count = Math.Min(rows, columns);
        CounterRandom random = new(3, (ulong)rows);
        double[][] expected = [.. Enumerable.Range(0, count).Select(k =>
            Enumerable.Range(0, length).Select(i => random.Normal((ulong)((k * length) + i))).ToArray())];
        for (int k = 0; k < count; k++)
        {
            double norm = TensorPrimitives.Norm<double>(expected[k]);
            TensorPrimitives.Divide(expected[k], norm, expected[k]);
            for (int other = k + 1; other < count; other++)
            {
                double product = TensorPrimitives.Dot<double>(expected[k], expected[other]);
                TensorPrimitives.MultiplyAdd(expected[k], -product, expected[other], expected[other]);
            }
        }

        double[] actual = OrthogonalMatrix.Draw(random, rows, columns, threads: 1);
        Assert.Equal(rows * columns, actual.Length);
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < length; i++)
            {
                // A square matrix is ill-conditioned by about its size, in its last column more than in the first.
                Assert.Equal(expected[k][i], actual[rows < columns ? (k * columns) + i : (i * columns) + k], 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ColumnsOrRowsAreOrthonormalToADoublesRounding(int rows, int columns)
    {
        int length = Math.Max(rows, columns), count = Math.Min(rows, columns);
        double[] matrix = OrthogonalMatrix.Draw(new CounterRandom(7, 1), rows, columns, threads: 2);
        double worst = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = 0;
                for (int i = 0; i < length; i++)
                {
                    product += At(a, i) * At(b, i);
                }

                worst = Math.Max(worst, Math.Abs(product - (a == b ? 1 : 0)));
            }
        }

        Assert.InRange(worst, 0, 1e-13);

        double At(int vector, int i) => matrix[rows < columns ? (vector * columns) + i : (i * columns) + vector];
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ThreadsHaveNoEffect(int rows, int columns)
    {
        double[] expected = OrthogonalMatrix.Draw(new CounterRandom(1, 2), rows, columns, threads: 1);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int threads in new[] { 2, 3, 5 })
        {
            Assert.Equal(expected, OrthogonalMatrix.Draw(new CounterRandom(1, 2), rows, columns, threads));
        }
    }
}
