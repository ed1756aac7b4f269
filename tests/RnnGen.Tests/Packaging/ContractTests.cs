using System;
using RnnGen.Generated;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>Which contracts a runtime keeps, and what it says of others.</summary>
public sealed class ContractTests
{
    [Fact]
    public void ThisRuntimeKeepsItsOwnContract()
    {
        Assert.InRange(Contract.Oldest, 1, Contract.Version);
        Contract.Require(Contract.Version, "Library", Contract.Package);
        Contract.Require(Contract.Oldest, "Library", "0.0.1");
    }

    [Fact]
    public void ThisRuntimeRefusesOthers()
    {
        Assert.Throws<InvalidOperationException>(() => Contract.Require(Contract.Version + 1, "Library", "9.0.0"));
        Assert.Throws<InvalidOperationException>(() => Contract.Require(Contract.Oldest - 1, "Library", "0.0.1"));
        Assert.Throws<InvalidOperationException>(() => Contract.Require(int.MinValue, "Library", "0.0.1"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void ContractsInTheRangeAreKept(int version) => Contract.Require(version, "Library", "0.2.0", oldest: 2, newest: 5, "0.5.0");

    [Theory]
    [InlineData(1, 2, 5, "contracts 2 to 5")]
    [InlineData(6, 2, 5, "contracts 2 to 5")]
    [InlineData(1, 2, 2, "contract 2")]
    [InlineData(3, 2, 2, "contract 2")]
    public void OthersAreRefusedWithBothVersionsAndACure(int version, int oldest, int newest, string kept)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
            () => Contract.Require(version, "Library", "0.2.0", oldest, newest, "0.5.0"));
        Assert.Equal(
            $"'Library' was compiled with RnnGen 0.2.0, whose generated code keeps contract {version}, but runs beside " +
            $"RnnGen 0.5.0, which keeps {kept}: compile 'Library' again with RnnGen 0.5.0, or run it with RnnGen 0.2.0.",
            refused.Message);
    }
}
