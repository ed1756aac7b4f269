using System;
using System.Linq;
using Xunit;

namespace RnnGen.Reports.Tests;

public sealed class ThinningTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    public void AShortCurveStaysWhole(int count) => Assert.Equal(Enumerable.Range(0, count), Thinning.Keep(new double[count]));

    [Theory]
    [InlineData(2001)]
    [InlineData(12_345)]
    [InlineData(1_000_003)]
    public void ALongCurveKeepsEndsExtremesAndGaps(int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Math.Sin(i * 0.01) + (i % 17 * 1e-3);
        }

        (int lowest, int highest, int nan, int infinite) = (count / 3, count / 2, count / 5, count * 4 / 5);
        (values[lowest], values[highest], values[nan], values[infinite]) = (-9, 9, double.NaN, double.PositiveInfinity);
        int[] kept = Thinning.Keep(values);
        Assert.InRange(kept.Length, 600, Thinning.Limit);
        Assert.Equal(kept.Distinct().Order(), kept);
        Assert.All(new[] { 0, lowest, highest, nan, infinite, count - 1 }, index => Assert.Contains(index, kept));
    }

    [Fact]
    public void EachStretchKeepsItsRange()
    {
        // Alternating values: a curve of every n-th point would show one of the two and lose the other.
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? -1.0 : 1.0)];
        int[] kept = Thinning.Keep(values, 302);
        Assert.InRange(kept.Length, 200, 302);
        for (int start = 0; start + 1001 <= values.Length; start += 1001)
        {
            double[] stretch = [.. kept.Where(index => index >= start && index < start + 1001).Select(index => values[index])];
            Assert.Contains(-1, stretch);
            Assert.Contains(1, stretch);
        }
    }

    [Fact]
    public void TheMeanLooksBackAndSkipsGaps()
    {
        double[] means = Smoothing.TrailingMean([1, 3, double.NaN, 8, double.PositiveInfinity, 2, 4, 6], 3);
        Assert.Equal([1, 2, double.NaN, 5.5, double.NaN, 5, 3, 4], means);
    }
}
