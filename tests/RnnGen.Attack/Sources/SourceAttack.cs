using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Attack.Sources;

/// <summary>
/// Random files, legal and not: the generator throws nothing and takes its time; where the user's part compiles without it, what it adds
/// has no error and no warning, or an error of its own says why there is nothing.
/// </summary>
internal sealed class SourceAttack : IAttack
{
    public string Input(AttackRandom random, long round) => RandomSource.Of(random);

    public void Run(AttackRandom random, long round)
    {
        string source = RandomSource.Of(random);
        bool isProgram = source.Contains("System.Console.WriteLine();", StringComparison.Ordinal);
        CSharpCompilation compilation = SourceCompiler.Compilation(
            source, isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary);
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: SourceCompiler.Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        if (result.Exception is not null)
        {
            string place = result.Exception.StackTrace?.Split('\n')[0].Trim() ?? "";
            throw new AttackException($"The generator throws {result.Exception.GetType().Name} {place}\n{source}", result.Exception);
        }

        if (diagnostics.FirstOrDefault(diagnostic => !diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal)) is Diagnostic foreign)
        {
            throw new AttackException($"The generator says {foreign.Id}: {foreign.GetMessage()}\n{source}");
        }

        ImmutableArray<Diagnostic> before = compilation.GetDiagnostics();
        if (before.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return;
        }

        HashSet<string> own = [.. before.Select(Text)];
        Diagnostic[] added =
        [
            .. output
                .Emit(Stream.Null).Diagnostics
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !own.Contains(Text(diagnostic))),
        ];
        if (added.Length > 0)
        {
            bool isUsers = added[0].Location.SourceTree?.FilePath == SourceCompiler.UserFile;
            string first = $"{added[0].Id} in {(isUsers ? "the user's file" : "a generated file")}";
            string said = string.Join(", ", diagnostics.Select(diagnostic => diagnostic.Id));
            throw new AttackException(
                $"What is generated does not compile in silence: {first}\n{string.Join<Diagnostic>("\n", added.Take(6))}\n"
                + $"The generator said: {said}\n{source}");
        }
    }

    public void Dispose()
    {
    }

    /// <summary>
    /// Without its place: what is wrong with a property of the user's is told at the constructor, which may be a generated one.
    /// </summary>
    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.GetMessage()}";
}
