using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Interop;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>A folder of checkpoints belongs to one training at a time.</summary>
public sealed class FolderLockTests : IDisposable
{
    private const string Refusal = "belongs to one training at a time";

    private readonly TemporaryFolder _temporary = new();
    private readonly SmallModel _model = new(seed: 1);
    private readonly Sgd _optimizer = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void ALockedFolderIsOfItsObjectAlone()
    {
        CheckpointFolder own = new(_temporary["run"]), other = new(_temporary["run"]);
        using (own.Lock())
        {
            own.Save(1, _model, _optimizer);
            Assert.Contains(Refusal, Assert.Throws<IOException>(() => other.Save(2, _model, _optimizer)).Message, StringComparison.Ordinal);
            Assert.Contains(_temporary["run"], Assert.Throws<IOException>(other.Lock).Message, StringComparison.Ordinal);
            Assert.NotNull(other.ReadNewest());
        }

        other.Save(2, _model, _optimizer);
        Assert.Equal([1, 2], own.Steps);
        Assert.Equal(2, Directory.GetFileSystemEntries(_temporary["run"]).Length);
    }

    [Fact]
    public void AProcessThatTrainsKeepsOthersOutUntilItIsKilled()
    {
        CheckpointFolder folder = new(_temporary["run"]);
        ResumableTraining training = new(seed: 9);
        FitOptions options = training.Options(new FitCheckpoints { Folder = folder }, ResumableTraining.ManyEpochs);
        float[] before = training.Model.Parameters.Values.ToArray();
        using (Process process = KillTests.StartProbe("fit", folder.Path))
        {
            Assert.NotNull(process.StandardOutput.ReadLine());
            Assert.Contains(
                Refusal, Assert.Throws<IOException>(() => training.Run(options, TestContext.Current.CancellationToken)).Message,
                StringComparison.Ordinal);
            Assert.Throws<IOException>(() => folder.Save(1, _model, _optimizer));
            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(before, training.Model.Parameters.Values.ToArray());
        training.Run(options, TestContext.Current.CancellationToken);
        Assert.NotEmpty(folder.Steps);
    }

    [Fact]
    public async Task SavesAtTheSameTimeAreWholeOrRefused()
    {
        ConcurrentBag<Exception> failures = [];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(
            () =>
            {
                CheckpointFolder folder = new(_temporary["run"], keep: 2);
                SmallModel model = new(seed: 1);
                for (int step = 0; step < 100; step++)
                {
                    try
                    {
                        folder.Save((4 * step) + lane, model, new Sgd());
                    }
                    catch (IOException failure)
                    {
                        failures.Add(failure);
                    }
                }
            },
            TestContext.Current.CancellationToken)));

        Assert.All(failures, failure => Assert.Contains(Refusal, failure.Message, StringComparison.Ordinal));
        CheckpointFolder folder = new(_temporary["run"]);
        Assert.NotNull(folder.ReadNewest(out IReadOnlyList<string> skipped));
        Assert.Empty(skipped);
    }

    [Fact]
    public void OnlyWhatNobodyWritesIsALeftover()
    {
        CheckpointFolder folder = new(_temporary["run"]);
        Directory.CreateDirectory(folder.Path);
        using FileStream living = TemporaryFile.Create(Path.Combine(folder.Path, "model.safetensors"));
        FileStream killed = TemporaryFile.Create(Path.Combine(folder.Path, "report.html"));
        killed.Dispose();

        folder.Save(1, _model, _optimizer);

        Assert.True(File.Exists(living.Name));
        Assert.False(File.Exists(killed.Name));
    }
}
