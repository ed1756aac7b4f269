using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Finds what stands in the way of every model of a project, and would look like many mistakes in one.</summary>
internal static class ProjectChecks
{
    /// <summary>What is wrong with the project of a model, or null.</summary>
    public static DiagnosticInfo? ProblemOf(INamedTypeSymbol type, AttributeReader model, CancellationToken cancellation)
    {
        if (model.Declaration!.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } options)
        {
            return DiagnosticInfo.Create(Descriptors.LanguageTooOld, model.Location, options.LanguageVersion.ToDisplayString());
        }

        if (ContractChecks.ProblemOf(model.Class!.ContainingAssembly, model.Location) is DiagnosticInfo other)
        {
            return other;
        }

        TypeName name = TypeChecks.NameOf(type);
        SyntaxNode? generated = type.DeclaringSyntaxReferences
            .FirstOrDefault(reference => IsGenerated(reference.SyntaxTree, name, cancellation))?.GetSyntax(cancellation);
        return generated is BaseTypeDeclarationSyntax declaration
            ? DiagnosticInfo.Create(Descriptors.CompiledTwice, declaration.Identifier.GetLocation(), FileName(generated.SyntaxTree))
            : null;
    }

    /// <summary>
    /// Whether a source is one of the files that are generated for a class: written to a folder of the project, they are compiled with all
    /// else in it.
    /// </summary>
    private static bool IsGenerated(SyntaxTree tree, TypeName name, CancellationToken cancellation) =>
        GeneratedFile.Endings
            .SelectMany(ending => new[] { name.Hint + ending, name.DistinctHint + ending })
            .Contains(FileName(tree), StringComparer.OrdinalIgnoreCase) &&
        tree.GetText(cancellation).Lines[0].ToString() == GeneratedFile.FirstLine;

    private static string FileName(SyntaxTree tree) => tree.FilePath.Substring(tree.FilePath.LastIndexOfAny(['/', '\\']) + 1);
}
