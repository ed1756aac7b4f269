using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator;

namespace RnnGen.Tests.Documentation;

/// <summary>Compiles sources as a console project with the package would, the generator included.</summary>
internal static class CSharpProgram
{
    // What "dotnet new console" turns on.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetFileName(path) is string name
                && (name.StartsWith("System", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "RnnGen.Runtime.dll" or "RnnGen.Reports.dll" or "RnnGen.Tables.dll"
                        or "RnnGen.Interchange.dll" or "RnnGen.Mpi.dll"
                        or "Microsoft.Extensions.Logging.Abstractions.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>
    /// A page is one program: its C# blocks, in the order of the page, joined as a reader would type them into one file: usings
    /// first, each once, then statements, then types.
    /// </summary>
    public static string Join(MarkdownPage page)
    {
        StringBuilder usings = new(), statements = new(), types = new();
        HashSet<string> used = [];
        foreach (CodeBlock block in page.Blocks.Where(block => block.Language == CodeBlock.CSharp))
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(string.Join('\n', block.Lines), options: ParseOptions);
            IEnumerable<SyntaxNode> first = unit.Usings.Where(directive => used.Add(directive.ToString()));
            foreach (SyntaxNode part in first.Concat(unit.Members))
            {
                StringBuilder target = part is UsingDirectiveSyntax ? usings : part is GlobalStatementSyntax ? statements : types;
                int line = block.FirstLine + part.SyntaxTree.GetLineSpan(part.FullSpan).StartLinePosition.Line;
                target.Append($"#line {line} \"{page.Name}\"\n").Append(part.ToFullString().TrimEnd()).Append('\n');
            }
        }

        return $"{usings}{statements}{types}";
    }

    /// <summary>Compiles sources and runs the generator on them.</summary>
    /// <param name="outputKind">A program or a library.</param>
    /// <param name="sources">C# files.</param>
    public static CSharpProgramResult Compile(OutputKind outputKind, params IEnumerable<string> sources)
    {
        string[] all = [.. sources.Append(ImplicitUsings)];
        IReadOnlyList<AdditionalText> weights = PageWeights.Of(all, plain => Generate(outputKind, plain, []).Compilation);
        return Generate(outputKind, all, weights);
    }

    private static CSharpProgramResult Generate(
        OutputKind outputKind, IEnumerable<string> sources, IReadOnlyList<AdditionalText> additional)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Documented",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions, encoding: Encoding.UTF8)),
            References,
            new CSharpCompilationOptions(
                outputKind, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new RnnModelGenerator().AsSourceGenerator()], additional, parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out ImmutableArray<Diagnostic> generatorDiagnostics);
        return new CSharpProgramResult(
            complete,
            [.. driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources).Select(source => source.SourceText.ToString())],
            [
                .. generatorDiagnostics
                    .Concat(complete.GetDiagnostics())
                    .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
            ]);
    }
}

/// <summary>A compiled program, what was generated for it, and the warnings and errors of both.</summary>
internal sealed record CSharpProgramResult(
    Compilation Compilation, ImmutableArray<string> Generated, ImmutableArray<Diagnostic> Diagnostics);
