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

/// <summary>Lets a constructor call the generated one, which makes the parameters.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConstructorFix)), Shared]
internal sealed class ConstructorFix : TextFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.ConstructorDoesNotChain.Id];

    protected override IEnumerable<Fix> Fixes(Site site, Said said)
    {
        if (site.Node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not ConstructorDeclarationSyntax constructor)
        {
            yield break;
        }

        SeparatedSyntaxList<ParameterSyntax> parameters = constructor.ParameterList.Parameters;
        ParameterSyntax? seed = parameters.FirstOrDefault(IsSeed);
        if (seed is not null)
        {
            string name = seed.Identifier.Text;
            yield return site.Offer($"Call ': this({name})'", nameof(ConstructorFix), Call(constructor, name));
        }
        else if (parameters.Count > 0 && parameters.All(parameter => parameter.Identifier.ValueText != "seed"))
        {
            // Without other parameters it would be the generated one itself.
            yield return site.Offer(
                "Take a seed and call ': this(seed)'", nameof(ConstructorFix),
                new TextChange(new TextSpan(parameters[0].SpanStart, 0), "ulong seed, "), Call(constructor, "seed"));
        }

        yield return site.Offer("Call ': this(0UL)'", $"{nameof(ConstructorFix)}.Zero", Call(constructor, "0UL"));

        bool IsSeed(ParameterSyntax parameter) => parameter.Type is TypeSyntax type && parameter.Modifiers.Count == 0
            && site.Semantics.GetTypeInfo(type, site.Cancellation).Type?.SpecialType == SpecialType.System_UInt64;
    }

    private static TextChange Call(ConstructorDeclarationSyntax constructor, string argument) =>
        constructor.Initializer is ConstructorInitializerSyntax initializer
            ? new TextChange(initializer.Span, $": this({argument})")
            : new TextChange(new TextSpan(constructor.ParameterList.Span.End, 0), $" : this({argument})");
}
