using System;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>The operands of kernels, as the generated description says them; f is what models of eight bits keep in floats.</summary>
public sealed class KernelOperandTests
{
    [Theory]
    [InlineData("[Lstm(6)]", 5, "lstm0/kernel 5 6")]
    [InlineData("[Lstm(6)]", 4, "lstm0/kernel 4f 6")]
    [InlineData("[Lstm(6, Projection = 3)]", 5, "lstm0/kernel 5 3", "lstm0/projection/kernel 6")]
    [InlineData("[Lstm(3)]\n[Rnn(2)]", 5, "lstm0/kernel 5 3", "rnn1/kernel 3f 2")]
    [InlineData("[Gru(6)]", 5, "gru0/gates/kernel 5 6", "gru0/candidate/kernel 5 6")]
    [InlineData(
        "[Gru(6, ResetAfter = true)]", 2, "gru0/gates/kernel 2f 6", "gru0/candidate/input_projection/kernel 2f",
        "gru0/candidate/hidden_projection/kernel 6")]
    [InlineData("[Mgu(6)]", 5, "mgu0/gate/kernel 5 6", "mgu0/candidate/kernel 5 6")]
    [InlineData("[Ugrnn(6, Direction = Direction.Bidirectional)]", 3, "ugrnn0/fw/kernel 3f 6", "ugrnn0/bw/kernel 3f 6")]
    public void OfLayers(string layers, int inputSize, params string[] expected) => Assert.Equal(expected, Operands(layers, inputSize));

    /// <summary>Of dense layers between others the inputs decide, of those of a head the outputs.</summary>
    [Theory]
    [InlineData("[Lstm(6)]\n[Dense(3)]", "lstm0/kernel 5 6", "dense1/kernel 6f")]
    [InlineData("[Lstm(6)]\n[Dense(5)]\n[Dense(4)]", "lstm0/kernel 5 6", "dense1/kernel 6", "dense2/kernel 5f")]
    [InlineData("[Lstm(6)]\n[Dense(3)]\n[LayerNorm]", "lstm0/kernel 5 6", "dense1/kernel 6")]
    [InlineData("[Lstm(4)]\n[Dense(9)]\n[LayerNorm]", "lstm0/kernel 5 4", "dense1/kernel 4f")]
    [InlineData(
        "[Lstm(6)]\n[Pooling(Pooling.Attention, AttentionUnits = 5)]",
        "lstm0/kernel 5 6", "attention/kernel 6", "attention/score 5f")]
    [InlineData("[Lstm(6)]\n[Head(\"a\")]\n[Dense(3)]\n[MeanSquaredError]", "lstm0/kernel 5 6", "a/dense1/kernel 6f")]
    public void OfDenseLayersAndAttention(string layers, params string[] expected) => Assert.Equal(expected, Operands(layers, 5));

    /// <summary>Dropout changes what a layer reads, not what it is.</summary>
    [Theory]
    [InlineData("InputDropout = 0.5")]
    [InlineData("InputDropout = 0.5, StateDropout = 0.5, OutputDropout = 0.5, Residual = true")]
    public void OfInputsWithDropout(string options) =>
        Assert.Equal(["rnn0/kernel 3f 3"], Operands($"[Rnn(3, {options})]\n[MeanSquaredError]", 3));

    /// <summary>What is no kernel says nothing, and a class says the same whatever its weights are kept in.</summary>
    [Theory]
    [InlineData(WeightStorage.Float32)]
    [InlineData(WeightStorage.Int8)]
    public void OfKernelsAlone(WeightStorage weights) => Assert.Equal(
        ["lstm0/kernel 3f 8"],
        OperandsOf(
            "[Embedding(20, 3)]\n[Lstm(8, Peepholes = true, LayerNorm = true, LearnedInitialState = true)]",
            $"Weights = WeightStorage.{weights}"));

    private static string[] Operands(string layers, int inputSize) => OperandsOf(layers, $"InputSize = {inputSize}");

    private static string[] OperandsOf(string layers, string model)
    {
        GeneratorRunResult result = GeneratorHost.Generate(GeneratorHost.Source(layers, model));
        Assert.Empty(result.Diagnostics);
        string source = string.Concat(result.GeneratedSources.Select(source => source.SourceText.ToString()));
        return
        [
            .. Regex.Matches(source, @"new\(""(?<name>[^""]+)"", \[.*Operands = \[(?<operands>[^]]*)\]")
                .Select(match => $"{match.Groups["name"].Value} " + Regex.Replace(
                    match.Groups["operands"].Value.Replace(",", "", StringComparison.Ordinal), @"new\((\d+)( true)?\)",
                    operand => operand.Groups[1].Value + (operand.Groups[2].Success ? "f" : ""))),
        ];
    }
}
