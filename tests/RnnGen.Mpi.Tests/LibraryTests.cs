using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Mpi.Native;
using RnnGen.Mpi.Tests.Support;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary>Which library is loaded, and what is said where none is.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void LaunchersAreKnownByTheirVariables()
    {
        Assert.Null(Read());
        Assert.Equal(new MpiLaunch(MpiKind.OpenMpi, 4), Read(("OMPI_COMM_WORLD_SIZE", "4"), ("PMIX_RANK", "0")));
        Assert.Equal(new MpiLaunch(MpiKind.Mpich, 3), Read(("PMI_RANK", "0"), ("PMI_SIZE", "3")));
        Assert.Equal(new MpiLaunch(null, 8), Read(("PMIX_RANK", "5"), ("SLURM_STEP_NUM_TASKS", "8")));
        Assert.Equal(new MpiLaunch(null, null), Read(("PMIX_RANK", "5")));
        Assert.Null(Read(("SLURM_PROCID", "0")));

        static MpiLaunch? Read(params (string Name, string Value)[] variables) =>
            MpiLaunch.Read(Variables.Of(variables).GetValueOrDefault);
    }

    [Fact]
    public void TheLaunchersLibraryComesFirstUnlessOneIsNamed()
    {
        Assert.Equal(["libmpi.so.40"], MpiLibrary.Candidates(MpiKind.OpenMpi, null));
        Assert.Equal(["libmpich.so.12", "libmpi.so.12"], MpiLibrary.Candidates(MpiKind.Mpich, ""));
        Assert.Equal(["libmpi.so.40", "libmpich.so.12", "libmpi.so.12"], MpiLibrary.Candidates(null, null));
        Assert.Equal(["/opt/libmpi.so"], MpiLibrary.Candidates(MpiKind.Mpich, "/opt/libmpi.so"));
    }

    [Theory]
    [InlineData("Open MPI v5.0.3, package: Open MPI", true)]
    [InlineData("MPICH Version: 4.2.0", false)]
    [InlineData("Intel(R) MPI Library 2021.13 for Linux* OS", false)]
    [InlineData("MVAPICH2 Version : 2.3.7", false)]
    public void FamiliesAreToldByWhatTheLibrarySays(string version, bool isOpenMpi) =>
        Assert.Equal(isOpenMpi ? MpiKind.OpenMpi : MpiKind.Mpich, MpiLibrary.KindOf(version));

    [Fact]
    public void AnotherFamilyIsNotTakenForOne() => Assert.Null(MpiLibrary.KindOf("Fujitsu MPI 4.0"));

    [Fact]
    public void WithoutAnMpiThePackagesAreNamed()
    {
        string[] nowhere = ["libmpi-that-nobody-has.so.1"];

        string any = Assert.Throws<MpiException>(() => MpiLibrary.Load(null, null, nowhere)).Message;
        string one = Assert.Throws<MpiException>(() => MpiLibrary.Load(new MpiLaunch(MpiKind.Mpich, 2), null, nowhere)).Message;

        Assert.Equal(
            "No MPI library was found (libmpi-that-nobody-has.so.1). Install Open MPI or MPICH (Debian and Ubuntu: openmpi-bin or mpich; "
            + "Fedora: openmpi or mpich; macOS with Homebrew: open-mpi or mpich), load its module, "
            + "or let RNNGEN_MPI_LIBRARY name the file.",
            any);
        Assert.Contains("Install MPICH, to which the launcher belongs (Debian and Ubuntu: mpich;", one, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/libmpi.so", "RNNGEN_MPI_LIBRARY names /nowhere/libmpi.so, which cannot be loaded.")]
    [InlineData("libc.so.6", "libc.so.6 is no library of MPI 3 or later: it has no MPI_Get_library_version.")]
    public void ALibraryThatDoesNotServeIsRefused(string library, string reason)
    {
        JobResult run = MpiJob.Run(launcher: null, 1, Variables.Of((Variables.Library, library)), "calls");

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(run.Errors.Any(line => line.Contains(reason, StringComparison.Ordinal)), run.ToString());
    }

    /// <summary>Else each process would be alone, and all would train the same and write to the same files.</summary>
    [Fact]
    public void TheLibraryOfAnotherLauncherIsRefused()
    {
        Launcher.Of(Launcher.OpenMpi);

        JobResult run = MpiJob.Run(Launcher.Of(Launcher.Mpich), 2, Variables.Of((Variables.Library, "libmpi.so.40")), "calls");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.After("hash "));
        Assert.True(
            run.Errors.Any(line => line.Contains(
                "The process was started by the launcher of MPICH, but libmpi.so.40 is Open MPI", StringComparison.Ordinal)),
            run.ToString());
    }
}
