using System;
using Xunit;

namespace RnnGen.Attack.Tests;

/// <summary>Random attacks, the same in every run unless <c>RNNGEN_ATTACK_SEED</c> and <c>RNNGEN_ATTACK_ROUNDS</c> say otherwise.</summary>
public sealed class AttackTests
{
    /// <summary>Whatever has become of a file: it is read, or refused with an exception that is documented and that names it.</summary>
    [Fact]
    public void DamagedFilesAreReadOrRefused() => AttackRun.Survives("readers", rounds: 8000);

    /// <summary>No access outside a buffer, and the same bits however a network is compiled and run.</summary>
    [Fact]
    public void NetworksStayInTheirBuffers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no mmap.");
        AttackRun.Survives("models", rounds: 10);
    }

    /// <summary>The generator survives every source, and what it writes compiles without a warning.</summary>
    [Fact]
    public void SourcesAreGeneratedOrRefused() => AttackRun.Survives("sources", rounds: 150);
}
