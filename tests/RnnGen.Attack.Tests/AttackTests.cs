using System;
using Xunit;

namespace RnnGen.Attack.Tests;

// Random attacks, the same in every run unless RNNGEN_ATTACK_SEED and RNNGEN_ATTACK_ROUNDS say otherwise. A class each: they run at once.

public sealed class ReaderAttackTests
{
    /// <summary>Whatever has become of a file: it is read, or refused with an exception that is documented and that names it.</summary>
    [Fact]
    public void DamagedFilesAreReadOrRefused() => AttackRun.Survives("readers", rounds: 15000);
}

public sealed class InterchangeAttackTests
{
    /// <summary>The same of other frameworks' files, of which each format has a reader of its own.</summary>
    [Theory]
    [InlineData("onnx", 15000)]
    [InlineData("onnx-bytes", 15000)]
    [InlineData("keras", 15000)]
    [InlineData("keras-h5", 10000)]
    [InlineData("rtneural", 40000)]
    [InlineData("nam", 40000)]
    [InlineData("torch-json", 20000)]
    [InlineData("torch-safetensors", 20000)]
    public void DamagedNetworksAreReadOrRefused(string reader, int rounds) => AttackRun.Survives($"readers/{reader}", rounds);
}

public sealed class ModelAttackTests
{
    /// <summary>No access outside a buffer, and the same bits however a network is compiled and run.</summary>
    [Fact]
    public void NetworksStayInTheirBuffers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no mmap.");
        AttackRun.Survives("models", rounds: 10);
    }
}

public sealed class SourceAttackTests
{
    /// <summary>The generator survives every source, and what it writes compiles without a warning.</summary>
    [Fact]
    public void SourcesAreGeneratedOrRefused() => AttackRun.Survives("sources", rounds: 150);
}
