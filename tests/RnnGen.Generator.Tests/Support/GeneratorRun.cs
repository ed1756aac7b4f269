using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace RnnGen.Generator.Tests.Support;

/// <summary>What came out of the generator and of the compiler after it.</summary>
internal sealed class GeneratorRun(
    string[] sources, ImmutableArray<Diagnostic> generatorDiagnostics, Compilation output, GeneratorRunResult result)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RnnModelGenerator).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The user's sources and the generated ones together.</summary>
    public Compilation Output { get; } = output;

    /// <summary>Generated files by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } =
        result.Exception is null ? result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()) : [];

    /// <summary>
    /// Every diagnostic of the generator and of its analyzers, and every warning and error of the compiler, in source order, a line each:
    /// <c>RNN001 [squiggle] message</c>; of the compiler's only <c>CS0000 [squiggle]</c>.
    /// </summary>
    public string Report => string.Join("\n", Found.Select(Describe));

    /// <summary>The same as they are.</summary>
    public IEnumerable<Diagnostic> Found => All().OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal)
        .ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal);

    /// <summary>Fails unless the diagnostics are exactly the expected ones; no others are tolerated.</summary>
    public GeneratorRun Reports(params string[] expected)
    {
        Assert.Null(result.Exception);
        string wanted = string.Join("\n", expected);
        Assert.True(wanted == Report, $"Expected:\n{wanted}\nActual:\n{Report}");
        return this;
    }

    /// <summary>Fails, with numbered source, unless everything compiles without a warning.</summary>
    public GeneratorRun Compiles(params string[] expectedInfo) => Reports(expectedInfo);

    /// <summary>Fails unless everything compiles down to an assembly without a warning.</summary>
    public GeneratorRun Emits()
    {
        Compiles();
        using MemoryStream assembly = new();
        Diagnostic[] problems =
        [
            .. Output.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
        ];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Select(problem => problem.ToString())));
        return this;
    }

    /// <summary>The compiled project, loaded; with a resource unless that is null.</summary>
    public LoadedProject Load(string resource = "none", byte[]? blob = null)
    {
        using MemoryStream image = new();
        ResourceDescription[] resources = blob is null
            ? []
            : [new ResourceDescription(resource, () => new MemoryStream(blob), isPublic: true)];
        Assert.True(Output.Emit(image, manifestResources: resources).Success);
        image.Position = 0;
        return new LoadedProject(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image));
    }

    private IEnumerable<Diagnostic> All() =>
        generatorDiagnostics.Concat(Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning))
            .Concat(Output.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult())
            .Where(diagnostic => !diagnostic.IsSuppressed);

    private string Describe(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is SyntaxTree tree && !IsUserFile(tree.FilePath))
        {
            int line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
            return $"{diagnostic.Id} in {Path.GetFileName(tree.FilePath)}: {diagnostic.GetMessage()}\n{Numbered(tree.ToString(), line)}";
        }

        string path = diagnostic.Location.GetLineSpan().Path ?? "";
        string squiggle = IsUserFile(path) ? Squiggle(path, diagnostic.Location) : "";
        string message = diagnostic.Id.StartsWith("CS", StringComparison.Ordinal) ? "" : $" {diagnostic.GetMessage()}";
        return $"{diagnostic.Id} [{squiggle}]{message}";
    }

    private string Squiggle(string path, Location location)
    {
        string source = sources[int.Parse(path["File".Length..^".cs".Length])];
        string text = source.Substring(location.SourceSpan.Start, location.SourceSpan.Length);

        // Lines and span must agree: an editor shows one, the command line the other.
        int line = source.AsSpan(0, location.SourceSpan.Start).Count('\n');
        Assert.Equal(line, location.GetLineSpan().StartLinePosition.Line);
        return text;
    }

    private static bool IsUserFile(string path) =>
        path.StartsWith("File", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal);

    private static string Numbered(string text, int line)
    {
        string[] lines = text.Split('\n');
        StringBuilder numbered = new();
        for (int i = Math.Max(0, line - 12); i < Math.Min(lines.Length, line + 8); i++)
        {
            numbered.Append(i == line ? "> " : "  ").Append(i + 1).Append(": ").Append(lines[i]).Append('\n');
        }

        return numbered.ToString();
    }
}
