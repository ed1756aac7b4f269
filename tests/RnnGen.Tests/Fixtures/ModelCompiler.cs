using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using RnnGen.Generator;

namespace RnnGen.Tests.Fixtures;

/// <summary>Source text to classes, in memory: generate, compile without a warning, load.</summary>
internal static class ModelCompiler
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Compiled = new(StringComparer.Ordinal);
    private static readonly Lazy<MetadataReference[]> References = new(ReadReferences);

    /// <summary>The assembly of a source text; equal texts are compiled once.</summary>
    /// <exception cref="InvalidOperationException">
    /// The generator or the compiler has a warning or an error; the message has the sources.
    /// </exception>
    public static Assembly Compile(string source) =>
        Compiled.GetOrAdd(source, static text => new Lazy<Assembly>(() => Load(text), LazyThreadSafetyMode.ExecutionAndPublication)).Value;

    /// <summary>A new instance of a compiled model.</summary>
    public static ITrainableModel Create(Assembly assembly, string name, ulong seed = 0) =>
        (ITrainableModel)assembly.GetType(name, throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([seed]);

    private static Assembly Load(string source)
    {
        CSharpCompilation input = CSharpCompilation.Create(
            "Fixture",
            [CSharpSyntaxTree.ParseText(source, Parsing, "Fixture.cs", Encoding.UTF8)],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> generatorDiagnostics);

        using MemoryStream image = new();
        EmitResult emitted = output.Emit(image);
        Require([.. generatorDiagnostics, .. emitted.Diagnostics], output);
        image.Position = 0;
        return new AssemblyLoadContext("Fixture", isCollectible: true).LoadFromStream(image);
    }

    private static void Require(IEnumerable<Diagnostic> diagnostics, Compilation compilation)
    {
        Diagnostic[] bad = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        if (bad.Length == 0)
        {
            return;
        }

        StringBuilder message = new();
        message.AppendJoin('\n', bad.Select(diagnostic => diagnostic.ToString()));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            message.Append($"\n\n--- {tree.FilePath}\n");
            message.AppendJoin('\n', tree.GetText().Lines.Select(line => $"{line.LineNumber + 1,5}  {line}"));
        }

        throw new InvalidOperationException(message.ToString());
    }

    private static MetadataReference[] ReadReferences()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. platform.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Append(typeof(IRnnModel).Assembly.Location)
                .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
