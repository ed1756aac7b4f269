using System;

namespace RnnGen.Training;

/// <summary>
/// Checkpoints of <see cref="FitExtensions.Fit"/>. When the folder has any, training goes on from the newest whole one, to the bit as if it
/// had never stopped: model, optimizer, plateau, place in the data, carried states, dropout, what early stopping knows, the history. A
/// cancelled training saves once more. A new training wants a new folder.
/// </summary>
public sealed record FitCheckpoints
{
    /// <summary>Where they are.</summary>
    public required CheckpointFolder Folder { get; init; }

    /// <summary>Epochs from one to the next, saved after the validation; 0 for none at the end of an epoch.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Updates from one to the next, counted from the first of all; 0 for none within an epoch.</summary>
    public int EverySteps { get; init; }

    /// <summary>
    /// Whether an epoch that was interrupted is begun anew rather than gone on with: for data in other batches, or in another order, in
    /// which its place does not exist. Updates that have been made stay, and what they learned from is learned from once more. Otherwise
    /// training data whose <see cref="RnnGen.Data.ISequenceSource.Settings"/> or whose last batch are others are refused within an epoch;
    /// between two they may change.
    /// </summary>
    public bool BeginEpochAnew { get; init; }

    /// <summary>Checks the numbers and the optimizer.</summary>
    internal void Check(IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(Folder);
        if (EveryEpochs < 0 || EverySteps < 0 || EveryEpochs + (long)EverySteps == 0)
        {
            throw new ArgumentException(
                $"Checkpoints every {EveryEpochs} epochs and every {EverySteps} updates: neither may be negative, "
                + "and one must be at least 1.");
        }

        if (optimizer is not IStatefulOptimizer)
        {
            throw new ArgumentException(
                $"{optimizer.GetType().Name} is no {nameof(IStatefulOptimizer)}, so that no checkpoint can hold its state.");
        }
    }
}
