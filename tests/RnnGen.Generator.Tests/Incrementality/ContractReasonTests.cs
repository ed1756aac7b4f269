using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Incrementality;

/// <summary>The file of the contract is written once, whatever is typed.</summary>
public sealed class ContractReasonTests
{
    private const string Model = "[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(4)] partial class Net;\n";
    private const string Other = "[RnnGen.RnnModel(InputSize = 3), RnnGen.Gru(4)] partial class Other;\n";

    [Theory]
    [InlineData(Model)]
    [InlineData("// A comment.\n" + Model)]
    [InlineData(Model + "class Unrelated { int _size = 1; }")]
    [InlineData("[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(5)] partial class Net;\n")]
    [InlineData(Model + Other)]
    [InlineData(Other)]
    public void EditThatLeavesAModel(string edited) => Assert.Equal([IncrementalStepRunReason.Cached], Reasons(Model, edited));

    [Theory]
    [InlineData(Model, "class Net;", 1, 0)]
    [InlineData("class Net;", Model, 0, 1)]
    [InlineData(Model, "[RnnGen.RnnModel(InputSize = 3), RnnGen.Lstm(0)] partial class Net;", 1, 0)]
    public void ModelsComeAndGo(string before, string after, int filesBefore, int filesAfter)
    {
        (GeneratorRunResult first, GeneratorRunResult second) = Edit(before, after);
        Assert.Equal(filesBefore, Files(first));
        Assert.Equal(filesAfter, Files(second));

        static int Files(GeneratorRunResult result) => result.GeneratedSources.Count(file => file.HintName == ContractFile.Hint);
    }

    [Fact]
    public void LibrariesAreReadAgainWithoutAnEffect()
    {
        GeneratorRunResult result = Edit(Model, "// A comment.\n" + Model, MarkedLibrary.Reference("7", "7.0.0")).After;
        Assert.Equal(
            IncrementalStepRunReason.Unchanged, result.TrackedSteps[RnnModelGenerator.LibrariesStep].Single().Outputs.Single().Reason);
    }

    /// <summary>Why the file was written, or was not.</summary>
    private static IEnumerable<IncrementalStepRunReason> Reasons(
        string before, string after) => Edit(before, after).After.TrackedOutputSteps
        .SelectMany(pair => pair.Value)
        .Where(step => step.Inputs.Any(input => IsOfTheContractAlone(input.Source)))
        .SelectMany(step => step.Outputs)
        .Select(output => output.Reason);

    // Files of models are combined with that of the contract, but come from specifications too.
    private static bool IsOfTheContractAlone(IncrementalGeneratorRunStep step) =>
        ComesFrom(step, RnnModelGenerator.ContractStep) && !ComesFrom(step, RnnModelGenerator.SpecStep);

    private static bool ComesFrom(IncrementalGeneratorRunStep step, string name) =>
        step.Name == name || step.Inputs.Any(input => ComesFrom(input.Source, name));

    private static (GeneratorRunResult Before, GeneratorRunResult After) Edit(
        string before, string after, params MetadataReference[] libraries)
    {
        CSharpCompilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, before).AddReferences(libraries);
        GeneratorDriver driver = GeneratorHost.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        Compilation edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorHost.Tree(after, 0));
        return (
            driver.GetRunResult().Results[0],
            driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results[0]);
    }
}
