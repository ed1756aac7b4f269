using System;
using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Training;
using RnnGen.Training.Distributed;

namespace RnnGen.Sample.Output;

/// <summary>Training that someone may watch.</summary>
internal static class TrackedFit
{
    /// <summary><see cref="FitExtensions.Fit"/>, shown by a view.</summary>
    /// <param name="view">Shows every step.</param>
    /// <param name="title">What is being trained.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="train">What to learn from.</param>
    /// <param name="batches">Batches of an epoch of it.</param>
    /// <param name="validation">What to measure with; <see langword="null"/> for nothing.</param>
    /// <param name="options">How to train.</param>
    /// <param name="onEpoch">Called after each epoch.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="CommandFailure">A loss or a gradient is not finite, or another rank has failed.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public static TrainingHistory Fit(
        this IProgramView view, string title, ISupervisedTrainer trainer, ISequenceSource train, int batches, ISequenceSource? validation,
        FitOptions options, Action<EpochRecord> onEpoch, CancellationToken cancellation)
    {
        TrainingHistory? history = null;
        try
        {
            // More steps than an int can count never finish.
            int steps = (int)Math.Min(int.MaxValue, (long)options.Epochs * batches);
            options = options with { ProgressSteps = 1, Communicator = view.Ranks };
            view.Track(title, steps, report => history = trainer.Fit(
                train, validation, options, new Progress(report, onEpoch), cancellation));
        }
        catch (Exception exception) when (exception is NonFiniteTrainingException or DistributedTrainingException)
        {
            throw new CommandFailure(exception.Message);
        }

        return history!;
    }

    /// <summary>Hands the progress on, on the thread that trains.</summary>
    private sealed class Progress(Action<int, float> report, Action<EpochRecord> onEpoch) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            report((int)value.Step.Step + 1, (float)value.Step.Loss);
            if (value.Epoch is { } epoch)
            {
                onEpoch(epoch);
            }
        }
    }
}
