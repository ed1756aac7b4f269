using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Training;

/// <summary>
/// A folder with the last checkpoints of one training, one file a step: <c>checkpoint-000000000400.safetensors</c>. Whenever a process or
/// its machine stops, the newest whole checkpoint can be read. It belongs to one training at a time; see <see cref="Lock"/>.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Prefix = "checkpoint-", Suffix = ".safetensors", LockName = ".rnngen.lock";

    private bool _cleaned, _isLocked;

    /// <summary>Names a folder; it is created by the first <see cref="Save"/> or <see cref="Lock"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="keep">How many checkpoints to keep, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one checkpoint is to be kept.</exception>
    public CheckpointFolder(string path, int keep = 3)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        Keep = (int)OptimizerChecks.Count(keep, 1, nameof(keep));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>How many checkpoints are kept.</summary>
    public int Keep { get; }

    /// <summary>Steps of the checkpoints that are there, whole or not, in ascending order.</summary>
    public IReadOnlyList<long> Steps => Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}").Select(StepOf).Where(step => step >= 0).Order()]
        : [];

    /// <summary>The file of a step.</summary>
    /// <param name="step">The step, at least 0.</param>
    public string FileOf(long step) => System.IO.Path.Combine(
        Path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{OptimizerChecks.Count(step, 0, nameof(step)):D12}{Suffix}"));

    /// <summary>
    /// Keeps the folder for this object: until the result is disposed, or the process ends in whatever way, nobody else can lock it or save
    /// into it. <see cref="FitExtensions.Fit"/> does so while it trains. Reading is free to all.
    /// </summary>
    /// <exception cref="IOException">Another training has the folder, in this process or another one.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public IDisposable Lock()
    {
        if (!Directory.Exists(Path))
        {
            string parent = Directory.CreateDirectory(Path).Parent!.FullName;
            UnixFile.FlushFolder(parent);
        }

        return new FolderLock(this, System.IO.Path.Combine(Path, LockName));
    }

    /// <summary>
    /// Saves a checkpoint, then deletes the oldest ones of this step and those before it, so that <see cref="Keep"/> remain. Checkpoints
    /// of later steps are left alone.
    /// </summary>
    /// <param name="step">The step, at least 0; a checkpoint of the same step is replaced.</param>
    /// <param name="model">The model, between two training steps.</param>
    /// <param name="optimizer">The optimizer of the model.</param>
    /// <param name="state">What others need to go on; <see langword="null"/> for nothing.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="IOException">The file cannot be written, or another training has the folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string Save(long step, IRnnModel model, IStatefulOptimizer optimizer, CheckpointState? state = null)
    {
        string file = FileOf(step);
        using IDisposable? once = _isLocked ? null : Lock();
        RemoveLeftovers();
        TrainingCheckpoint.Save(file, model, optimizer, state);
        foreach (long old in Steps.Where(other => other <= step).SkipLast(Keep))
        {
            Delete(FileOf(old));
        }

        return file;
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <param name="skipped">Files that were damaged or could not be read, newest first, each with the reason.</param>
    /// <returns>The checkpoint, or <see langword="null"/> when there is none.</returns>
    public TrainingCheckpoint? ReadNewest(out IReadOnlyList<string> skipped)
    {
        List<string> reasons = [];
        skipped = reasons;
        foreach (long step in Steps.Reverse())
        {
            try
            {
                return TrainingCheckpoint.Read(FileOf(step));
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                reasons.Add(failure.Message);
            }
        }

        return null;
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <returns>The checkpoint, or <see langword="null"/> when there is none.</returns>
    public TrainingCheckpoint? ReadNewest() => ReadNewest(out _);

    /// <summary>
    /// The step in a file's name, or -1 where it is another file: one with more zeros would be taken for that of its step.
    /// </summary>
    private long StepOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        ReadOnlySpan<char> digits = name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            && System.IO.Path.GetFileName(FileOf(step)) == name ? step : -1;
    }

    /// <summary>What a process that was killed while it saved has left behind.</summary>
    private void RemoveLeftovers()
    {
        if (!_cleaned)
        {
            TemporaryFile.RemoveLeftovers(Path);
            _cleaned = true;
        }
    }

    /// <summary>A file that cannot be deleted now is not a reason to stop training: the next save tries again.</summary>
    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A file that is held open. It goes with the lock, or stays without one where its process was killed.</summary>
    private sealed class FolderLock : IDisposable
    {
        private readonly CheckpointFolder _folder;
        private readonly FileStream _file;

        public FolderLock(CheckpointFolder folder, string path)
        {
            try
            {
                // The one combination with which the runtime makes sure, on Unix too, that the locked file is the one that has the name.
                _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException failure) when (failure is not DirectoryNotFoundException)
            {
                throw new IOException(
                    $"{folder.Path} belongs to one training at a time, and another one seems to have it: {failure.Message}", failure);
            }

            _folder = folder;
            folder._isLocked = true;
        }

        public void Dispose()
        {
            _folder._isLocked = false;
            _file.Dispose();
        }
    }
}
