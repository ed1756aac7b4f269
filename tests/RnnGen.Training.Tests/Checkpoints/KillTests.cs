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
    private const int Lanes = 2, KillsOfALane = 100;

    [Fact]
    public async Task AWholeCheckpointIsFoundAfterEveryKill()
    {
        int[] hits = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(
            lane => Task.Run(() => KillAgainAndAgain((ulong)lane), TestContext.Current.CancellationToken)));
        output.WriteLine($"{hits.Sum()} of {Lanes * KillsOfALane} kills fell into a save.");
        Assert.True(hits.Sum() > 0, "No kill fell into a save: none left a temporary file behind.");
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
        // bin/<configuration>/<framework>/ of this project beside that of the probe.
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string probe = Path.Combine(output, "../../../../RnnGen.CheckpointProbe/bin", configuration, Path.GetFileName(output), "RnnGen.CheckpointProbe.dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [probe, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        Assert.True(line is not null, "The probe ended before it saved anything.");
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < delay)
        {
        }

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
