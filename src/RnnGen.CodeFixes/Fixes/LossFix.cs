using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes.Fixes;

/// <summary>Gives a head the loss that it lacks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LossFix)), Shared]
internal sealed class LossFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.HeadIncomplete.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Attribute is not AttributeSyntax attribute)
        {
            return [];
        }

        IReadOnlyList<AttributeSyntax> head = site.HeadOf(attribute);
        return site.LossesFor(head).Select(loss => site.Offer(
            $"Add [{loss}]", nameof(LossFix) + loss, site.LastLayer(head)!.Follow(site.Text, loss)));
    }
}
