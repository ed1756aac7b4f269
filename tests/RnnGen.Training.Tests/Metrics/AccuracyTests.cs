using System;
using Xunit;

namespace RnnGen.Training.Tests;

public sealed class AccuracyTests
{
    private static readonly float[] Scores = [0.1f, 0.7f, 0.2f, 3f, -1f, 2f, -5f, -4f, -3f, 1f, 1f, 0f];

    [Fact]
    public void CountsRowsWhoseLargestScoreStandsAtTheLabel()
    {
        Assert.Equal(1f, Accuracy.Of(Scores, [1, 0, 2, 0], 3));
        Assert.Equal(0.75f, Accuracy.Of(Scores, [1, 0, 2, 1], 3));
        Assert.Equal(0f, Accuracy.Of(Scores, [0, 1, 0, 2], 3));
    }

    [Fact]
    public void CountsRowsWhoseLargestScoreStandsAtTheLargestTarget()
    {
        Assert.Equal(0.5f, Accuracy.Of(Scores, [0f, 1f, 0f, 0f, 0f, 1f, 0f, 0f, 1f, 0f, 1f, 0f], 3));
        Assert.Equal(0.75f, Accuracy.Of(Scores, [0.2f, 0.5f, 0.3f, 0.4f, 0.3f, 0.3f, 0f, 0.1f, 0.9f, 0f, 0f, 1f], 3));
    }

    [Fact]
    public void MisfitsAreNamed()
    {
        AssertError<ArgumentException>("There are 3 labels for 4 rows of 3 scores.", () => Accuracy.Of(Scores, [0, 1, 2], 3));
        AssertError<ArgumentException>("12 scores are not one or more rows of 5 classes.", () => Accuracy.Of(Scores, [0, 1], 5));
        AssertError<ArgumentException>("0 scores are not one or more rows of 3 classes.", () => Accuracy.Of([], new int[0], 3));
        AssertError<ArgumentException>("There are 3 targets for 12 scores.", () => Accuracy.Of(Scores, [0f, 1f, 0f], 3));
        AssertError<ArgumentOutOfRangeException>("The number of classes is 0;", () => Accuracy.Of(Scores, [0, 0], 0));
        AssertError<ArgumentOutOfRangeException>(
            "The label of row 2 is 3; with 3 classes it must be in 0..2.", () => Accuracy.Of(Scores, [0, 1, 3, 0], 3));
        AssertError<ArgumentOutOfRangeException>("The label of row 0 is -1;", () => Accuracy.Of(Scores, [-1, 1, 2, 0], 3));
    }

    private static void AssertError<TException>(string message, Func<object> call)
        where TException : ArgumentException =>
        Assert.StartsWith(message, Assert.Throws<TException>(call).Message, StringComparison.Ordinal);
}
