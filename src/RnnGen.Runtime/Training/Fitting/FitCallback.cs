namespace RnnGen.Training;

/// <summary>What is called while training, on the thread that trains. The model is whole and may be used to predict.</summary>
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
    internal FitContext(ISupervisedTrainer trainer, IOptimizer optimizer) => (Trainer, Optimizer) = (trainer, optimizer);

    /// <summary>The trainer, and with it the model.</summary>
    public ISupervisedTrainer Trainer { get; }

    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>The last update.</summary>
    public StepRecord Step { get; internal set; }

    /// <summary>Why training will end after this step; <see langword="null"/> while it goes on.</summary>
    internal string? StopReason { get; private set; }

    /// <summary>Ends training after this step.</summary>
    /// <param name="reason">Why, for history and log.</param>
    public void Stop(string reason = "a callback") => StopReason ??= reason;
}

/// <summary>What is reported while training.</summary>
/// <param name="Epochs">Epochs to train in all.</param>
/// <param name="Step">The last update.</param>
/// <param name="Epoch">The epoch that has just ended; <see langword="null"/> within an epoch.</param>
public readonly record struct FitProgress(int Epochs, StepRecord Step, EpochRecord? Epoch);
