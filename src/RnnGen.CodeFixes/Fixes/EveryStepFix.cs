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

/// <summary>
/// Lets the dense layers of a head agree: all read every step, or none does. Where the loss reads every step, all do.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EveryStepFix)), Shared]
internal sealed class EveryStepFix : TextFixProvider
{
    private const string Option = "EveryStep";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.EveryStepDiffers.Id, Descriptors.LossNeedsSteps.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Attribute is not AttributeSyntax attribute)
        {
            yield break;
        }

        AttributeSyntax[] layers = [.. site.HeadOf(attribute).Where(layer => site.KindOf(layer) == "Dense")];
        if (said.Id == Descriptors.LossNeedsSteps.Id && site.HeadOf(attribute).Any(layer => site.KindOf(layer) == "Pooling"))
        {
            yield break;
        }

        yield return site.Offer(
            "Give an output at every step", nameof(EveryStepFix),
            layers.Where(layer => site.Value(layer, Option) is not true).Select(layer => layer.With(Option, "true")));
        if (said.Id == Descriptors.LossNeedsSteps.Id)
        {
            yield break;
        }

        yield return site.Offer(
            "Give one output for a sequence", $"{nameof(EveryStepFix)}.None",
            layers.Select(layer => layer.Named(Option)).OfType<AttributeArgumentSyntax>().Select(argument => argument.Remove()));
    }
}
