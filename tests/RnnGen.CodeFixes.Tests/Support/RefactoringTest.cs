using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Support;

/// <summary>A source with the cursor at <c>[||]</c>, and what an editor offers there.</summary>
internal static class RefactoringTest
{
    private const string Cursor = "[||]";

    /// <summary>What is offered, in order.</summary>
    public static async Task<string[]> Offers<TRefactoring>(string source)
        where TRefactoring : CodeRefactoringProvider, new() =>
        [.. (await Actions<TRefactoring>(source)).Select(action => action.Title)];

    /// <summary>The source after one of the offers, which compiles without a warning.</summary>
    public static async Task<string> Apply<TRefactoring>(string source, string title)
        where TRefactoring : CodeRefactoringProvider, new()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ImmutableArray<CodeAction> actions = await Actions<TRefactoring>(source);
        CodeAction action = Assert.Single(actions, action => action.Title == title);
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellation);
        Project project = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.Projects.Single();
        Compilation compilation = (await project.GetCompilationAsync(cancellation))!;
        string text = (await project.Documents.Single().GetTextAsync(cancellation)).ToString();
        Diagnostic[] problems =
            [.. compilation.GetDiagnostics(cancellation).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Select(problem => problem.ToString()).Append(text)));
        return text;
    }

    private static async Task<ImmutableArray<CodeAction>> Actions<TRefactoring>(string source)
        where TRefactoring : CodeRefactoringProvider, new()
    {
        int cursor = source.IndexOf(Cursor, System.StringComparison.Ordinal);
        AdhocWorkspace workspace = new();
        Document document = workspace.AddProject("UserProject", LanguageNames.CSharp)
            .WithCompilationOptions(UserProject.CompilationOptions)
            .WithParseOptions(UserProject.ParseOptions)
            .WithMetadataReferences(UserProject.References)
            .AddAnalyzerReference(new GeneratorReference())
            .AddDocument("Net.cs", SourceText.From(source.Remove(cursor, Cursor.Length)));
        ImmutableArray<CodeAction>.Builder actions = ImmutableArray.CreateBuilder<CodeAction>();
        await new TRefactoring().ComputeRefactoringsAsync(new CodeRefactoringContext(
            document, new TextSpan(cursor, 0), actions.Add, TestContext.Current.CancellationToken));
        return actions.ToImmutable();
    }

    /// <summary>The generator, as a package brings it.</summary>
    private sealed class GeneratorReference : AnalyzerReference
    {
        private readonly ISourceGenerator _generator = new RnnModelGenerator().AsSourceGenerator();

        public override string? FullPath => null;

        public override object Id => typeof(RnnModelGenerator);

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => [_generator];
    }
}
