using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Bench.Generation;

/// <summary>The generator in this process, as the compiler runs it.</summary>
internal static class GeneratorHost
{
    /// <summary>How sources are read.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    private static ImmutableArray<MetadataReference> References { get; } = FindReferences();

    /// <summary>A compilation of some sources against the runtime.</summary>
    /// <param name="sources">The sources.</param>
    public static CSharpCompilation Compilation(params string[] sources) => CSharpCompilation.Create(
        "Models", sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)), References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>A driver that has run nothing yet.</summary>
    public static GeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>The sources that a run has made.</summary>
    /// <param name="driver">The driver after the run.</param>
    /// <exception cref="InvalidOperationException">The generator refused a declaration.</exception>
    public static ImmutableArray<GeneratedSourceResult> Sources(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        return result.Diagnostics.All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning)
            ? result.Results[0].GeneratedSources
            : throw new InvalidOperationException(string.Join("; ", result.Diagnostics));
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string[] names = ["System.Private.CoreLib", "System.Runtime", "RnnGen.Runtime"];
        string[] files = [.. ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator)];
        return
        [
            .. names.Select(name => Array.Find(files, file => Path.GetFileNameWithoutExtension(file) == name))
                .Select(file => MetadataReference.CreateFromFile(file!)),
        ];
    }
}
