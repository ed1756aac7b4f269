using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN089: a mistake of the generator's own stays with the class at which it happens.</summary>
public sealed class FaultTests
{
    private const string Source = """
        using RnnGen;

        [RnnModel(InputSize = 3), Rnn(2)] partial class A;
        [RnnModel(InputSize = 3), Lstm(2)] partial class Broken;
        [RnnModel(InputSize = 3), Own(3)] partial class C;

        [CellEquations("state h\nh' = tanh(x + h)")]
        sealed class OwnAttribute(int units) : RecurrentCellAttribute(units);
        """;

    [Theory]
    [InlineData("Parse Broken", "Broken", "AC")]
    [InlineData("Emit Broken", "Broken", "AC")]
    [InlineData("Find OwnAttribute", "OwnAttribute", "ABC")]
    public void TheOthersAreGenerated(string step, string squiggle, string generated)
    {
        GeneratorRunResult result = Run(name => name == step, _ => new InvalidOperationException("Two\r\nlines."));
        Assert.Null(result.Exception);
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        string expected =
            $"RNN089 [{squiggle}] RnnGen failed at class '{squiggle}', for which no code is generated (System.InvalidOperationException: "
            + "Two lines.); this is a bug in RnnGen: please report it, with the class";
        Assert.Equal(
            expected,
            $"{diagnostic.Id} [{Source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}] "
            + $"{diagnostic.GetMessage()}");
        Assert.Equal(
            generated,
            string.Concat(
                result.GeneratedSources
                    .Where(file => file.HintName != ContractFile.Hint)
                    .Select(file => file.HintName[0])
                    .Distinct()
                    .Order()));
    }

    [Theory]
    [InlineData("Parse Broken")]
    [InlineData("Emit Broken")]
    public void AnAbandonedRunIsNoMistake(string step) =>
        Assert.Throws<OperationCanceledException>(
            () => Run(
                name => name == step,
                _ => new OperationCanceledException(
                    TestContext.Current.CancellationToken)) is { Exception: Exception exception } ? throw exception : 0);

    private static GeneratorRunResult Run(Predicate<string> fails, Func<string, Exception> failure)
    {
        RnnModelGenerator generator = new()
        {
            Starting = name =>
            {
                if (fails(name))
                {
                    throw failure(name);
                }
            },
        };
        return CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: GeneratorHost.ParseOptions)
            .RunGenerators(GeneratorHost.Compilation(NullableContextOptions.Enable, Source)).GetRunResult().Results[0];
    }
}
