using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>What "agrees" means: the largest difference is at most a share of the largest number.</summary>
internal static class Agreement
{
    /// <summary>max|a - b| is at most 1e-5 times max|b|, for one tensor.</summary>
    public static void Of(IReadOnlyList<float> actual, IReadOnlyList<float> expected, string what, double share = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        double scale = expected.Max(value => Math.Abs((double)value));
        double difference = actual.Zip(expected, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(difference <= share * scale, $"{what}: differs by {difference}, the largest number is {scale}.");
    }
}
