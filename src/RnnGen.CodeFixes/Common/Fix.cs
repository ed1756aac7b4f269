using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes.Common;

/// <summary>What an editor offers.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">What fixes of other places that go together have in common.</param>
/// <param name="Changes">The changes.</param>
internal sealed record Fix(string Title, string Key, ImmutableArray<Change> Changes)
{
    /// <summary>A fix of one document.</summary>
    public static Fix Of(Document document, string title, string key, params TextChange[] changes) =>
        new(title, key, [.. changes.Select(change => new Change(document.Id, change))]);

    /// <summary>As the editor takes it.</summary>
    public CodeAction ToAction(Solution solution) =>
        CodeAction.Create(Title, cancellation => Apply(solution, Changes, cancellation), Key);

    /// <summary>Makes changes; of those that contradict each other, the first.</summary>
    public static async Task<Solution> Apply(Solution solution, ImmutableArray<Change> changes, CancellationToken cancellation)
    {
        foreach (IGrouping<DocumentId, Change> file in changes.Distinct().GroupBy(change => change.Document))
        {
            SourceText text = await solution.GetDocument(file.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            ImmutableArray<TextChange>.Builder kept = ImmutableArray.CreateBuilder<TextChange>();
            foreach (TextChange change in file.Select(change => change.Text).OrderBy(change => change.Span))
            {
                if (kept.Count == 0 || change.Span.Start >= kept[kept.Count - 1].Span.End)
                {
                    kept.Add(change);
                }
            }

            solution = solution.WithDocumentText(file.Key, text.WithChanges(kept));
        }

        return solution;
    }
}

/// <summary>A change of a document.</summary>
internal readonly record struct Change(DocumentId Document, TextChange Text);
