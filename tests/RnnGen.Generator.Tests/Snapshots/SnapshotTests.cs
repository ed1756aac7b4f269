using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Snapshots;

/// <summary>
/// Few, and for reading: whether generated code stays code that one wants to open. What it computes is tested in RnnGen.Tests.
/// </summary>
public sealed class SnapshotTests
{
    [Fact]
    public void StaticLstm() => Verifier.Verify(
        GeneratorHost.Run(GeneratorHost.Source("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 3")).Compiles(),
        nameof(SnapshotTests));

    [Fact]
    public void DynamicGru() => Verifier.Verify(
        GeneratorHost.Run(GeneratorHost.Source("[Gru(5)]", "InputSize = 3")).Compiles(), nameof(SnapshotTests));

    /// <summary>What the user sees, and the training pass; the rest is as with one head.</summary>
    [Fact]
    public void TwoHeads() => Verifier.Verify(
        GeneratorHost.Run(GeneratorHost.Source(
            "[Rnn(2)]\n[Head(\"label\", Weight = 0.3)]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n[Head(\"next\")]\n[Dense(1, EveryStep = true)]\n"
            + "[MeanSquaredError]",
            "InputSize = 1")).Compiles(),
        nameof(SnapshotTests),
        file => file is "Samples.Net.g.cs" or "Samples.Net.Training.g.cs");

    [Fact]
    public void RnnWithoutTraining() => Verifier.Verify(
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]", "InputSize = 2, Training = false")).Compiles(), nameof(SnapshotTests));

    [Fact]
    public void TokenRnn() => Verifier.Verify(
        GeneratorHost.Run(GeneratorHost.Source(
            "[Embedding(7, 3, PaddingToken = 0)]\n[Rnn(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]",
            "Initialization = Initialization.PyTorch")).Compiles(),
        nameof(SnapshotTests));
}
