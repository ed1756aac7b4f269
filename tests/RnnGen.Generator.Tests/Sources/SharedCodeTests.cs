using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>A generated class holds its network and nothing else: what is the same in every one belongs to the runtime.</summary>
public class SharedCodeTests
{
    private const int MostLines = 5;

    /// <summary>Models that have as little in common as their generated code allows.</summary>
    private static readonly (string Layers, string Arguments)[] Models =
    [
        ("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 3"),
        ("[Gru(17)]\n[Gru(5)]\n[Dense(3, EveryStep = true)]\n[MeanSquaredError]", "InputSize = 9"),
        ("[Rnn(40)]\n[Dense(1)]\n[BinaryCrossEntropy]", "InputSize = 1, Steps = 40"),
        ("[Embedding(11, 5)]\n[Lstm(8)]\n[Dense(11, EveryStep = true)]\n[SoftmaxCrossEntropy]", ""),
        ("[Lstm(12, Direction = Direction.Bidirectional)]\n[Pooling(Pooling.Mean)]\n[Dense(4)]\n[SoftmaxCrossEntropy]", "InputSize = 6"),
        ("[Gru(6, OutputDropout = 0.5)]\n[Dense(2)]\n[MeanAbsoluteError]", "InputSize = 2"),
        ("[Lstm(10, Peepholes = true)]\n[Dense(6)]\n[GaussianNegativeLogLikelihood]", "InputSize = 3"),
        ("[Lstm(20, LayerNorm = true)]\n[Dense(2)]\n[Huber]", "InputSize = 5, Steps = 7"),
        (
            "[Rnn(2)]\n[Head(\"label\", Weight = 0.5)]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n[Head(\"next\")]\n[Dense(1, EveryStep = true)]\n"
            + "[MeanSquaredError]", "InputSize = 1"),
        ("[Gru(33, LearnedInitialState = true)]\n[Dense(3)]\n[SoftmaxCrossEntropy]", "InputSize = 4"),
    ];

    [Fact]
    public void NoPrivateMethodIsTheSameInTenModels()
    {
        HashSet<string>? shared = null;
        foreach ((string layers, string arguments) in Models)
        {
            GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source(layers, arguments)).Compiles();
            HashSet<string> methods = [.. run.Files.Values.SelectMany(PrivateMethods)];

            // The method of a text is one of this model: nothing is looked for in vain.
            Assert.True(methods.Count > 10, $"{layers} has {methods.Count} methods of more than {MostLines} lines.");
            shared = shared is null ? methods : [.. shared.Intersect(methods)];
        }

        Assert.True(shared!.Count == 0, string.Join("\n\n", shared));
    }

    /// <summary>
    /// Methods that callers of the class cannot see, by themselves or because their type is private; without documentation.
    /// </summary>
    private static IEnumerable<string> PrivateMethods(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .OfType<BaseMethodDeclarationSyntax>()
        .Where(method => IsPrivate(method) || method.Ancestors().OfType<TypeDeclarationSyntax>().Any(IsPrivate))
        .Select(method => method.WithoutLeadingTrivia().ToString())
        .Where(text => text.Count(character => character == '\n') + 1 > MostLines);

    private static bool IsPrivate(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PrivateKeyword);
}
