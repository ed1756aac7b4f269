using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN005 and RNN009 to RNN012: which layers, in which order, and where their attributes stand.</summary>
public sealed class LayerDiagnosticTests
{
    private const string Attribute = "[RnnModel(InputSize = 3)]";

    private const string NoLayers =
        $"RNN005 {Attribute} Class 'Net' declares no recurrent layer and no convolution: add one below [RnnModel], such as [Lstm(units)]";

    [Theory]
    [InlineData("")]
    [InlineData("[LayerNorm]")]
    [InlineData("[MaxPool1D(2)]")]
    [InlineData("[Dense(2)]")]
    [InlineData("[Dense(2)]\n[SoftmaxCrossEntropy]")]
    [InlineData("[System.Obsolete]")]
    public void NoRecurrentLayer(string layers) => GeneratorHost.Run(GeneratorHost.Source(layers))
        .Reports(NoLayers);

    [Fact]
    public void OnlyTheLoss() => GeneratorHost.Run(GeneratorHost.Source("[SoftmaxCrossEntropy]")).Reports(
        NoLayers,
        "RNN009 [SoftmaxCrossEntropy] SoftmaxCrossEntropy needs a [Dense(classes)] layer of at least 2 classes before it; "
        + "the last layer is missing");

    [Theory]
    [InlineData("[Lstm(4)]", "[Lstm(4)]")]
    [InlineData("[Lstm(4)]\n[Gru(5)]", "[Gru(5)]")]
    [InlineData("[Rnn(4)]\n[Dense(1)]", "[Dense(1)]")]
    [InlineData("[Rnn(4)]\n[Dense(3)]\n[Dense(1)]", "[Dense(1)]")]
    public void LossThatDoesNotFit(string layers, string last) =>
        GeneratorHost.Run(GeneratorHost.Source($"{layers}\n[SoftmaxCrossEntropy]")).Reports(
            "RNN009 [SoftmaxCrossEntropy] SoftmaxCrossEntropy needs a [Dense(classes)] layer of at least 2 classes before it; "
            + $"the last layer is {last}");

    [Fact]
    public void LossBeforeDense() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[SoftmaxCrossEntropy]\n[Dense(3)]")).Reports(
        "RNN009 [SoftmaxCrossEntropy] SoftmaxCrossEntropy needs a [Dense(classes)] layer of at least 2 classes before it; "
        + "the last layer is [Gru(4)]",
        "RNN011 [Dense(3)] [Dense] cannot come after [SoftmaxCrossEntropy]: the loss is the last of a model, or of a head");

    [Fact]
    public void LossBetweenDenseLayers() => GeneratorHost.Run(GeneratorHost.Source(
        "[Gru(4)]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[Dense(2)]")).Reports(
        "RNN011 [Dense(2)] [Dense] cannot come after [SoftmaxCrossEntropy]: the loss is the last of a model, or of a head");

    [Fact]
    public void TwoLosses() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Dense(3)]\n[SoftmaxCrossEntropy]\n[SoftmaxCrossEntropy]"))
        .Reports(
            "RNN027 [SoftmaxCrossEntropy] [SoftmaxCrossEntropy] is a second loss after [SoftmaxCrossEntropy]; a model has one, "
            + "or one below each [Head]");

    [Theory]
    [InlineData(
        "[RnnModel(InputSize = 3)]\n[Lstm(4)] partial class Net;\n[RnnModel(InputSize = 5)] partial class Net;", "CS0579 [RnnModel]")]
    [InlineData("[RnnModel(InputSize = 3)]\n[RnnModel(InputSize = 3)]\n[Lstm(4)] partial class Net;", "CS0579 [RnnModel]")]
    [InlineData("[RnnModel(InputSize = 3), RnnModel]\n[Lstm(4)] partial class Net;", "CS0579 [RnnModel]")]
    public void TwoModelAttributes(string source, string expected) => GeneratorHost.Run($"using RnnGen;\n{source}").Reports(expected);

    [Fact]
    public void TwoModelAttributesInTwoFiles() => GeneratorHost.Run(
        "using RnnGen;\n[RnnModel(InputSize = 3)]\n[Lstm(4)] partial class Net;",
        "using RnnGen;\n[RnnModel(InputSize = 3)] partial class Net;")
        .Reports("CS0579 [RnnModel]");

    [Fact]
    public void AttributesOnTwoDeclarations() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4)]", declaration: "public partial class Net;\n[Dense(2), SoftmaxCrossEntropy] partial class Net;")).Reports(
        "RNN010 [Dense(2)] [Dense] of class 'Net' stands on another declaration than [RnnModel]; their order would be undefined",
        "RNN010 [SoftmaxCrossEntropy] [SoftmaxCrossEntropy] of class 'Net' stands on another declaration than [RnnModel]; "
        + "their order would be undefined");

    [Fact]
    public void AttributesInTwoFiles() => GeneratorHost.Run(
        "using RnnGen;\n[RnnModel(InputSize = 3)] partial class Net;", "using RnnGen;\n[Gru(2)] partial class Net;").Reports(
        "RNN010 [Gru(2)] [Gru] of class 'Net' stands on another declaration than [RnnModel]; their order would be undefined");

    [Theory]
    [InlineData("Rnn(4)")]
    [InlineData("Lstm(4)")]
    [InlineData("Gru(4)")]
    [InlineData("Dense(4)")]
    [InlineData("SoftmaxCrossEntropy")]
    [InlineData("RnnGen.LstmAttribute(4)")]
    public void LayerWithoutAModel(string layer)
    {
        string name = layer.Replace("RnnGen.", "").Replace("Attribute", "").Replace("(4)", "");
        GeneratorHost.Run($"using RnnGen;\n[{layer}] class Net;")
            .Reports($"RNN012 [{layer}] [{name}] has no effect: class 'Net' has no [RnnModel] attribute");
    }

    [Fact]
    public void EveryLayerWithoutAModelIsReported() => GeneratorHost.Run("using RnnGen;\n[Lstm(4), Lstm(5)] partial class Net;\n[Lstm(6)] "
        + "partial class Net;").Reports(
        "RNN012 [Lstm(4)] [Lstm] has no effect: class 'Net' has no [RnnModel] attribute",
        "RNN012 [Lstm(5)] [Lstm] has no effect: class 'Net' has no [RnnModel] attribute",
        "RNN012 [Lstm(6)] [Lstm] has no effect: class 'Net' has no [RnnModel] attribute");

    [Fact]
    public void BaseClassWithLayersIsNoModelOfItsDerivedClass() => GeneratorHost.Run(
        "using RnnGen;\n[RnnModel(InputSize = 3), Rnn(2)] partial class Basis;\n[Lstm(4)] partial class Net : Basis;")
        .Reports("RNN012 [Lstm(4)] [Lstm] has no effect: class 'Net' has no [RnnModel] attribute");
}
