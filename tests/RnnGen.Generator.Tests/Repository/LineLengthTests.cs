using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Repository;

/// <summary>No line of C# is longer than .editorconfig says; neither the compiler nor <c>dotnet format</c> looks.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ProjectFolder.Find(), "..", ".."));

    [Fact]
    public void NoLineIsTooLong() =>
        Assert.Equal([], SourceLines.Longer(Root, ["src", "samples", "tests", "bench"], Most()).Select(line => line.ToString()));

    [Fact]
    public void ALineIsMeasuredAsItIsSeen()
    {
        // Of 10 columns each: a carriage return is none, what is written with two numbers is one.
        Assert.Empty(SourceLines.Longer("a.cs", "0123456789\r\n    dẑ·Wᵀ\n😀123456789\r\n", 10));
        Assert.Equal(
            [new LongLine("a.cs", 2, 11), new LongLine("a.cs", 4, 12)],
            SourceLines.Longer("a.cs", "0123456789\n😀0123456789\n\n012345678901", 10));
    }

    private static int Most()
    {
        string rules = File.ReadAllText(Path.Combine(Root, ".editorconfig"));
        return int.Parse(MaxLineLength().Match(rules).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^max_line_length = (\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex MaxLineLength();
}
