#if MEASURE_GENERATOR
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator;
using RnnGen.Sample.Networks;

namespace RnnGen.Sample.Measurement;

/// <summary>Runs the generator in this process on the program's own declarations, each class alone.</summary>
internal sealed class GeneratorMeasurement
{
    private const string Declarations = "Models.cs";
    private const int WarmRuns = 9;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationUnitSyntax _declarations;

    private GeneratorMeasurement(ImmutableArray<MetadataReference> references)
    {
        using Stream stream = typeof(GeneratorMeasurement).Assembly.GetManifestResourceStream(Declarations)!;
        _declarations = CSharpSyntaxTree.ParseText(SourceText.From(stream), ParseOptions).GetCompilationUnitRoot();
        _references = references;
    }

    /// <summary>Prepares measurements and compiles the compiler's and the generator's code with a tiny network.</summary>
    /// <param name="cancellation">Stops the generator.</param>
    /// <returns><see langword="null"/> where this program's assemblies are not files: nothing can be compiled against them.</returns>
    public static GeneratorMeasurement? Create(CancellationToken cancellation)
    {
        ImmutableArray<MetadataReference> references = References();
        if (references.IsEmpty)
        {
            return null;
        }

        GeneratorMeasurement measurement = new(references);
        measurement.Run(nameof(WarmUpNetwork), cancellation);
        return measurement;
    }

    /// <summary>Measures one class.</summary>
    /// <param name="className">Its name.</param>
    /// <param name="cancellation">Stops the generator.</param>
    public GeneratorFigures Measure(string className, CancellationToken cancellation)
    {
        (double first, ImmutableArray<GeneratedSourceResult> sources) = Run(className, cancellation);
        double[] warm = new double[WarmRuns];
        for (int run = 0; run < WarmRuns; run++)
        {
            (warm[run], _) = Run(className, cancellation);
        }

        return new GeneratorFigures(
            sources.Sum(source => Encoding.UTF8.GetByteCount(source.SourceText.ToString())),
            sources.Sum(source => source.SyntaxTree.GetRoot(cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().Count()),
            first,
            Statistics.Median(warm));
    }

    private (double Milliseconds, ImmutableArray<GeneratedSourceResult> Sources) Run(string className, CancellationToken cancellation)
    {
        // A new compilation and a new driver: the results of earlier runs are of no use to this one.
        CSharpCompilation compilation = CSharpCompilation.Create(
            className, [CSharpSyntaxTree.ParseText(Alone(className), ParseOptions, cancellationToken: cancellation)], _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        long start = Stopwatch.GetTimestamp();
        GeneratorDriverRunResult result = driver.RunGenerators(compilation, cancellation).GetRunResult();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result.Diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Info)
            && !result.Results[0].GeneratedSources.IsEmpty
            ? (milliseconds, result.Results[0].GeneratedSources)
            : throw new InvalidOperationException($"The generator made nothing of {className}: {string.Join("; ", result.Diagnostics)}");
    }

    /// <summary>The file with one class alone.</summary>
    private string Alone(string className)
    {
        IEnumerable<ClassDeclarationSyntax> others = _declarations.DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Where(declaration => declaration.Identifier.Text != className);
        return _declarations.RemoveNodes(others, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString();
    }

    private static ImmutableArray<MetadataReference> References()
    {
        // Files that the running program was loaded from; in a single-file program there are none of them.
        string[] names = ["System.Private.CoreLib", "System.Runtime", "RnnGen.Runtime"];
        string[] files = [.. ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator)];
        string?[] found = [.. names.Select(name => Array.Find(files, file => Path.GetFileNameWithoutExtension(file) == name))];
        return found.Contains(null) ? [] : [.. found.Select(file => MetadataReference.CreateFromFile(file!))];
    }
}
#else
using System.Threading;

namespace RnnGen.Sample.Measurement;

/// <summary>Compiled natively the program holds no compiler: nothing can be measured.</summary>
internal sealed class GeneratorMeasurement
{
    /// <summary>Returns <see langword="null"/>.</summary>
    /// <param name="cancellation">Not used.</param>
    public static GeneratorMeasurement? Create(CancellationToken cancellation) => null;

    /// <summary>Never called.</summary>
    /// <param name="className">Not used.</param>
    /// <param name="cancellation">Not used.</param>
    public GeneratorFigures? Measure(string className, CancellationToken cancellation) => null;
}
#endif
