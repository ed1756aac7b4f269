using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.CodeFixes.Common;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>What is offered at the attributes and the name of a model class.</summary>
internal abstract class ModelRefactoring : CodeRefactoringProvider
{
    public sealed override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        Site? site = await Site.Find(context.Document, context.Span, context.CancellationToken).ConfigureAwait(false);
        if (site?.Declaration is ClassDeclarationSyntax declaration
            && context.Span.End <= declaration.Identifier.Span.End
            && site.Attributes.FirstOrDefault(attribute => site.KindOf(attribute) == "RnnModel") is AttributeSyntax model)
        {
            foreach (Fix fix in await Find(site, declaration, model).ConfigureAwait(false))
            {
                context.RegisterRefactoring(fix.ToAction(context.Document.Project.Solution));
            }
        }
    }

    /// <summary>What can be done.</summary>
    /// <param name="site">The place.</param>
    /// <param name="declaration">The class.</param>
    /// <param name="model">Its <c>[RnnModel]</c>.</param>
    protected abstract Task<IEnumerable<Fix>> Find(Site site, ClassDeclarationSyntax declaration, AttributeSyntax model);
}
