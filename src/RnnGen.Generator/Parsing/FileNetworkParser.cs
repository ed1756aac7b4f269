using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Manifests;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// Reads the class that a file's network is. It stands in no source of the project, so it is compiled here by itself, beside the project's
/// references: layers mean what they mean in any class.
/// </summary>
internal static class FileNetworkParser
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12, DocumentationMode.None);

    /// <summary>The network; null of a file without one.</summary>
    /// <param name="manifest">The file.</param>
    /// <param name="references">The references of the project.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static FileNetwork? Parse(WeightsManifest manifest, IEnumerable<MetadataReference> references, CancellationToken cancellation)
    {
        if (manifest.Declaration is null)
        {
            return null;
        }

        SyntaxTree tree = CSharpSyntaxTree.ParseText(manifest.Declaration, Language, manifest.File, cancellationToken: cancellation);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "RnnGenFile", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        SemanticModel semantics = compilation.GetSemanticModel(tree);
        ClassDeclarationSyntax? declaration = tree.GetRoot(cancellation).DescendantNodes().OfType<ClassDeclarationSyntax>().LastOrDefault();
        INamedTypeSymbol? type = declaration is null ? null : semantics.GetDeclaredSymbol(declaration, cancellation);
        if (type?.GetAttributes().FirstOrDefault(ModelParser.IsModel) is not AttributeData model)
        {
            return Damaged(manifest, "no class with [RnnModel]");
        }

        ParseResult result = ModelParser.Parse(type, new AttributeReader(model, cancellation), semantics, cancellation);
        return result is { Spec: null, Diagnostics.Count: 0 }
            ? Damaged(manifest, compilation.GetDiagnostics(cancellation)
                .FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.ToString() ?? "no network")
            : new FileNetwork(manifest.File, type.Name, result);
    }

    private static FileNetwork Damaged(WeightsManifest manifest, string what) => new(
        manifest.File, "",
        new ParseResult(null, new[]
        {
            DiagnosticInfo.Create(
                Descriptors.WeightsUnusable, new SourcePlace(manifest.File, default, default), manifest.File,
                $"its declaration cannot be read: {what}"),
        }.ToEquatable()));
}
