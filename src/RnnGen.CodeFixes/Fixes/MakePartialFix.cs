using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Fixes;

/// <summary>Makes a model's class partial, with all types around it, in every declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
internal sealed class MakePartialFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.NotPartial.Id, Descriptors.NestedInNonPartial.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Declaration is not TypeDeclarationSyntax declaration
            || site.Semantics.GetDeclaredSymbol(declaration, site.Cancellation) is not INamedTypeSymbol type)
        {
            yield break;
        }

        ImmutableArray<Change>.Builder changes = ImmutableArray.CreateBuilder<Change>();
        for (INamedTypeSymbol? around = type; around is not null; around = around.ContainingType)
        {
            foreach (TypeDeclarationSyntax part in around.DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(site.Cancellation)).OfType<TypeDeclarationSyntax>()
                .Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                if (site.Document.Project.GetDocument(part.SyntaxTree) is Document document)
                {
                    changes.Add(new Change(document.Id, new TextChange(new TextSpan(part.Keyword.SpanStart, 0), "partial ")));
                }
            }
        }

        yield return new Fix($"Make '{type.Name}' partial", nameof(MakePartialFix), changes.ToImmutable());
    }
}
