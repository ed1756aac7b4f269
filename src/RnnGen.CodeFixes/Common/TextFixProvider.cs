using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RnnGen.CodeFixes.Common;

/// <summary>
/// Fixes that are changes of text. All of a document, a project or a solution are made at once: two that make the same change, such as
/// <c>partial</c> on a class around two models, make it once.
/// </summary>
internal abstract class TextFixProvider : CodeFixProvider
{
    private readonly All _all;

    protected TextFixProvider() => _all = new All(this);

    public sealed override FixAllProvider GetFixAllProvider() => _all;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            Site? site = await Site.Find(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false);
            foreach (Fix fix in site is null ? [] : Fixes(site, new Said(diagnostic)))
            {
                context.RegisterCodeFix(fix.ToAction(context.Document.Project.Solution), diagnostic);
            }
        }
    }

    /// <summary>The fixes of a diagnostic, the best first.</summary>
    /// <param name="site">The place.</param>
    /// <param name="said">The diagnostic.</param>
    protected abstract IEnumerable<Fix> Fixes(Site site, Said said);

    private sealed class All(TextFixProvider provider) : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
            [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(CodeAction.Create(
            "RnnGen: fix all", cancellation => Fix(context.WithCancellationToken(cancellation)), context.CodeActionEquivalenceKey));

        private async Task<Solution> Fix(FixAllContext context)
        {
            CancellationToken cancellation = context.CancellationToken;
            IEnumerable<Document> documents = context.Scope switch
            {
                FixAllScope.Document => [context.Document!],
                FixAllScope.Project => context.Project.Documents,
                _ => context.Solution.Projects.SelectMany(project => project.Documents),
            };
            ImmutableArray<Change>.Builder changes = ImmutableArray.CreateBuilder<Change>();
            foreach (Document document in documents)
            {
                foreach (Diagnostic diagnostic in await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                {
                    Site? site = await Site.Find(document, diagnostic.Location.SourceSpan, cancellation).ConfigureAwait(false);
                    IEnumerable<Fix> fixes = site is null ? [] : provider.Fixes(site, new Said(diagnostic));
                    changes.AddRange(fixes.FirstOrDefault(fix => fix.Key == context.CodeActionEquivalenceKey)?.Changes ?? []);
                }
            }

            return await Common.Fix.Apply(context.Solution, changes.ToImmutable(), cancellation).ConfigureAwait(false);
        }
    }
}
