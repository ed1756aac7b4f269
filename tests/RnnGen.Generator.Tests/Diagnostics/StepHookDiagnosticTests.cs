using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN038 and RNN013: what else may be called as the hook of the steps is.</summary>
public sealed class StepHookDiagnosticTests
{
    private const string Mistake = "RNN038 [OnStep] 'Net.OnStep' watches no step: write 'static partial void OnStep(in StepView step)' "
        + "with a body and nothing else, or rename it";

    [Theory]
    [InlineData("private static void OnStep(in StepView step) { }")]
    [InlineData("public void OnStep(StepView step) { }")]
    [InlineData("static void OnStep(ref StepView step, int more = 0) => step = default;")]
    [InlineData("private void OnStep<T>(T step) => System.Console.Write(step);")]
    [InlineData("private static int OnStep(in StepView step) => step.Rows;")]
    public void AMethodThatIsAlmostTheHook(string member) => GeneratorHost.Run(Source(member)).Reports(Mistake);

    /// <summary>The compiler adds that the other half of the method is missing.</summary>
    [Theory]
    [InlineData("partial void OnStep(in StepView step) { }", "CS0759 [OnStep]")]
    [InlineData("static partial void OnStep(StepView step) { }", "CS0759 [OnStep]")]
    [InlineData("private static partial void OnStep(in StepView step) { }", "CS0759 [OnStep]")]
    [InlineData("static partial void OnStep(in StepView step);", null)]
    public void AHalfThatDoesNotFit(string member, string? compiler) =>
        GeneratorHost.Run(Source(member)).Reports(compiler is null ? [Mistake] : [compiler, Mistake]);

    /// <summary>Overloads are the user's own, and the calls of the hook do not mean them.</summary>
    [Theory]
    [InlineData("internal void OnStep() { }")]
    [InlineData("internal int OnStep(int step) => step;")]
    [InlineData("internal static void OnStep(object step, params object[] more) { }")]
    [InlineData("internal static void OnStep(dynamic step) { }")]
    [InlineData("internal T OnStep<T>(int step) => default!;")]
    [InlineData("static partial void OnStep(in StepView step) { } internal void OnStep() { }")]
    public void OtherMethodsOfTheName(string members) => GeneratorHost.Run(Source(members)).Compiles();

    [Theory]
    [InlineData("internal int OnStep => 1;")]
    [InlineData("internal event System.Action OnStep = () => { };")]
    [InlineData("internal class OnStep { }")]
    public void NoMethod(string member) => GeneratorHost.Run(Source(member))
        .Reports("RNN013 [OnStep] 'Net.OnStep' has the name of a member that RnnGen generates; rename it");

    [Theory]
    [InlineData("protected void OnStep(int step) { }", null)]
    [InlineData("private static void OnStep(in StepView step) { }", null)]
    [InlineData("protected static void OnStep(in StepView step) { }", "RNN038")]
    [InlineData("protected int OnStep => 1;", "RNN013")]
    public void MembersOfABaseClass(string member, string? id)
    {
        string report = GeneratorHost.Run(GeneratorHost.Source(
            "[Lstm(4)]", declaration: $"internal partial class Net : Basis;\n\ninternal class Basis {{ {member} }}")).Report;
        string[] rest =
        [
            "'Basis.OnStep' has the name of a member that RnnGen generates; rename it",
            Mistake["RNN038 [OnStep] 'Net".Length..],
        ];
        Assert.Equal(
            id switch
            {
                null => "",
                "RNN013" => $"RNN013 [RnnModel(InputSize = 3)] {rest[0]}",
                _ => $"RNN038 [RnnModel(InputSize = 3)] 'Basis{rest[1]}",
            },
            report);
    }

    /// <summary>A layer's step is a method too: one of a layer of this name is called otherwise.</summary>
    [Theory]
    [InlineData("[Lstm(4, Name = \"on\")]")]
    [InlineData("[Lstm(4, Name = \"On\")]\n[Gru(4, Name = \"OnStep\")]")]
    public void LayersOfTheName(string layers) => GeneratorHost.Run(
        GeneratorHost.Source(layers, declaration: "internal partial class Net { static partial void OnStep(in StepView step) { } }"))
        .Emits();

    private static string Source(string members) =>
        GeneratorHost.Source("[Lstm(4)]", declaration: $"internal partial class Net {{ {members} }}");
}
