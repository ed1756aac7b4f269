using System.Collections.Generic;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>Between a static network, every step of which is written out, and a dynamic one.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(StepsRefactoring)), Shared]
internal sealed class StepsRefactoring : ModelRefactoring
{
    // A number to begin with: which one is meant, only the user knows.
    private const int Steps = 16;

    protected override Task<IEnumerable<Fix>> Find(Site site, ClassDeclarationSyntax declaration, AttributeSyntax model) =>
        Task.FromResult<IEnumerable<Fix>>(
            site.Attribute != model ? []
            : model.Named("Steps") is AttributeArgumentSyntax steps
                ? [site.Offer($"Remove '{steps}': sequences of any length", nameof(StepsRefactoring), steps.Remove())]
            : model.Named("FromOnnx") is null
                ? [site.Offer($"Add 'Steps = {Steps}': every step unrolled", nameof(StepsRefactoring), model.With("Steps", $"{Steps}"))]
            : []);
}
