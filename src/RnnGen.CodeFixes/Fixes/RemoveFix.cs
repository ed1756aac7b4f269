using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Fixes;

/// <summary>Takes out what is one too many: the option or the attribute that is underlined.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveFix)), Shared]
internal sealed class RemoveFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Descriptors.StepsOutOfRange.Id, Descriptors.NoModel.Id, Descriptors.NoEffect.Id, Descriptors.ResidualWidths.Id,
        Descriptors.LogitsAreLinear.Id, Descriptors.NoStepsLeft.Id, Descriptors.TwoLosses.Id, Descriptors.LongUnrolling.Id,
        Descriptors.FileSaysIt.Id, Descriptors.ValueUnread.Id,
    ];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Argument is AttributeArgumentSyntax argument && argument.Span == site.Span)
        {
            yield return site.Offer($"Remove '{argument}'", nameof(RemoveFix), argument.Remove());
        }
        else if (site.Attribute is AttributeSyntax attribute && attribute.Span == site.Span)
        {
            yield return site.Offer($"Remove [{attribute.Name}]", nameof(RemoveFix), attribute.Remove(site.Text));
        }
    }
}
