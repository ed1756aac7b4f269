using System;
using System.Linq;
using RnnGen.Mpi.Tests.Support;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary>The calls under real launchers.</summary>
public sealed class CallTests
{
    /// <summary>Every call's numbers are checked by the ranks themselves; the sums of random numbers here.</summary>
    [Theory]
    [InlineData(Launcher.OpenMpi, 1)]
    [InlineData(Launcher.OpenMpi, 2)]
    [InlineData(Launcher.OpenMpi, 3)]
    [InlineData(Launcher.OpenMpi, 5)]
    [InlineData(Launcher.Mpich, 1)]
    [InlineData(Launcher.Mpich, 2)]
    [InlineData(Launcher.Mpich, 3)]
    [InlineData(Launcher.Mpich, 5)]
    public void SumsHaveTheSameBitsOnAllRanksAndInAllRuns(string mpi, int ranks)
    {
        Launcher launcher = Launcher.Of(mpi);
        JobResult[] runs = [.. Enumerable.Range(0, 2).Select(_ => MpiJob.Run(launcher, ranks, null, "calls"))];

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
        string[] hashes = [.. runs.SelectMany(run => run.After("hash "))];
        Assert.Equal(2 * ranks, hashes.Length);
        Assert.Single(hashes.Distinct());
        string library = Assert.Single(runs.SelectMany(run => run.After("library ")).Distinct());
        Assert.StartsWith(mpi, library);
        Assert.EndsWith($" machine {ranks} processors {ranks}", library);
    }

    /// <summary>A rank that is bound to processors of its own shares them with nobody: all their threads are its.</summary>
    [Fact]
    public void BoundRanksShareNoProcessor()
    {
        Assert.SkipUnless(Environment.ProcessorCount >= 2, "There is one processor.");
        Launcher launcher = Launcher.Of(Launcher.OpenMpi);

        JobResult run = MpiJob.Run(launcher with { Options = ["--bind-to", "core"] }, 2, null, "calls");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.All(run.After("library "), line => Assert.EndsWith(" machine 2 processors 1", line));
    }

    /// <summary>Another number of ranks adds up other numbers: so the hash is of what was computed.</summary>
    [Fact]
    public void AnotherNumberOfRanksHasOtherSums()
    {
        Launcher launcher = Launcher.Of(Launcher.Mpich);

        Assert.NotEqual(
            MpiJob.Run(launcher, 2, null, "calls").After("hash ")[0], MpiJob.Run(launcher, 3, null, "calls").After("hash ")[0]);
    }

    /// <summary>A program that nothing has launched is alone; whichever MPI is found.</summary>
    [Fact]
    public void AloneWithoutALauncher()
    {
        Launcher.Of(Launcher.Mpich);

        JobResult run = MpiJob.Run(launcher: null, 1, Variables.Of((Variables.Library, "libmpich.so.12")), "calls");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Single(run.After("hash "));
    }
}
