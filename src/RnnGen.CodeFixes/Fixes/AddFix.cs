using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Fixes;

/// <summary>
/// Puts in what a message names: [Repeat] between a vector and who needs steps, sixteen bits where eight cannot be summed.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddFix)), Shared]
internal sealed class AddFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.TooWideForInt8.Id, Descriptors.NeedsSteps.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (said.Id == Descriptors.TooWideForInt8.Id && site.Argument is AttributeArgumentSyntax { Parent.Parent: AttributeSyntax model })
        {
            yield return site.Offer(
                "Store weights in sixteen bits", nameof(AddFix), model.With("Weights", "WeightStorage.BFloat16"));
        }
        else if (said.Id == Descriptors.NeedsSteps.Id && site.Attribute is AttributeSyntax vector && vector.Span == site.Span)
        {
            yield return site.Offer($"Add [Repeat] below [{vector.Name}]", nameof(AddFix), vector.Follow(site.Text, "Repeat"));
        }
    }
}
