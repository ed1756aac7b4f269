using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>
/// Methods that hold vector loops are compiled once, fully, and each on its own. Where the compiler may inline one into a schedule, the
/// schedule uses up what one method may inline, and what is inlined after that calls every vector operation: two to four times slower.
/// </summary>
public sealed class OptimizedMethodTests
{
    private const string Optimization = "MethodImpl(global::RnnGen.Generated.Kernels.Loop)";

    [Theory]
    [InlineData("[Rnn(8)]\n[Rnn(8)]\n[Dense(4)]\n[SoftmaxCrossEntropy]", "InputSize = 3")]
    [InlineData("[Lstm(8, Peepholes = true)]\n[Gru(8)]\n[Dense(4)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 5")]
    [InlineData("[Lstm(8, LayerNorm = true, OutputDropout = 0.5)]\n[Dense(4)]\n[MeanSquaredError]", "InputSize = 3")]
    public void VectorLoopsAreCompiledFullyAndNotInlined(string layers, string model)
    {
        GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source(layers, model)).Compiles();
        MethodDeclarationSyntax[] methods = [.. run.Files.Values.SelectMany(Methods)];

        MethodDeclarationSyntax[] stages = [.. methods.Where(method => Class(method) == "Stages" && HasLoop(method))];
        Assert.NotEmpty(stages);
        Assert.All(
            stages,
            method => Assert.True(
                method.AttributeLists.ToString().Contains(Optimization), $"{method.Identifier} is not compiled on its own"));
    }

    private static IEnumerable<MethodDeclarationSyntax> Methods(string source) =>
        CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>();

    private static string? Class(SyntaxNode method) => method.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text;

    private static bool HasLoop(SyntaxNode method) =>
        method.DescendantNodes().OfType<ForStatementSyntax>().Any() && method.ToString().Contains("V.Load");
}
