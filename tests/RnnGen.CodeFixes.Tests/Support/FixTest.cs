using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using RnnGen.Generator;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Support;

/// <summary>
/// A source with diagnostics marked as <c>{|RNN001:here|}</c>, fixed one by one and all at once; what comes of it must be as given, and
/// compile with the generator.
/// </summary>
internal class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    protected FixTest()
    {
        ReferenceAssemblies = UserProject.None;
        TestState.AdditionalReferences.AddRange(UserProject.References);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(RnnModelGenerator)];

    protected override ParseOptions CreateParseOptions() => UserProject.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => UserProject.CompilationOptions;

    /// <summary>One fix of a source whose diagnostics it mends.</summary>
    /// <param name="source">With marks.</param>
    /// <param name="expected">Without, as it is fixed.</param>
    /// <param name="title">What the user reads.</param>
    /// <param name="change">Anything else.</param>
    public static Task Fixes(string source, string expected, string? title = null, Action<FixTest<TAnalyzer, TFix>>? change = null)
    {
        FixTest<TAnalyzer, TFix> test = new() { TestCode = "using RnnGen;\n" + source, FixedCode = "using RnnGen;\n" + expected };
        if (title is not null)
        {
            test.CodeActionVerifier = (action, verifier) => verifier.Equal(title, action.Title);
        }

        change?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>The same for what the generator says.</summary>
internal sealed class FixTest<TFix> : FixTest<EmptyDiagnosticAnalyzer, TFix>
    where TFix : CodeFixProvider, new();
