using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

public sealed class NormalDistributionTests
{
    // Of Python 3's statistics.NormalDist().inv_cdf, which agrees with tables.
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-16, -8.222082216130435)]
    [InlineData(1.1102230246251565e-16, -8.209536151601386)]
    [InlineData(1e-05, -4.2648907939228256)]
    [InlineData(0.0227501319481792, -2.0)]
    [InlineData(0.07499, -1.4396021182393162)]
    [InlineData(0.0750001, -1.4395307645017297)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.4999, -0.0002506628300880075)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.9251, 1.4402382675279632)]
    [InlineData(0.999999, 4.753424308817089)]
    [InlineData(0.9999999999999999, 8.209536151601386)]
    public void QuantilesAreThoseOfTables(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(probability), 2e-15 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void TheLogarithmIsExactToTheLastBits()
    {
        Random random = new(3);
        foreach (double value in Enumerable.Range(0, 2000).Select(_ => Math.ScaleB(1 + random.NextDouble(), random.Next(-1022, 1023))))
        {
            double expected = Math.Log(value);
            Assert.Equal(expected, NormalDistribution.Log(value), 4e-16 * Math.Max(1, Math.Abs(expected)));
        }

        Assert.Equal(0, NormalDistribution.Log(1));
    }

    [Fact]
    public void NormalNumbersHaveTheMomentsOfTheDistribution()
    {
        const int Count = 200_000;
        double[] numbers = Draw(Count, static (random, index) => random.Normal(index));

        // Five standard errors: of the mean 1/√n, of the variance √(2/n), of the third and fourth moment √(15/n) and √(96/n).
        double unit = 5 / Math.Sqrt(Count);
        Assert.Equal(0, numbers.Average(), unit);
        Assert.Equal(1, numbers.Average(x => x * x), unit * Math.Sqrt(2));
        Assert.Equal(0, numbers.Average(x => x * x * x), unit * Math.Sqrt(15));
        Assert.Equal(3, numbers.Average(x => x * x * x * x), unit * Math.Sqrt(96));

        // Neighbours do not depend on each other.
        Assert.Equal(0, numbers.Skip(1).Zip(numbers).Average(pair => pair.First * pair.Second), unit);
    }

    [Fact]
    public void TruncatedNumbersEndAtTwoStandardDeviations()
    {
        const int Count = 200_000;
        double[] numbers = Draw(Count, static (random, index) => random.TruncatedNormal(index));
        Assert.InRange(numbers.Max(), 1.99, 2);
        Assert.InRange(numbers.Min(), -2, -1.99);
        Assert.Equal(0, numbers.Average(), 5 / Math.Sqrt(Count));

        // TensorFlow's number, by which its initializers divide.
        Assert.Equal(0.87962566103423978, Math.Sqrt(numbers.Average(x => x * x)), 4 / Math.Sqrt(Count));
    }

    // Of the same algorithms written in Python from the papers: any machine with IEEE arithmetic gets these bits.
    [Fact]
    public void TheBitsAreTheSameEverywhere()
    {
        CounterRandom random = new(seed: 7, stream: 2);
        ulong[] normal = [.. Enumerable.Range(0, 6).Select(index => BitConverter.DoubleToUInt64Bits(random.Normal((ulong)index)))];
        ulong[] truncated =
        [
            .. Enumerable.Range(0, 6).Select(index => BitConverter.DoubleToUInt64Bits(random.TruncatedNormal((ulong)index))),
        ];
        Assert.Equal(StoredNormal, normal);
        Assert.Equal(StoredTruncated, truncated);

        // All of the centre, the middle and the tail of the approximation.
        ulong hash = 14695981039346656037;
        foreach (double number in Draw(20_000, static (random, index) => random.Normal(index)))
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(number)) * 1099511628211;
        }

        Assert.Equal(StoredHash, hash);
    }

    private const ulong StoredHash = 0x7203e9924bdb1535;

    private static IEnumerable<ulong> StoredNormal =>
        [0x3ff924627f746992, 0xbfd0e8f3b7135e7e, 0x3ff7995c85f27d7c, 0x3ff70c9ece0c4dd0, 0x3fd3cfe5af02a6d9, 0x3fc8db7850542faf];

    private static IEnumerable<ulong> StoredTruncated =>
        [0x3ff6ae6e9cf9ffc3, 0xbfd01fa8497e3d99, 0x3ff57bf741ecde5a, 0x3ff50bae0ad40c46, 0x3fd2e222d9fe183f, 0x3fc7b6837a72ba7e];

    private static double[] Draw(int count, Func<CounterRandom, ulong, double> draw)
    {
        CounterRandom random = new(seed: 1, stream: 5);
        return [.. Enumerable.Range(0, count).Select(index => draw(random, (ulong)index))];
    }
}
