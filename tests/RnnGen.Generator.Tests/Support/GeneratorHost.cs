using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace RnnGen.Generator.Tests.Support;

/// <summary>Runs the generator in memory, over sources as a user's project would hold them.</summary>
internal static class GeneratorHost
{
    /// <summary>The defaults of a project, with documentation comments checked.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Default, DocumentationMode.Diagnose);

    /// <summary>What is said of every model: tests of it ask for it.</summary>
    private const string Cost = "RNN043";

    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    /// <summary>
    /// A compilation of the sources, named <c>File0.cs</c>, <c>File1.cs</c>, ...; every warning is at its strictest level.
    /// </summary>
    public static CSharpCompilation Compilation(NullableContextOptions nullable, params string[] sources) => CSharpCompilation.Create(
        "UserProject",
        sources.Select(Tree),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999, nullableContextOptions: nullable, allowUnsafe: false,
            specificDiagnosticOptions: [KeyValuePair.Create(Cost, ReportDiagnostic.Suppress)]));

    /// <summary>One in which models are told what they cost, as in a user's project.</summary>
    public static CSharpCompilation WithCosts(params string[] sources)
    {
        CSharpCompilation compilation = Compilation(NullableContextOptions.Enable, sources);
        return compilation.WithOptions(
            compilation.Options.WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.Remove(Cost)));
    }

    /// <summary>One of the files.</summary>
    public static SyntaxTree Tree(string source, int index) => Tree(source, $"File{index}.cs", LanguageVersion.Default);

    /// <summary>A file of some path, in some version of the language.</summary>
    public static SyntaxTree Tree(string source, string path, LanguageVersion language) =>
        CSharpSyntaxTree.ParseText(
            source, ParseOptions.WithLanguageVersion(language), path, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A driver of the generator that records why each step ran.</summary>
    public static GeneratorDriver Driver(LanguageVersion language = LanguageVersion.Default) => CSharpGeneratorDriver.Create(
        [new RnnModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions.WithLanguageVersion(language),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Generates and compiles.</summary>
    public static GeneratorRun Run(params string[] sources) => Run(NullableContextOptions.Enable, sources);

    /// <summary>Generates and compiles with a nullable setting of the project.</summary>
    public static GeneratorRun Run(NullableContextOptions nullable, params string[] sources)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            Compilation(nullable, sources), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new GeneratorRun(sources, diagnostics, output, driver.GetRunResult().Results[0]);
    }

    /// <summary>Generates and compiles, with what models cost.</summary>
    public static GeneratorRun RunWithCosts(params string[] sources)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            WithCosts(sources), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new GeneratorRun(sources, diagnostics, output, driver.GetRunResult().Results[0]);
    }

    /// <summary>Generates and compiles in a project with settings of its own.</summary>
    public static GeneratorRun Run(ProjectSettings settings, params string[] sources)
    {
        CSharpCompilation compilation = Compilation(settings.Nullable);
        compilation = compilation
            .WithOptions(compilation.Options.WithOutputKind(settings.Output).WithOverflowChecks(settings.IsChecked))
            .AddSyntaxTrees(sources.Select((source, index) => Tree(source, $"File{index}.cs", settings.Language)));
        GeneratorDriver driver = Driver(settings.Language).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        return new GeneratorRun(sources, diagnostics, output, driver.GetRunResult().Results[0]);
    }

    /// <summary>Generates and compiles in a project whose build has embedded files of weights.</summary>
    public static GeneratorRun Run(WeightsFile[] files, params string[] sources)
    {
        GeneratorDriver driver = Driver().AddAdditionalTexts([.. files.Select(file => file.Manifest)]).RunGeneratorsAndUpdateCompilation(
            Compilation(NullableContextOptions.Enable, sources), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new GeneratorRun(sources, diagnostics, output, driver.GetRunResult().Results[0]);
    }

    /// <summary>Generates and compiles beside other assemblies.</summary>
    public static GeneratorRun Run(MetadataReference[] others, params string[] sources)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            Compilation(NullableContextOptions.Enable, sources).AddReferences(others), out Compilation output,
            out ImmutableArray<Diagnostic> diagnostics);
        return new GeneratorRun(sources, diagnostics, output, driver.GetRunResult().Results[0]);
    }

    /// <summary>An assembly made of sources, as a package brings it: without them.</summary>
    public static MetadataReference Reference(params string[] sources)
    {
        using MemoryStream image = new();
        Assert.True(Compilation(NullableContextOptions.Enable, sources).WithAssemblyName("Package").Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>Only generates: for inputs that need not compile.</summary>
    public static GeneratorRunResult Generate(params string[] sources) => Generate(Compilation(NullableContextOptions.Enable, sources));

    /// <summary>Only generates, for a compilation with options of its own.</summary>
    public static GeneratorRunResult Generate(CSharpCompilation compilation) =>
        Driver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results[0];

    /// <summary>A source with one model <c>Net</c> in the namespace <c>Samples</c>.</summary>
    /// <param name="layers">The attributes after <c>[RnnModel]</c>.</param>
    /// <param name="model">The arguments of <c>[RnnModel]</c>.</param>
    /// <param name="declaration">The class.</param>
    public static string Source(string layers, string model = "InputSize = 3", string declaration = "public partial class Net;") => $"""
        using RnnGen;

        namespace Samples;

        /// <summary>A model.</summary>
        [RnnModel({model})]
        {layers}
        {declaration}

        """;

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> system = platform.Split(Path.PathSeparator).Where(
            path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll");
        return [.. system.Append(typeof(IRnnModel).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
