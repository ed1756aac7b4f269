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

/// <summary>Steps with a reference to the state instead of a copy, or puts the copy back.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LostStateFix)), Shared]
internal sealed class LostStateFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.LostState.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Semantics.GetSymbolInfo(site.Node, site.Cancellation).Symbol is not ILocalSymbol local
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.Cancellation) is not VariableDeclaratorSyntax
            { Initializer.Value: ExpressionSyntax source, Parent: VariableDeclarationSyntax declaration }
            || !IsPlain(source))
        {
            yield break;
        }

        if (declaration.Variables.Count == 1 && CanBeReferred(site, source))
        {
            yield return site.Offer(
                $"Step with 'ref {source}'", nameof(LostStateFix),
                Insert(declaration.SpanStart, "ref "), Insert(source.SpanStart, "ref "));
        }

        if (site.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax } step
            && site.Semantics.GetSymbolInfo(source, site.Cancellation).Symbol is not ILocalSymbol)
        {
            TextLine line = site.Text.Lines.GetLineFromPosition(step.SpanStart);
            string start = site.Text.ToString(TextSpan.FromBounds(line.Start, step.SpanStart));
            string before = string.IsNullOrWhiteSpace(start) ? site.Text.LineBreak() + start : " ";
            yield return site.Offer(
                $"Put the state back: '{source} = {local.Name};'", $"{nameof(LostStateFix)}.Back",
                Insert(step.Span.End, $"{before}{source} = {local.Name};"));
        }
    }

    /// <summary>Whether an expression names the same place, however often it is evaluated.</summary>
    private static bool IsPlain(ExpressionSyntax source) => source.DescendantNodesAndSelf().All(part => part
        is not (InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax)
        && !part.IsKind(SyntaxKind.PreIncrementExpression) && !part.IsKind(SyntaxKind.PreDecrementExpression));

    private static bool CanBeReferred(Site site, ExpressionSyntax source) =>
        site.Semantics.GetSymbolInfo(source, site.Cancellation).Symbol switch
        {
            IFieldSymbol => true,
            IPropertySymbol property => property.ReturnsByRef,
            null => source is ElementAccessExpressionSyntax element
                && site.Semantics.GetTypeInfo(element.Expression, site.Cancellation).Type is IArrayTypeSymbol,
            _ => false,
        };

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);
}
