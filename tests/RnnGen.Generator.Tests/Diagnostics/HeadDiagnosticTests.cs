using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN009 of other losses and RNN021 to RNN027: pooling, dense layers and losses; RNN110 to RNN112, label sequences.</summary>
public sealed class HeadDiagnosticTests
{
    [Theory]
    [InlineData("SoftmaxCrossEntropy", "Tanh", "logits", "3")]
    [InlineData("BinaryCrossEntropy", "Sigmoid", "logits", "1")]
    [InlineData("GaussianNegativeLogLikelihood", "Tanh", "means and log-variances", "4")]
    [InlineData("ConnectionistTemporalClassification", "Tanh", "logits", "3")]
    public void LossesOfLogitsWantALinearLayer(string loss, string activation, string what, string units) =>
        GeneratorHost.Run(GeneratorHost.Source(
            $"[Gru(4)]\n[Dense(6, Activation = Activation.Tanh)]\n[Dense({units}, Activation = Activation.{activation})]\n[{loss}]"))
            .Reports(
                $"RNN022 [Activation = Activation.{activation}] {loss} takes the outputs of [Dense({units})] as {what}: "
                + $"its Activation must be Linear, not {activation}");

    [Theory]
    [InlineData("MeanSquaredError")]
    [InlineData("MeanAbsoluteError")]
    [InlineData("Huber")]
    public void RegressionTakesAnyLayer(string loss)
    {
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[Dense(2, Activation = Activation.Tanh)]\n[{loss}]")).Compiles();
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[{loss}]")).Compiles();
    }

    [Theory]
    [InlineData("[Gru(4)]", "BinaryCrossEntropy", "a [Dense(units)] layer", "[Gru(4)]")]
    [InlineData("[Gru(4)]\n[Pooling(Pooling.Mean)]", "SoftmaxCrossEntropy", "a [Dense(classes)] layer of at least 2 classes", "[Gru(4)]")]
    [InlineData(
        "[Gru(4)]", "ConnectionistTemporalClassification",
        "a [Dense(labels + 1, EveryStep = true)] layer of at least one label and the blank", "[Gru(4)]")]
    [InlineData(
        "[Gru(4)]\n[Dense(1, EveryStep = true)]", "ConnectionistTemporalClassification",
        "a [Dense(labels + 1, EveryStep = true)] layer of at least one label and the blank", "[Dense(1)]")]
    [InlineData("[Lstm(4)]", "GaussianNegativeLogLikelihood", "a [Dense(2·n)] layer of n means and n log-variances", "[Lstm(4)]")]
    [InlineData(
        "[Lstm(4)]\n[Dense(3)]", "GaussianNegativeLogLikelihood", "a [Dense(2·n)] layer of n means and n log-variances", "[Dense(3)]")]
    public void LossThatDoesNotFit(string layers, string loss, string needs, string last) =>
        GeneratorHost.Run(GeneratorHost.Source($"{layers}\n[{loss}]"))
            .Reports($"RNN009 [{loss}] {loss} needs {needs} before it; the last layer is {last}");

    [Fact]
    public void DenseLayersAgreeOnEveryStep()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Dense(3)]\n[Dense(2, EveryStep = true)]")).Reports(
            "RNN023 [EveryStep = true] [Dense(2)] has EveryStep = true, but [Dense(3)] before it has EveryStep = false: "
            + "all dense layers of a model agree");
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Dense(3, EveryStep = true)]\n[Dense(2)]")).Reports(
            "RNN023 [Dense(2)] [Dense(2)] has EveryStep = false, but [Dense(3)] before it has EveryStep = true: "
            + "all dense layers of a model agree");
    }

    [Fact]
    public void PoolingLeavesNoSteps() =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Pooling(Pooling.Max)]\n[Dense(3, EveryStep = true)]")).Reports(
            "RNN024 [EveryStep = true] [Pooling(Pooling.Max)] leaves one vector of each row, no steps for EveryStep of [Dense(3)]");

    [Theory]
    [InlineData("SoftmaxCrossEntropy", "LabelSmoothing = 1", "LabelSmoothing is 1; it must be at least 0 and below 1")]
    [InlineData("SoftmaxCrossEntropy", "LabelSmoothing = -0.1", "LabelSmoothing is -0.1; it must be at least 0 and below 1")]
    [InlineData("SoftmaxCrossEntropy", "LabelSmoothing = double.NaN", "LabelSmoothing is NaN; it must be at least 0 and below 1")]
    [InlineData(
        "SoftmaxCrossEntropy", "ClassWeights = new double[] { 1, -2, 1 }",
        "ClassWeights[1] is -2; it must be at least 0 and finite, within the range of float")]
    [InlineData("SoftmaxCrossEntropy", "Reduction = (LossReduction)3", "Reduction is 3, which is none of PerSequence, PerValidStep, Sum")]
    [InlineData("Huber", "Delta = 0", "Delta is 0; it must be positive and finite, within the range of float")]
    [InlineData("Huber", "Delta = double.PositiveInfinity", "Delta is Infinity; it must be positive and finite, within the range of float")]
    [InlineData("Huber", "Delta = 1e-60", "Delta is 1E-60; it must be positive and finite, within the range of float")]
    [InlineData("Huber", "Delta = double.NaN", "Delta is NaN; it must be positive and finite, within the range of float")]
    public void OptionsOfALoss(string loss, string option, string message) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[Dense(3)]\n[{loss}({option})]"))
            .Reports($"{(message.Contains("none of", System.StringComparison.Ordinal) ? "RNN016" : "RNN018")} [{option}] {message}");

    [Theory]
    [InlineData("Blank = 3", 3)]
    [InlineData("Blank = -1", -1)]
    public void TheBlankIsAnOutput(string option, int blank)
    {
        GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[Dense(3, EveryStep = true)]\n[ConnectionistTemporalClassification({option})]"))
            .Reports($"RNN110 [{option}] Blank is {blank}; the outputs of [Dense(3)] are 0 to 2");
        GeneratorHost.Run(GeneratorHost.Source(
            "[Rnn(4)]\n[Dense(3, EveryStep = true)]\n[ConnectionistTemporalClassification(Blank = 2)]")).Compiles();
    }

    [Fact]
    public void LabelSequencesNeedEveryStep()
    {
        const string loss = "ConnectionistTemporalClassification";
        GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[Dense(3)]\n[{loss}]")).Reports(
            $"RNN111 [{loss}] {loss} reads the logits of every step, but [Dense(3)] has one output of each row: set its EveryStep");
        GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[Pooling(Pooling.Mean)]\n[Dense(3)]\n[{loss}]")).Reports(
            $"RNN111 [{loss}] {loss} reads the logits of every step, but [Pooling(Pooling.Mean)] leaves one vector of each row: take it "
            + "away, and set EveryStep of [Dense(3)]");

        // A vector is no step either.
        GeneratorHost.Run(GeneratorHost.Source(
            $"[Rnn(4)]\n[Pooling(Pooling.Max)]\n[LayerNorm]\n[Dense(3, EveryStep = true)]\n[{loss}]")).Reports(
            "RNN066 [LayerNorm] [Dense(3)] needs every step of what it reads, but [LayerNorm] is one vector a row: "
            + "put [Repeat] between them");
    }

    [Theory]
    [InlineData("PerValidStep", false)]
    [InlineData("PerSequence", true)]
    [InlineData("Sum", true)]
    public void ALabelSequenceIsOneTarget(string reduction, bool isRight)
    {
        GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source(
            $"[Rnn(4)]\n[Dense(3, EveryStep = true)]\n[ConnectionistTemporalClassification(Reduction = LossReduction.{reduction})]"));
        if (isRight)
        {
            run.Compiles();
            return;
        }

        run.Reports(
            "RNN112 [Reduction = LossReduction.PerValidStep] Reduction is PerValidStep, but the target of "
            + "ConnectionistTemporalClassification is one sequence of labels a row, and no step has one of its own: use PerSequence "
            + "or Sum");
    }

    [Fact]
    public void ValuesThatAreNoMembers()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Dense(3, Activation = (Activation)99)]"))
            .Reports(
                "RNN016 [Activation = (Activation)99] Activation is 99, which is none of Linear, Tanh, Sigmoid, Relu, LeakyRelu, Relu6, "
                + "Elu, Selu, Softplus, Softsign, HardSigmoid, Swish");
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Pooling((Pooling)(-1))]"))
            .Reports("RNN016 [(Pooling)(-1)] Pooling is -1, which is none of Last, Mean, Max, Attention");
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Pooling((Pooling)50)]"))
            .Reports("RNN016 [(Pooling)50] Pooling is 50, which is none of Last, Mean, Max, Attention");
    }

    [Theory]
    [InlineData(
        "Pooling.Mean, AttentionUnits = 4", "AttentionUnits = 4", "RNN017",
        "AttentionUnits has no effect: [Pooling(Pooling.Mean)] learns nothing")]
    [InlineData(
        "Pooling.Last, KernelInitializer = Initializer.Zeros", "KernelInitializer = Initializer.Zeros", "RNN017",
        "KernelInitializer has no effect: [Pooling(Pooling.Last)] learns nothing")]
    [InlineData(
        "Pooling.Attention, BiasInitializer = Initializer.Ones", "BiasInitializer = Initializer.Ones", "RNN017",
        "BiasInitializer has no effect: a score without AttentionUnits has no bias")]
    [InlineData("Pooling.Attention, AttentionUnits = 0", "AttentionUnits = 0", "RNN006", "AttentionUnits is 0; it must be 1 to 65536")]
    [InlineData(
        "Pooling.Attention, KernelInitializer = Initializer.Normal", "KernelInitializer = Initializer.Normal", "RNN040",
        "KernelInitializer = Normal: it needs a value, KernelInitializerValue")]
    public void OptionsOfPooling(string arguments, string place, string id, string message) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4)]\n[Pooling({arguments})]")).Reports($"{id} [{place}] {message}");

    [Fact]
    public void ClassWeightsOfAnotherNumberOfClasses() =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Dense(3)]\n[SoftmaxCrossEntropy(ClassWeights = new[] { 1.0, 2.0 })]")).Reports(
            "RNN026 [ClassWeights = new[] { 1.0, 2.0 }] ClassWeights has 2 weights; [Dense(3)] has 3 classes");

    [Fact]
    public void OneLoss() => GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[Dense(3)]\n[Huber]\n[MeanSquaredError]")).Reports(
        "RNN027 [MeanSquaredError] [MeanSquaredError] is a second loss after [Huber]; a model has one, or one below each [Head]");

    [Theory]
    [InlineData("[Rnn(4)]\n[Huber]\n[Gru(3)]", "Gru(3)", "Gru", "Huber")]
    [InlineData("[Rnn(4)]\n[Huber]\n[Pooling(Pooling.Mean)]", "Pooling(Pooling.Mean)", "Pooling", "Huber")]
    public void Order(string layers, string place, string layer, string previous) =>
        GeneratorHost.Run(GeneratorHost.Source(layers)).Reports(
            $"RNN011 [{place}] [{layer}] cannot come after [{previous}]: the loss is the last of a model, or of a head");

    [Theory]
    [InlineData("Pooling(Pooling.Mean)", "Pooling")]
    [InlineData("MeanSquaredError", "MeanSquaredError")]
    [InlineData("MeanAbsoluteError", "MeanAbsoluteError")]
    [InlineData("BinaryCrossEntropy", "BinaryCrossEntropy")]
    [InlineData("Huber(Delta = 2)", "Huber")]
    [InlineData("GaussianNegativeLogLikelihood", "GaussianNegativeLogLikelihood")]
    public void WithoutAModel(string attribute, string name) => GeneratorHost.Run($"using RnnGen;\n[{attribute}] partial class Net;")
        .Reports($"RNN012 [{attribute}] [{name}] has no effect: class 'Net' has no [RnnModel] attribute");

    /// <summary>The compiler says it where the call stands.</summary>
    [Theory]
    [InlineData("Mean")]
    [InlineData("Max")]
    [InlineData("Attention")]
    public void AMeanOverStepsCannotStream(string pooling) => GeneratorHost.Run(
        GeneratorHost.Source($"[Rnn(4)]\n[Pooling(Pooling.{pooling})]\n[Dense(2)]") +
        "class User { static void Run(Net net) { Net.State state = default; net.Step(new float[3], ref state, new float[2]); } }")
        .Reports("RNN021 [net.Step(new float[3], ref state, new float[2])] 'Net.Step(ReadOnlySpan<float>, ref Net.State, "
            + "Span<float>)' is obsolete: "
            + "'This network cannot stream: its outputs are the "
            + $"{(pooling == "Mean" ? "mean" : pooling == "Max" ? "maximum" : "mean weighted by attention")} over all steps of a sequence; "
            + "use Predict.'");
}
