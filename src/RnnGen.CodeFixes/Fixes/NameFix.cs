using System;
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

/// <summary>Names that mean nothing become one that the message offers; names that are taken get a number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameFix)), Shared]
internal sealed class NameFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.TwoHeads.Id, Descriptors.WeightsUnknown.Id, Descriptors.ValueUnknown.Id, Descriptors.ValueNameTaken.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        IEnumerable<string> names = said.Id switch
        {
            "RNN051" => said.Names(1),
            "RNN060" => said.Names(2),
            _ => [Free(site, said.Text(0))],
        };
        return site.Node is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal
            ? names.Select(name => site.Offer($"Write '{name}'", nameof(NameFix) + name, Written(site, literal, name)))
            : [];
    }

    /// <summary>Only the name is replaced where the place is within the text: a range of columns behind it stays.</summary>
    private static TextChange Written(Site site, LiteralExpressionSyntax literal, string name) =>
        new(site.Span, literal.Span == site.Span ? SymbolDisplay.FormatLiteral(name, quote: true) : name);

    private static string Free(Site site, string name)
    {
        HashSet<string> taken = new(
            site.Attributes.SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
                .Select(argument => site.Constant(argument.Expression)).OfType<string>(),
            StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(2, taken.Count + 1).Select(number => $"{name}{number}").First(free => !taken.Contains(free));
    }
}
