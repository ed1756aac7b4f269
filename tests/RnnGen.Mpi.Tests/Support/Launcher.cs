using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RnnGen.Mpi.Tests.Support;

/// <summary>The program of an MPI that starts ranks.</summary>
/// <param name="Name">What the MPI is called.</param>
/// <param name="Program">Debian's name of the launcher, by which it is told from that of the other one.</param>
/// <param name="Package">Debian's package.</param>
/// <param name="Options">Options that tests need.</param>
public sealed record Launcher(string Name, string Program, string Package, params string[] Options)
{
    public const string OpenMpi = "Open MPI", Mpich = "MPICH";

    private static readonly Launcher[] All =
    [
        new(OpenMpi, "mpirun.openmpi", "openmpi-bin", "--oversubscribe", "--bind-to", "none"),
        new(Mpich, "mpirun.mpich", "mpich"),
    ];

    /// <summary>The launcher of an MPI; where it is not installed, the test is skipped.</summary>
    public static Launcher Of(string name)
    {
        Launcher launcher = All.Single(launcher => launcher.Name == name);
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, launcher.Program)));
        Assert.SkipUnless(isThere, $"{launcher.Program} is not on the path: tools/install-mpi.sh installs it ({launcher.Package}).");
        return launcher;
    }
}
