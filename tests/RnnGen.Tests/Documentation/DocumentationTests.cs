using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Documentation;

/// <summary>The documentation says what is so.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.Names];

    public static TheoryData<string> PagesWithCode =>
        [.. MarkdownPage.Names.Where(name => MarkdownPage.Read(name).Blocks.Any(block => block.Language == CodeBlock.CSharp))];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void CodeOfAPageCompilesAsOneProgram(string name)
    {
        CSharpProgramResult program = CSharpProgram.Compile(OutputKind.ConsoleApplication, CSharpProgram.Join(MarkdownPage.Read(name)));

        Assert.Empty(program.Diagnostics);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/models.md")]
    [InlineData("docs/interchange.md")]
    public void CodeOfAPageRuns(string name)
    {
        CSharpProgramResult program = CSharpProgram.Compile(OutputKind.ConsoleApplication, CSharpProgram.Join(MarkdownPage.Read(name)));
        using MemoryStream image = new();
        Assert.True(program.Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;

        AssemblyLoadContext context = new(name, isCollectible: true);
        MethodInfo main = context.LoadFromStream(image).EntryPoint!;

        main.CreateDelegate<Action<string[]>>()([]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void GeneratedCodeIsQuotedToTheLetter(string name)
    {
        ImmutableArray<string> generated = [.. SampleModels.Value, .. GalleryFiles()];
        foreach (CodeBlock block in MarkdownPage.Read(name).Blocks.Where(block => block.Language == CodeBlock.Generated))
        {
            string[] pieces = string.Join('\n', block.Lines)
                .Split("// ...", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

            Assert.True(
                generated.Any(file => ContainsInOrder(Squeeze(file), pieces.Select(Squeeze))),
                $"{name}, line {block.FirstLine}: no generated file of the sample or of docs/generated has these lines.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksAndPathsLeadToFiles(string name)
    {
        MarkdownPage page = MarkdownPage.Read(name);
        string folder = Path.GetDirectoryName(Repository.At(name.Split('/')))!;

        Assert.All(page.FileLinks().Select(link => Path.Combine(folder, link.Split('#')[0])), AssertExists);
        Assert.All(page.RepositoryPaths().Select(path => Repository.At(path)), AssertExists);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void NoPathOfOneMachine(string name) =>
        Assert.DoesNotContain(MarkdownPage.Read(name).Lines, line => MachinePath().IsMatch(line));

    [Fact]
    public void ReadmeIsShort() => Assert.InRange(MarkdownPage.Read("README.md").Lines.Count, 1, 119);

    [Fact]
    public void EveryPageIsLinkedFromTheReadme() => Assert.Empty(MarkdownPage.Names
        .Where(name => name != "README.md" && !name.StartsWith("docs/diagnostics/", StringComparison.Ordinal))
        .Except(MarkdownPage.Read("README.md").FileLinks()));

    [Fact]
    public void DiagnosticsAreListedAsReleased()
    {
        string[] released = [.. Rows(File.ReadLines(Repository.At("src", "RnnGen.Generator", "AnalyzerReleases.Shipped.md"))
            .Concat(File.ReadLines(Repository.At("src", "RnnGen.Generator", "AnalyzerReleases.Unshipped.md"))))];

        Assert.NotEmpty(released);
        Assert.Equal(released, Rows(MarkdownPage.Read("docs/diagnostics.md").Lines));
    }

    [Fact]
    public void EnvironmentVariablesAreThoseOfTheCode()
    {
        string text = string.Join('\n', MarkdownPage.Read("docs/testing.md").Lines);

        Assert.Contains(SimdSupport.EnvironmentVariable, text, StringComparison.Ordinal);
        Assert.Contains(WorkerTeam.EnvironmentVariable, text, StringComparison.Ordinal);
    }

    private static Lazy<ImmutableArray<string>> SampleModels { get; } = new(() => CSharpProgram.Compile(
        OutputKind.DynamicallyLinkedLibrary,
        File.ReadAllText(Repository.At("src", "RnnGen.Sample", "Networks", "Models.cs"))).Generated);

    /// <summary>Generated files that stand beside their page; tests of the generator keep them as they are generated.</summary>
    private static IEnumerable<string> GalleryFiles() =>
        Directory.EnumerateFiles(Repository.At("docs", "generated"), "*.cs").Select(File.ReadAllText);

    private static IEnumerable<string> Rows(IEnumerable<string> lines) =>
        lines.Select(line => DiagnosticRow().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static bool ContainsInOrder(string text, IEnumerable<string> pieces)
    {
        int position = 0;
        foreach (string piece in pieces)
        {
            int found = text.IndexOf(piece, position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + piece.Length;
        }

        return true;
    }

    private static string Squeeze(string text) => WhiteSpace().Replace(text, " ").Trim();

    private static void AssertExists(string path) => Assert.True(File.Exists(path) || Directory.Exists(path), $"{path} does not exist.");

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"^(?:\| \[)?(RNN[0-9]{3})(?:\]\([^)]*\))? \|")]
    private static partial Regex DiagnosticRow();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|tmp|Users|var|opt)/|\b[A-Z]:\\|\.\./shared")]
    private static partial Regex MachinePath();
}
