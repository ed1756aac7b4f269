using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator;
using RnnGen.Interchange;

namespace RnnGen.Tool.Compilation;

/// <summary>Compiles classes of models as a project with the package would, and makes models of them.</summary>
internal static class ClassCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetFileName(path) is string name
                && (name.StartsWith("System", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "RnnGen.Runtime.dll" or "Microsoft.Extensions.Logging.Abstractions.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A model of an imported network, with its weights.</summary>
    /// <exception cref="InvalidDataException">The class does not compile; the message has the first errors.</exception>
    public static IRnnModel Create(Network network)
    {
        IRnnModel model = Create(Compile([NetworkSource.Write(network)]).Single());
        NetworkWeights.CopyTo(network, model.Parameters);
        return model;
    }

    /// <summary>A model of a class that was compiled, with first weights of seed 0.</summary>
    public static IRnnModel Create(Type type) => (IRnnModel)Activator.CreateInstance(type, [0UL])!;

    /// <summary>Compiles C# and gives the classes of models in it.</summary>
    /// <param name="sources">The texts of the files.</param>
    /// <exception cref="InvalidDataException">They do not compile; the message has the first errors.</exception>
    public static IReadOnlyList<Type> Compile(IReadOnlyList<string> sources)
    {
        using MemoryStream image = new(Image(sources));
        Assembly assembly = new AssemblyLoadContext("models", isCollectible: true).LoadFromStream(image);
        return [.. assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IRnnModel)))];
    }

    /// <summary>Compiles C# to an assembly.</summary>
    /// <param name="sources">The texts of the files.</param>
    /// <exception cref="InvalidDataException">They do not compile; the message has the first errors.</exception>
    public static byte[] Image(IReadOnlyList<string> sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Models",
            sources.Select(source => WithoutWeights(CSharpSyntaxTree.ParseText(source, ParseOptions, encoding: Encoding.UTF8))),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new RnnModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(
                compilation, out Microsoft.CodeAnalysis.Compilation complete, out ImmutableArray<Diagnostic> diagnostics);
        Refuse(diagnostics);
        using MemoryStream image = new();
        Refuse(complete.Emit(image).Diagnostics);
        return image.ToArray();
    }

    /// <summary>
    /// The file without <c>[Weights]</c>: the weights that a project would embed are not here, and the tool has its own.
    /// </summary>
    private static SyntaxTree WithoutWeights(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        AttributeSyntax[] weights =
        [
            .. root.DescendantNodes().OfType<AttributeSyntax>()
                .Where(attribute => attribute.Name.ToString().Split('.', ':')[^1] is "Weights" or "WeightsAttribute"),
        ];
        IEnumerable<SyntaxNode> removed = weights.Select(
            attribute => attribute.Parent is AttributeListSyntax { Attributes.Count: 1 } list ? list : (SyntaxNode)attribute);
        return weights.Length == 0
            ? tree
            : tree.WithRootAndOptions(root.RemoveNodes(removed, SyntaxRemoveOptions.KeepNoTrivia)!, ParseOptions);
    }

    private static void Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            throw new InvalidDataException("The class does not compile: " + string.Join("; ", errors.Take(3)));
        }
    }
}
