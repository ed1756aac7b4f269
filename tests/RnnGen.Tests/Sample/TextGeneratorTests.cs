using System;
using System.Linq;
using RnnGen.Sample.Chars;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class TextGeneratorTests
{
    /// <summary>Near 0 it is always the likeliest, however small the temperature and however large the logits.</summary>
    [Theory]
    [InlineData(1e-3f)]
    [InlineData(1e-30f)]
    [InlineData(1e-38f)]
    [InlineData(float.Epsilon)]
    public void ALowTemperatureDrawsTheLikeliest(float temperature)
    {
        foreach (float[] logits in (float[][])[[1, 3, 2, -4], [-7, -5, -6, -9], [-3e38f, 3e38f, 2e38f, 0]])
        {
            foreach (float share in (float[])[0, 0.5f, 0.99999994f])
            {
                Assert.Equal(1, TextGenerator.Draw([.. logits], temperature, share));
            }
        }
    }

    [Fact]
    public void SharesAreThoseOfTheSoftmax()
    {
        // exp(0), exp(ln 2) and exp(ln 5), of 8 in all; at temperature 0.5 their squares 1, 4 and 25, of 30.
        float[] logits = [0, MathF.Log(2), MathF.Log(5)];
        Assert.Equal([0, 1, 1, 2, 2, 2], Draw(1, 0.124f, 0.126f, 0.374f, 0.376f, 0.7f, 0.99999994f));
        Assert.Equal([0, 1, 1, 2], Draw(0.5f, 0.033f, 0.034f, 0.166f, 0.167f));

        int[] Draw(float temperature, params float[] shares) =>
            [.. shares.Select(share => TextGenerator.Draw([.. logits], temperature, share))];
    }

    /// <summary>What has no probability is not drawn, also where the rounded sum of the others stays below the share.</summary>
    [Fact]
    public void TheLastIsNotDrawnForWantOfAnother()
    {
        float[] logits = [.. Enumerable.Range(0, 200).Select(i => i == 199 ? -1000f : MathF.Sin(i))];
        for (int i = 0; i < 4; i++)
        {
            Assert.NotEqual(199, TextGenerator.Draw([.. logits], 0.7f + (0.1f * i), 0.99999994f));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LogitsThatAreNotFiniteAreRefused(float bad) =>
        Assert.Contains("Logit 1 of 3", Assert.Throws<ArgumentException>("logits", () => TextGenerator.Draw([0, bad, 1], 1, 0.5f)).Message);
}
