using System.Threading.Tasks;
using RnnGen.CodeFixes.Refactorings;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Refactorings;

/// <summary>Steps on and off, and the loss.</summary>
public sealed class RefactoringTests
{
    private const string Add = "Add 'Steps = 16': every step unrolled";

    [Fact]
    public async Task StepsOnAndOff()
    {
        string with = await RefactoringTest.Apply<StepsRefactoring>(Net("[||]RnnModel(InputSize = 3)"), Add);
        Assert.Equal(Net("RnnModel(InputSize = 3, Steps = 16)"), with);
        string without = await RefactoringTest.Apply<StepsRefactoring>(
            with.Replace("RnnModel", "RnnMo[||]del"), "Remove 'Steps = 16': sequences of any length");
        Assert.Equal(Net("RnnModel(InputSize = 3)"), without);
    }

    [Theory]
    [InlineData("using RnnGen;\n[RnnModel(InputSize = 3)]\n[Gr[||]u(4)] partial class Net;")]
    [InlineData("using RnnGen;\n[RnnModel(FromOn[||]nx = \"a.onnx\")] partial class Net;")]
    [InlineData("using RnnGen;\n[Gr[||]u(4)] partial class Net;")]
    [InlineData("using RnnGen;\n[RnnModel(InputSize = 3), Gru(4)] partial class Net { [||] }")]
    [InlineData("using RnnGen;\n[RnnModel(InputSize = 3), Gru(4)] partial class Net { class Inn[||]er; }")]
    public async Task StepsAreNotOfferedElsewhere(string source) => Assert.Empty(await RefactoringTest.Offers<StepsRefactoring>(source));

    [Theory]
    [InlineData(
        "Dense(4)", "SoftmaxCrossEntropy BinaryCrossEntropy MeanSquaredError MeanAbsoluteError Huber GaussianNegativeLogLikelihood")]
    [InlineData(
        "Dense(3, EveryStep = true)",
        "SoftmaxCrossEntropy BinaryCrossEntropy MeanSquaredError MeanAbsoluteError Huber ConnectionistTemporalClassification")]
    [InlineData("Dense(1)", "MeanSquaredError BinaryCrossEntropy MeanAbsoluteError Huber")]
    [InlineData("Dense(3, Activation = Activation.Tanh)", "MeanSquaredError MeanAbsoluteError Huber")]
    [InlineData("Gru(4)", "MeanSquaredError MeanAbsoluteError Huber")]
    [InlineData("Dense(4), Huber", "")]
    public async Task LossesThatFitTheLastLayer(string last, string expected)
    {
        string[] losses = expected.Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        string source = Net("[||]RnnModel(InputSize = 3)").Replace("[Gru(4)]", $"[Gru(4), {last}]");
        Assert.Equal(
            losses.Length == 0 ? [] : System.Array.ConvertAll(losses, loss => $"Add [{loss}]"),
            await RefactoringTest.Offers<LossRefactoring>(source));
        foreach (string loss in losses)
        {
            await RefactoringTest.Apply<LossRefactoring>(source, $"Add [{loss}]");
        }
    }

    [Fact]
    public async Task ALossBelowEachHead() => Assert.Equal(
        "using RnnGen;\n[RnnModel(InputSize = 3), Gru(4)]\n[Head(\"a\"), Dense(2), Huber]\n[Head(\"b\")]\n[Dense(3)]\n[Huber]\n"
        + "partial class Net;",
        (await RefactoringTest.Apply<LossRefactoring>(
            "using RnnGen;\n[RnnModel(InputSize = 3), Gru(4)]\n[Head(\"a\"), Dense(2)]\n[Head(\"b\")]\n[Dense(3)]\npartial class N[||]et;",
            "Add [Huber]")).Replace("Dense(2)]\n[Huber]", "Dense(2), Huber]"));

    [Fact]
    public async Task NoLossForAModelThatIsNotTrained() => Assert.Empty(
        await RefactoringTest.Offers<LossRefactoring>(Net("[||]RnnModel(InputSize = 3, Training = false)")));

    private static string Net(string model) => $"using RnnGen;\n\n[{model}]\n[Gru(4)]\npartial class Net;\n";
}
