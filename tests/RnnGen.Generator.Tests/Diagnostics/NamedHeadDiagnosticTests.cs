using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN025, RNN028, RNN029 and RNN037: named heads.</summary>
public sealed class NamedHeadDiagnosticTests
{
    [Theory]
    [InlineData("[Head(\"only\")]\n[Dense(2)]\n[SoftmaxCrossEntropy]")]
    [InlineData("[Head(\"a\"), Dense(2)] [Head(\"b\"), Dense(3)]")]
    [InlineData("[Head(\"a\", Weight = 0.5), Pooling(Pooling.Max), MeanSquaredError, Head(\"b_2\")]\n[Huber]")]
    public void WhatIsRightIsNotReported(string heads) => GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n{heads}")).Compiles();

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    public void TwoHeadsOfOneName(string name) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]\n[Head(\"{name}\")]\n[Dense(3)]"))
            .Reports($"RNN025 [\"{name}\"] A head is named '{name}' already; names of heads differ in more than the case of their letters");

    /// <summary>Letters of two alphabets that are one letter in the other case: the kelvin sign, the three forms of dž.</summary>
    [Theory]
    [InlineData("\u212Ax", "kx")]
    [InlineData("kx", "\u212Ax")]
    [InlineData("\u01C5", "\u01C4")]
    [InlineData("a\u01C6", "a\u01C4")]
    public void NamesThatAreOneInSomeCase(string first, string second)
    {
        string report = GeneratorHost.Run(GeneratorHost.Source(
            $"[Gru(4)]\n[Head(\"{first}\")]\n[Dense(2)]\n[Head(\"{second}\")]\n[Dense(3)]")).Report;
        Assert.Equal(
            $"RNN025 [\"{second}\"] A head is named '{second}' already; names of heads differ in more than the case of their letters",
            report);
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("null!", "")]
    [InlineData("\"2nd\"", "2nd")]
    [InlineData("\"two words\"", "two words")]
    [InlineData("\"a-b\"", "a-b")]
    [InlineData("\"_a\"", "_a")]
    public void NamesThatAreNone(string argument, string name) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[Head({argument})]\n[Dense(2)]"))
            .Reports($"RNN028 [{argument}] '{name}' cannot name a head: it must be a letter, then letters, digits or underscores");

    [Fact]
    public void NamesOfLayers() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Lstm(4)]\n[Head(\"lstm1Loss\")]\n[Dense(2)]"))
        .Reports("RNN028 [\"lstm1Loss\"] 'lstm1Loss' cannot name a head: the names of layer 1 begin so");

    [Fact]
    public void HeadsThatLackSomething()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Head(\"b\")]\n[Dense(2)]"))
            .Reports("RNN029 [Head(\"a\")] Head 'a' is empty: put [Pooling], [Dense] or a loss below it");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]\n[Head(\"b\")]\n[Huber]"))
            .Reports("RNN029 [Head(\"a\")] Head 'a' has no loss, but head 'b' has: all heads have one, or none has");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\", Weight = 2)]\n[Dense(2)]"))
            .Reports("RNN017 [Weight = 2] Weight has no effect: head 'a' has no loss");
    }

    [Fact]
    public void EachHeadIsCheckedAsAModelsOwn()
    {
        GeneratorHost.Run(GeneratorHost.Source(
            "[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]\n[Huber]\n[Head(\"b\")]\n[Dense(1)]\n[SoftmaxCrossEntropy]"))
            .Reports(
                "RNN009 [SoftmaxCrossEntropy] SoftmaxCrossEntropy needs a [Dense(classes)] layer of at least 2 classes before it; "
                + "the last layer is [Dense(1)]");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]\n[Huber]\n[Head(\"b\")]\n[Huber]\n[Huber]"))
            .Reports("RNN027 [Huber] [Huber] is a second loss after [Huber]; a model has one, or one below each [Head]");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Pooling(Pooling.Max)]\n[Pooling(Pooling.Mean)]"))
            .Reports(
                "RNN066 [Pooling(Pooling.Max)] [Pooling(Pooling.Mean)] needs every step of what it reads, "
                + "but [Pooling] is one vector a row: put [Repeat] between them");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Huber]\n[Lstm(2)]"))
            .Reports(
                "RNN011 [Lstm(2)] [Lstm] cannot come after [Huber]: the loss is the last of a model, or of a head");
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    [InlineData("1e-60", "1E-60")]
    public void WeightsArePositive(string weight, string text) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[Head(\"a\", Weight = {weight})]\n[Huber]"))
            .Reports($"RNN018 [Weight = {weight}] Weight is {text}; it must be positive and finite, within the range of float");

    [Fact]
    public void BeforeTheFirstHead() => GeneratorHost.Run(GeneratorHost.Source(
        "[Gru(4)]\n[Huber]\n[Head(\"a\")]\n[Dense(2)]")).Reports(
        "RNN037 [Huber] [Huber] stands before [Head(\"a\")] and belongs to no head: put it below one");

    [Fact]
    public void WithoutAModel() => GeneratorHost.Run("using RnnGen;\n[Head(\"a\")] partial class Net;")
        .Reports("RNN012 [Head(\"a\")] [Head] has no effect: class 'Net' has no [RnnModel] attribute");

    /// <summary>Only a class with heads has a member of that name.</summary>
    [Fact]
    public void AMemberNamedHeads()
    {
        const string declaration = "internal partial class Net { private static int Heads() => Heads(); }";
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Dense(2)]", declaration: declaration)).Compiles();
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Head(\"a\")]\n[Dense(2)]", declaration: declaration))
            .Reports("RNN013 [Heads] 'Net.Heads' has the name of a member that RnnGen generates; rename it");
    }

    /// <summary>No name of a head is the name of something else in generated code.</summary>
    [Theory]
    [InlineData("output", "Outputs")]
    [InlineData("input", "batch")]
    [InlineData("weights", "row")]
    [InlineData("class", "max")]
    [InlineData("loss", "head")]
    [InlineData("dense", "y")]
    [InlineData("Ärger", "Straße")]
    public void NamesThatCouldClash(string first, string second) => GeneratorHost.Run(GeneratorHost.Source(
        $"[Gru(4)]\n[Head(\"{first}\")]\n[Pooling(Pooling.Attention, AttentionUnits = 2)]\n[Dense(2)]\n"
        + $"[SoftmaxCrossEntropy(IgnoreIndex = 5)]\n[Head(\"{second}\", Weight = 0.1)]\n[Dense(3, EveryStep = true)]\n"
        + "[BinaryCrossEntropy]\n[Head(\"plain\")]\n[Huber]")).Compiles();

    [Theory]
    [InlineData("InputSize = 3, Training = false")]
    [InlineData("InputSize = 3, Steps = 9")]
    [InlineData("InputSize = 5000")]
    public void EveryKindOfModel(string model) => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(7)]\n[Head(\"a\", Weight = 0.1)]\n[Dense(5, Activation = Activation.Tanh)]\n[Dense(4)]\n[GaussianNegativeLogLikelihood]\n"
        + "[Head(\"b\")]\n[Pooling(Pooling.Max)]\n[MeanSquaredError]\n[Head(\"c\")]\n[MeanAbsoluteError(Reduction = LossReduction.Sum)]\n"
        + "[Head(\"d\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]",
        model)).Compiles();

    [Fact]
    public void ACallOfStepOfHeadsThatPool() => GeneratorHost.Run(
        GeneratorHost.Source("[Rnn(4)]\n[Head(\"a\")]\n[Pooling(Pooling.Mean)]\n[Dense(2)]\n[Head(\"b\")]\n[Pooling(Pooling.Max)]") +
        "class User { static void Run(Net net) { Net.State state = default; net.Step(new float[3], ref state, new float[2], new float[4]); "
        + "} }")
        .Reports("RNN021 [net.Step(new float[3], ref state, new float[2], new float[4])] 'Net.Step(ReadOnlySpan<float>, ref Net.State, "
            + "Span<float>, Span<float>)' is obsolete: "
            + "'This network cannot stream: its outputs are the mean over all steps of a sequence; use Predict.'");

    /// <summary>A dense layer of head label would be called LabelDense1, as a second layer of this cell would.</summary>
    [Fact]
    public void ALayerWhoseNameBeginsLikeAHeadsDenseLayers() => GeneratorHost.Run("""
        using RnnGen;
        [CellEquations("state h\nz = [x, h] * kernel\nh' = tanh(z)")]
        internal sealed class LabelDenseAttribute(int units) : RecurrentCellAttribute(units);
        [RnnModel(InputSize = 3), LabelDense(4)]
        [Head("label"), Dense(2)]
        internal sealed partial class Net;
        """).Reports("RNN028 [\"label\"] 'label' cannot name a head: the names of layer 0 begin so");
}
