using System;
using System.Collections.Generic;
using Microsoft.Extensions.Logging;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <summary>How <see cref="FitExtensions.Fit"/> trains. Objects in it keep their state: an optimizer that is used again goes on.</summary>
public sealed record FitOptions
{
    /// <summary>
    /// What the history calls the loss of the validation data: the loss that is trained, with class weights, smoothing and the weights of
    /// heads, as <see cref="ISupervisedTrainer.ComputeLoss"/> gives it. That of a named head stands behind the head's name and a slash.
    /// </summary>
    public const string ValidationLoss = EvaluatedLosses.Name;

    /// <summary>What updates the parameters.</summary>
    public required IOptimizer Optimizer { get; init; }

    /// <summary>Epochs to train in all, at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The learning rate of each update, counted from 0; <see langword="null"/> leaves the optimizer's as it is.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// A learning rate that falls when the monitored number has stopped getting better; asked after each epoch, not beside
    /// <see cref="Schedule"/>. Whether more or less of it is better the metric says (<see cref="Metric.HigherIsBetter"/>); a plateau that
    /// was told otherwise is refused.
    /// </summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>What keeps the gradients within a limit.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Batches whose gradients make one update, at least 1; what is left at the end of an epoch makes one of fewer.</summary>
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>
    /// How batches that make one update are weighed: as the <see cref="LossAttribute.Reduction"/> of the model, so that their gradient is
    /// that of one batch of all rows, with their class weights and without their ignored labels. May be left out; another than the model's
    /// is refused.
    /// </summary>
    public LossReduction? AccumulationReduction { get; init; }

    /// <summary>
    /// What to measure with the validation data after each epoch beside <see cref="ValidationLoss"/>; of a model of named heads each
    /// <see cref="Metric.Of"/> a head. The first is monitored unless <see cref="Monitor"/> says otherwise, and the loss where there is
    /// none.
    /// </summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>
    /// Name of the metric that early stopping and <see cref="Plateau"/> look at; <c>loss</c> is the training loss, which is monitored too
    /// where there are no validation data.
    /// </summary>
    public string? Monitor { get; init; }

    /// <summary>When to end before the last epoch; <see langword="null"/> for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where to save, and to go on from after an interruption; <see langword="null"/> for nothing.</summary>
    public FitCheckpoints? Checkpoints { get; init; }

    /// <summary>
    /// Called after steps and epochs, in this order. One that is an <see cref="ICheckpointPart"/> goes into the checkpoints.
    /// </summary>
    public IReadOnlyList<FitCallback> Callbacks { get; init; } = [];

    /// <summary>Updates between two reports to the progress within an epoch; 0 for one after each epoch only.</summary>
    public int ProgressSteps { get; init; }

    /// <summary>Receives a line for each epoch, and why training ended.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// The processes that train together, each of which calls <see cref="FitExtensions.Fit"/> with the same model, data and options;
    /// <see langword="null"/> to train alone. The batches of the sources are those of all ranks together: each learns from its
    /// <see cref="RnnGen.Data.BatchShare"/> of their rows, and the gradients are added up, so that the updates are those of one process,
    /// to rounding. Training starts from rank 0's parameters and optimizer. All ranks call callbacks; rank 0 alone reports progress, logs
    /// and writes checkpoints.
    /// </summary>
    public Communicator? Communicator { get; init; }

    /// <summary>
    /// Updates from one comparison to the next of what the ranks have come to, which must be the same to the bit; it takes as long as a
    /// SHA-256 of the parameters and the optimizer. They are compared at the end of each epoch too; 0 for then alone.
    /// </summary>
    public int CompareRanksEverySteps { get; init; } = 100;

    /// <summary>Checks the numbers.</summary>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AccumulateBatches, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ProgressSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(CompareRanksEverySteps);
        Checkpoints?.Check(Optimizer);
        if (Schedule is not null && Plateau is not null)
        {
            throw new ArgumentException($"Both {nameof(Schedule)} and {nameof(Plateau)} set the learning rate; give one of them.");
        }

        if (EarlyStopping is { Patience: < 1 } or { MinimumChange: not (>= 0 and < double.PositiveInfinity) })
        {
            throw new ArgumentException(
                $"Early stopping has a patience of {EarlyStopping.Patience} and a minimum change of {EarlyStopping.MinimumChange}; "
                + "they must be at least 1 and at least 0.");
        }
    }
}

/// <summary>Ends training when the monitored number has stopped getting better (Prechelt: Early Stopping - But When?, 1998).</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs in a row without a better number after which training ends.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>How much better is better.</summary>
    public double MinimumChange { get; init; }

    /// <summary>
    /// Whether the model ends with the parameters of its best epoch, also when all epochs have run; otherwise with the last ones.
    /// </summary>
    public bool RestoreBest { get; init; } = true;
}
