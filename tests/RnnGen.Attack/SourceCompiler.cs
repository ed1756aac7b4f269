using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Attack;

/// <summary>Compilations as a user's project would have them.</summary>
internal static class SourceCompiler
{
    /// <summary>The name of the user's file.</summary>
    public const string UserFile = "User.cs";

    /// <summary>The defaults of a project, with documentation comments checked.</summary>
    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.Default, DocumentationMode.Diagnose);

    private static readonly Lazy<MetadataReference[]> References = new(FindReferences);

    /// <summary>A compilation of one file, with every warning at its strictest.</summary>
    public static CSharpCompilation Compilation(
        string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) => CSharpCompilation.Create(
        "Attacked",
        [CSharpSyntaxTree.ParseText(source, Parsing, UserFile)],
        References.Value,
        new CSharpCompilationOptions(
            kind, optimizationLevel: OptimizationLevel.Release, warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable));

    private static MetadataReference[] FindReferences()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> system = platform.Split(Path.PathSeparator).Where(
            path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll");
        return [.. system.Append(typeof(IRnnModel).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
