using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Attack.Models;

/// <summary>Sources to classes, in memory.</summary>
internal static class ModelCompiler
{
    /// <summary>The assembly, in a context of its own that can be unloaded.</summary>
    /// <exception cref="AttackException">The generator or the compiler has a warning or an error.</exception>
    public static AssemblyLoadContext Load(string source)
    {
        CSharpGeneratorDriver.Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: SourceCompiler.Parsing)
            .RunGeneratorsAndUpdateCompilation(
                SourceCompiler.Compilation(source), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        using MemoryStream image = new();
        Diagnostic[] bad =
        [
            .. diagnostics.Concat(output.Emit(image).Diagnostics).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
        ];
        if (bad.Length > 0)
        {
            throw new AttackException(
                $"A legal model does not compile: {bad[0].Id}\n{string.Join<Diagnostic>("\n", bad.Take(5))}\n{source}");
        }

        image.Position = 0;
        AssemblyLoadContext context = new("Attacked", isCollectible: true);
        context.LoadFromStream(image);
        return context;
    }

    /// <summary>A new instance of a class.</summary>
    public static ITrainableModel Create(AssemblyLoadContext context, string name) =>
        (ITrainableModel)context.Assemblies
            .Single()
            .GetType($"Attacked.{name}", throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([1UL]);
}
