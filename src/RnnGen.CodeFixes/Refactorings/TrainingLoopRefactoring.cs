using System.Collections.Generic;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.CodeFixes.Common;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>Writes the training loop of a model below its class: a static class that compiles as it is.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(TrainingLoopRefactoring)), Shared]
internal sealed class TrainingLoopRefactoring : ModelRefactoring
{
    protected override async Task<IEnumerable<Fix>> Find(Site site, ClassDeclarationSyntax declaration, AttributeSyntax model)
    {
        if (await PlanOf(site, declaration).ConfigureAwait(false) is not ModelPlan plan || !plan.Spec.Training || !plan.Losses.Any())
        {
            return [];
        }

        string accessibility = string.Concat(declaration.Modifiers.Where(IsAccessibility).Select(modifier => $"{modifier.Text} "));
        TypeNames names = new(site, declaration.SpanStart);
        string loop = new TrainingLoop(plan, declaration.Identifier.Text, names).Write(Free(site, declaration), accessibility);
        return
        [
            site.Offer(
                "Write the training loop of this model", nameof(TrainingLoopRefactoring),
                [Below(site, declaration, loop), .. names.Usings()]),
        ];
    }

    /// <summary>The plan of a model as the user has written it: without what is generated, whose names would be taken.</summary>
    private static async Task<ModelPlan?> PlanOf(Site site, ClassDeclarationSyntax declaration)
    {
        Compilation compilation = site.Semantics.Compilation;
        foreach (SourceGeneratedDocument generated in
            await site.Document.Project.GetSourceGeneratedDocumentsAsync(site.Cancellation).ConfigureAwait(false))
        {
            if (await generated.GetSyntaxTreeAsync(site.Cancellation).ConfigureAwait(false) is SyntaxTree tree)
            {
                compilation = compilation.RemoveSyntaxTrees(tree);
            }
        }

        SemanticModel semantics = compilation.GetSemanticModel(declaration.SyntaxTree);
        return semantics.GetDeclaredSymbol(declaration, site.Cancellation) is INamedTypeSymbol type
            && type.GetAttributes().FirstOrDefault(ModelParser.IsModel) is AttributeData data
            && ModelParser.Parse(type, new AttributeReader(data, site.Cancellation), semantics, site.Cancellation).Spec is { } spec
            ? ModelPlanner.Plan(spec)
            : null;
    }

    private static bool IsAccessibility(SyntaxToken modifier) => modifier.Kind() is
        SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword;

    /// <summary>A name that nothing has.</summary>
    private static string Free(Site site, ClassDeclarationSyntax declaration)
    {
        string name = $"{declaration.Identifier.ValueText}Training";
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? name : $"{name}{number}")
            .First(free => site.Semantics.LookupSymbols(declaration.SpanStart, name: free).IsEmpty);
    }

    /// <summary>The loop below the class, as far from the margin.</summary>
    private static TextChange Below(Site site, ClassDeclarationSyntax declaration, string loop)
    {
        TextLine first = site.Text.Lines.GetLineFromPosition(declaration.SpanStart);
        string start = site.Text.ToString(TextSpan.FromBounds(first.Start, declaration.SpanStart));
        string indentation = start.Substring(0, start.Length - start.TrimStart().Length), end = site.Text.LineBreak();
        TextLine last = site.Text.Lines.GetLineFromPosition(declaration.Span.End);
        bool endsLine = declaration.GetLastToken().GetNextToken() is { RawKind: not 0 } next && next.SpanStart < last.End;
        string text = string.Concat(loop.Split('\n').Select(line => $"{end}{(line.Length == 0 ? "" : indentation)}{line}"));
        return new TextChange(new TextSpan(endsLine ? declaration.Span.End : last.End, 0), $"{end}{text}");
    }
}
