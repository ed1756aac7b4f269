using System.Threading.Tasks;
using RnnGen.CodeFixes.Fixes;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Fixes;

public sealed class RemoveFixTests
{
    [Theory]
    [InlineData("Lstm(4, {|RNN017:ProjectionClip = 1|})", "Lstm(4)")]
    [InlineData("Lstm(4, {|RNN017:ProjectionClip = 1|}, Bias = false)", "Lstm(4, Bias = false)")]
    [InlineData("Gru(4, {|RNN019:Residual = true|})", "Gru(4)")]
    [InlineData(
        "Gru(4), Dense(1, {|RNN022:Activation = Activation.Sigmoid|}), BinaryCrossEntropy", "Gru(4), Dense(1), BinaryCrossEntropy")]
    [InlineData("Gru(4), Pooling(Pooling.Max), Dense(2, {|RNN024:EveryStep = true|})", "Gru(4), Pooling(Pooling.Max), Dense(2)")]
    [InlineData("Gru(4), Dense(2), Huber, {|RNN027:MeanSquaredError|}", "Gru(4), Dense(2), Huber")]
    [InlineData("{|RNN067:Gru(4, Name = \"a\")|}, Gru(5, From = [\"input\"])", "Gru(5, From = [\"input\"])")]
    public Task WhatIsOneTooMany(string layers, string expected) => FixTest<RemoveFix>.Fixes(Net(layers), Net(expected));

    [Theory]
    [InlineData("InputSize = 3, {|RNN008:Steps = 0|}", "(InputSize = 3)")]
    [InlineData("{|RNN050:Steps = 500|}, InputSize = 3", "(InputSize = 3)")]
    public Task StepsThatAreTooManyOrNone(string model, string expected) => FixTest<RemoveFix>.Fixes(
        $"[RnnModel({model})]\n[Gru(4)]\npartial class Net;\n", $"[RnnModel{expected}]\n[Gru(4)]\npartial class Net;\n");

    [Fact]
    public Task TheOnlyArgumentGoesWithItsParentheses() => FixTest<RemoveFix>.Fixes(
        "[RnnModel({|RNN017:InputSize = 3|})]\n[Embedding(7, 3), Gru(4)]\npartial class Net;\n",
        "[RnnModel]\n[Embedding(7, 3), Gru(4)]\npartial class Net;\n");

    [Fact]
    public Task LinesOfLayersThatBelongToNoModel() => FixTest<RemoveFix>.Fixes(
        """
        /// <summary>No model.</summary>
        [{|RNN012:Gru(4)|}]   // a comment on it
        [System.Obsolete]
        [{|RNN012:Dense(2)|}] [{|RNN012:Huber|}]
        class Net;
        """,
        """
        /// <summary>No model.</summary>
        [System.Obsolete]
        class Net;
        """);

    /// <summary>What is left of a list, and of a line, stays as it was.</summary>
    [Fact]
    public Task PartsOfAList() => FixTest<RemoveFix>.Fixes(
        "[{|RNN012:Gru(4)|}, System.Obsolete, {|RNN012:Dense(2)|}] class Net;\n", "[System.Obsolete] class Net;\n");

    private static string Net(string layers) => $"[RnnModel(InputSize = 3)]\n[{layers}]\npartial class Net;\n";
}
