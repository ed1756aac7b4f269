using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RnnGen.CodeFixes.Fixes;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Fixes;

/// <summary>EveryStep, names, constructors, losses, [Repeat] and storage.</summary>
public sealed class OtherFixTests
{
    [Theory]
    [InlineData(0, "Dense(3, EveryStep = true), Dense(2, EveryStep = true)")]
    [InlineData(1, "Dense(3), Dense(2)")]
    public Task DenseLayersAgree(int offer, string expected) => FixTest<EveryStepFix>.Fixes(
        Net("Gru(4), Dense(3), Dense(2, {|RNN023:EveryStep = true|})"), Net($"Gru(4), {expected}"),
        change: test => test.CodeActionIndex = offer);

    [Fact]
    public Task ALossOfEveryStepHasThem() => FixTest<EveryStepFix>.Fixes(
        Net("Gru(4), Dense(6), Dense(3), {|RNN111:ConnectionistTemporalClassification|}"),
        Net("Gru(4), Dense(6, EveryStep = true), Dense(3, EveryStep = true), ConnectionistTemporalClassification"));

    /// <summary>Each head agrees with itself.</summary>
    [Fact]
    public Task DenseLayersOfAnotherHeadAreLeftAlone() => FixTest<EveryStepFix>.Fixes(
        Net("Gru(4), Head(\"a\"), Dense(1), Head(\"b\"), Dense(3, EveryStep = true), {|RNN023:Dense(2)|}"),
        Net("Gru(4), Head(\"a\"), Dense(1), Head(\"b\"), Dense(3, EveryStep = true), Dense(2, EveryStep = true)"));

    [Theory]
    [InlineData("Gru(4, Name = \"vad\"), Lstm(3, From = [\"{|RNN060:vat|}\"])", "Gru(4, Name = \"vad\"), Lstm(3, From = [\"vad\"])")]
    [InlineData(
        "Gru(4, Name = \"vad\"), Lstm(3, From = [\"{|RNN060:vat|}[0..1]\"])",
        "Gru(4, Name = \"vad\"), Lstm(3, From = [\"vad[0..1]\"])")]
    [InlineData(
        "Gru(4, Name = \"a\"), Gru(4, InitialState = {|RNN060:\"b\"|})", "Gru(4, Name = \"a\"), Gru(4, InitialState = \"a\")")]
    [InlineData("Gru(4, Name = \"a\"), Gru(4, Name = {|RNN061:\"A\"|})", "Gru(4, Name = \"a\"), Gru(4, Name = \"A2\")")]
    [InlineData(
        "Gru(4), Head(\"a\"), Dense(2), Head({|RNN025:\"a\"|}), Dense(3), Head(\"a2\"), Dense(1)",
        "Gru(4), Head(\"a\"), Dense(2), Head(\"a3\"), Dense(3), Head(\"a2\"), Dense(1)")]
    public Task Names(string layers, string expected) => FixTest<NameFix>.Fixes(Net(layers), Net(expected));

    /// <summary>The second of the names that a message lists.</summary>
    [Fact]
    public Task EveryNameOfTheMessageIsOffered() => FixTest<NameFix>.Fixes(
        Net("Gru(4, Name = \"vad\"), Lstm(3, From = [\"{|RNN060:something|}\"])"),
        Net("Gru(4, Name = \"vad\"), Lstm(3, From = [\"vad\"])"),
        "Write 'vad'", test => test.CodeActionIndex = 1);

    [Fact]
    public Task WeightsOfTheProject() => FixTest<NameFix>.Fixes(
        Net("Rnn(4), Weights({|RNN051:\"smal.safetensors\"|})"),
        Net("Rnn(4), Weights(\"models/small.safetensors\")"),
        "Write 'models/small.safetensors'",
        test =>
        {
            string manifest = "rnngen-weights\t1\nfile\tmodels/small.safetensors\nformat\tSafetensors\n"
                + "resource\tRnnGen.Weights/models/small.safetensors\n"
                + $"hash\t{new string('0', 64)}\nbytes\t256\n"
                + "tensor\trnn0/kernel\t7,4\npart\t0\t7\tFloat32\t64\t-\ntensor\trnn0/bias\t4\npart\t0\t1\tFloat32\t192\t-\n";
            test.TestState.AdditionalFiles.Add(("small.rnnweights", manifest));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("RNN056", DiagnosticSeverity.Warning));

            // Nothing is left to be said, of the file neither.
            test.FixedState.InheritanceMode = StateInheritanceMode.Explicit;
            test.FixedState.AdditionalFiles.AddRange(test.TestState.AdditionalFiles);
            test.FixedState.AdditionalReferences.AddRange(UserProject.References);
        });

    [Theory]
    [InlineData(0, "Net(string path)", "Net(ulong seed, string path) : this(seed)")]
    [InlineData(1, "Net(string path)", "Net(string path) : this(0UL)")]
    [InlineData(0, "Net(string path) : base()", "Net(ulong seed, string path) : this(seed)")]
    [InlineData(0, "Net(ulong first, string path)", "Net(ulong first, string path) : this(first)")]
    [InlineData(0, "Net()", "Net() : this(0UL)")]
    public Task AConstructorCallsTheGeneratedOne(int offer, string constructor, string expected) => FixTest<ConstructorFix>.Fixes(
        Class($"public {constructor.Replace("Net(", "{|RNN093:Net|}(")} {{ }}"), Class($"public {expected} {{ }}"),
        change: test =>
        {
            test.CodeActionIndex = offer;
            test.CompilerDiagnostics = CompilerDiagnostics.None;
        });

    [Fact]
    public Task AHeadWithoutALoss() => FixTest<LossFix>.Fixes(
        """
        [RnnModel(InputSize = 3)]
        [Gru(4)]
        [{|RNN029:Head("gains")|}]
        [Dense(22)]   // bands
        [Head("speech")]
        [Dense(1), BinaryCrossEntropy]
        partial class Net;
        """,
        """
        [RnnModel(InputSize = 3)]
        [Gru(4)]
        [Head("gains")]
        [Dense(22)]   // bands
        [SoftmaxCrossEntropy]
        [Head("speech")]
        [Dense(1), BinaryCrossEntropy]
        partial class Net;
        """,
        "Add [SoftmaxCrossEntropy]");

    [Fact]
    public Task AHeadOfNothing() => FixTest<LossFix>.Fixes(
        Net("Gru(4), {|RNN029:Head(\"a\")|}, Head(\"b\"), Huber"), Net("Gru(4), Head(\"a\"), MeanSquaredError, Head(\"b\"), Huber"));

    [Fact]
    public Task AVectorIsRepeated() => FixTest<AddFix>.Fixes(
        "[RnnModel(InputSize = 3)]\n[Gru(4)]\n[{|RNN066:Pooling(Pooling.Mean)|}]\n[Lstm(3)]\npartial class Net;\n",
        "[RnnModel(InputSize = 3)]\n[Gru(4)]\n[Pooling(Pooling.Mean)]\n[Repeat]\n[Lstm(3)]\npartial class Net;\n",
        "Add [Repeat] below [Pooling]");

    [Fact]
    public Task WeightsOfSixteenBits() => FixTest<AddFix>.Fixes(
        "[RnnModel(InputSize = 133145, {|RNN042:Weights = WeightStorage.Int8|}), Rnn(4)]\npartial class Net;\n",
        "[RnnModel(InputSize = 133145, Weights = WeightStorage.BFloat16), Rnn(4)]\npartial class Net;\n");

    private static string Net(string layers) => $"[RnnModel(InputSize = 3), {layers}]\npartial class Net;\n";

    private static string Class(string members) => $"[RnnModel(InputSize = 3), Gru(4)]\npartial class Net\n{{\n    {members}\n}}\n";
}
