using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <summary>The loop over epochs.</summary>
internal sealed partial class FitLoop
{
    /// <summary>Name of the training loss as a monitored number.</summary>
    private const string LossName = "loss";

    private readonly ISequenceSource _train;
    private readonly ISequenceSource? _validation;
    private readonly FitOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly ModelEvaluator _evaluator;
    private readonly EvaluatedLosses? _losses;
    private readonly FitStep _step;
    private readonly FitContext _context;
    // An array: going through it allocates nothing.
    private readonly FitCallback[] _callbacks;
    private readonly FitRecords _records = new();
    private readonly EpochSums _sums = new();
    private readonly BestEpoch _best;
    private readonly FitSaver? _saver;
    private readonly FitRanks? _ranks;
    private readonly string _monitor;

    private FitLoop(
        ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options,
        IProgress<FitProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        train.Shape.Check(trainer, "training");
        validation?.Shape.Check(trainer, "validation");
        if (ReferenceEquals(train, validation))
        {
            throw new ArgumentException(
                "One source is read for training and for validation at once; give each its own.", nameof(validation));
        }

        _ranks = FitRanks.Of(trainer, options);
        if (_ranks is { Group.IsFirst: false })
        {
            (options, progress) = (options with { Logger = null }, null);
        }

        (_train, _validation, _options, _progress) = (train, validation, options, progress);
        IReadOnlyList<Metric> metrics = validation is null ? [] : options.Metrics;
        _losses = validation is null ? null : new EvaluatedLosses(trainer);
        string[] names = [LossName, .. _losses?.Names ?? [], .. metrics.Select(metric => metric.Name)];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key is string twice
            && names.Take(names.Length - metrics.Count).Contains(twice))
        {
            throw new ArgumentException($"A metric is called '{twice}', as a loss is; give it another name.", nameof(options));
        }

        _evaluator = new ModelEvaluator(trainer.Model, metrics);
        _monitor = options.Monitor ?? (metrics.Count > 0 ? metrics[0].Name : validation is null ? LossName : FitOptions.ValidationLoss);
        if (!names.Contains(_monitor))
        {
            string choice = validation is null
                ? $"is {LossName} only, since there are no validation data"
                : $"are {string.Join(", ", names)}";
            throw new ArgumentException($"There is no metric '{_monitor}' to monitor; there {choice}.", nameof(options));
        }

        Metric? monitored = metrics.FirstOrDefault(metric => metric.Name == _monitor);
        CheckAccumulation(trainer.Model.Description, options);
        bool higherIsBetter = monitored?.HigherIsBetter ?? false;
        options.Plateau?.Follow(higherIsBetter, _monitor);
        _best = new BestEpoch(higherIsBetter, options.EarlyStopping?.MinimumChange ?? 0);
        _callbacks = [.. options.Callbacks];
        _context = new FitContext(trainer, options);
        _step = new FitStep(trainer, train, options, _ranks);
        _saver = options.Checkpoints is { } checkpoints
            ? new FitSaver(checkpoints, _context, options, _step, [
                new FitState(
                    _context, new EpochPlace(train, _step, checkpoints.BeginEpochAnew), _step, _sums, _records, _best, _monitor,
                    options.EarlyStopping is { RestoreBest: true }),
                .. options.Plateau is { } plateau ? new ICheckpointPart[] { plateau } : [],
                .. _callbacks.OfType<ICheckpointPart>()],
                _ranks)
            : null;
    }

    private ModelParameters Parameters => _context.Trainer.Model.Parameters;

    private string Model => _context.Trainer.Model.Description.Name;

    public TrainingHistory Run(CancellationToken cancellation) => _ranks is null ? Train(cancellation) : TrainTogether(cancellation);

    private TrainingHistory Train(CancellationToken cancellation)
    {
        using IDisposable? folder = _saver?.Lock();
        if (_options.Logger is { } logger)
        {
            FitLog.Started(logger, Model, Parameters.Values.Length, _options.Epochs);
        }

        if (_saver?.Resume() == true)
        {
            StopWhereNothingGetsBetter();
        }
        else
        {
            _ranks?.ShareParameters();
        }

        while (_sums.Position.Epoch < _options.Epochs && _context.StopReason is null)
        {
            RunEpoch(cancellation);
        }

        return Finish();
    }

    private void RunEpoch(CancellationToken cancellation)
    {
        long epoch = _sums.Position.Epoch;
        GoTo(_sums.Position);
        while (_context.StopReason is null)
        {
            if (_ranks?.IsCancelled ?? cancellation.IsCancellationRequested)
            {
                _saver?.SaveChanges(_step.Steps);
                throw Cancelled(cancellation);
            }

            if (!_step.Run(epoch))
            {
                break;
            }

            TakeStep(_step.Record);
        }

        if (_sums.Steps == 0)
        {
            throw Agreed(new InvalidOperationException($"Epoch {epoch} of the training data has no batch."));
        }

        long start = Stopwatch.GetTimestamp();
        Validate();
        EndEpoch(new EpochRecord(
            epoch, _step.Steps, _sums.MeanLoss, Measured(), _context.Step.LearningRate,
            _sums.GradientNorm / _sums.Steps, _sums.Seconds, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    private void TakeStep(in StepRecord step)
    {
        _sums.Add(step, _step.Weight, _train.Position);
        _records.Add(step);
        _context.Step = step;
        CallAfterStep();
        if (_options.ProgressSteps > 0 && (step.Step + 1) % _options.ProgressSteps == 0)
        {
            _progress?.Report(new FitProgress(_options.Epochs, step, null));
        }

        _saver?.AfterStep(_step.Steps);
    }

    private void Validate()
    {
        if (_validation is null)
        {
            return;
        }

        long targets = _ranks is null
            ? _evaluator.Evaluate(_validation, _losses)
            : _evaluator.Evaluate(_validation, _losses!, _ranks);
        if (targets == 0)
        {
            throw Agreed(new InvalidOperationException("The validation data have no target."));
        }
    }

    private Dictionary<string, double> Measured()
    {
        Dictionary<string, double> metrics = new(_evaluator.Values);
        _losses?.AddTo(metrics);
        return metrics;
    }

    private void EndEpoch(EpochRecord epoch)
    {
        _records.Add(epoch);
        double monitored = epoch.Metrics.TryGetValue(_monitor, out double value) ? value : epoch.Loss;
        _best.Report(epoch.Epoch, monitored, _options.EarlyStopping is { RestoreBest: true } ? Parameters : null);
        if (_options.Plateau is not null)
        {
            _options.Optimizer.LearningRate = _options.Plateau.Report(monitored);
        }

        StopWhereNothingGetsBetter();
        if (_options.Logger is { } logger)
        {
            FitLog.Epoch(
                logger, epoch.Epoch, epoch.Steps, epoch.Loss, _monitor, monitored, epoch.GradientNorm, epoch.LearningRate,
                epoch.TrainingSeconds);
        }

        CallAfterEpoch(epoch);
        _progress?.Report(new FitProgress(_options.Epochs, _context.Step, epoch));
        _sums.Begin(epoch.Epoch + 1);
        _saver?.AfterEpoch(epoch.Epoch + 1, _step.Steps);
    }

    private void StopWhereNothingGetsBetter()
    {
        if (_options.EarlyStopping is { } stopping && _best.Since >= stopping.Patience)
        {
            _context.Stop(FormattableString.Invariant($"{_monitor} has not been better for {_best.Since} epochs"));
        }
    }

    private TrainingHistory Finish()
    {
        string? reason = _context.StopReason;
        if (reason is not null && _options.Logger is { } logger)
        {
            FitLog.Stopped(logger, Model, _records.Epochs[^1].Epoch, reason);
        }

        if (_options.EarlyStopping is { RestoreBest: true } && _best.Epoch >= 0 && _best.Epoch != _records.Epochs[^1].Epoch)
        {
            _best.Restore(Parameters);
            if (_options.Logger is { } log)
            {
                FitLog.Restored(log, Model, _best.Epoch, _monitor, _best.Value);
            }
        }

        return new TrainingHistory(_records.Epochs, _records.Steps, _monitor, _best.Epoch, _best.Value, reason);
    }
}
