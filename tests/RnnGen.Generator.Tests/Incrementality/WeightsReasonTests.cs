using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Specification;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Incrementality;

/// <summary>What runs again when a source or a file of weights is edited.</summary>
public sealed class WeightsReasonTests
{
    private const string Plain = "using RnnGen;\n\n[RnnModel(InputSize = 3)]\n[Lstm(4)]\npublic partial class Plain;\n";
    private const string Weighted =
        "using RnnGen;\n\n[RnnModel(InputSize = 3)]\n[Rnn(4)]\n[Weights(\"one.safetensors\")]\npublic partial class Weighted;\n";
    private const string FromFile = "using RnnGen;\n\n[RnnModel(FromOnnx = \"two.onnx\")]\npublic partial class FromFile;\n";
    private const string Declaration =
        "using RnnGen;\n\n[RnnModel(InputSize = 3, Training = false)]\n[Rnn(4)]\npublic sealed partial class Two;\n";

    private static readonly string[] Sources = [Plain, Weighted, FromFile];

    [Fact]
    public void NothingChanged() => AssertReasons(Run(Sources, File(1), Onnx(2)), "Plain Cached", "Weighted Cached", "FromFile Cached");

    [Fact]
    public void AClassMoved() => AssertReasons(
        Run([Plain, "\n\n" + Weighted, "// A comment.\n" + FromFile], File(1), Onnx(2)),
        "Plain Cached", "Weighted Cached", "FromFile Cached");

    [Fact]
    public void TheWeightsOfOneChanged() =>
        AssertReasons(Run(Sources, File(7), Onnx(2)), "Plain Cached", "Weighted Modified", "FromFile Cached");

    [Fact]
    public void TheNetworkOfOneChanged() => AssertReasons(
        Run(Sources, File(1), Onnx(2).With("spec", "1")), "Plain Cached", "Weighted Cached", "FromFile Removed");

    [Fact]
    public void ANoteChangesNoCode() => AssertReasons(
        Run(Sources, File(1), Onnx(2).With("note", "read so")), "Plain Cached", "Weighted Cached", "FromFile Cached");

    private static IEnumerable<(string Name, IncrementalStepRunReason Reason)> Run(string[] edited, WeightsFile file, WeightsFile onnx)
    {
        AdditionalText[] before = [File(1).Manifest, Onnx(2).Manifest], after = [file.Manifest, onnx.Manifest];
        CSharpCompilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, Sources);
        GeneratorDriver driver = GeneratorHost.Driver().AddAdditionalTexts([.. before]).RunGenerators(
            compilation, TestContext.Current.CancellationToken);
        for (int index = 0; index < edited.Length; index++)
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[index], GeneratorHost.Tree(edited[index], index));
        }

        // As a build hands over files: new objects, whether or not their text is the same.
        driver = driver.ReplaceAdditionalTexts([.. after]).RunGenerators(compilation, TestContext.Current.CancellationToken);
        return driver.GetRunResult().Results[0].TrackedSteps[RnnModelGenerator.SpecStep]
            .SelectMany(step => step.Outputs)
            .Select(output => (((ModelSpec)output.Value).Type.Name, output.Reason));
    }

    private static void AssertReasons(IEnumerable<(string Name, IncrementalStepRunReason Reason)> reasons, params string[] expected) =>
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            reasons.Select(reason => $"{reason.Name} {(reason.Reason == IncrementalStepRunReason.Unchanged ? "Cached" : reason.Reason)}")
                .Order(StringComparer.Ordinal));

    private static WeightsFile File(float first) => new WeightsFile("one.safetensors")
        .With("rnn0/kernel", [7, 4], [first, .. new float[27]]).With("rnn0/bias", [4], new float[4]);

    private static WeightsFile Onnx(float first) => new WeightsFile("two.onnx", "Onnx")
        .With("rnn0/kernel", [7, 4], [first, .. new float[27]]).With("rnn0/bias", [4], new float[4]).Declaring(Declaration);
}
