using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Fixes;

/// <summary>Gives a layer the width that its neighbour has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WidthFix)), Shared]
internal sealed class WidthFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Descriptors.ResidualWidths.Id, Descriptors.ClassWeightsDoNotFit.Id, Descriptors.CellInputWidth.Id, Descriptors.WidthsDiffer.Id,
    ];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        // The layer, how wide it is, how wide it shall be.
        (AttributeSyntax? layer, int? width, int? wanted) = said.Id switch
        {
            "RNN019" => (site.Attribute, said.Number(2), said.Number(1)),
            "RNN026" => (Before(site, "Dense"), said.Number(1), said.Number(0)),
            "RNN035" => (site.Attribute, said.Number(1), said.Number(2)),
            _ => (Named(site, said.Names(3)), said.Number(4), said.Number(2)),
        };
        if (layer is not null && width is int from && wanted is int to && site.Widen(layer, from, to) is TextChange change)
        {
            yield return site.Offer($"Make [{layer.Name}] {to} wide", nameof(WidthFix), change);
        }
    }

    /// <summary>The last layer of a kind above the place.</summary>
    private static AttributeSyntax? Before(Site site, string kind) =>
        site.Attributes.LastOrDefault(attribute => attribute.Span.End <= site.Span.Start && site.KindOf(attribute) == kind);

    /// <summary>The layer of a name; of a range of its columns none.</summary>
    private static AttributeSyntax? Named(Site site, string[] names) =>
        names.Length == 1 && !site.Node.ToString().Contains('[')
            ? site.Attributes.FirstOrDefault(attribute => site.Value(attribute, "Name") is string name
                && string.Equals(name, names[0], StringComparison.Ordinal))
            : null;
}
