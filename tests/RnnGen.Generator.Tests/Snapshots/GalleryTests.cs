using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Snapshots;

/// <summary>
/// The files of <c>docs/generated</c> are what the generator writes for the declarations on their page; the page says which, by links.
/// </summary>
public sealed partial class GalleryTests
{
    private static readonly string[] Folder = ["..", "..", "docs", "generated"];

    private static readonly string Root = Path.Combine([ProjectFolder.Find(), .. Folder]);

    [Fact]
    public void FilesAreWhatIsGenerated()
    {
        string page = Page();
        GeneratorRun run = GeneratorHost.Run(Declarations().Match(page).Groups[1].Value).Compiles();
        string[] files = FilesOf(page);

        Assert.NotEmpty(files);
        Assert.All(files, file => Verifier.VerifyFile(run.Files[file], [.. Folder, file]));
    }

    [Fact]
    public void EveryFileIsOnThePage() => Assert.Equal(
        Directory.GetFiles(Root, "*.cs").Select(Path.GetFileName).Order(StringComparer.Ordinal),
        FilesOf(Page()).Order(StringComparer.Ordinal));

    private static string Page() => File.ReadAllText(Path.Combine(Root, "README.md")).Replace("\r", "");

    private static string[] FilesOf(string page) => [.. Link().Matches(page).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"\]\((\w+(?:\.\w+)?\.g\.cs)\)")]
    private static partial Regex Link();
}
