using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RnnGen.Generated;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>Libraries that were compiled with different versions of the package, in one application.</summary>
public sealed class TwoPackagesTests(TwoPackages packages) : IClassFixture<TwoPackages>
{
    private const int Now = Contract.Version, Next = Contract.Version + 1;

    /// <summary>The library of the later package runs; the other one is refused before it misses the class that has been renamed.</summary>
    [Fact]
    public async Task LaterRuntimeRefusesTheOlderLibrary() => Assert.Equal(
        [Refused("First", Contract.Package, Now, packages.Later, Next), "Second: trained"], Lines(await packages.RunBoth()));

    [Fact]
    public async Task OlderRuntimeRefusesTheLaterLibrary() => Assert.Equal(
        ["First: trained", Refused("Second", packages.Later, Next, Contract.Package, Now)],
        Lines(await packages.RunBothBesideTheRuntimeOfToday()));

    [Fact]
    public async Task GeneratorOfTheApplicationNamesTheOlderLibrary()
    {
        CommandResult build = await packages.BuildBoth();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"error RNN095: 'First' was compiled with RnnGen {Contract.Package}, ", build.Output);
        Assert.DoesNotContain("'Second' was compiled", build.Output);
    }

    [Fact]
    public async Task PackagesOfOneContractWorkTogether() => Assert.Equal(
        ["First: trained", "Same: trained"], Lines(await packages.RunFirstBesideAnotherPackageOfToday()));

    private static string Refused(string library, string package, int contract, string runtime, int kept) =>
        $"'{library}' was compiled with RnnGen {package}, whose generated code keeps contract {contract}, but runs beside " +
        $"RnnGen {runtime}, which keeps contract {kept}: compile '{library}' again with RnnGen {runtime}, or run it " +
        $"with RnnGen {package}.";

    private static IEnumerable<string> Lines(CommandResult run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
