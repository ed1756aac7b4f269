using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN013: the user's own members beside the generated ones.</summary>
public sealed class MemberConflictTests
{
    [Theory]
    [InlineData("public void Predict() { }", "Predict")]
    [InlineData("private int Predict(string text) => text.Length;", "Predict")]
    [InlineData("private int State => 1;", "State")]
    [InlineData("private enum Trainer { A }", "Trainer")]
    [InlineData("private static int _predictor() => 1;", "_predictor")]
    [InlineData("private event System.Action Step = () => { };", "Step")]
    [InlineData("private static void StepBatch() { }", "StepBatch")]
    [InlineData("private int StepRows => 1;", "StepRows")]
    [InlineData("private struct Units4 { }", "Units4")]
    [InlineData("private const int InputSize = 3;", "InputSize")]
    public void MemberWithAGeneratedName(string member, string name) => GeneratorHost.Run(Source(member))
        .Reports($"RNN013 [{name}] 'Net.{name}' has the name of a member that RnnGen generates; rename it");

    [Fact]
    public void ConstructorFromASeed() => GeneratorHost.Run(Source("public Net(ulong seed) => Seed = seed; internal ulong Seed { get; }"))
        .Reports("RNN013 [Net] 'Net.constructor' has the name of a member that RnnGen generates; rename it");

    /// <summary>One half of a class implements a member of an interface, not both.</summary>
    [Theory]
    [InlineData("ModelDescription IRnnModel.Description => null!;", "Description", "IRnnModel.Description")]
    [InlineData(
        "void IRnnModel.StepBatch(scoped in SequenceBatch batch, System.Span<float> states, System.ReadOnlySpan<int> rows, "
        + "System.Span<float> outputs) { }",
        "StepBatch", "IRnnModel.StepBatch")]
    [InlineData("IRnnTrainer ITrainableModel.CreateTrainer(int threads) => null!;", "CreateTrainer", "ITrainableModel.CreateTrainer")]
    public void ExplicitImplementation(string member, string place, string name)
    {
        string report = GeneratorHost.Run(GeneratorHost.Source(
            "[Lstm(4)]", declaration: $"internal partial class Net : ITrainableModel {{ {member} }}")).Report;
        Assert.Contains($"RNN013 [{place}] 'Net.{name}' has the name of a member that RnnGen generates; rename it", report);
        Assert.DoesNotContain(".g.cs", report);
    }

    [Fact]
    public void EveryConflictIsReported() => GeneratorHost.Run(Source(
        "private class Stages { } private void Predict() { } private void Predict(int x) { _ = x; }")).Reports(
        "RNN013 [Stages] 'Net.Stages' has the name of a member that RnnGen generates; rename it",
        "RNN013 [Predict] 'Net.Predict' has the name of a member that RnnGen generates; rename it",
        "RNN013 [Predict] 'Net.Predict' has the name of a member that RnnGen generates; rename it");

    [Theory]
    [InlineData("private int Predicted => 1; internal int P => Predicted;")]
    [InlineData("internal Net(ulong seed, int more) : this(seed + (ulong)more) { }")]
    [InlineData("internal Net(long seed) : this((ulong)seed) { }")]
    [InlineData("internal Net() : this(7UL) { }")]
    [InlineData("static Net() { } ~Net() { }")]
    [InlineData("public static implicit operator int(Net net) => net.Threads; internal int this[int index] => index + InputSize;")]
    [InlineData("internal struct Units { } internal class Unitsx4 { }")]
    [InlineData(
        "internal int V => 1; internal int M => 1; internal int Lstm0 => 1; internal int first => 1; internal int step => 1; "
        + "internal int w => 1; internal static float Sigmoid(float x) => x;")]
    [InlineData(
        "internal class Simd128 { } internal class StepBuffer { } internal class Span { } internal class Math { } internal class Unsafe { "
        + "}")]
    [InlineData("internal class RnnGen { } internal class System { }")]
    [InlineData(
        "internal class Model { } internal int Gradients => 0; internal void Forward() { } internal void Backward() { } internal int Block "
        + "=> 1;")]
    [InlineData(
        "internal int Lstm0Units => 1; internal int InputStride => 2; "
        + "internal class SequenceWorkspace { } internal class IPartitionedWork { } internal class Partition { }")]
    public void MembersThatDoNotConflict(string members) => GeneratorHost.Run(Source(members)).Compiles();

    [Theory]
    [InlineData("Step")]
    [InlineData("Trainer")]
    [InlineData("Workspace")]
    [InlineData("Weights")]
    [InlineData("Description")]
    [InlineData("InputSize")]
    [InlineData("Units4")]
    [InlineData("OnStep")]
    public void ClassWithAGeneratedName(string name) =>
        GeneratorHost.Run(GeneratorHost.Source("[Lstm(4)]", declaration: $"public partial class {name};"))
            .Reports($"RNN013 [RnnModel(InputSize = 3)] '{name}.{name}' has the name of a member that RnnGen generates; rename it");

    [Fact]
    public void MembersOfABaseClass() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4)]",
        declaration: "internal partial class Net : Basis;\ninternal class Basis : Root { protected virtual void Step() { } private int "
            + "Predict() => Predict(); }\ninternal class Root { internal class State; internal int Threads { get; set; } }"))
        .Reports(
            "RNN013 [RnnModel(InputSize = 3)] 'Basis.Step' has the name of a member that RnnGen generates; rename it",
            "RNN013 [RnnModel(InputSize = 3)] 'Root.State' has the name of a member that RnnGen generates; rename it",
            "RNN013 [RnnModel(InputSize = 3)] 'Root.Threads' has the name of a member that RnnGen generates; rename it");

    /// <summary>A class may have any name that none of its members has: the names inside nested generated classes too.</summary>
    [Theory]
    [InlineData("Model")]
    [InlineData("Forward")]
    [InlineData("Backward")]
    [InlineData("V")]
    [InlineData("M")]
    [InlineData("Lstm0")]
    [InlineData("Lstm0Gates")]
    [InlineData("Lstm0C")]
    [InlineData("Gradients")]
    [InlineData("Inputs")]
    [InlineData("Rows")]
    [InlineData("Targets")]
    [InlineData("Training")]
    [InlineData("System")]
    [InlineData("Multiply")]
    [InlineData("Panel")]
    [InlineData("None")]
    [InlineData("Block")]
    [InlineData("At")]
    [InlineData("Run")]
    [InlineData("Loss")]
    [InlineData("Head")]
    [InlineData("LastStep")]
    [InlineData("IRnnModel")]
    [InlineData("SequenceBatch")]
    public void ClassWithAnotherName(string name) =>
        GeneratorHost.Run(GeneratorHost.Source(
            "[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", declaration: $"public partial class {name};")).Compiles();

    /// <summary>The list of reserved names is exact: each member that is generated, for any options, conflicts with the user's.</summary>
    [Theory]
    [InlineData("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 2")]
    [InlineData("[Gru(4)]", "InputSize = 3")]
    [InlineData("[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n[Head(\"b\")]\n[Huber]", "InputSize = 3")]
    public void EveryGeneratedMemberIsReserved(string layers, string model)
    {
        INamedTypeSymbol type = GeneratorHost.Run(GeneratorHost.Source(layers, model)).Output.GetTypeByMetadataName("Samples.Net")!;
        IEnumerable<string> names = type.GetMembers()
            .Where(member => member.CanBeReferencedByName && !member.IsImplicitlyDeclared)
            .Select(member => member.Name)
            .Distinct();
        foreach (string name in names)
        {
            // The hook of the steps is called by its parameter: it leaves its name to other methods.
            string member = name == "OnStep" ? $"private int {name} => 1;" : $"private void {name}() {{ }}";
            string source = GeneratorHost.Source(layers, model, $"public partial class Net {{ {member} }}");
            GeneratorHost.Run(source).Reports($"RNN013 [{name}] 'Net.{name}' has the name of a member that RnnGen generates; rename it");
        }

        Assert.Contains("Predict", names);
    }

    private static string Source(string members) =>
        GeneratorHost.Source("[Lstm(4)]", declaration: $"internal partial class Net {{ {members} }}");
}
