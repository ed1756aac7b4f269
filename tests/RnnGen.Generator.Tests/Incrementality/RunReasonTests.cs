using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Specification;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Incrementality;

/// <summary>What runs again after an edit, by the compiler's own account.</summary>
public sealed class RunReasonTests
{
    private const string First = "using RnnGen;\n\n[RnnModel(InputSize = 3)]\n[Lstm(4)]\npublic partial class First;\n";
    private const string Second = "using RnnGen;\n\n[RnnModel(InputSize = 5, Steps = 2)]\n[Gru(4)]\npublic partial class Second;\n";
    private const string Written = "using RnnGen;\n\n[RnnModel(InputSize = 3)]\n[Own(4)]\npublic partial class First;\n";
    private const string Cell =
        "[RnnGen.CellEquations(\"\"\"\n    state h\n    z = [x, h] * kernel + bias\n    h' = tanh(z)\n    \"\"\")]\npublic sealed class "
        + "OwnAttribute(int units) : RnnGen.RecurrentCellAttribute(units);\n";
    private const string Unrelated = "public class Unrelated { public int Size => 1; }\n";

    [Fact]
    public void FirstRun() => AssertReasons(
        Edit([First, Second], [First, Second]).Before,
        "Spec First New", "Spec Second New", "Output First New", "Output Second New");

    [Fact]
    public void NothingChanged() => AssertReasons(
        Edit([First, Second], [First, Second]).After,
        "Spec First Cached", "Spec Second Cached", "Output First Cached", "Output Second Cached");

    [Theory]
    [InlineData("// A comment.\n" + First)]
    [InlineData("\n\n" + First)]
    [InlineData(First + "\n/* The end. */\n")]
    [InlineData("using RnnGen;\nusing System;\n\n[RnnModel(InputSize = 3)]\n[Lstm(4)]\npublic partial class First;\n")]
    [InlineData(
        "using RnnGen;\n\n[RnnModel(InputSize = 1 + 2, Training = true)]\n[Lstm(2 * 2, ForgetBias = 1)]\n"
        + "public partial class First { private int _own = 1; int Own => _own; }\n")]
    public void EditThatChangesNoModel(string edited) => AssertReasons(
        Edit([First, Second], [edited, Second]).After,
        "Spec First Cached", "Spec Second Cached", "Output First Cached", "Output Second Cached");

    [Fact]
    public void UnrelatedFileEdited() => AssertReasons(
        Edit([First, Second, Unrelated], [First, Second, Unrelated.Replace("1", "2")]).After,
        "Spec First Cached", "Spec Second Cached", "Output First Cached", "Output Second Cached");

    [Fact]
    public void UnrelatedFileAdded() => AssertReasons(
        Edit([First, Second], [First, Second, Unrelated]).After,
        "Spec First Cached", "Spec Second Cached", "Output First Cached", "Output Second Cached");

    [Theory]
    [InlineData("Lstm(4)", "Lstm(5)")]
    [InlineData("InputSize = 3", "InputSize = 4")]
    [InlineData("InputSize = 3", "InputSize = 3, Steps = 3")]
    [InlineData("InputSize = 3", "InputSize = 3, Training = false")]
    [InlineData("[Lstm(4)]", "[Lstm(4, ForgetBias = 2)]")]
    [InlineData("[Lstm(4)]", "[Lstm(4), Dense(2)]")]
    public void OneModelChanged(string old, string edited) => AssertReasons(
        Edit([First, Second], [First.Replace(old, edited), Second]).After,
        "Spec First Modified", "Spec Second Cached", "Output First Modified", "Output Second Cached");

    [Fact]
    public void ConstantInAnotherFileChanged()
    {
        string user = First.Replace("Lstm(4)", "Lstm(Sizes.Units)");
        const string constants = "static class Sizes { public const int Units = 4; }";
        AssertReasons(
            Edit([user, Second, constants], [user, Second, constants.Replace("4", "6")]).After,
            "Spec First Modified", "Spec Second Cached", "Output First Modified", "Output Second Cached");
    }

    [Theory]
    [InlineData("tanh(z)", "tanh(z) * 0.5")]
    [InlineData("bias", "bias(1)")]
    public void EquationsInAnotherFileChanged(string old, string edited)
    {
        AssertReasons(
            Edit([Written, Second, Cell], [Written, Second, Cell.Replace(old, edited)]).After,
            "Spec First Modified", "Spec Second Cached", "Output First Modified", "Output Second Cached");
    }

    [Fact]
    public void EquationsChangedInWordsOnly() => AssertReasons(
        Edit([Written, Second, Cell], [Written, Second, Cell.Replace("state h", "state  h  // the memory")]).After,
        "Spec First Cached", "Spec Second Cached", "Output First Cached", "Output Second Cached");

    [Fact]
    public void MistakesInEquationsComeAndGo()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Edit([Written, Cell], [Written, Cell.Replace("tanh(z)", "tanh(y)")]);
        Assert.Empty(before.Diagnostics);
        AssertReasons(after, "Spec First Removed", "Output First Removed");
        Assert.Equal("RNN031", after.Diagnostics.Single().Id);
        (before, after) = Edit([Written, Cell.Replace("tanh(z)", "tanh(y)")], [Written, Cell]);
        Assert.Single(before.Diagnostics);
        Assert.Empty(after.Diagnostics);
        Assert.NotEmpty(after.GeneratedSources);
    }

    [Fact]
    public void ModelAdded() => AssertReasons(
        Edit([First], [First, Second]).After,
        "Spec First Cached", "Spec Second New", "Output First Cached", "Output Second New");

    [Fact]
    public void ModelRemoved()
    {
        (GeneratorRunResult _, GeneratorRunResult after) = Edit([First, Second], [First, "// Gone.\n"]);
        AssertReasons(after, "Spec First Cached", "Spec Second Removed", "Output First Cached", "Output Second Removed");
        Assert.All(
            after.GeneratedSources.Where(file => file.HintName != ContractFile.Hint), file => Assert.StartsWith("First.", file.HintName));
    }

    [Fact]
    public void DiagnosticMoved()
    {
        string noted = First.Replace("InputSize = 3", "InputSize = 3, Steps = 500");
        (GeneratorRunResult before, GeneratorRunResult after) = Edit([noted, Second], ["// Moves everything.\n" + noted, Second]);
        AssertReasons(
            after, "Diagnostics RNN050 Modified", "Spec First Unchanged", "Spec Second Cached", "Output First Cached",
            "Output Second Cached");
        Assert.Equal(2, before.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(3, after.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void DiagnosticOfAnotherModelAppears() => AssertReasons(
        Edit([First, Second], [First.Replace("Lstm(4)", "Lstm(0)"), Second]).After,
        "Diagnostics RNN006 New", "Spec First Removed", "Spec Second Cached", "Output First Removed", "Output Second Cached");

    private static (GeneratorRunResult Before, GeneratorRunResult After) Edit(string[] before, string[] after)
    {
        Compilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, before);
        GeneratorDriver driver = GeneratorHost.Driver().RunGenerators(compilation);
        GeneratorRunResult first = driver.GetRunResult().Results[0];

        // An editor replaces the trees that changed and keeps the others.
        SyntaxTree[] trees = [.. compilation.SyntaxTrees];
        for (int i = 0; i < after.Length; i++)
        {
            if (i >= before.Length)
            {
                compilation = compilation.AddSyntaxTrees(GeneratorHost.Tree(after[i], i));
            }
            else if (after[i] != before[i])
            {
                compilation = compilation.ReplaceSyntaxTree(trees[i], GeneratorHost.Tree(after[i], i));
            }
        }

        return (first, driver.RunGenerators(compilation).GetRunResult().Results[0]);
    }

    private static void AssertReasons(GeneratorRunResult result, params string[] expected) => Assert.Equal(expected, Reasons(result));

    private static IEnumerable<string> Reasons(GeneratorRunResult result)
    {
        Assert.Null(result.Exception);
        List<string> reasons = [];
        if (result.TrackedSteps.TryGetValue(RnnModelGenerator.DiagnosticsStep, out var diagnostics))
        {
            reasons.AddRange(
                diagnostics
                    .SelectMany(step => step.Outputs)
                    .Select(output => $"Diagnostics {((Generator.Diagnostics.DiagnosticInfo)output.Value).Descriptor.Id} {output.Reason}"));
        }

        reasons.AddRange(
            result.TrackedSteps[RnnModelGenerator.SpecStep]
                .SelectMany(step => step.Outputs)
                .Select(output => $"Spec {((ModelSpec)output.Value).Type.Name} {output.Reason}"));
        foreach (IncrementalGeneratorRunStep step in result.TrackedOutputSteps.SelectMany(pair => pair.Value))
        {
            if (SpecBefore(step) is ModelSpec spec)
            {
                reasons.AddRange(step.Outputs.Select(output => $"Output {spec.Type.Name} {output.Reason}"));
            }
        }

        return reasons;
    }

    /// <summary>
    /// The specification that an output was made of, through whatever steps lie between; what a network costs is told of all that have
    /// been written, and nothing is written after it.
    /// </summary>
    private static ModelSpec? SpecBefore(IncrementalGeneratorRunStep step)
    {
        foreach ((IncrementalGeneratorRunStep source, int index) in step.Inputs.Where(
            input => input.Source.Name != RnnModelGenerator.CostStep))
        {
            if ((source.Name == RnnModelGenerator.SpecStep
                ? source.Outputs[index].Value as ModelSpec
                : SpecBefore(source)) is ModelSpec spec)
            {
                return spec;
            }
        }

        return null;
    }
}
