using System;
using System.IO;
using System.Text;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class SequenceTextFileTests
{
    [Theory]
    [InlineData("1 2\n3 4\n\n5 6\n")]
    [InlineData("1 2\r\n3 4\r\n\r\n5 6")]
    [InlineData("\n \n1\t2\n  3   4  \n\t\n\n5.0 6e0\n\n\n")]
    public void BlankLinesStandBetweenSequences(string text)
    {
        using IdxFolder folder = new();
        SequenceTextFile file = Read(folder, text, features: 2);

        Assert.Equal([2, 1], file.Lengths);
        Assert.Equal([1f, 2, 3, 4, 5, 6], file.Values.ToArray());
        Assert.Equal([1f, 2, 3, 4, 0, 0, 5, 6, 0, 0, 0, 0], file.Padded(steps: 3));
        Assert.Equal(2, file.Count);
    }

    [Fact]
    public void EachSequenceKnowsItsFirstLine()
    {
        using IdxFolder folder = new();
        Assert.Equal([2, 6], Read(folder, "\n1\n2\n\n\n3\n", features: 1).FirstLines);
    }

    [Fact]
    public void NumbersDoNotDependOnTheCulture()
    {
        using IdxFolder folder = new();
        Assert.Equal([-1.5f, 2.5e-3f], Read(folder, "-1.5 2.5E-3", features: 2).Values.ToArray());
        Assert.Contains("number 1 is '1,5'", Fault(folder, "1,5 2", features: 2));
    }

    [Theory]
    [InlineData("1 2\n3\n", "line 2: expected 2 numbers, found 1.")]
    [InlineData("1 2\n\n3 4 5\n", "line 3: expected 2 numbers, found 3.")]
    [InlineData("1 2\n3 -", "line 2: number 2 is '-'; expected a finite number.")]
    [InlineData("1 NaN", "line 1: number 2 is 'NaN'; expected a finite number.")]
    [InlineData("1e99 0", "line 1: number 1 is '1e99'; expected a finite number.")]
    [InlineData("abcdefghijklmnopqrstuvwxyz 1", "line 1: number 1 is 'abcdefghijklmnopqrst...'; expected a finite number.")]
    public void AFaultNamesFileLineAndNumbers(string text, string fault)
    {
        using IdxFolder folder = new();
        Assert.Equal($"{Path.Combine(folder.Path, "data")}, {fault}", Fault(folder, text, features: 2));
    }

    [Fact]
    public void AnEmptyFileHasNoSequences()
    {
        using IdxFolder folder = new();
        SequenceTextFile file = Read(folder, " \n\n", features: 2);
        Assert.Equal(0, file.Count);
        Assert.Empty(file.Padded(5));
    }

    [Fact]
    public void SizesThatDoNotFitAreNamed()
    {
        using IdxFolder folder = new();
        SequenceTextFile file = Read(folder, "1\n2\n3", features: 1);
        Assert.Contains(
            "The longest sequence has 3 steps; 2 are too few",
            Assert.Throws<ArgumentOutOfRangeException>("steps", () => file.Padded(2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("features", () => SequenceTextFile.Read("nowhere", 0));
        Assert.Throws<FileNotFoundException>(() => SequenceTextFile.Read(Path.Combine(folder.Path, "nowhere"), 1));
    }

    private static SequenceTextFile Read(IdxFolder folder, string text, int features) =>
        SequenceTextFile.Read(folder.Write("data", Encoding.UTF8.GetBytes(text)), features);

    private static string Fault(IdxFolder folder, string text, int features) =>
        Assert.Throws<InvalidDataException>(() => Read(folder, text, features)).Message;
}
