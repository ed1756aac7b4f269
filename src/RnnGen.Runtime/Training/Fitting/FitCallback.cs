namespace RnnGen.Training;

/// <summary>
/// What is called while training, on the thread that trains. The model is whole and may be used to predict. Of several ranks each calls its
/// own: what changes the optimizer must do so on all, what writes does so on rank 0 (<see cref="FitContext.Rank"/>).
/// </summary>
public abstract class FitCallback
{
    /// <summary>Called after each update.</summary>
    /// <param name="fit">Where training stands.</param>
    public virtual void OnStep(FitContext fit)
    {
    }

    /// <summary>Called after each epoch and its validation.</summary>
    /// <param name="fit">Where training stands.</param>
    /// <param name="epoch">What the epoch was like.</param>
    public virtual void OnEpoch(FitContext fit, EpochRecord epoch)
    {
    }
}

/// <summary>Where training stands; the same object all the time.</summary>
public sealed class FitContext
{
    internal FitContext(ISupervisedTrainer trainer, FitOptions options)
    {
        (Trainer, Optimizer) = (trainer, options.Optimizer);
        (Rank, Ranks) = options.Communicator is { } ranks ? (ranks.Rank, ranks.Size) : (0, 1);
    }

    /// <summary>
    /// The number of this process among those that train together (<see cref="FitOptions.Communicator"/>): what writes is left to rank 0.
    /// </summary>
    public int Rank { get; }

    /// <summary>Number of processes that train together; 1 of one that is alone.</summary>
    public int Ranks { get; }

    /// <summary>The trainer, and with it the model.</summary>
    public ISupervisedTrainer Trainer { get; }

    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>The last update.</summary>
    public StepRecord Step { get; internal set; }

    /// <summary>Why training will end after this step; <see langword="null"/> while it goes on.</summary>
    internal string? StopReason { get; private set; }

    /// <summary>Ends training after this step; of several ranks, when one of them says so, all.</summary>
    /// <param name="reason">Why, for history and log.</param>
    public void Stop(string reason = "a callback") => StopReason ??= reason;
}

/// <summary>What is reported while training.</summary>
/// <param name="Epochs">Epochs to train in all.</param>
/// <param name="Step">The last update.</param>
/// <param name="Epoch">The epoch that has just ended; <see langword="null"/> within an epoch.</param>
public readonly record struct FitProgress(int Epochs, StepRecord Step, EpochRecord? Epoch);
