using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>A process that saves without pause is killed again and again: whatever it was doing, the newest checkpoint is whole.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Lanes = 2, KillsOfALane = 100, KillsOfATraining = 20;

    [Fact]
    public async Task AWholeCheckpointIsFoundAfterEveryKill()
    {
        int[] hits = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(
            lane => Task.Run(() => KillAgainAndAgain((ulong)lane), TestContext.Current.CancellationToken)));
        output.WriteLine($"{hits.Sum()} of {Lanes * KillsOfALane} kills fell into a save.");
        Assert.True(hits.Sum() > 0, "No kill fell into a save: none left a temporary file behind.");
    }

    [Fact]
    [Trait("Category", "Numerics")]
    public void ATrainingThatIsKilledAgainAndAgainEndsAsIfItNeverWas()
    {
        using TemporaryFolder temporary = new();
        CheckpointFolder folder = new(temporary["run"]);
        CounterRandom random = new(seed: 12, stream: 1);
        HashSet<long> firstSteps = [];
        int kills = 0;
        for (; kills < KillsOfATraining; kills++)
        {
            firstSteps.Add(
                TrainUntilKilled(
                    folder.Path, random.Below(12, (ulong)(2 * kills)),
                    TimeSpan.FromMicroseconds(random.Below(4000, (ulong)((2 * kills) + 1)))));
        }

        // Most processes went on at another place than the one before, and the last one had not come to the end.
        Assert.True(firstSteps.Count > KillsOfATraining / 3, $"{kills} processes began at {firstSteps.Count} different steps only.");
        ResumableTraining whole = new(), resumed = new(seed: 9);
        TrainingHistory history = whole.Run(whole.Options(null, ResumableTraining.ManyEpochs), TestContext.Current.CancellationToken);
        Assert.InRange(folder.ReadNewest()!.State.GetInt64("fit/steps"), 1, history.Epochs[^1].Steps - 1);
        FitOptions options = resumed.Options(new FitCheckpoints { Folder = folder }, ResumableTraining.ManyEpochs);
        FitCheckpointTests.AssertSame(whole, history, resumed, resumed.Run(options, TestContext.Current.CancellationToken));
    }

    /// <param name="folder">Where the checkpoints are.</param>
    /// <param name="updates">Updates to let it make.</param>
    /// <param name="delay">Time for the last one and what is saved after it.</param>
    /// <returns>The first update that the process made.</returns>
    private static long TrainUntilKilled(string folder, int updates, TimeSpan delay)
    {
        using Process process = StartProbe("fit", folder);
        string? first = process.StandardOutput.ReadLine(), line = first;
        for (; updates > 0 && line is not null; updates--)
        {
            process.StandardInput.WriteLine();
            line = process.StandardOutput.ReadLine();
        }

        Assert.True(line is not null, "The probe ended by itself.");
        process.StandardInput.WriteLine();
        Wait(delay);
        process.Kill();
        process.WaitForExit();
        return long.Parse(first!);
    }

    /// <returns>How many kills left a temporary file behind.</returns>
    private static int KillAgainAndAgain(ulong lane)
    {
        using TemporaryFolder temporary = new();
        CheckpointFolder folder = new(temporary["run"]);
        CounterRandom random = new(seed: 11, lane);
        Replay replay = new();
        int hits = 0;
        for (int kill = 0; kill < KillsOfALane; kill++)
        {
            long saved = SaveUntilKilled(folder.Path, TimeSpan.FromMicroseconds(random.Below(8000, (ulong)kill)));
            hits += Directory.GetFiles(folder.Path, ".rnngen-*.tmp", new EnumerationOptions { AttributesToSkip = 0 }).Length;

            TrainingCheckpoint? newest = folder.ReadNewest(out IReadOnlyList<string> skipped);
            Assert.NotNull(newest);
            Assert.Empty(skipped);
            long step = newest.State.GetInt64("step");
            Assert.True(step >= saved, $"Step {saved} was saved, but {step} is the newest that is there.");
            replay.AssertEqual(newest, step);
        }

        return hits;
    }

    /// <returns>The last step that the process told to be saved.</returns>
    private static long SaveUntilKilled(string folder, TimeSpan delay)
    {
        using Process process = StartProbe(folder);
        string? line = process.StandardOutput.ReadLine();
        Assert.True(line is not null, "The probe ended before it saved anything.");
        Wait(delay);
        process.Kill();
        long saved = long.Parse(line);
        while (process.StandardOutput.ReadLine() is string next)
        {
            // The kill may cut the last line short.
            saved = long.TryParse(next, out long step) && step == saved + 1 ? step : saved;
        }

        process.WaitForExit();
        return saved;
    }

    internal static Process StartProbe(params string[] arguments)
    {
        // bin/<configuration>/<framework>/ of this project beside that of the probe.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string probe = Path.Combine(
            output, "../../../../RnnGen.CheckpointProbe/bin", configuration, Path.GetFileName(output), "RnnGen.CheckpointProbe.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>More exactly than a timer does.</summary>
    private static void Wait(TimeSpan delay)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < delay)
        {
        }
    }

    /// <summary>The probe's updates once more.</summary>
    private sealed class Replay
    {
        private readonly SmallModel _model = new(seed: 1);
        private readonly Sgd _optimizer = new(0.5f, momentum: 0.9f);

        public void AssertEqual(TrainingCheckpoint checkpoint, long step)
        {
            float[] gradients = new float[_model.Parameters.Values.Length];
            Array.Fill(gradients, 1f);
            using (ParameterEdit edit = _model.Parameters.Edit())
            {
                while (_optimizer.Steps < step)
                {
                    _optimizer.Update(edit.Values, gradients);
                }
            }

            SmallModel model = new(seed: 2);
            Sgd optimizer = new(0.1f, momentum: 0.9f);
            checkpoint.Restore(model, optimizer);
            Assert.Equal(_model.Parameters.Values.ToArray(), model.Parameters.Values.ToArray());
            Assert.Equal(_optimizer.Momentum.ToArray(), optimizer.Momentum.ToArray());
            Assert.Equal((step, 0.5f), (optimizer.Steps, optimizer.LearningRate));
        }
    }
}
