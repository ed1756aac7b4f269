using System;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>Training over epochs.</summary>
public static class FitExtensions
{
    /// <summary>
    /// Trains a model with the batches of a source. Results follow from the seeds of model, sources and dropout alone: to the bit, at any
    /// number of threads. Nothing is allocated for a step once all shapes of batches have come.
    /// </summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="train">What to learn from; each epoch of training is an epoch of it.</param>
    /// <param name="validation">What to measure with after each epoch, epoch 0 of it each time; <see langword="null"/> for nothing.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives where training stands.</param>
    /// <param name="cancellation">
    /// Ends training after the update that runs; the model keeps its updates up to there, and with <see cref="FitOptions.Checkpoints"/>
    /// they are saved.
    /// </param>
    /// <returns>What training was like.</returns>
    /// <exception cref="ArgumentException">
    /// A source does not fit the model, or options contradict each other; nothing has been done.
    /// </exception>
    /// <exception cref="CheckpointMismatchException">
    /// The newest checkpoint belongs to another model, optimizer or training; nothing has been done.
    /// </exception>
    /// <exception cref="System.IO.InvalidDataException">
    /// There are checkpoints, but none of them is whole; nothing has been done.
    /// </exception>
    /// <exception cref="System.IO.IOException">Another training has the folder of the checkpoints; nothing has been done.</exception>
    /// <exception cref="NonFiniteTrainingException">
    /// A loss, a gradient or what an update would write is not finite; parameters and optimizer are those before the step.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; of several ranks, on one of them.</exception>
    /// <exception cref="Distributed.DistributedTrainingException">
    /// Another rank has failed, is about to train something else, or has come to other numbers.
    /// </exception>
    public static TrainingHistory Fit(
        this ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        FitLoop.Create(trainer, train, validation, options, progress).Run(cancellation);

    /// <summary><see cref="Fit"/> on a thread of its own.</summary>
    /// <inheritdoc cref="Fit"/>
    public static Task<TrainingHistory> FitAsync(
        this ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        // Bad arguments are the caller's, here and now.
        FitLoop loop = FitLoop.Create(trainer, train, validation, options, progress);
        return Task.Factory.StartNew(
            () => loop.Run(cancellation), cancellation, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }
}
