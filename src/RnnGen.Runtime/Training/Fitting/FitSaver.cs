using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <summary>Saves a training over epochs, and finds where it can go on.</summary>
/// <param name="checkpoints">Where and when.</param>
/// <param name="context">The trainer.</param>
/// <param name="options">Optimizer and logger.</param>
/// <param name="step">What the rows of all ranks are gathered by.</param>
/// <param name="parts">What goes into a checkpoint beside model and optimizer.</param>
/// <param name="ranks">
/// Who trains together; <see langword="null"/> alone. The first alone has the folder; the others get from it what it reads.
/// </param>
internal sealed class FitSaver(
    FitCheckpoints checkpoints, FitContext context, FitOptions options, FitStep step, IReadOnlyList<ICheckpointPart> parts,
    FitRanks? ranks)
{
    private bool _isSaved = true;

    private IStatefulOptimizer Optimizer => (IStatefulOptimizer)options.Optimizer;

    /// <summary>Keeps the folder for this training.</summary>
    /// <exception cref="IOException">Another training has it.</exception>
    public IDisposable? Lock() =>
        ranks is null ? checkpoints.Folder.Lock() : ranks.Agree(() => ranks.Group.IsFirst ? checkpoints.Folder.Lock() : null);

    /// <summary>Goes on from the newest whole checkpoint.</summary>
    /// <returns><see langword="false"/> where there is none.</returns>
    /// <exception cref="CheckpointMismatchException">It belongs to something else; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">There are checkpoints, but all of them are damaged.</exception>
    public bool Resume()
    {
        TrainingCheckpoint? newest = ranks is null ? ReadNewest()
            : RankStates.Broadcast(ranks.Group, ranks.Agree(() => ranks.Group.IsFirst ? ReadNewest() : null));
        if (newest is null)
        {
            return false;
        }

        // Nothing changes on any rank before it fits all of them.
        Action restore = ranks is null ? Prepare() : ranks.Agree(Prepare);
        restore();
        if (options.Logger is { } log)
        {
            FitLog.Resumed(log, context.Trainer.Model.Description.Name, newest.Path);
        }

        return true;

        Action Prepare() => newest.Prepare(context.Trainer.Model, Optimizer, parts);
    }

    private TrainingCheckpoint? ReadNewest()
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

        return newest;
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
        step.Gather();
        if (ranks is null)
        {
            Write(steps);
        }
        else
        {
            ranks.Agree(() =>
            {
                if (ranks.Group.IsFirst)
                {
                    Write(steps);
                }

                return true;
            });
        }

        _isSaved = true;
    }

    private void Write(long steps)
    {
        CheckpointState state = new();
        foreach (ICheckpointPart part in parts)
        {
            part.Save(state);
        }

        string file = checkpoints.Folder.Save(steps, context.Trainer.Model, Optimizer, state);
        if (options.Logger is { } logger)
        {
            FitLog.Saved(logger, file);
        }
    }
}
