using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>Layers over time: sizes, options, and what they stand on.</summary>
public sealed class WindowDiagnosticTests
{
    [Theory]
    [InlineData("Conv1D(4, 0)", "0", "The kernel of [Conv1D]", 0)]
    [InlineData("Conv1D(4, -3)", "-3", "The kernel of [Conv1D]", -3)]
    [InlineData("Conv1D(units: 4, kernel: 1048577)", "kernel: 1048577", "The kernel of [Conv1D]", 1048577)]
    [InlineData("MaxPool1D(0)", "0", "The size of [MaxPool1D]", 0)]
    [InlineData("AveragePool1D(-1)", "-1", "The size of [AveragePool1D]", -1)]
    public void NoStepsInAWindow(string layer, string place, string what, int size) => Run($"[{layer}]\n[Gru(2)]").Reports(
        $"RNN006 [{place}] {what} is {size}; it must be 1 to 1048576");

    [Theory]
    [InlineData(0)]
    [InlineData(65537)]
    public void ADilationOutOfRange(int dilation) => Run($"[Conv1D(4, 1, Dilation = {dilation})]").Reports(
        $"RNN006 [Dilation = {dilation}] Dilation is {dilation}; it must be 1 to 65536");

    [Fact]
    public void NoUnits() => Run("[Conv1D(0, 3)]").Reports(
        "RNN006 [0] The number of units of [Conv1D] is 0; it must be 1 to 65536");

    [Fact]
    public void AWindowThatIsTooLong() => Run("[Conv1D(4, 1001, Dilation = 1001, Padding = TimePadding.Same)]").Reports(
        "RNN006 [1001] The number of steps that [Conv1D] sees is 1001001; it must be 1 to 1000001");

    [Fact]
    public void AWindowThatIsTooLarge() => Run("[Conv1D(4, 400000, Padding = TimePadding.Same)]").Reports(
        "RNN120 [400000] The window of [Conv1D] has 400000 steps of 3 features, 1200000 numbers; it may have 1048576");

    [Theory]
    [InlineData("Conv1D(4, 5, Dilation = 8192)", "5", "Conv1D", 32768, 98304)]
    [InlineData("MaxPool1D(30000)", "30000", "MaxPool1D", 29999, 89997)]
    public void APastThatIsTooLarge(string layer, string place, string kind, int steps, int numbers) => Run($"[{layer}]\n[Gru(2)]").Reports(
        $"RNN121 [{place}] [{kind}] looks back over {steps} steps of 3 features, {numbers} numbers that a state has to hold; "
        + "it may hold 65536");

    [Theory]
    [InlineData("[Gru(4)]\n[Pooling(Pooling.Mean)]\n[Conv1D(4, 3)]", "Pooling(Pooling.Mean)", "Conv1D", "Pooling")]
    [InlineData("[Gru(4)]\n[Pooling(Pooling.Mean)]\n[MaxPool1D(3)]\n[Gru(2)]", "Pooling(Pooling.Mean)", "MaxPool1D", "Pooling")]
    public void NoStepsBelow(string layers, string place, string reader, string read) => Run(layers).Reports(
        $"RNN066 [{place}] [{reader}] needs every step of what it reads, but [{read}] is one vector a row: put [Repeat] between them");

    [Fact]
    public void StatesOfAConvolution() => Run("[Conv1D(4, 3, Name = \"c\")]\n[Gru(4, InitialState = \"c\")]").Reports(
        "RNN068 [\"c\"] [Gru] cannot start from the states of 'c': [Conv1D] has none");

    [Theory]
    [InlineData("[Conv1D(4, 3)]")]
    [InlineData("[Conv1D(4, 1)]\n[MaxPool1D(1)]\n[Gru(3)]")]
    [InlineData("[Conv1D(4, 5, Dilation = 65536, Padding = TimePadding.Same)]")]
    [InlineData("[MaxPool1D(21846, Padding = TimePadding.Causal)]\n[Conv1D(1, 1)]")]
    [InlineData("[AveragePool1D(2, Padding = TimePadding.Same)]\n[Conv1D(3, 2, Bias = false)]\n[Dense(2)]\n[MeanSquaredError]")]
    public void WindowsThatAreRight(string layers) => Run(layers).Reports();

    private static GeneratorRun Run(string layers) =>
        GeneratorHost.Run($"using RnnGen;\n[RnnModel(InputSize = 3)]\n{layers}\npartial class Net;\n");
}
