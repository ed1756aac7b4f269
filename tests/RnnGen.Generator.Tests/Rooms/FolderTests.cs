using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Rooms;

/// <summary>The folders of the generator and of the sample: which uses which, by the names of their namespaces.</summary>
public sealed class FolderTests
{
    private const string Generator = "RnnGen.Generator", Sample = "RnnGen.Sample";
    private const int MaxFiles = 25;

    private static readonly Dictionary<string, IReadOnlyList<SourceUnit>> Units =
        new() { [Generator] = [.. Read(Generator)], [Sample] = [.. Read(Sample)] };

    [Theory]
    [InlineData(Generator)]
    [InlineData(Sample)]
    public void ANamespaceIsNamedAsItsFolder(string project) => Assert.Empty(
        Units[project].Where(unit => unit.Namespace != Space(project, unit.Folder))
            .Select(unit => $"{unit.Path} has the namespace {unit.Namespace}"));

    [Theory]
    [InlineData(Generator)]
    [InlineData(Sample)]
    public void NoFoldersUseEachOther(string project)
    {
        ILookup<string, (string Used, string Path)> uses = Uses(project).ToLookup(use => use.Folder, use => (use.Used, use.Path));
        List<string> circles = [];
        foreach (string folder in uses.Select(use => use.Key).Order(StringComparer.Ordinal))
        {
            Walk(folder, [folder]);
        }

        Assert.Empty(circles);

        void Walk(string start, List<string> way)
        {
            foreach (IGrouping<string, (string Used, string Path)> next in uses[way[^1]].GroupBy(use => use.Used))
            {
                if (next.Key == start)
                {
                    circles.Add($"{string.Join(" -> ", way)} -> {start}: {string.Join(", ", next.Select(use => use.Path))}");
                }
                else if (!way.Contains(next.Key) && circles.Count == 0)
                {
                    Walk(start, [.. way, next.Key]);
                }
            }
        }
    }

    [Theory]
    [InlineData("Parsing", "")]
    [InlineData("Checks", "")]
    [InlineData("Planning", "", "Checks")]
    [InlineData("Emission", "")]
    [InlineData("Language", "Parsing", "Planning")]
    [InlineData("Plans", "Planning", "Checks", "Emission")]
    public void AFolderIsUsedByTheseAlone(string folder, params string[] users) =>
        Assert.Empty(Uses(Generator)
            .Where(use => Top(use.Used) == folder && Top(use.Folder) != folder && !users.Contains(Top(use.Folder)))
            .Select(use => use.Path));

    /// <summary>What a buffer is for is what planners decide from.</summary>
    [Fact]
    public void EmittersDoNotAskWhatABufferIsFor() => Assert.Empty(
        Units[Generator].Where(unit => Top(unit.Folder) == "Emission" && unit.Names.Contains("BufferRole")).Select(unit => unit.Path));

    [Theory]
    [InlineData(Generator)]
    [InlineData(Sample)]
    public void NoFolderHasTooManyFiles(string project) => Assert.Empty(
        Units[project].GroupBy(unit => unit.Folder).Where(folder => folder.Count() > MaxFiles).Select(folder => folder.Key));

    /// <summary>
    /// The namespaces that a file imports, those that qualified names begin with, and those around its own where it names a type of theirs.
    /// </summary>
    private static IEnumerable<(string Folder, string Used, string Path)> Uses(string project, SourceUnit unit)
    {
        IReadOnlyList<SourceUnit> units = Units[project];
        string[] folders = [.. units.Select(other => other.Folder).Distinct()];
        foreach (string used in folders.Where(folder => folder != unit.Folder))
        {
            string space = Space(project, used);
            bool encloses = unit.Namespace.StartsWith(space + ".", StringComparison.Ordinal);
            if (encloses
                ? units.Where(other => other.Folder == used).SelectMany(other => other.Types).Any(unit.Names.Contains)
                : unit.Imports.Contains(space) || unit.Qualified.Any(name => name == used.Replace('/', '.') || name == space))
            {
                yield return (unit.Folder, used, unit.Path);
            }
        }
    }

    private static IEnumerable<SourceUnit> Read(string project)
    {
        string root = Path.Combine(ProjectFolder.Find(), "..", "..", "src", project);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal))
            {
                continue;
            }

            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetCompilationUnitRoot();
            BaseNamespaceDeclarationSyntax space = unit.Members.OfType<BaseNamespaceDeclarationSyntax>().Single();
            if (space.Name.ToString().Split('.')[0] == "System")
            {
                // A type of the framework that this one lacks: every room may use it.
                continue;
            }

            yield return new SourceUnit(
                path,
                Path.GetDirectoryName(path)!.Replace('\\', '/'),
                space.Name.ToString(),
                [.. unit.Usings.Select(import => Space(import))],
                [.. space.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Select(access => access.Expression.ToString())
                    .Concat(space.DescendantNodes().OfType<QualifiedNameSyntax>().Select(name => name.Left.ToString()))],
                [.. space.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText)],
                [.. space.Members.OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.ValueText)]);
        }
    }

    private static IEnumerable<(string Folder, string Used, string Path)> Uses(string project) =>
        Units[project].SelectMany(unit => Uses(project, unit));

    private static string Space(string project, string folder) =>
        folder.Length == 0 ? project : $"{project}.{folder.Replace('/', '.')}";

    // The rooms inside a folder share its users.
    private static string Top(string folder) => folder.Split('/')[0];

    // What is imported as static, or under a name of its own, is a type; its namespace is what counts.
    private static string Space(UsingDirectiveSyntax import)
    {
        string name = import.NamespaceOrType.ToString();
        bool isType = import.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) || import.Alias is not null;
        return isType && name.Contains('.') ? name[..name.LastIndexOf('.')] : name;
    }

    /// <summary>What a file says of itself and of others.</summary>
    private sealed record SourceUnit(
        string Path,
        string Folder,
        string Namespace,
        HashSet<string> Imports,
        HashSet<string> Qualified,
        HashSet<string> Names,
        IReadOnlyList<string> Types);
}
