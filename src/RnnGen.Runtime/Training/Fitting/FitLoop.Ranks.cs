using System;
using System.Threading;
using RnnGen.Data;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <content>The loop as one of several ranks: what fails on one must end all, at the same place.</content>
internal sealed partial class FitLoop
{
    /// <summary>Checks arguments; where they are bad on one rank, the others get to know it.</summary>
    public static FitLoop Create(
        ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options,
        IProgress<FitProgress>? progress)
    {
        try
        {
            return new FitLoop(trainer, train, validation, options, progress);
        }
        catch (Exception failure) when (options?.Communicator is { Size: > 1 })
        {
            throw new RankGroup(options.Communicator).FailureAtStart(failure);
        }
    }

    private TrainingHistory TrainTogether(CancellationToken cancellation)
    {
        FitRanks ranks = _ranks!;
        ITrainableModel model = _context.Trainer.Model;
        int threads = model.Threads;
        try
        {
            ranks.Group.Agree();
            ranks.Start(() => RankSettings.Of(_context.Trainer, _train, _validation, _options, _monitor), cancellation);
            model.Threads = ranks.Threads(threads);
            return Train(cancellation);
        }
        catch (Exception failure) when (!ranks.Group.HasAgreed(failure))
        {
            // The others wait for sums that will never come.
            ranks.Group.Communicator.Abort($"{failure.GetType().Name}: {failure.Message}");
            throw;
        }
        finally
        {
            model.Threads = threads;
        }
    }

    private Exception Agreed(Exception exception) => _ranks?.Group.Agreed(exception) ?? exception;

    private Exception Cancelled(CancellationToken cancellation) => Agreed(
        cancellation.IsCancellationRequested
            ? new OperationCanceledException(cancellation)
            : new OperationCanceledException("Another rank was asked to end training."));

    private void GoTo(SourcePosition position)
    {
        if (_ranks is null)
        {
            _train.Position = position;
        }
        else
        {
            _ranks.Agree(() => _train.Position = position);
        }
    }

    private void CallAfterStep()
    {
        Exception? failure = null;
        try
        {
            foreach (FitCallback callback in _callbacks)
            {
                callback.OnStep(_context);
            }
        }
        catch (Exception caught) when (_ranks is not null)
        {
            failure = caught;
        }

        _ranks?.AgreeAfterStep(_context, failure);
        _ranks?.CheckAfterStep(_step.Steps);
    }

    private void CallAfterEpoch(EpochRecord epoch)
    {
        Exception? failure = null;
        try
        {
            foreach (FitCallback callback in _callbacks)
            {
                callback.OnEpoch(_context, epoch);
            }
        }
        catch (Exception caught) when (_ranks is not null)
        {
            failure = caught;
        }

        _ranks?.AgreeAfterEpoch(_context, failure);
        _ranks?.CheckEqual(_step.Steps);
    }
}
