using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Training;

/// <summary>
/// A folder with the last checkpoints of one training, one file a step: <c>checkpoint-000000000400.safetensors</c>. Whenever a process or
/// its machine stops, the newest whole checkpoint can be read. Used by one process at a time.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Prefix = "checkpoint-", Suffix = ".safetensors", Leftovers = ".rnngen-*.tmp";

    private bool _cleaned;

    /// <summary>Names a folder; it is created by the first <see cref="Save"/>.</summary>
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
    /// Saves a checkpoint, then deletes the oldest ones of this step and those before it, so that <see cref="Keep"/> remain. Checkpoints
    /// of later steps are left alone.
    /// </summary>
    /// <param name="step">The step, at least 0; a checkpoint of the same step is replaced.</param>
    /// <param name="model">The model, between two training steps.</param>
    /// <param name="optimizer">The optimizer of the model.</param>
    /// <param name="state">What others need to go on; <see langword="null"/> for nothing.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public string Save(long step, IRnnModel model, IStatefulOptimizer optimizer, CheckpointState? state = null)
    {
        string file = FileOf(step);
        Directory.CreateDirectory(Path);
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

    /// <summary>The step in a file's name, or -1 where it is another file.</summary>
    private static long StepOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        ReadOnlySpan<char> digits = name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length);
        return digits.Length >= 12 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;
    }

    /// <summary>What a process that was killed while it saved has left behind.</summary>
    private void RemoveLeftovers()
    {
        if (_cleaned)
        {
            return;
        }

        // Files whose names begin with a point are hidden, which an enumeration skips unless told otherwise.
        foreach (string file in Directory.EnumerateFiles(Path, Leftovers, new EnumerationOptions { AttributesToSkip = 0 }))
        {
            Delete(file);
        }

        _cleaned = true;
    }

    /// <summary>A file that cannot be deleted now is no reason to stop a training: the next save tries again.</summary>
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
}
