using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>One update.</summary>
/// <param name="Step">Its number, from 0.</param>
/// <param name="Epoch">Number of its epoch, from 0.</param>
/// <param name="Loss">The loss before it, of several batches their weighed mean.</param>
/// <param name="LearningRate">The learning rate it was made with.</param>
/// <param name="GradientNorm">Euclidean norm of the gradients before clipping.</param>
/// <param name="Seconds">Time for it, reading included.</param>
public readonly record struct StepRecord(long Step, long Epoch, double Loss, float LearningRate, double GradientNorm, double Seconds);

/// <summary>One epoch.</summary>
/// <param name="Epoch">Its number, from 0.</param>
/// <param name="Steps">Updates so far.</param>
/// <param name="Loss">
/// The loss of its updates as one: each weighs as much as it counts (rows, valid steps or class weights, as the model's
/// <see cref="LossReduction"/> divides), so that a short batch weighs less. Sums have no mean over targets: theirs is over the updates.
/// </param>
/// <param name="Metrics">The metrics of the validation data by name; empty without any.</param>
/// <param name="LearningRate">The learning rate of its last update.</param>
/// <param name="GradientNorm">Mean norm of its gradients before clipping.</param>
/// <param name="TrainingSeconds">Time for its updates.</param>
/// <param name="ValidationSeconds">Time for the validation.</param>
public sealed record EpochRecord(
    long Epoch, long Steps, double Loss, IReadOnlyDictionary<string, double> Metrics, float LearningRate, double GradientNorm,
    double TrainingSeconds, double ValidationSeconds);

/// <summary>What training was like: curves for a report.</summary>
/// <param name="Epochs">All epochs.</param>
/// <param name="Steps">Updates, evenly spaced: all of them up to 4,096, then every second, fourth and so on.</param>
/// <param name="Monitor">The number that was monitored.</param>
/// <param name="BestEpoch">The epoch whose monitored number was best; -1 where none was a number.</param>
/// <param name="BestValue">That number.</param>
/// <param name="StopReason">Why training ended before its last epoch; <see langword="null"/> where it did not.</param>
public sealed record TrainingHistory(
    IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<StepRecord> Steps, string Monitor, long BestEpoch, double BestValue,
    string? StopReason);
