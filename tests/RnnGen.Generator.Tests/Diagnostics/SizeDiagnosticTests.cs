using System.Diagnostics;
using System.Linq;
using RnnGen.Generator.Specification;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN006 to RNN008, RNN014, RNN015, RNN042 and RNN050: numbers.</summary>
public sealed class SizeDiagnosticTests
{
    [Theory]
    [InlineData("Rnn", "0", "0")]
    [InlineData("Rnn", "-1", "-1")]
    [InlineData("Rnn", "65_537", "65537")]
    [InlineData("Lstm", "0", "0")]
    [InlineData("Lstm", "int.MinValue", "-2147483648")]
    [InlineData("Lstm", "int.MaxValue", "2147483647")]
    [InlineData("Gru", "1 - 1", "0")]
    [InlineData("Gru", "-4 /* units */", "-4", "-4")]
    [InlineData("Gru", "1_000_000", "1000000")]
    [InlineData("Lstm", "units: -2", "-2")]
    public void UnitsOfARecurrentLayer(string layer, string units, string value, string? squiggle = null) =>
        GeneratorHost.Run(GeneratorHost.Source($"[{layer}({units})]"))
            .Reports($"RNN006 [{squiggle ?? units}] The number of units of [{layer}] is {value}; it must be 1 to 65536");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("70000")]
    public void UnitsOfADenseLayer(string units) => GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[Dense({units})]"))
        .Reports($"RNN006 [{units}] The number of units of [Dense] is {units}; it must be 1 to 65536");

    [Fact]
    public void EveryWrongSizeIsReported() => GeneratorHost.Run(GeneratorHost.Source(
        "[Rnn(0)]\n[Lstm(4, ForgetBias = double.NaN)]\n[Dense(-5)]", "Steps = 0, InputSize = 0")).Reports(
        "RNN008 [Steps = 0] Steps is 0; a static network has 1 to 1000000 steps, a dynamic one leaves Steps out",
        "RNN006 [InputSize = 0] InputSize is 0; it must be 1 to 1048576",
        "RNN006 [0] The number of units of [Rnn] is 0; it must be 1 to 65536",
        "RNN014 [ForgetBias = double.NaN] ForgetBias is NaN; it must be a finite number within the range of float",
        "RNN006 [-5] The number of units of [Dense] is -5; it must be 1 to 65536");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("int.MaxValue", "2147483647")]
    [InlineData("1_048_577", "1048577")]
    public void InputSizeOutOfRange(string size, string value) => GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", $"InputSize = {size}"))
        .Reports($"RNN006 [InputSize = {size}] InputSize is {value}; it must be 1 to 1048576");

    [Theory]
    [InlineData("RnnModel")]
    [InlineData("RnnModel()")]
    [InlineData("RnnModel(Steps = 4)")]
    [InlineData("RnnModel(Training = false)")]
    public void InputSizeMissing(string attribute) => GeneratorHost.Run($"using RnnGen;\n[{attribute}, Rnn(4)] partial class Net;")
        .Reports($"RNN007 [{attribute}] Class 'Net' does not say how many features a step has: write [RnnModel(InputSize = ...)]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-3", "-3")]
    [InlineData("1_000_001", "1000001")]
    [InlineData("int.MaxValue", "2147483647")]
    public void StepsOutOfRange(string steps, string value) =>
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", $"InputSize = 3, Steps = {steps}"))
            .Reports($"RNN008 [Steps = {steps}] Steps is {value}; a static network has 1 to 1000000 steps, a dynamic one leaves Steps out");

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    [InlineData("double.NegativeInfinity", "-Infinity")]
    [InlineData("1e300", "1E+300")]
    [InlineData("-3.5e38", "-3.5E+38")]
    public void ForgetBiasNotFinite(string bias, string value) => GeneratorHost.Run(GeneratorHost.Source($"[Lstm(4, ForgetBias = {bias})]"))
        .Reports($"RNN014 [ForgetBias = {bias}] ForgetBias is {value}; it must be a finite number within the range of float");

    [Theory]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("1")]
    [InlineData("float.MaxValue")]
    [InlineData("1e-320")]
    [InlineData("-0.0")]
    public void ForgetBiasFinite(string bias) => GeneratorHost.Run(GeneratorHost.Source($"[Lstm(4, ForgetBias = {bias})]")).Compiles();

    [Theory]
    [InlineData("[Lstm(65536)]", "InputSize = 1", 17180393472)]
    [InlineData("[Lstm(65536)]\n[Lstm(65536)]\n[Lstm(65536)]\n[Lstm(65536)]", "InputSize = 1048576", 395138039808)]
    [InlineData("[Rnn(1)]\n[Dense(65536)]\n[Dense(65536)]", "InputSize = 1, Steps = 4", 4295163907)]
    public void TooManyParameters(string layers, string model, long count)
    {
        GeneratorHost.Run(GeneratorHost.Source(layers, model)).Reports(
            $"RNN015 [RnnModel({model})] Class 'Net' would have {count} parameters; at most 1000000000 can be addressed");
    }

    [Fact]
    public void ALayerTooWideForWeightsOfEightBits()
    {
        const string Model = "InputSize = 133145, Weights = WeightStorage.";
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", Model + "Int8")).Reports(
            "RNN042 [Weights = WeightStorage.Int8] Weights of eight bits: layer 0, RNN(4) reads 133145 values; the sum of at most 133144 "
            + "products is within 32 bits");
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", Model + "BFloat16")).Compiles();
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", "InputSize = 133144, Weights = WeightStorage.Int8")).Compiles();
    }

    [Fact]
    public void NoSuchStorage() => GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", "InputSize = 3, Weights = (WeightStorage)3"))
        .Reports("RNN016 [Weights = (WeightStorage)3] Weights is 3, which is none of Float32, BFloat16, Int8");

    [Fact]
    public void AsManyHugeLayersAsThereMayBeAreRefusedQuickly()
    {
        string layers = string.Join("\n", Enumerable.Repeat("[Lstm(65536)]", Limits.Layers));
        long count = (4L * 65536 * (3 + 65536 + 1)) + ((Limits.Layers - 1L) * 4 * 65536 * (65536 + 65536 + 1));
        Stopwatch watch = Stopwatch.StartNew();
        GeneratorHost.Run(GeneratorHost.Source(layers, "InputSize = 3, Steps = 1000000")).Reports(
            $"RNN015 [RnnModel(InputSize = 3, Steps = 1000000)] Class 'Net' would have {count} parameters; "
            + "at most 1000000000 can be addressed");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Theory]
    [InlineData(401, 1, 400)]
    [InlineData(201, 2, 400)]
    [InlineData(41, 4, 160)]
    [InlineData(1_000_000, 1, 400)]
    public void LongUnrolling(int steps, int layers, int budget) =>
        GeneratorHost.Run(GeneratorHost.Source(
            string.Join("\n", Enumerable.Repeat("[Rnn(2)]", layers)), $"InputSize = 3, Steps = {steps}")).Compiles(
            $"RNN050 [Steps = {steps}] {steps} steps of {layers} layer{(layers == 1 ? "" : "s")} pass the budget of {budget} unrolled "
            + "steps: the middle steps share one repeated " +
            "chunk of 8; a dynamic network (without Steps) has the same parameters and results");

    [Theory]
    [InlineData(400, 1)]
    [InlineData(200, 2)]
    [InlineData(133, 3)]
    [InlineData(40, 4)]
    [InlineData(23, 18)]
    public void UnrollingWithinTheBudget(int steps, int layers) => Assert.Empty(GeneratorHost.Generate(
        GeneratorHost.Source(string.Join("\n", Enumerable.Repeat("[Rnn(2)]", layers)), $"InputSize = 3, Steps = {steps}")).Diagnostics);
}
