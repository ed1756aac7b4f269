using Xunit;

namespace RnnGen.Attack.Tests;

/// <summary>Random attacks, the same in every run unless <c>RNNGEN_ATTACK_SEED</c> and <c>RNNGEN_ATTACK_ROUNDS</c> say otherwise.</summary>
public sealed class AttackTests
{
    /// <summary>Whatever has become of a file: it is read, or refused with an exception that is documented and that names it.</summary>
    [Fact]
    public void DamagedFilesAreReadOrRefused() => AttackRun.Survives("readers", rounds: 8000);
}
