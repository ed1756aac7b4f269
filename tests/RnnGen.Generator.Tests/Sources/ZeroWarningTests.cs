using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>
/// Generated code compiles without a single warning at warning level 9999, in the user's language version, without unsafe code or implicit
/// usings, with documentation comments checked on public models.
/// </summary>
public sealed class ZeroWarningTests
{
    private static readonly (string Model, string Layers)[] Specs =
    [
        ("InputSize = 3", "[Rnn(4)]"),
        ("InputSize = 3", "[Lstm(4)]"),
        ("InputSize = 3", "[Gru(4)]"),
        ("InputSize = 3, Training = false", "[Gru(4)]"),
        ("InputSize = 3, Training = false", "[Dropout(0)]\n[Gru(4)]\n[Dropout(0, Variational = true)]\n[Dense(2)]"),
        ("InputSize = 3", "[Dropout(0)]\n[Gru(4)]\n[Dropout(0)]\n[Dense(2)]\n[MeanSquaredError]"),
        ("InputSize = 3, Training = false, Steps = 2", "[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]"),
        ("InputSize = 1, Steps = 1", "[Rnn(1)]"),
        ("InputSize = 1, Steps = 1", "[Lstm(1)]\n[Dense(1)]"),
        ("InputSize = 28, Steps = 28", "[Lstm(128)]\n[Dense(10)]\n[SoftmaxCrossEntropy]"),
        ("InputSize = 5", "[Rnn(16)]\n[Dense(17)]\n[Dense(1)]\n[Dense(33)]"),
        ("InputSize = 5, Steps = 9", "[Rnn(2)]\n[Lstm(3)]\n[Gru(4)]\n[Lstm(5)]\n[Dense(2)]\n[SoftmaxCrossEntropy]"),
        ("InputSize = 5", "[Gru(3)]\n[Gru(3)]\n[Gru(3)]\n[Gru(3)]"),
        ("InputSize = 1048576", "[Rnn(7)]\n[Dense(65536)]"),
        ("InputSize = 3", "[Rnn(4)]\n[Dense(3, Activation = Activation.Tanh)]\n[Dense(17, Activation = Activation.Sigmoid)]"),
        (
            "InputSize = 3, Steps = 3",
            "[Rnn(4)]\n[Dense(3, Activation = Activation.Tanh, EveryStep = true)]\n[Dense(2, EveryStep = true)]\n"
            + "[SoftmaxCrossEntropy(LabelSmoothing = 0.1, ClassWeights = new[] { 1, 0.5 }, IgnoreIndex = -100, "
            + "Reduction = LossReduction.PerValidStep)]"),
        ("InputSize = 3", "[Lstm(4)]\n[Pooling(Pooling.Mean)]\n[Dense(3)]\n[SoftmaxCrossEntropy(IgnoreIndex = 1)]"),
        ("InputSize = 3, Steps = 3", "[Gru(4)]\n[Pooling(Pooling.Max)]\n[Huber(Delta = 0.25)]"),
        ("InputSize = 3", "[Gru(300)]\n[Pooling(Pooling.Max)]\n[Dense(1)]"),
        ("InputSize = 3", "[Gru(16)]\n[Pooling(Pooling.Last)]"),
        ("InputSize = 3, Steps = 3", "[Gru(4)]\n[Pooling(Pooling.Attention)]\n[Dense(1)]\n[BinaryCrossEntropy]"),
        (
            "InputSize = 3",
            "[Gru(4)]\n[Lstm(5)]\n[Pooling(Pooling.Attention, AttentionUnits = 3, KernelInitializer = Initializer.HeNormal, "
            + "BiasInitializer = Initializer.Ones)]"),
        ("InputSize = 3", "[Gru(16)]\n[Dense(16)]\n[GaussianNegativeLogLikelihood]"),
        ("InputSize = 3", "[Gru(5)]\n[Dense(66, EveryStep = true)]\n[GaussianNegativeLogLikelihood(Reduction = LossReduction.Sum)]"),
        ("InputSize = 3", "[Gru(5)]\n[Dense(2, Activation = Activation.Sigmoid)]\n[Dense(3)]\n[BinaryCrossEntropy]"),
        ("InputSize = 3", "[Lstm(5)]\n[MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]"),
        ("InputSize = 3", "[Gru(5)]\n[Dense(4, EveryStep = true)]\n[ConnectionistTemporalClassification]"),
        (
            "Steps = 3",
            "[Embedding(6, 4)]\n[Rnn(5)]\n[Dense(17, EveryStep = true, Bias = false)]\n[ConnectionistTemporalClassification(Blank = 16, "
            + "Reduction = LossReduction.Sum)]"),
        (
            "InputSize = 3",
            "[Gru(4)]\n[Head(\"spoken\", Weight = 0.5)]\n[Dense(5, EveryStep = true)]\n[ConnectionistTemporalClassification(Blank = 2)]\n"
            + "[Head(\"speaker\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Head(\"labels\", Weight = 3)]\n[Dense(3, EveryStep = true)]\n"
            + "[ConnectionistTemporalClassification]"),
        ("", "[Embedding(65, 32)]\n[Lstm(16)]\n[Dense(65, EveryStep = true)]\n[SoftmaxCrossEntropy]"),
        (
            "Steps = 3",
            "[Embedding(5, 3, PaddingToken = 1)]\n[Gru(3, Direction = Direction.Bidirectional, InputDropout = 0.5)]\n[MeanSquaredError]"),
        ("Initialization = Initialization.Keras", "[Embedding(5, 5000, TableInitializer = Initializer.GlorotNormal)]\n[Rnn(3)]"),
        ("Steps = 3", "[Embedding(5, 4)]\n[Rnn(4, Residual = true)]\n[Gru(4)]\n[Pooling(Pooling.Max)]"),
        ("InputSize = 3", "[Lstm(4, LearnedInitialState = true)]\n[Dense(2)]\n[SoftmaxCrossEntropy]"),
        ("Steps = 3", "[Embedding(5, 4)]\n[Gru(4, LearnedInitialState = true)]\n[Rnn(4, LearnedInitialState = true)]"),
        (
            "InputSize = 4, Training = false",
            "[Gru(4, LearnedInitialState = true, Residual = true, Direction = Direction.Bidirectional, Merge = Merge.Sum)]\n[Rnn(17)]"),
        (
            "InputSize = 3",
            "[LayerNorm]\n[Lstm(17, LayerNorm = true)]\n[LayerNorm(Epsilon = 0.5)]\n[Gru(4, LayerNorm = true, ResetAfter = true)]\n"
            + "[Dense(2)]"),
        ("InputSize = 3, Steps = 3", "[Gru(16, LayerNorm = true)]\n[LayerNorm]\n[MeanSquaredError]"),
        (
            "",
            "[Embedding(6, 4)]\n[LayerNorm]\n[Rnn(5)]\n[Head(\"kind\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Head(\"level\", "
            + "Weight = 0.5)]\n[Dense(2, EveryStep = true)]\n[MeanSquaredError]"),
        (
            "InputSize = 3",
            "[Gru(4)]\n[Head(\"sum\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Head(\"labels\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]"),
        (
            "InputSize = 5",
            "[Dense(4, Name = \"d\")]\n[Gru(6, Name = \"v\")]\n[Gru(7, Name = \"n\", From = new[] { \"d\", \"v[1..3]\", \"input\" })]\n"
            + "[Product(From = new[] { \"n[0..6]\", \"v\" })]\n[Head(\"vad\", From = new[] { \"v\" })]\n[Dense(1, EveryStep = true)]\n"
            + "[BinaryCrossEntropy]\n[Head(\"gains\")]\n[LayerNorm]\n[Dense(3, Bias = false)]\n[SoftmaxCrossEntropy]"),
        ("InputSize = 3, Steps = 3", "[Gru(4, Name = \"a\")]\n[Repeat]\n[Gru(4, InitialState = \"a\")]\n[MeanSquaredError]"),
        (
            "",
            "[Embedding(5, 4, Name = \"kind\")]\n[Input(\"class\", 2)]\n[Input(\"state\", 3, PerSequence = true)]\n"
            + "[Input(\"output\", 2, PerSequence = true)]\n[Lstm(4)]\n[Dropout(0.5, Variational = true)]\n"
            + "[Dense(3, EveryStep = true)]\n[MeanSquaredError]"),
        ("InputSize = 3", "[Conv1D(5, 3, Dilation = 2, Activation = Activation.Relu)]\n[MaxPool1D(2)]\n[Gru(4)]\n[Dense(2)]"),
        ("InputSize = 3, Steps = 9", "[AveragePool1D(3)]\n[Conv1D(17, 1)]\n[Conv1D(2, 4)]\n[MeanSquaredError]"),
        ("InputSize = 3", "[Conv1D(5, 4, Padding = TimePadding.Same)]\n[AveragePool1D(3, Padding = TimePadding.Same)]\n[Dense(2)]"),
        ("Steps = 3, Training = false", "[Embedding(5, 4)]\n[Conv1D(4, 2)]\n[Pooling(Pooling.Max)]"),
        ("InputSize = 2", "[Lstm(3, ForgetBias = 0)]\n[Lstm(3, ForgetBias = -2.25)]\n[Lstm(3, ForgetBias = 1e-7)]"),
    ];

    [Theory]
    [InlineData(NullableContextOptions.Disable, LanguageVersion.CSharp12, true)]
    [InlineData(NullableContextOptions.Enable, LanguageVersion.CSharp13, false)]
    [InlineData(NullableContextOptions.Enable, LanguageVersion.Preview, true)]
    public void EveryKindOfSpecification(NullableContextOptions nullable, LanguageVersion language, bool isChecked)
    {
        GeneratorRun run = GeneratorHost.Run(new ProjectSettings(language, nullable, isChecked), EveryKind()).Emits();
        Assert.Equal(
            Specs.Length,
            run.Output.GlobalNamespace.GetNamespaceMembers().Single(space => space.Name == "Samples").GetTypeMembers().Length);
        Assert.Equal((4 * Specs.Length) - 9 + 1, run.Files.Count);
    }

    /// <summary>No condition and no loop around nothing, as of a layer that has no state to keep.</summary>
    [Fact]
    public void NoStatementIsEmpty() => Assert.All(GeneratorHost.Run(EveryKind()).Files, file => Assert.Empty(
        Nodes(file.Value).OfType<BlockSyntax>().Where(block => block.Statements.Count == 0 && block.Parent is StatementSyntax)
            .Select(block => $"{file.Key}: {block.Parent}")));

    /// <summary>Members with types that other languages lack are marked where the project asks for compliance, and nowhere else.</summary>
    [Fact]
    public void EveryKindOfSpecificationInACompliantAssembly()
    {
        StringBuilder source = new("using RnnGen;\n[assembly: System.CLSCompliant(true)]\nnamespace Samples;\n");
        for (int i = 0; i < Specs.Length; i++)
        {
            // An array in an attribute is the user's own, and the compiler says so in the user's file.
            if (!Specs[i].Layers.Contains("From", StringComparison.Ordinal))
            {
                source.Append(
                    $"\n/// <summary>A model.</summary>\n[RnnModel({Specs[i].Model})]\n{Specs[i].Layers}\npublic partial class Net{i};\n");
            }
        }

        GeneratorHost.Run(source.Replace("ClassWeights = new[] { 1, 0.5 }, ", "").ToString()).Compiles();
    }

    [Fact]
    public void EveryNumberOfUnitsAroundTheVectorWidths()
    {
        string[] layers = ["Gru", "Rnn", "Lstm"];
        StringBuilder source = new("using RnnGen;\n\nnamespace Samples;\n");
        for (int units = 1; units <= 33; units++)
        {
            string layer = layers[units % 3];
            string head = units % 2 == 0 ? $"[Dense({units})]\n" : "";
            source.Append(
                $"\n/// <summary>A model.</summary>\n[RnnModel(InputSize = {34 - units})]\n[{layer}({units})]\n"
                + $"{head}public partial class Net{units};\n");
        }

        GeneratorHost.Run(source.ToString()).Compiles();
    }

    [Fact]
    public void AThousandStepsStayWithinASourceBudget()
    {
        const int budget = 400 * 1024;
        string source = GeneratorHost.Source("[Lstm(128)]\n[Gru(64)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", "InputSize = 28, Steps = 1000");
        GeneratorRun run = GeneratorHost.Run(source).Compiles(
            "RNN050 [Steps = 1000] 1000 steps of 2 layers pass the budget of 400 unrolled steps: "
            + "the middle steps share one repeated chunk of 8; " +
            "a dynamic network (without Steps) has the same parameters and results");
        Assert.InRange(run.Files.Sum(file => file.Value.Length), 1, budget);
    }

    [Theory]
    [InlineData("[Gru(8)]", 400)]
    [InlineData("[Lstm(8)]\n[Gru(8)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", 200)]
    [InlineData("[Lstm(33)]\n[Gru(65)]\n[Lstm(129)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", 133)]
    [InlineData("[Lstm(33)]\n[Gru(65)]\n[Lstm(129)]\n[Gru(257)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", 40)]
    [InlineData("[Lstm(5)]\n[Gru(7)]\n[Lstm(3)]\n[Gru(6)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", 40)]
    public void TheLongestFullyUnrolledNetworksStayWithinASourceBudget(string layers, int steps)
    {
        const int budget = 400 * 1024;
        GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source(layers, $"InputSize = 3, Steps = {steps}")).Compiles();
        Assert.InRange(run.Files.Sum(file => file.Value.Length), 1, budget);
    }

    [Fact]
    public void GeneratedTextIsPlain()
    {
        GeneratorRun run = GeneratorHost.Run(
            GeneratorHost.Source("[Lstm(4)]\n[Gru(5)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 20"));
        Assert.Equal(5, run.Files.Count);
        Assert.All(run.Files.Values, text =>
        {
            // What the file is may stand between the two lines.
            Assert.Matches(@"\A// <auto-generated/>\n(//.*\n)*#nullable enable\n", text);
            Assert.EndsWith("}\n", text);
            Assert.DoesNotContain("\r", text);
            Assert.DoesNotContain("\t", text);
            Assert.DoesNotContain("\n\n\n", text);
            Assert.DoesNotContain(" \n", text);
            Assert.DoesNotContain("{\n\n", text);
            Assert.DoesNotContain("unsafe", text, System.StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EqualInputsGiveEqualTexts()
    {
        string source = GeneratorHost.Source("[Lstm(4)]\n[Dense(2)]", "InputSize = 3, Steps = 20");
        Assert.Equal(GeneratorHost.Run(source).Files, GeneratorHost.Run(source).Files);
    }

    private static IEnumerable<SyntaxNode> Nodes(string source) =>
        CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken).DescendantNodes();

    private static string EveryKind()
    {
        StringBuilder source = new("using RnnGen;\n\nnamespace Samples;\n");
        for (int i = 0; i < Specs.Length; i++)
        {
            source.Append(
                $"\n/// <summary>A model.</summary>\n[RnnModel({Specs[i].Model})]\n{Specs[i].Layers}\npublic partial class Net{i};\n");
        }

        return source.ToString();
    }
}
