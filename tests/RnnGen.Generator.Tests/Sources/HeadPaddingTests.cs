using System;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

public sealed class HeadPaddingTests
{
    /// <summary>
    /// A dot product reads whole sets of lanes of the layer before it, and a project that skips the zeroing of locals has anything there.
    /// </summary>
    [Theory]
    [InlineData("[Dense(4)]\n[Dense(3)]", "Clear(ref global::RnnGen.Generated.Kernels.At(ref dense1, 4), 12);")]
    [InlineData("[Dense(5)]\n[Dense(1)]", "Clear(ref global::RnnGen.Generated.Kernels.At(ref dense1, 5), 11);")]
    public void PaddingBeforeADotProductIsCleared(string head, string clear)
    {
        GeneratorRun run = GeneratorHost.Run(GeneratorHost.Source($"[Gru(8)]\n{head}", "InputSize = 3")).Compiles();
        Assert.Contains(run.Files.Values, text => text.Contains(clear, StringComparison.Ordinal));
    }
}
