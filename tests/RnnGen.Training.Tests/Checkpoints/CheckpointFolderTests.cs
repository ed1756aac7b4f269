using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly SmallModel _model = new(seed: 1);
    private readonly Sgd _optimizer = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void TheLastOnesAreKept()
    {
        CheckpointFolder folder = new(_temporary["run"], keep: 2);
        Assert.Empty(folder.Steps);
        Assert.Null(folder.ReadNewest());
        for (long step = 0; step < 5; step++)
        {
            Assert.Equal(folder.FileOf(step * 10), Save(folder, step * 10));
        }

        Assert.Equal([30, 40], folder.Steps);
        Assert.Equal(["checkpoint-000000000030.safetensors", "checkpoint-000000000040.safetensors"], Names(folder));

        // Going back to an earlier step deletes neither what it saves nor what comes later.
        Save(folder, 25);
        Save(folder, 26);
        Save(folder, 27);
        Assert.Equal([26, 27, 30, 40], folder.Steps);
        Save(folder, 40);
        Assert.Equal([30, 40], folder.Steps);
        Save(folder, 12_345_678_901_234);
        Assert.Equal([40, 12_345_678_901_234], folder.Steps);
        Assert.Equal(12_345_678_901_234, folder.ReadNewest()!.State.GetInt64("step"));
    }

    [Fact]
    public void DamagedOnesAreSkippedWithTheirReasons()
    {
        CheckpointFolder folder = new(_temporary["run"]);
        Save(folder, 1);
        Save(folder, 2);
        Save(folder, 3);
        byte[] bytes = File.ReadAllBytes(folder.FileOf(2));
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder.FileOf(2), bytes);
        File.WriteAllBytes(folder.FileOf(3), bytes[..100]);
        Assert.Equal(1, folder.ReadNewest(out IReadOnlyList<string> skipped)!.State.GetInt64("step"));
        Assert.Equal(2, skipped.Count);
        Assert.Contains("000003", skipped[0], StringComparison.Ordinal);
        Assert.Contains("is damaged: the SHA-256", skipped[1], StringComparison.Ordinal);
        File.WriteAllBytes(folder.FileOf(1), []);
        Assert.Null(folder.ReadNewest(out skipped));
        Assert.Equal(3, skipped.Count);
    }

    [Fact]
    public void LeftoversAreRemovedAndOtherFilesAreNot()
    {
        CheckpointFolder folder = new(_temporary["run"], keep: 1);
        Directory.CreateDirectory(folder.Path);
        string[] others = ["checkpoint-best.safetensors", "checkpoint-5.safetensors", "checkpoint-.safetensors", "notes.txt"];
        foreach (string name in (string[])[.. others, ".rnngen-0123.tmp"])
        {
            File.WriteAllText(Path.Combine(folder.Path, name), "x");
        }

        Assert.Empty(folder.Steps);
        Save(folder, 6);
        Save(folder, 7);
        Assert.Equal(new HashSet<string>([.. others, "checkpoint-000000000007.safetensors"]), [.. Names(folder)]);
    }

    [Fact]
    public void MoreZerosThanAStepHasAreAnotherFile()
    {
        CheckpointFolder folder = new(_temporary["run"], keep: 1);
        Save(folder, 5);
        string other = Path.Combine(folder.Path, "checkpoint-0000000000000006.safetensors");
        File.Copy(folder.FileOf(5), other);

        Assert.Equal([5], folder.Steps);
        Assert.Equal(folder.FileOf(6), Save(folder, 6));
        Assert.Equal([6], folder.Steps);
        Assert.Equal(6, folder.ReadNewest()!.State.GetInt64("step"));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void AFailedSaveDeletesNothing()
    {
        CheckpointFolder folder = new(_temporary["run"], keep: 1);
        Save(folder, 1);
        using (_model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => Save(folder, 2));
        }

        Assert.Equal([1], folder.Steps);
        Assert.Throws<ArgumentOutOfRangeException>("step", () => Save(folder, -1));
        Assert.Throws<ArgumentOutOfRangeException>("keep", () => new CheckpointFolder("x", 0));
    }

    private string Save(CheckpointFolder folder, long step)
    {
        CheckpointState state = new();
        state.Set("step", step);
        return folder.Save(step, _model, _optimizer, state);
    }

    private static string[] Names(CheckpointFolder folder)
    {
        string[] names = Array.ConvertAll(
            Directory.GetFiles(folder.Path, "*", new EnumerationOptions { AttributesToSkip = 0 }), path => Path.GetFileName(path));
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
