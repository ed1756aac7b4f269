using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>The hook of the steps: nothing of it is in a class that does not implement it.</summary>
public sealed class StepHookTests
{
    private const string Hook = "OnStep";
    private const string Implementation = "static partial void OnStep(in StepView step) => System.Console.Write(step.Layer);";

    /// <summary>Models whose calls of the hook stand in as many places as there are.</summary>
    public static TheoryData<string, string> Models { get; } = new()
    {
        { "[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 3" },
        { "[Lstm(4)]\n[Rnn(3)]", "InputSize = 3, Steps = 40" },
        { "[Gru(5)]\n[Gru(4)]\n[Dense(2, EveryStep = true)]\n[MeanSquaredError]", "InputSize = 3" },
        { "[Lstm(4, Direction = Direction.Bidirectional)]\n[Dense(4)]\n[Huber]", "InputSize = 3" },
        { "[Embedding(7, 3)]\n[Rnn(4)]\n[Dense(7)]\n[SoftmaxCrossEntropy]", "" },
        { "[Lstm(104)]\n[Gru(200)]", "InputSize = 3, Training = false" },
        { "[Gru(20)]\n[Dense(2)]", "InputSize = 3, Training = false, Weights = WeightStorage.Int8" },
        {
            "[Input(\"a\", 4)]\n[Input(\"b\", 3, PerSequence = true)]\n[Gru(5, From = [\"a\", \"b\"])]", ""
        },
    };

    /// <summary>Compiled with the lines of the hook and without them: the same instructions, to the byte.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void NoInstructionIsLeftWithoutAnImplementation(string layers, string model)
    {
        Compilation whole = Optimized(GeneratorHost.Run(GeneratorHost.Source(layers, model)).Emits().Output);
        Compilation stripped = whole;
        int removed = 0;
        foreach (SyntaxTree tree in whole.SyntaxTrees)
        {
            SyntaxNode root = tree.GetRoot(TestContext.Current.CancellationToken);
            SyntaxNode[] hooks = [.. root.DescendantNodes().Where(IsHook)];
            removed += hooks.Length;
            SyntaxNode without = root.RemoveNodes(hooks, SyntaxRemoveOptions.KeepNoTrivia)!;
            stripped = stripped.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(without, tree.Options));
        }

        Assert.True(removed >= 3, $"{removed} lines of the hook.");
        Assert.Equal(Instructions(stripped), Instructions(whole));

        // And with one there are instructions, so that the comparison sees them.
        string watched = GeneratorHost.Source(layers, model, $"public partial class Net {{ {Implementation} }}");
        Assert.NotEqual(Instructions(stripped), Instructions(Optimized(GeneratorHost.Run(watched).Emits().Output)));
    }

    /// <summary>The other half may be in another file, nested, or written as a block.</summary>
    [Fact]
    public void TheHookIsImplementedAnywhere()
    {
        GeneratorHost.Run(
            GeneratorHost.Source("[Lstm(4)]"),
            "namespace Samples;\n\npublic partial class Net\n{\n    static partial void OnStep(in RnnGen.StepView step)\n    {\n"
            + "        _ = step[\"h\", 0][0];\n    }\n}\n").Emits();
        GeneratorHost.Run(
            """
            using RnnGen;

            internal partial class Outer
            {
                [RnnModel(InputSize = 3)]
                [Lstm(4)]
                internal partial class Net
                {
                    static partial void OnStep(in StepView step) { }
                }
            }
            """).Emits();
    }

    /// <summary>Where threads share the steps of a row one of them calls, which costs a round: only where somebody watches.</summary>
    [Fact]
    public void SharedRowsPayForTheHookOnlyWhereItIs()
    {
        const string Layers = "[Lstm(104)]", Model = "InputSize = 3, Training = false";
        string plain = GeneratorHost.Run(GeneratorHost.Source(Layers, Model)).Files["Samples.Net.Row.g.cs"];
        string watched = GeneratorHost.Run(GeneratorHost.Source(Layers, Model, $"public partial class Net {{ {Implementation} }}"))
            .Emits().Files["Samples.Net.Row.g.cs"];
        Assert.Equal(Count(plain, "TakeAll") + 1, Count(watched, "TakeAll"));
        Assert.Equal(Count(plain, Hook + "(") + 1, Count(watched, Hook + "("));
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    private static bool IsHook(SyntaxNode node) => node
        is MethodDeclarationSyntax { Identifier.Text: Hook }
        or ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: Hook } }
        };

    private static Compilation Optimized(Compilation compilation) =>
        compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));

    /// <summary>Every method with its instructions, a line each, then the types of others that the assembly names.</summary>
    private static string Instructions(Compilation compilation)
    {
        MemoryStream image = new();
        Assert.True(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        using PEReader file = new(image);
        MetadataReader reader = file.GetMetadataReader();
        List<string> lines = [];
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            string type = reader.GetString(reader.GetTypeDefinition(method.GetDeclaringType()).Name);
            byte[] code = method.RelativeVirtualAddress == 0 ? [] : file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;

            // A lambda's name has the number of the member that it stands in, and the hook is a member.
            string name = Regex.Replace(reader.GetString(method.Name), @"(?<=^<.*>b__)\d+(?=_)", "");
            lines.Add($"{type}.{name} {Convert.ToHexString(code)}");
        }

        lines.AddRange(reader.TypeReferences.Select(handle => reader.GetString(reader.GetTypeReference(handle).Name)));
        return string.Join("\n", lines);
    }
}
