using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>The loop over epochs.</summary>
internal sealed class FitLoop
{
    /// <summary>Name of the training loss as a monitored number.</summary>
    private const string LossName = "loss";

    private readonly ISequenceSource _train;
    private readonly ISequenceSource? _validation;
    private readonly FitOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly ModelEvaluator _evaluator;
    private readonly FitStep _step;
    private readonly FitContext _context;
    // An array: going through it allocates nothing.
    private readonly FitCallback[] _callbacks;
    private readonly StepCurve _curve = new();
    private readonly List<EpochRecord> _epochs = [];
    private readonly BestEpoch _best;
    private readonly string _monitor;

    public FitLoop(ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options, IProgress<FitProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        train.Shape.Check(trainer, "training");
        validation?.Shape.Check(trainer, "validation");
        if (ReferenceEquals(train, validation))
        {
            throw new ArgumentException("One source is read for training and for validation at once; give each its own.", nameof(validation));
        }

        (_train, _validation, _options, _progress) = (train, validation, options, progress);
        IReadOnlyList<Metric> metrics = validation is null ? [] : options.Metrics ?? [trainer is IClassifierTrainer ? new CrossEntropyMetric() : new MeanSquaredErrorMetric()];
        _monitor = options.Monitor ?? (metrics.Count > 0 ? metrics[0].Name : LossName);
        Metric? monitored = metrics.FirstOrDefault(metric => metric.Name == _monitor);
        if (monitored is null && _monitor != LossName)
        {
            throw new ArgumentException(
                $"There is no metric '{_monitor}' to monitor; there {(metrics.Count > 0 ? $"are {LossName}, {string.Join(", ", metrics.Select(metric => metric.Name))}" : $"is {LossName} only, since there are no validation data")}.",
                nameof(options));
        }

        _evaluator = new ModelEvaluator(trainer.Model, metrics);
        _best = new BestEpoch(monitored?.HigherIsBetter ?? false, options.EarlyStopping?.MinimumChange ?? 0);
        _callbacks = [.. options.Callbacks];
        _context = new FitContext(trainer, options.Optimizer);
        _step = new FitStep(trainer, train, options);
    }

    private ModelParameters Parameters => _context.Trainer.Model.Parameters;

    private string Model => _context.Trainer.Model.Description.Name;

    public TrainingHistory Run(CancellationToken cancellation)
    {
        if (_options.Logger is { } logger)
        {
            FitLog.Started(logger, Model, Parameters.Values.Length, _options.Epochs);
        }

        for (long epoch = _options.EpochsBefore; epoch < _options.Epochs && _context.StopReason is null; epoch++)
        {
            RunEpoch(epoch, cancellation);
        }

        return Finish();
    }

    private void RunEpoch(long epoch, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), steps = 0;
        double loss = 0, norm = 0;
        _train.Position = new SourcePosition(epoch, 0);
        while (_context.StopReason is null)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_step.Run(epoch, cancellation))
            {
                break;
            }

            StepRecord step = _step.Record;
            (loss, norm, steps) = (loss + step.Loss, norm + step.GradientNorm, steps + 1);
            _curve.Add(step);
            _context.Step = step;
            foreach (FitCallback callback in _callbacks)
            {
                callback.OnStep(_context);
            }

            if (_options.ProgressSteps > 0 && (step.Step + 1) % _options.ProgressSteps == 0)
            {
                _progress?.Report(new FitProgress(_options.Epochs, step, null));
            }
        }

        if (steps == 0)
        {
            throw new InvalidOperationException($"Epoch {epoch} of the training data has no batch.");
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        Validate();
        EndEpoch(new EpochRecord(
            epoch, _context.Step.Step + 1, loss / steps, _validation is null ? new Dictionary<string, double>() : _evaluator.Values, _context.Step.LearningRate,
            norm / steps, seconds, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    private void Validate()
    {
        if (_validation is not null && _evaluator.Evaluate(_validation) == 0)
        {
            throw new InvalidOperationException("The validation data have no target.");
        }
    }

    private void EndEpoch(EpochRecord epoch)
    {
        _epochs.Add(epoch);
        double monitored = epoch.Metrics.TryGetValue(_monitor, out double value) ? value : epoch.Loss;
        _best.Report(epoch.Epoch, monitored, _options.EarlyStopping is { RestoreBest: true } ? Parameters : null);
        if (_options.Plateau is not null)
        {
            _options.Optimizer.LearningRate = _options.Plateau.Report(monitored);
        }

        if (_options.EarlyStopping is { } stopping && _best.Since >= stopping.Patience)
        {
            _context.Stop(FormattableString.Invariant($"{_monitor} has not been better for {_best.Since} epochs"));
        }

        if (_options.Logger is { } logger)
        {
            FitLog.Epoch(logger, epoch.Epoch, epoch.Steps, epoch.Loss, _monitor, monitored, epoch.GradientNorm, epoch.LearningRate, epoch.TrainingSeconds);
        }

        foreach (FitCallback callback in _callbacks)
        {
            callback.OnEpoch(_context, epoch);
        }

        _progress?.Report(new FitProgress(_options.Epochs, _context.Step, epoch));
    }

    private TrainingHistory Finish()
    {
        string? reason = _context.StopReason;
        if (reason is not null && _options.Logger is { } logger)
        {
            FitLog.Stopped(logger, Model, _epochs[^1].Epoch, reason);
        }

        if (_options.EarlyStopping is { RestoreBest: true } && _best.Epoch >= 0 && _best.Epoch != _epochs[^1].Epoch)
        {
            _best.Restore(Parameters);
            if (_options.Logger is { } log)
            {
                FitLog.Restored(log, Model, _best.Epoch, _monitor, _best.Value);
            }
        }

        return new TrainingHistory(_epochs, _curve.Records, _monitor, _best.Epoch, _best.Value, reason);
    }
}
