using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Mpi.Tests.Support;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using RnnGen.Training;
using RnnGen.Training.Tests.Checkpoints;
using Xunit;

namespace RnnGen.Mpi.Tests;

/// <summary>
/// A training on several ranks, any of which is killed at any time; each time it goes on from the last checkpoint, until it comes to its
/// end.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 8, MostUpdates = 10, MostMicroseconds = 6000;

    /// <summary>Always two ranks: the end has the bits of a training that nobody has disturbed.</summary>
    [Theory]
    [InlineData(Launcher.OpenMpi, 21)]
    [InlineData(Launcher.Mpich, 22)]
    public void TheSameNumberOfRanksEndsAsIfNothingHadHappened(string mpi, ulong seed)
    {
        Launcher launcher = Launcher.Of(mpi);
        JobResult undisturbed = MpiJob.Run(launcher, 2, null, FitTests.Fit("none", ResumableTraining.ManyEpochs));
        Assert.True(undisturbed.ExitCode == 0, undisturbed.ToString());

        JobResult end = TrainThroughKills(launcher, seed, _ => 2, lastRanks: 2);

        Assert.Single(undisturbed.After("parameters ").Concat(end.After("parameters ")).Distinct());
        Assert.Equal(undisturbed.After("losses "), end.After("losses "));
        Assert.Equal(undisturbed.After("validation "), end.After("validation "));
    }

    /// <summary>One, two or three ranks, as it comes: the end is that of one process, to rounding.</summary>
    [Theory]
    [InlineData(Launcher.OpenMpi, 23)]
    [InlineData(Launcher.Mpich, 24)]
    public void OtherNumbersOfRanksGoOnFromTheSameCheckpoint(string mpi, ulong seed)
    {
        ResumableTraining alone = new();
        alone.Run(alone.Options(null, ResumableTraining.ManyEpochs), TestContext.Current.CancellationToken);

        JobResult end = TrainThroughKills(Launcher.Of(mpi), seed, random => 1 + random, lastRanks: 3);

        float[] whole = alone.Model.Parameters.Values.ToArray(), resumed = Floats(end.After("parameters ")[0]);
        double farthest = whole.Zip(resumed).Max(pair => Math.Abs(pair.First - pair.Second));
        output.WriteLine($"{farthest:E2} from the parameters of one process.");
        Assert.InRange(farthest, 0, 2e-3);
    }

    internal static float[] Floats(string text) => [.. MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(text))];

    /// <param name="launcher">Starts the ranks.</param>
    /// <param name="seed">Of the times and the victims.</param>
    /// <param name="ranks">From a number below 3 to the ranks of a job.</param>
    /// <param name="lastRanks">Ranks of the job that comes to the end.</param>
    private JobResult TrainThroughKills(Launcher launcher, ulong seed, Func<int, int> ranks, int lastRanks)
    {
        using TemporaryFolder temporary = new();
        CheckpointFolder folder = new(temporary["run"]);
        CounterRandom random = new(seed, stream: 1);
        List<long> firstSteps = [];
        ulong drawn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int size = ranks(random.Below(3, drawn++));
            using MpiJob job = MpiJob.Start(launcher, size, null, FitTests.Fit(folder.Path, ResumableTraining.ManyEpochs, isPaced: true));
            firstSteps.Add(long.Parse(job.Next("step "), CultureInfo.InvariantCulture));
            int victim = random.Below(size, drawn++);
            int process = int.Parse(job.WaitFor($"rank {victim} is process "), CultureInfo.InvariantCulture);
            for (int updates = random.Below(MostUpdates, drawn++); updates > 0; updates--)
            {
                job.Continue();
                job.Next("step ");
            }

            // Into what comes next: the end of the step, a checkpoint, the gradients of the next step.
            job.Continue();
            Wait(TimeSpan.FromMicroseconds(random.Below(MostMicroseconds, drawn++)));
            using (Process killed = Process.GetProcessById(process))
            {
                killed.Kill();
            }

            Assert.NotEqual(0, job.Wait().ExitCode);
        }

        // Most jobs went on at another place than the one before, and none had come to the end.
        output.WriteLine($"Jobs began at {string.Join(", ", firstSteps)}.");
        Assert.True(firstSteps.Distinct().Count() > Kills / 3, $"Jobs began at {string.Join(", ", firstSteps)}.");
        JobResult end = MpiJob.Run(launcher, lastRanks, null, FitTests.Fit(folder.Path, ResumableTraining.ManyEpochs));
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Single(end.After("parameters ").Distinct());
        return end;
    }

    /// <summary>More exactly than a timer does.</summary>
    private static void Wait(TimeSpan delay)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < delay)
        {
        }
    }
}
