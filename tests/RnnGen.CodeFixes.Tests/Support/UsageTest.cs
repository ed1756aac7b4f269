using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using RnnGen.Generator;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Support;

/// <summary>A source with diagnostics of an analyzer marked as <c>[|here|]</c>, compiled with the generator.</summary>
internal sealed class UsageTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private const string TwoHeads =
        "[RnnModel(InputSize = 3), Gru(4), Head(\"speech\"), Dense(1), Head(\"gains\"), Dense(5)] partial class Two;";

    private UsageTest()
    {
        ReferenceAssemblies = UserProject.None;
        TestState.AdditionalReferences.AddRange(UserProject.References);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(RnnModelGenerator)];

    protected override ParseOptions CreateParseOptions() => UserProject.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => UserProject.CompilationOptions;

    /// <summary>Looks at methods that begin alike, each in a line of its own.</summary>
    public static Task Methods(string start, params string[] statements) =>
        Members(string.Join("\n", statements.Select((rest, index) => $"void Run{index}() {{ {start}{rest} }}")));

    /// <summary>Looks at the members of a class that has what they need.</summary>
    public static Task Members(string members) => new UsageTest<TAnalyzer>
    {
        TestCode = $$"""
        using System;
        using System.Collections.Generic;
        using RnnGen;
        using RnnGen.Training;

        [RnnModel(InputSize = 3)]
        [Gru(4)]
        [Dense(2)]
        [SoftmaxCrossEntropy]
        partial class Net;

        static class Assert { public static void Throws(Action action) => action(); }

        class Session { public Net.State State { get; set; } public Net.State Field; public Net.State Fixed { get; } }

        class Caller
        {
            readonly Net net = new();
            readonly Net.State start;
            Net.State current;
            readonly Net.State[] states = new Net.State[8];
            readonly List<Net.State> list = new();
            readonly float[] x = new float[3];
            readonly float[] y = new float[2];
            {{Field("all", "Every", members)}}
            {{Field("heads", "Two", members)}}
            {{Field("words", "Words", members)}}

            {{members}}
        }

        {{Model("all", "[RnnModel(InputSize = 3), Gru(4)] partial class Every;", members)}}
        {{Model("heads", TwoHeads, members)}}
        {{Model("words", "[RnnModel, Embedding(7, 3), Gru(4), Dense(2)] partial class Words;", members)}}
        """,
    }.RunAsync(TestContext.Current.CancellationToken);

    private static string Field(string name, string type, string members) => Model(name, $"readonly {type} {name} = new();", members);

    /// <summary>Only where it is used: each model takes its time.</summary>
    private static string Model(string name, string text, string members) =>
        members.Contains($"{name}.", StringComparison.Ordinal) ? text : "";
}
