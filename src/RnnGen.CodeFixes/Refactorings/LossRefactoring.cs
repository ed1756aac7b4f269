using System.Collections.Generic;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>Gives a model that has none a loss; one of heads a loss below each.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(LossRefactoring)), Shared]
internal sealed class LossRefactoring : ModelRefactoring
{
    protected override Task<IEnumerable<Fix>> Find(Site site, ClassDeclarationSyntax declaration, AttributeSyntax model) =>
        Task.FromResult(Fixes(site, model));

    private static IEnumerable<Fix> Fixes(Site site, AttributeSyntax model)
    {
        if (site.Value(model, "Training") is false || model.Named("FromOnnx") is not null
            || site.Attributes.Any(attribute => Losses.IsLoss(site.KindOf(attribute))))
        {
            return [];
        }

        AttributeSyntax[] openings = [.. site.Attributes.Where(site.IsHead).DefaultIfEmpty(model)];
        IReadOnlyList<AttributeSyntax>[] heads = [.. openings.Select(site.HeadOf)];
        return heads.Select(site.LossesFor)
            .Aggregate((some, others) => some.Intersect(others))
            .Select(loss => site.Offer(
                $"Add [{loss}]", nameof(LossRefactoring) + loss,
                heads.Select(head => site.LastLayer(head)!.Follow(site.Text, loss))));
    }
}
