using System;
using System.Globalization;
using System.Linq;
using RnnGen.Mpi.Tests.Support;
using RnnGen.Training;
using RnnGen.Training.Tests.Checkpoints;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary><c>Fit</c> on real ranks.</summary>
[Trait("Category", "Numerics")]
public sealed class FitTests
{
    private const int Epochs = 6;

    /// <summary>
    /// Ranks add up in another order than one process; after 42 updates that is this far. A wrong mean is a hundred times as far.
    /// </summary>
    private const double Rounding = 5e-5;

    [Theory]
    [InlineData(Launcher.OpenMpi, 2)]
    [InlineData(Launcher.OpenMpi, 3)]
    [InlineData(Launcher.Mpich, 2)]
    [InlineData(Launcher.Mpich, 3)]
    public void RanksFollowOneProcessAndAreEqualToTheBit(string mpi, int ranks)
    {
        ResumableTraining alone = new();
        TrainingHistory history = alone.Run(alone.Options(null, Epochs), TestContext.Current.CancellationToken);

        JobResult[] runs = [.. Enumerable.Range(0, 2).Select(_ => MpiJob.Run(Launcher.Of(mpi), ranks, null, Fit("none", Epochs)))];

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
        string[] parameters = [.. runs.SelectMany(run => run.After("parameters "))];
        Assert.Equal(2 * ranks, parameters.Length);
        Assert.Single(parameters.Distinct());
        Assert.Single(runs.Select(run => Assert.Single(run.After("losses "))).Distinct());
        AssertClose(history.Epochs.Select(epoch => epoch.Loss).ToArray(), Numbers(runs[0], "losses "));
        AssertClose(history.Epochs.Select(epoch => epoch.Metrics.Values.First()).ToArray(), Numbers(runs[0], "validation "));
        AssertClose(
            alone.Model.Parameters.Values.ToArray().Select(value => (double)value).ToArray(),
            KillTests.Floats(parameters[0]).Select(value => (double)value).ToArray());
    }

    /// <summary>All ranks throw, and the message names the one that is the reason.</summary>
    [Theory]
    [InlineData(Launcher.OpenMpi, "nan", "The first value that is not finite is on rank 1, in the inputs, step 3, row 5")]
    [InlineData(Launcher.Mpich, "nan", "The first value that is not finite is on rank 1, in the inputs, step 3, row 5")]
    [InlineData(Launcher.OpenMpi, "mismatch", "Rank 1 is not about to train what rank 0 is; nothing has been done. epochs: 5, on rank 0 4")]
    [InlineData(Launcher.Mpich, "batch", "training data, batch size: 3, on rank 0 6")]
    public void OneRankThatIsOtherwiseEndsTheJob(string mpi, string failure, string reason)
    {
        JobResult run = MpiJob.Run(Launcher.Of(mpi), 2, null, "fail", failure, "1");

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(run.Errors.Concat(run.Output).Any(line => line.Contains(reason, StringComparison.Ordinal)), run.ToString());
    }

    [Theory]
    [InlineData(Launcher.OpenMpi)]
    [InlineData(Launcher.Mpich)]
    public void ARankThatStallsWhileTrainingIsNamed(string mpi)
    {
        JobResult run = MpiJob.Run(Launcher.Of(mpi), 2, Variables.Of((Variables.Timeout, "2")), "fail", "stall", "1");

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(
            run.Errors.Concat(run.Output).Any(line => line.StartsWith("rank 0 of 2: waited 2 s in operation ", StringComparison.Ordinal)
                && line.EndsWith(": rank 1 has not come", StringComparison.Ordinal)),
            run.ToString());
    }

    internal static string[] Fit(string folder, int epochs, bool isPaced = false) =>
        ["fit", folder, epochs.ToString(CultureInfo.InvariantCulture), isPaced ? "paced" : "free"];

    private static double[] Numbers(JobResult run, string beginning) =>
        [.. Assert.Single(run.After(beginning)).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private static void AssertClose(double[] alone, double[] together)
    {
        Assert.Equal(alone.Length, together.Length);
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, Rounding * Math.Max(1, Math.Abs(pair.First))));
    }
}
