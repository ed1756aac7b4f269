using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>How parameters start, as the generated description says it.</summary>
public sealed class InitializerPlanTests
{
    private const string Stack = "[Lstm(4)]\n[Gru(2)]\n[Rnn(5)]\n[Dense(7)]";

    [Fact]
    public void TensorFlowIsTheDefault()
    {
        string[] expected =
        [
            "\"lstm0/kernel\", [7, 16], Uniform(0.5107539f)", "\"lstm0/bias\", [16], Constant(0f)",
            "\"gru1/gates/kernel\", [6, 4], Uniform(0.7745967f)", "\"gru1/gates/bias\", [4], Constant(1f)",
            "\"gru1/candidate/kernel\", [6, 2], Uniform(0.8660254f)", "\"gru1/candidate/bias\", [2], Constant(0f)",
            "\"rnn2/kernel\", [7, 5], Uniform(0.70710677f)", "\"rnn2/bias\", [5], Constant(0f)",
            "\"dense3/kernel\", [5, 7], Uniform(0.70710677f)", "\"dense3/bias\", [7], Constant(0f)",
        ];
        Assert.Equal(expected, Starts(Stack));
        Assert.Equal(expected, Starts(Stack, "TensorFlow"));
    }

    // survey: kernel glorot_uniform [in, n·h], recurrent orthogonal [h, n·h] over all gates; biases 0, of which the forget bias adds 1.
    [Fact]
    public void KerasHasTwoKernelsInEach() => Assert.Equal(
        [
            "\"lstm0/kernel\", [7, 16], Zeros { Regions = [new(0, 3, 0, 16, GlorotUniform(3, 16)), new(3, 4, 0, 16, Orthogonal(1f))] }",
            "\"lstm0/bias\", [16], Zeros",
            "\"gru1/gates/kernel\", [6, 4], Zeros { Regions = [new(0, 4, 0, 4, GlorotUniform(4, 6)), new(4, 2, 0, 4, "
                + "Orthogonal(1f)) { Matrix = new(3, 6, 0) }] }",
            "\"gru1/gates/bias\", [4], Zeros",
            "\"gru1/candidate/kernel\", [6, 2], Zeros { Regions = [new(0, 4, 0, 2, GlorotUniform(4, 6)), new(4, 2, 0, 2, "
                + "Orthogonal(1f)) { Matrix = new(3, 6, 4) }] }",
            "\"gru1/candidate/bias\", [2], Zeros",
            "\"rnn2/kernel\", [7, 5], Zeros { Regions = [new(0, 2, 0, 5, GlorotUniform(2, 5)), new(2, 5, 0, 5, Orthogonal(1f))] }",
            "\"rnn2/bias\", [5], Zeros",
            "\"dense3/kernel\", [5, 7], GlorotUniform(5, 7)",
            "\"dense3/bias\", [7], Zeros",
        ],
        Starts(Stack, "Keras"));

    [Fact]
    public void PyTorchIsUniformThroughout() => Assert.Equal(
        [
            "\"lstm0/kernel\", [7, 16], InverseRootUniform(4)",
            "\"lstm0/bias\", [16], InverseRootUniform(4) { Regions = [new(0, 1, 8, 4, InverseRootUniform(4) with { Mean = -1f })] }",
            "\"gru1/gates/kernel\", [6, 4], InverseRootUniform(2)",
            "\"gru1/gates/bias\", [4], InverseRootUniform(2)",
            "\"gru1/candidate/kernel\", [6, 2], InverseRootUniform(2)",
            "\"gru1/candidate/bias\", [2], InverseRootUniform(2)",
            "\"rnn2/kernel\", [7, 5], InverseRootUniform(5)",
            "\"rnn2/bias\", [5], InverseRootUniform(5)",
            "\"dense3/kernel\", [5, 7], InverseRootUniform(5)",
            "\"dense3/bias\", [7], InverseRootUniform(5)",
        ],
        Starts(Stack, "PyTorch"));

    [Theory]
    [InlineData("Keras", "0", "Zeros { Regions = [new(0, 1, 8, 4, Constant(1f))] }")]
    [InlineData("Keras", "0.25", "Zeros { Regions = [new(0, 1, 8, 4, Constant(0.75f))] }")]
    [InlineData("PyTorch", "0", "InverseRootUniform(4)")]
    public void TheForgetGateStartsAsThereWhateverTheEquationsAdd(string preset, string forgetBias, string start) =>
        Assert.Equal($"\"lstm0/bias\", [16], {start}", Starts($"[Lstm(4, ForgetBias = {forgetBias})]", preset)[1]);

    [Fact]
    public void ALayerMayDiffer() => Assert.Equal(
        [
            "\"lstm0/kernel\", [7, 16], Zeros { Regions = [new(0, 3, 0, 16, HeNormal(3)), new(3, 4, 0, 16, Orthogonal(0.5f))] }",
            "\"lstm0/bias\", [16], Constant(0.1f)",
            "\"gru1/gates/kernel\", [6, 4], Uniform(0.7745967f) { Regions = [new(4, 2, 0, 4, GlorotNormal(2, 6))] }",
            "\"gru1/gates/bias\", [4], Constant(1f)",
            "\"gru1/candidate/kernel\", [6, 2], Uniform(0.8660254f) { Regions = [new(4, 2, 0, 2, GlorotNormal(2, 6))] }",
            "\"gru1/candidate/bias\", [2], Constant(0f)",
            "\"dense2/kernel\", [2, 7], LecunUniform(2)",
            "\"dense2/bias\", [7], Ones",
        ],
        Starts("""
            [Lstm(4, KernelInitializer = Initializer.HeNormal,
                RecurrentInitializer = Initializer.Orthogonal, RecurrentInitializerValue = 0.5,
                BiasInitializer = Initializer.Constant, BiasInitializerValue = 0.1)]
            [Gru(2, RecurrentInitializer = Initializer.GlorotNormal)]
            [Dense(7, KernelInitializer = Initializer.LecunUniform, BiasInitializer = Initializer.Ones)]
            """));

    [Fact]
    public void EachDirectionAndEachProductHasItsOwn()
    {
        Assert.Equal(
            [
                "\"rnn0/fw/kernel\", [5, 2], Zeros { Regions = [new(0, 3, 0, 2, GlorotUniform(3, 2)), new(3, 2, 0, 2, Orthogonal(1f))] }",
                "\"rnn0/fw/bias\", [2], Zeros",
                "\"rnn0/bw/kernel\", [5, 2], Zeros { Regions = [new(0, 3, 0, 2, GlorotUniform(3, 2)), new(3, 2, 0, 2, Orthogonal(1f))] }",
                "\"rnn0/bw/bias\", [2], Zeros",
            ],
            Starts("[Rnn(2, Direction = Direction.Bidirectional)]", "Keras"));
        Assert.Equal(
            [
                "\"gru0/gates/kernel\", [5, 4], Zeros { Regions = [new(0, 3, 0, 4, GlorotUniform(3, 6)), new(3, 2, 0, 4, "
                    + "Orthogonal(1f)) { Matrix = new(1, 6, 0) }] }",
                "\"gru0/candidate/input_projection/kernel\", [3, 2], GlorotUniform(3, 6)",
                "\"gru0/candidate/hidden_projection/kernel\", [2, 2], Zeros { Regions = [new(0, 2, 0, 2, Orthogonal(1f)) { Matrix = new(1, "
                    + "6, 4) }] }",
            ],
            Starts("[Gru(2, ResetAfter = true, Bias = false)]", "Keras"));

        // The recurrent rows are those of the projected state; the projection itself has no counterpart in Keras.
        Assert.Equal(
            [
                "\"lstm0/kernel\", [5, 16], Zeros { Regions = [new(0, 3, 0, 16, GlorotUniform(3, 16)), new(3, 2, 0, 16, Orthogonal(1f))] }",
                "\"lstm0/projection/kernel\", [4, 2], Uniform(1f)",
            ],
            Starts("[Lstm(4, Projection = 2, Bias = false)]", "Keras"));
        Assert.Equal(
            ["\"lstm0/kernel\", [5, 16], InverseRootUniform(4)", "\"lstm0/projection/kernel\", [4, 2], InverseRootUniform(4)"],
            Starts("[Lstm(4, Projection = 2, Bias = false)]", "PyTorch"));
    }

    [Fact]
    public void EveryInitializerCompiles()
    {
        foreach (RnnGen.Initializer initializer in Enum.GetValues<RnnGen.Initializer>())
        {
            string value = initializer is RnnGen.Initializer.Constant or RnnGen.Initializer.Uniform or RnnGen.Initializer.Normal
                or RnnGen.Initializer.TruncatedNormal
                ? "0.5"
                : "";
            string Argument(string part) =>
                $"{part}Initializer = Initializer.{initializer}{(value.Length > 0 ? $", {part}InitializerValue = {value}" : "")}";
            string bias = initializer == RnnGen.Initializer.Orthogonal ? "" : $", {Argument("Bias")}";
            GeneratorHost.Run(GeneratorHost.Source(
                $"[Gru(4, {Argument("Kernel")}, {Argument("Recurrent")}{bias})]\n[Dense(2, {Argument("Kernel")}{bias})]")).Reports();
        }
    }

    [Fact]
    public void NamesAndNumbersAreTheRuntimes()
    {
        Assert.Equal(
            Enum.GetValues<RnnGen.Initializer>().Select(member => (member.ToString(), (int)member)),
            Enum.GetValues<Specification.Initializer>().Select(member => (member.ToString(), (int)member)));
        Assert.Equal(
            Enum.GetValues<RnnGen.Initialization>().Select(member => (member.ToString(), (int)member)),
            Enum.GetValues<Specification.Initialization>().Select(member => (member.ToString(), (int)member)));
    }

    [Fact]
    public void FilesFitWhateverTheStart()
    {
        string Hash(string layers, string preset) =>
            Source(layers, preset).Split('\n').Single(line => line.TrimStart().StartsWith("SpecHash = ", StringComparison.Ordinal));
        Assert.Equal(Hash(Stack, "TensorFlow"), Hash(Stack, "Keras"));
        Assert.Equal(Hash(Stack, "TensorFlow"), Hash(Stack, "PyTorch"));
        Assert.Equal(
            Hash(Stack, "TensorFlow"),
            Hash(Stack.Replace("Gru(2", "Gru(2, BiasInitializer = Initializer.Ones", StringComparison.Ordinal), "TensorFlow"));
    }

    /// <summary>The lines of the parameters without their offsets.</summary>
    private static string[] Starts(string layers, string? preset = null)
    {
        const string type = "global::RnnGen.ParameterInitializer.";
        List<string> lines = [];
        foreach (string line in Source(layers, preset).Split('\n').Where(line => line.Contains(type, StringComparison.Ordinal)))
        {
            string text = line.Trim().TrimEnd(',').Replace(type, "", StringComparison.Ordinal);
            int name = text.IndexOf('"', StringComparison.Ordinal), shape = text.IndexOf(']', StringComparison.Ordinal) + 1;
            int start = text.IndexOf(',', shape + 1) + 2;

            // new("name", [shape], offset, start) { ... }: the parenthesis that closes the constructor goes.
            string rest = text[start..];
            int close = 0;
            for (int depth = 1; depth > 0; close++)
            {
                depth += rest[close] == '(' ? 1 : rest[close] == ')' ? -1 : 0;
            }

            // What it multiplies is another matter.
            string members = Regex.Replace(rest[close..], @"Operands = \[[^]]*\](, )?", "").Replace(" {  }", "", StringComparison.Ordinal);
            lines.Add($"{text[name..shape]}, {rest[..(close - 1)]}{members}");
        }

        return [.. lines];
    }

    private static string Source(string layers, string? preset)
    {
        GeneratorRunResult result = GeneratorHost.Generate(
            GeneratorHost.Source(layers, $"InputSize = 3{(preset is null ? "" : $", Initialization = Initialization.{preset}")}"));
        return string.Concat(result.GeneratedSources.Select(source => source.SourceText.ToString()));
    }
}
