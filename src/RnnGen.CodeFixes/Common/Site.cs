using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes.Common;

/// <summary>A place in a document: what stands there, and the class that it belongs to.</summary>
internal sealed record Site(
    Document Document, TextSpan Span, SyntaxNode Node, SourceText Text, SemanticModel Semantics, CancellationToken Cancellation)
{
    /// <summary>Null where the document has no such place.</summary>
    public static async Task<Site?> Find(Document document, TextSpan span, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? semantics = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return root is null || semantics is null || !root.FullSpan.Contains(span)
            ? null
            : new Site(document, span, root.FindNode(span, getInnermostNodeForTie: true), text, semantics, cancellation);
    }

    /// <summary>The attribute that the place is in.</summary>
    public AttributeSyntax? Attribute => Node.FirstAncestorOrSelf<AttributeSyntax>();

    /// <summary>The argument that the place is in.</summary>
    public AttributeArgumentSyntax? Argument => Node.FirstAncestorOrSelf<AttributeArgumentSyntax>();

    /// <summary>The innermost declaration of a type around it.</summary>
    public TypeDeclarationSyntax? Declaration => Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>All attributes of the declaration, in order.</summary>
    public IReadOnlyList<AttributeSyntax> Attributes =>
        [.. Declaration?.AttributeLists.SelectMany(list => list.Attributes) ?? []];

    /// <summary>The name of an attribute's class without "Attribute", if it is RnnGen's or a cell's; null otherwise.</summary>
    public string? KindOf(AttributeSyntax attribute)
    {
        ITypeSymbol? type = Semantics.GetTypeInfo(attribute, Cancellation).Type;
        bool isOurs = false;
        for (ITypeSymbol? current = type; current is not null && !isOurs; current = current.BaseType)
        {
            isOurs = current.ContainingNamespace is { Name: "RnnGen", ContainingNamespace.IsGlobalNamespace: true };
        }

        const string suffix = "Attribute";
        return isOurs && type!.Name.EndsWith(suffix, System.StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - suffix.Length)
            : null;
    }

    /// <summary>
    /// The attributes of the head that one belongs to: those between [Head] and the next [Head], or all of a model without heads.
    /// </summary>
    public IReadOnlyList<AttributeSyntax> HeadOf(AttributeSyntax attribute)
    {
        List<AttributeSyntax> all = [.. Attributes];
        int at = all.IndexOf(attribute), first = all.FindLastIndex(at, IsHead), end = all.FindIndex(at + 1, IsHead);
        first = first < 0 ? 0 : first;
        return all.GetRange(first, (end < 0 ? all.Count : end) - first);
    }

    /// <summary>Whether an attribute is [Head].</summary>
    public bool IsHead(AttributeSyntax attribute) => KindOf(attribute) == "Head";

    /// <summary>The value of a named argument; null where there is none, or none that is constant.</summary>
    public object? Value(AttributeSyntax attribute, string name) =>
        attribute.Named(name) is AttributeArgumentSyntax argument ? Constant(argument.Expression) : null;

    /// <summary>The value of an expression; null where it is none that is constant.</summary>
    public object? Constant(ExpressionSyntax expression) => Semantics.GetConstantValue(expression, Cancellation).Value;

    /// <summary>A fix of this document.</summary>
    public Fix Offer(string title, string key, params IEnumerable<TextChange> changes) => Fix.Of(Document, title, key, [.. changes]);
}
