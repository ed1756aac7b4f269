using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Training;

/// <summary>Saves a training over epochs, and finds where it can go on.</summary>
/// <param name="checkpoints">Where and when.</param>
/// <param name="context">The trainer.</param>
/// <param name="options">Optimizer and logger.</param>
/// <param name="parts">What goes into a checkpoint beside model and optimizer.</param>
internal sealed class FitSaver(FitCheckpoints checkpoints, FitContext context, FitOptions options, IReadOnlyList<ICheckpointPart> parts)
{
    private bool _isSaved = true;

    private IStatefulOptimizer Optimizer => (IStatefulOptimizer)options.Optimizer;

    /// <summary>Keeps the folder for this training.</summary>
    /// <exception cref="IOException">Another training has it.</exception>
    public IDisposable Lock() => checkpoints.Folder.Lock();

    /// <summary>Goes on from the newest whole checkpoint.</summary>
    /// <returns><see langword="false"/> where there is none.</returns>
    /// <exception cref="CheckpointMismatchException">It belongs to something else; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">There are checkpoints, but all of them are damaged.</exception>
    public bool Resume()
    {
        TrainingCheckpoint? newest = checkpoints.Folder.ReadNewest(out IReadOnlyList<string> skipped);
        if (newest is null && skipped.Count > 0)
        {
            throw new InvalidDataException(
                $"No checkpoint in {checkpoints.Folder.Path} can be read, and a training from the start would replace them: "
                + $"{string.Join(" ", skipped)}");
        }

        foreach (string reason in skipped)
        {
            if (options.Logger is { } logger)
            {
                FitLog.Skipped(logger, reason);
            }
        }

        if (newest is null)
        {
            return false;
        }

        newest.Restore(context.Trainer.Model, Optimizer, parts);
        if (options.Logger is { } log)
        {
            FitLog.Resumed(log, context.Trainer.Model.Description.Name, newest.Path);
        }

        return true;
    }

    /// <summary>An update has been made.</summary>
    /// <param name="steps">Updates so far.</param>
    public void AfterStep(long steps)
    {
        _isSaved = false;
        if (checkpoints.EverySteps > 0 && steps % checkpoints.EverySteps == 0)
        {
            Save(steps);
        }
    }

    /// <summary>An epoch has ended.</summary>
    /// <param name="epochs">Epochs so far.</param>
    /// <param name="steps">Updates so far.</param>
    public void AfterEpoch(long epochs, long steps)
    {
        _isSaved = false;
        bool isLast = epochs >= options.Epochs || context.StopReason is not null;
        if (isLast || (checkpoints.EveryEpochs > 0 && epochs % checkpoints.EveryEpochs == 0))
        {
            Save(steps);
        }
    }

    /// <summary>Saves what the last checkpoint does not have.</summary>
    /// <param name="steps">Updates so far.</param>
    public void SaveChanges(long steps)
    {
        if (!_isSaved)
        {
            Save(steps);
        }
    }

    private void Save(long steps)
    {
        CheckpointState state = new();
        foreach (ICheckpointPart part in parts)
        {
            part.Save(state);
        }

        string file = checkpoints.Folder.Save(steps, context.Trainer.Model, Optimizer, state);
        _isSaved = true;
        if (options.Logger is { } logger)
        {
            FitLog.Saved(logger, file);
        }
    }
}
