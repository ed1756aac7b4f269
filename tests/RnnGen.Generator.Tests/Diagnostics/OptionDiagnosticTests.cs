using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN016 to RNN019: options of layers that do not fit. Each squiggle stands at the option, not at the attribute.</summary>
public sealed class OptionDiagnosticTests
{
    [Theory]
    [InlineData(
        "[Lstm(4, Activation = (Activation)99)]", "Activation = (Activation)99",
        "Activation is 99, which is none of Linear, Tanh, Sigmoid, Relu, LeakyRelu, Relu6, Elu, Selu, Softplus, Softsign, HardSigmoid, "
        + "Swish")]
    [InlineData(
        "[Gru(4, Direction = (Direction)3)]", "Direction = (Direction)3",
        "Direction is 3, which is none of Forward, Reverse, Bidirectional")]
    [InlineData(
        "[Rnn(4, Direction = Direction.Bidirectional, Merge = (Merge)(-1))]", "Merge = (Merge)(-1)",
        "Merge is -1, which is none of Concatenate, Sum, Average, Product")]
    public void NoMemberOfTheEnum(string layer, string place, string message) =>
        GeneratorHost.Run(GeneratorHost.Source(layer)).Reports($"RNN016 [{place}] {message}");

    [Theory]
    [InlineData("[Lstm(4, ProjectionClip = 1)]", "ProjectionClip = 1", "ProjectionClip has no effect: [Lstm(4)] has no Projection")]
    [InlineData("[Lstm(4, ProjectionClip = 0)]", "ProjectionClip = 0", "ProjectionClip has no effect: [Lstm(4)] has no Projection")]
    [InlineData("[Gru(4, Merge = Merge.Sum)]", "Merge = Merge.Sum", "Merge has no effect: [Gru(4)] is not bidirectional")]
    [InlineData(
        "[Gru(4, Merge = Merge.Sum, Direction = Direction.Reverse)]", "Merge = Merge.Sum",
        "Merge has no effect: [Gru(4)] is not bidirectional")]
    [InlineData(
        "[Lstm(4, LayerNormEpsilon = 0.1)]", "LayerNormEpsilon = 0.1", "LayerNormEpsilon has no effect: [Lstm(4)] has no LayerNorm")]
    [InlineData(
        "[Gru(4, LayerNorm = true, Bias = false)]", "Bias = false",
        "Bias has no effect: the layer normalisation of [Gru(4)] shifts instead")]
    public void OptionsThatAnotherOneRulesOut(string layer, string place, string message) =>
        GeneratorHost.Run(GeneratorHost.Source(layer)).Reports($"RNN017 [{place}] {message}");

    [Theory]
    [InlineData("CellClip = -0.5", "CellClip is -0.5; it must be at least 0")]
    [InlineData("Projection = 3, ProjectionClip = -1", "ProjectionClip is -1; it must be at least 0", "ProjectionClip = -1")]
    public void ClipsBelowZero(string option, string message, string? place = null) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Lstm(4, {option})]")).Reports($"RNN018 [{place ?? option}] {message}");

    /// <summary>A number of which a float leaves nothing is another one than its author means.</summary>
    [Theory]
    [InlineData("[Lstm(4, CellClip = 1e-60)]", "CellClip", "1E-60")]
    [InlineData("[Gru(4, InputDropout = 1e-60)]", "InputDropout", "1E-60")]
    [InlineData("[Gru(4, KernelInitializer = Initializer.Constant, KernelInitializerValue = -1e-60)]", "KernelInitializerValue", "-1E-60")]
    [InlineData("[Gru(4, KernelInitializer = Initializer.Normal, KernelInitializerValue = 1e-60)]", "KernelInitializerValue", "1E-60")]
    [InlineData("[Gru(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy(LabelSmoothing = 1e-60)]", "LabelSmoothing", "1E-60")]
    [InlineData("[Gru(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy(ClassWeights = new[] { 1, 1e-60 })]", "ClassWeights", "1E-60")]
    public void NumbersThatAreZeroAsFloats(string layers, string name, string value)
    {
        string report = GeneratorHost.Run(GeneratorHost.Source(layers)).Report;
        Assert.StartsWith($"RNN018 [{name} = ", report);
        Assert.EndsWith($"] {name} is {value}; it must be 0, or at least 1.4E-45, the smallest number of float", report);
        Assert.DoesNotContain("\n", report);
    }

    /// <summary>An attribute class of the user's may mean anything by its own numbers.</summary>
    [Fact]
    public void NumbersOfACellsOwnClassAreItsOwn() => GeneratorHost.Run("""
        using RnnGen;
        [CellEquations("state h\nz = [x, h] * kernel + bias\nh' = tanh(z)")]
        class OwnAttribute(int units) : RecurrentCellAttribute(units) { public double Threshold { get; set; } }
        [RnnModel(InputSize = 3), Own(4, Threshold = 1e-60)]
        partial class Net;
        """).Compiles();

    [Fact]
    public void LabelSmoothingThatIsOneAsAFloat() => GeneratorHost.Run(GeneratorHost.Source(
        "[Gru(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy(LabelSmoothing = 0.99999999999)]"))
        .Reports("RNN018 [LabelSmoothing = 0.99999999999] LabelSmoothing is 0.99999999999; it must be at least 0 and below 1");

    [Theory]
    [InlineData("InputDropout = 1", "InputDropout is 1; it must be at least 0 and below 1")]
    [InlineData("StateDropout = -0.1", "StateDropout is -0.1; it must be at least 0 and below 1")]
    [InlineData("OutputDropout = double.NaN", "OutputDropout is NaN; it must be at least 0 and below 1")]
    [InlineData("InputDropout = 0.99999999999", "InputDropout is 0.99999999999; it must be at least 0 and below 1")]
    public void SharesThatLeaveNothing(string option, string message) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4, {option})]")).Reports($"RNN018 [{option}] {message}");

    [Theory]
    [InlineData(
        "[Gru(4, LayerNorm = true, LayerNormEpsilon = 0)]", "LayerNormEpsilon = 0", "LayerNormEpsilon is 0; it must be greater than 0")]
    [InlineData("[LayerNorm(Epsilon = -1)]\n[Gru(4)]", "Epsilon = -1", "Epsilon is -1; it must be greater than 0")]
    [InlineData("[Gru(4)]\n[LayerNorm(Epsilon = 1e-60)]", "Epsilon = 1e-60", "Epsilon is 1E-60; it must be greater than 0")]
    public void VariancesThatNothingIsAddedTo(string layers, string place, string message) =>
        GeneratorHost.Run(GeneratorHost.Source(layers)).Reports($"RNN018 [{place}] {message}");

    [Fact]
    public void DropoutThatCanHaveNoEffect()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4, VariationalDropout = true)]")).Reports(
            "RNN017 [VariationalDropout = true] VariationalDropout has no effect: [Gru(4)] drops nothing");
        GeneratorHost.Run("using RnnGen;\n[RnnModel(InputSize = 3, Training = false)]\n[Gru(4, InputDropout = 0.5)]\n"
            + "partial class Net;").Reports(
            "RNN017 [InputDropout = 0.5] InputDropout has no effect: the model has Training = false");
    }

    [Theory]
    [InlineData(
        "CellClip = double.NaN", "RNN014 [CellClip = double.NaN] CellClip is NaN; it must be a finite number within the range of float")]
    [InlineData("Projection = 0", "RNN006 [Projection = 0] Projection is 0; it must be 1 to 65536")]
    [InlineData("Projection = 65537", "RNN006 [Projection = 65537] Projection is 65537; it must be 1 to 65536")]
    public void SizesAndNumbersOfOptions(string option, string expected) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Lstm(4, {option})]")).Reports(expected);

    [Theory]
    [InlineData("[Rnn(4, Residual = true)]", 0, 3, 4)]
    [InlineData("[Rnn(3, Residual = true)]\n[Lstm(3, Residual = true, Projection = 2)]", 1, 3, 2)]
    [InlineData("[Gru(3, Direction = Direction.Bidirectional)]\n[Gru(3, Residual = true)]", 1, 6, 3)]
    [InlineData("[Gru(3, Direction = Direction.Bidirectional, Residual = true)]", 0, 3, 6)]
    [InlineData("[Gru(4)]\n[LayerNorm]\n[Gru(5, Residual = true)]", 2, 4, 5)]
    public void ResidualsBetweenDifferentWidths(string layers, int layer, int input, int output) =>
        GeneratorHost.Run(GeneratorHost.Source(layers)).Reports(
            $"RNN019 [Residual = true] Residual on layer {layer}: its input has {input} features, its output {output}; "
            + "they are added and must be equally wide");

    [Fact]
    public void LearnedStatesNeedTheirNames()
    {
        const string cell =
            "[CellEquations(\"state h\\nz = [x, h] * initial_h + bias\\nh' = tanh(z)\")]\nclass OwnAttribute(int units) : "
            + "RecurrentCellAttribute(units);\n";
        GeneratorHost.Run($"using RnnGen;\n{cell}[RnnModel(InputSize = 3)]\n[Own(4, LearnedInitialState = true)]\n"
            + "partial class Net;").Reports(
            "RNN032 [LearnedInitialState = true] LearnedInitialState needs the parameter 'initial_h', "
            + "a name that the equations of [Own] have given away");
        GeneratorHost.Run($"using RnnGen;\n{cell}[RnnModel(InputSize = 3)]\n[Own(4)]\npartial class Net;").Compiles();
        GeneratorHost.Run(GeneratorHost.Source(
            "[Gru(4, LearnedInitialState = true)]", declaration: "public partial class Net { void InitialState() { } }")).Reports(
            "RNN013 [InitialState] 'Net.InitialState' has the name of a member that RnnGen generates; rename it");
        GeneratorHost.Run(GeneratorHost.Source(
            "[Gru(4, LearnedInitialState = false)]",
            declaration: "public partial class Net { static void InitialState() { } }")).Compiles();
    }

    [Fact]
    public void WhatReadsItsStepsBackwardsCannotStream()
    {
        const string model = "[RnnModel(InputSize = 3)]\n[Gru(4, Direction = Direction.Bidirectional)]\npartial class Net;\n";
        const string use =
            "static class Use { static void Run(Net net, ref Net.State state) => net.Step(new float[3], ref state, new float[8]); }";
        GeneratorHost.Run($"using RnnGen;\n{model}{use}").Reports(
            "RNN021 [net.Step(new float[3], ref state, new float[8])] 'Net.Step(ReadOnlySpan<float>, ref Net.State, Span<float>)' is "
            + "obsolete: 'This network cannot stream: layer 0, GRU(4) reads its steps from the last to the first; use Predict.'");
        string block = use.Replace(
            "new float[3], ref state, new float[8]", "new float[6], 2, ref state, new float[16]", System.StringComparison.Ordinal);
        GeneratorHost.Run($"using RnnGen;\n{model}{block}").Reports(
            "RNN021 [net.Step(new float[6], 2, ref state, new float[16])] 'Net.Step(ReadOnlySpan<float>, int, ref Net.State, "
            + "Span<float>)' is obsolete: 'This network cannot stream: layer 0, GRU(4) reads its steps from the last to the first; "
            + "use Predict.'");
    }

    /// <summary>Of a step of many sequences it is the same, with row numbers and without.</summary>
    [Fact]
    public void WhatReadsItsStepsBackwardsCannotStepManySequences()
    {
        const string model = "[RnnModel(InputSize = 3)]\n[Gru(4, Direction = Direction.Reverse)]\npartial class Net;\n";
        const string use = "static class Use\n{\n    static void Run(Net net, Net.State[] s, float[] x)\n    {\n"
            + "        net.StepBatch(x, s, new int[1], x);\n        net.StepBatch(x, s, x);\n    }\n}\n";
        const string reason =
            "'This network cannot stream: layer 0, GRU(4) reads its steps from the last to the first; use Predict.'";
        GeneratorHost.Run($"using RnnGen;\n{model}{use}").Reports(
            "RNN021 [net.StepBatch(x, s, new int[1], x)] "
            + $"'Net.StepBatch(ReadOnlySpan<float>, Span<Net.State>, ReadOnlySpan<int>, Span<float>)' is obsolete: {reason}",
            $"RNN021 [net.StepBatch(x, s, x)] 'Net.StepBatch(ReadOnlySpan<float>, Span<Net.State>, Span<float>)' is obsolete: {reason}");
    }
}
