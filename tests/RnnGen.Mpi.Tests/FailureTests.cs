using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using RnnGen.Mpi.Tests.Support;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary>One of three ranks fails while the others wait for it: the job ends, with an exit code that is not zero and a reason.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(Launcher.OpenMpi, "throw", "rank 1 of 3: System.InvalidOperationException: The data of this rank are damaged.")]
    [InlineData(Launcher.OpenMpi, "abort", "rank 1 of 3: enough")]
    [InlineData(Launcher.OpenMpi, "exit", "rank 1 of 3: ends with exit code 0 and has not left the group")]
    [InlineData(Launcher.OpenMpi, "leave", "rank 1 leaves the group while this one waits in operation 22 (sums of gradients)")]
    [InlineData(Launcher.Mpich, "throw", "rank 1 of 3: System.InvalidOperationException: The data of this rank are damaged.")]
    [InlineData(Launcher.Mpich, "abort", "rank 1 of 3: enough")]
    [InlineData(Launcher.Mpich, "exit", "rank 1 of 3: ends with exit code 0 and has not left the group")]
    [InlineData(Launcher.Mpich, "leave", "rank 1 leaves the group while this one waits in operation 22 (sums of gradients)")]
    public void EndsTheJobAndSaysWhy(string mpi, string failure, string reason)
    {
        JobResult run = MpiJob.Run(Launcher.Of(mpi), 3, null, failure, "1");

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(run.Errors.Concat(run.Output).Any(line => line.Contains(reason, StringComparison.Ordinal)), run.ToString());
    }

    /// <summary>Who leaves first waits for the others, however long they take.</summary>
    [Theory]
    [InlineData(Launcher.OpenMpi)]
    [InlineData(Launcher.Mpich)]
    public void RanksLeaveWhenTheLastOneDoes(string mpi)
    {
        JobResult run = MpiJob.Run(Launcher.Of(mpi), 3, null, "late", "1");

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Theory]
    [InlineData(Launcher.OpenMpi)]
    [InlineData(Launcher.Mpich)]
    public void ARankThatHangsIsNamed(string mpi)
    {
        JobResult run = MpiJob.Run(Launcher.Of(mpi), 3, Variables.Of((Variables.Timeout, "2")), "hang", "1");

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(
            run.Errors.Concat(run.Output).Any(line => line.Contains(
                "of 3: waited 2 s in operation 22 (sums of gradients): rank 1 has not come", StringComparison.Ordinal)),
            run.ToString());
    }

    [Theory]
    [InlineData(Launcher.OpenMpi, 0)]
    [InlineData(Launcher.OpenMpi, 2)]
    [InlineData(Launcher.Mpich, 0)]
    [InlineData(Launcher.Mpich, 2)]
    public void AKilledRankEndsTheJob(string mpi, int rank)
    {
        using MpiJob job = MpiJob.Start(Launcher.Of(mpi), 3, null, "kill", $"{rank}");
        int[] processes =
            [.. Enumerable.Range(0, 3).Select(
                other => int.Parse(job.WaitFor($"rank {other} is process "), CultureInfo.InvariantCulture))];
        using (Process process = Process.GetProcessById(processes[rank]))
        {
            process.Kill();
        }

        Assert.NotEqual(0, job.Wait().ExitCode);
        Assert.All(processes, Ends);
    }

    /// <summary>No rank goes on by itself.</summary>
    private static void Ends(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), $"Process {id} still runs.");
        }
        catch (ArgumentException)
        {
            // It has ended before.
        }
    }
}
