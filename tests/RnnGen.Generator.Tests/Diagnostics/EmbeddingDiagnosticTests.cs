using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN020, RNN041 and others about tokens: floats where a network reads tokens, and an embedding where floats arrive.</summary>
public sealed class EmbeddingDiagnosticTests
{
    private const string Text = "This network reads tokens: its first layer is [Embedding(7, 3)]; pass a TokenBatch, or an int to Step.";

    [Theory]
    [InlineData("[Lstm(4)]\n[Embedding(7, 3)]", "Lstm")]
    [InlineData("[Lstm(4)]\n[Dense(2)]\n[Embedding(7, 3)]", "Dense")]
    [InlineData("[Lstm(4)]\n[MeanSquaredError]\n[Embedding(7, 3)]", "MeanSquaredError")]
    [InlineData("[Embedding(5, 4)]\n[Embedding(7, 3)]\n[Lstm(4)]", "Embedding")]
    public void AnEmbeddingThatFloatsArriveAt(string layers, string previous)
    {
        string expected =
            $"RNN041 [Embedding(7, 3)] [Embedding(7, 3)] reads tokens, but stands after [{previous}]: "
            + "an embedding is the first layer of a model";
        GeneratorHost.Run(GeneratorHost.Source(layers, "Steps = 3")).Reports(expected);
        if (previous != "Embedding")
        {
            GeneratorHost.Run(GeneratorHost.Source(layers)).Reports(expected);
        }
    }

    [Theory]
    [InlineData(
        "net.Predict(floats, outputs)", "'Net.Predict(scoped in SequenceBatch, Span<float>, ReadOnlySpan<Net.State>, Span<Net.State>)'")]
    [InlineData(
        "net.Predict(new SequenceBatch(new float[6], 1, 2), outputs, default, default)",
        "'Net.Predict(scoped in SequenceBatch, Span<float>, ReadOnlySpan<Net.State>, Span<Net.State>)'")]
    [InlineData("net.Trace(floats)", "'Net.Trace(scoped in SequenceBatch, ReadOnlySpan<Net.State>)'")]
    [InlineData("net.Step(new float[3], ref state, outputs)", "'Net.Step(ReadOnlySpan<float>, ref Net.State, Span<float>)'")]
    [InlineData(
        "net.StepBatch(outputs, new Net.State[2], labels, outputs)",
        "'Net.StepBatch(ReadOnlySpan<float>, Span<Net.State>, ReadOnlySpan<int>, Span<float>)'")]
    [InlineData(
        "net.StepBatch(outputs, new Net.State[2], outputs)", "'Net.StepBatch(ReadOnlySpan<float>, Span<Net.State>, Span<float>)'")]
    [InlineData(
        "trainer.Forward(floats, outputs)",
        "'Net.Trainer.Forward(scoped in SequenceBatch, Span<float>, ReadOnlySpan<Net.State>, Span<Net.State>)'")]
    [InlineData(
        "trainer.ComputeGradients(floats, labels)",
        "'Net.Trainer.ComputeGradients(scoped in SequenceBatch, ReadOnlySpan<int>, ReadOnlySpan<Net.State>, Span<Net.State>)'")]
    [InlineData(
        "trainer.ComputeGradients(floats, outputs)",
        "'Net.Trainer.ComputeGradients(scoped in SequenceBatch, ReadOnlySpan<float>, ReadOnlySpan<Net.State>, Span<Net.State>)'")]
    [InlineData(
        "trainer.Train(floats, labels, adam)",
        "'Net.Trainer.Train(scoped in SequenceBatch, ReadOnlySpan<int>, IOptimizer, ReadOnlySpan<Net.State>, Span<Net.State>, "
        + "GradientClipping?)'")]
    [InlineData(
        "trainer.Train(floats, outputs, adam)",
        "'Net.Trainer.Train(scoped in SequenceBatch, ReadOnlySpan<float>, IOptimizer, ReadOnlySpan<Net.State>, Span<Net.State>, "
        + "GradientClipping?)'")]
    public void FloatsForANetworkOfTokens(string call, string member) =>
        GeneratorHost.Run(Use(call)).Reports($"RNN020 [{call}] {member} is obsolete: '{Text}'");

    [Theory]
    [InlineData("net.Predict(tokens, outputs)")]
    [InlineData("net.Predict(new TokenBatch(labels, 1, 2) { Lengths = labels, Layout = SequenceLayout.TimeMajor }, outputs)")]
    [InlineData("net.Trace(tokens)")]
    [InlineData("net.Step(3, ref state, outputs)")]
    [InlineData("net.StepBatch(labels, new Net.State[2], labels, outputs)")]
    [InlineData("net.StepBatch(labels, new Net.State[2], outputs)")]
    [InlineData("trainer.Forward(tokens, outputs)")]
    [InlineData("trainer.ComputeGradients(tokens, labels)")]
    [InlineData("trainer.ComputeGradients(tokens, outputs)")]
    [InlineData("trainer.Train(tokens, labels, adam)")]
    [InlineData("trainer.Train(tokens, outputs, adam)")]
    public void TokensForANetworkOfTokens(string call) => GeneratorHost.Run(Use(call)).Compiles();

    [Fact]
    public void WhatReadsItsTokensBackwardsCannotStream()
    {
        const string Model = "using RnnGen;\n[RnnModel]\n[Embedding(7, 3)]\n[Gru(4, Direction = Direction.Reverse)]\npartial class Net;\n";
        const string Use = "static class Use { static void Run(Net net, ref Net.State state) => net.Step(1, ref state, new float[4]); }";
        GeneratorHost.Run(Model + Use).Reports(
            "RNN021 [net.Step(1, ref state, new float[4])] 'Net.Step(int, ref Net.State, Span<float>)' is obsolete: "
            + "'This network cannot stream: layer 0, GRU(4) reads its steps from the last to the first; use Predict.'");
    }

    [Theory]
    [InlineData(
        "InputSize = 3", "[Embedding(7, 3)]",
        "RNN017 [InputSize = 3] InputSize has no effect: [Embedding(7, 3)] reads tokens and gives 3 features")]
    [InlineData("Steps = 3", "[Embedding(0, 3)]", "RNN006 [0] The vocabulary of [Embedding] is 0; it must be 1 to 100000000")]
    [InlineData(
        "Steps = 3", "[Embedding(100000001, 1)]",
        "RNN006 [100000001] The vocabulary of [Embedding] is 100000001; it must be 1 to 100000000")]
    [InlineData(
        "Steps = 3", "[Embedding(7, units: 65537)]",
        "RNN006 [units: 65537] The number of units of [Embedding] is 65537; it must be 1 to 65536")]
    [InlineData("Steps = 3", "[Embedding(7, 3, PaddingToken = 7)]", "RNN006 [PaddingToken = 7] PaddingToken is 7; it must be 0 to 6")]
    [InlineData("Steps = 3", "[Embedding(7, 3, PaddingToken = -1)]", "RNN006 [PaddingToken = -1] PaddingToken is -1; it must be 0 to 6")]
    [InlineData(
        "Steps = 3", "[Embedding(7, 3, TableInitializer = Initializer.Normal)]",
        "RNN040 [TableInitializer = Initializer.Normal] TableInitializer = Normal: it needs a value, TableInitializerValue")]
    [InlineData(
        "Steps = 3", "[Embedding(7, 3, TableInitializerValue = 1)]",
        "RNN017 [TableInitializerValue = 1] TableInitializerValue has no effect: TableInitializer is Preset, which takes no value")]
    public void SizesAndOptions(string model, string embedding, string expected) =>
        GeneratorHost.Run(GeneratorHost.Source($"{embedding}\n[Gru(4)]", model)).Reports(expected);

    [Fact]
    public void ATableBeyondAllMemory() => GeneratorHost.Run(GeneratorHost.Source(
        "[Embedding(100000000, 65536)]\n[Gru(4)]", "Steps = 3")).Reports(
        "RNN015 [RnnModel(Steps = 3)] Class 'Net' would have 6553600786492 parameters; at most 1000000000 can be addressed");

    [Fact]
    public void AResidualAddsTheRowsOfTheTable() => GeneratorHost.Run(GeneratorHost.Source(
        "[Embedding(7, 3)]\n[Gru(4, Residual = true)]", "Steps = 3")).Reports(
        "RNN019 [Residual = true] Residual on layer 0: its input has 3 features, its output 4; they are added and must be equally wide");

    [Fact]
    public void AnEmbeddingAlone()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Embedding(7, 3)]", "Steps = 3")).Reports(
            "RNN005 [RnnModel(Steps = 3)] Class 'Net' declares no recurrent layer and no convolution: "
            + "add one below [RnnModel], such as [Lstm(units)]");
        GeneratorHost.Run("using RnnGen;\n[Embedding(7, 3)]\npartial class Net;").Reports(
            "RNN012 [Embedding(7, 3)] [Embedding] has no effect: class 'Net' has no [RnnModel] attribute");
    }

    [Fact]
    public void OnlyAnEmbeddingTakesTheNameVocabulary()
    {
        GeneratorHost.Run(GeneratorHost.Source(
            "[Embedding(7, 3)]\n[Gru(4)]", "Steps = 3", "public partial class Net { int Vocabulary => 3; }")).Reports(
            "RNN013 [Vocabulary] 'Net.Vocabulary' has the name of a member that RnnGen generates; rename it");
        GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]", declaration: "public partial class Net { int Vocabulary => 3; }")).Compiles();
    }

    private static string Use(string call) => $$"""
        using RnnGen;
        using RnnGen.Training;

        [RnnModel]
        [Embedding(7, 3)]
        [Gru(4)]
        [Dense(2)]
        [SoftmaxCrossEntropy]
        partial class Net;

        static class User
        {
            static void Run(Net net, Net.Trainer trainer, Adam adam, ref Net.State state, float[] outputs, int[] labels)
            {
                SequenceBatch floats = new(outputs, 1, 2);
                TokenBatch tokens = new(labels, 1, 2);
                _ = floats.Steps + tokens.Steps + trainer.ActivationBytes + adam.LearningRate + state.Gru0H[0];
                {{call}};
            }
        }
        """;
}
