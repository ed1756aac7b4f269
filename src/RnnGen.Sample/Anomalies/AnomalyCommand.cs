using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Anomalies;

/// <summary>The command <c>anomaly</c>: learns what a signal is like, and tells where it is different.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class AnomalyCommand(AnomalyOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description =
        "Trains an autoencoder on a machine's signal; finds the faults in the rest of it and writes a report.";

    private const int BatchSize = 64;

    // Steps from one window of the training to the next; every window of the other parts is scored.
    private const int TrainingStride = 3;

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The signal cannot be used, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (options.TrainShare + options.ValidationShare >= 1)
        {
            throw new CommandFailure(FormattableString.Invariant(
                $"--train-share {options.TrainShare} and --validation-share {options.ValidationShare} leave nothing for the test; ")
                + "their sum must be below 1.");
        }

        AnomalySeries series = AnomalySeries.Find(options);
        (SlidingWindows train, SlidingWindows validation, SlidingWindows test) = Windows(series);
        view.Line(
            $"Data: {series.Source}, {series.Steps} rows of {string.Join(", ", series.Table.Columns)}; "
            + $"windows: {train.Count} for training, "
            + $"{validation.Count} for validation, {test.Count} for the test");
        WindowGaps gaps = test.Gaps;
        if (gaps.Gaps > 0)
        {
            view.Line($"Gaps: {gaps.Gaps} in the step of the times, {gaps.Step}; no window goes across them");
        }

        view.Line(
            $"At most {options.Training.Epochs} epochs in batches of {BatchSize}, windows of {options.Window} rows, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));

        AnomalyNetwork network = new(options.Training.Seed);
        network.Threads = options.Training.Threads > 0 ? options.Training.Threads : network.Threads;
        long start = Stopwatch.GetTimestamp();
        RnnGen.Training.TrainingHistory history = Train(network, train, validation, cancellation);
        AnomalyTest result = AnomalyTest.Of(network, validation, test, series, options);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Tell(series, result, seconds);
        int testFrom = test.Place(0).Step;
        if (view.Writes)
        {
            AnomalyPage.Write(options, series, result, history, AnomalyNetwork.Description, validation.Place(0).Step);
        }

        view.Line($"Report: {Path.GetFullPath(options.ReportFile)}");
        if (view.Writes && options.Training.JsonFile is string path)
        {
            JsonFile.Write(
                path,
                [
                    new AnomalyReport(
                        series.Source, testFrom, series.Steps, result.Test.Count, result.Threshold, result.Events, series.Faults,
                        series.Faults is { } faults ? result.Found(faults, options.Window) : null,
                        series.Faults is { } planted ? result.FalseEvents(planted, options.Window) : null, history.Epochs.Count, seconds),
                ],
                AnomalyReportContext.Default);
        }
    }

    private (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) Windows(AnomalySeries series)
    {
        try
        {
            TimeSplit split = TimeSplit.ByShare(
                series.Table, options.ValidationShare, test: 1 - options.TrainShare - options.ValidationShare);
            WindowOptions every = new() { InputSteps = options.Window, Horizon = 0, TargetsEveryStep = true };

            // Before anything is learned: a part without rows has neither means nor deviations.
            CheckParts(series, SlidingWindows.Split(series.Table, every, split));
            TimeSeriesTable table = series.ForNetwork(Standardization.Learn(series.Table, split));
            return (
                new(table, every with { Stride = TrainingStride }, before: split.ValidationFrom),
                new(table, every, split.ValidationFrom, split.TestFrom), new(table, every, split.TestFrom));
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailure($"--data: {exception.Message}");
        }
    }

    private void CheckParts(AnomalySeries series, (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) parts)
    {
        (SlidingWindows training, SlidingWindows validation, SlidingWindows test) = parts;
        if (training.Count == 0 || !ReconstructionScore.CanScore(validation) || !ReconstructionScore.CanScore(test))
        {
            throw new CommandFailure(
                $"--data: windows of {options.Window} of {series.Steps} rows leave {training.Count} for training, "
                + $"{validation.Count} for validation and {test.Count} for the test; the first needs one, the others need "
                + $"{ReconstructionScore.LeastWindows(options.Window)} that follow each other."
                + (training.Gaps.Gaps > 0
                    ? $" Gaps in the step of the times, {training.Gaps.Step}: {training.Gaps.Gaps}; with --irregular there are none."
                    : ""));
        }
    }

    private RnnGen.Training.TrainingHistory Train(
        AnomalyNetwork network, SlidingWindows train, SlidingWindows validation, CancellationToken cancellation)
    {
        BatchSource training = new(train, new BatchOptions { BatchSize = BatchSize, Seed = options.Training.Seed });
        BatchSource check = new(validation, new BatchOptions { BatchSize = 4 * BatchSize, Shuffle = false });
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.Training.LearningRate),
            Clipping = new GlobalNormClipping(1),
            Epochs = options.Training.Epochs,
            EarlyStopping = new EarlyStopping { Patience = 8 },
        };
        return view.Fit(
            "Training", network.CreateTrainer(options.Training.Threads), training, training.Batches, check, fit, static _ => { },
            cancellation);
    }

    private void Tell(AnomalySeries series, AnomalyTest result, double seconds)
    {
        view.Line(
            FormattableString.Invariant(
                $"Threshold: {result.Threshold:0.###}, {options.Margin} times what {options.Quantile:0.###%} of the ")
            + "scores of the validation part do not exceed");
        foreach (AnomalyEvent found in result.Events)
        {
            view.Line(
                FormattableString.Invariant($"Event: rows {found.Begin} to {found.End - 1}, score up to {found.Peak:0.##}, {found.Column}")
                + AnomalyPage.Cause(series, found, options.Window));
        }

        view.Line(
            FormattableString.Invariant($"Test: {result.Events.Count} events in {result.Test.Count} rows")
            + (series.Faults is { } faults
                ? $"; {result.Found(faults, options.Window)} of {faults.Count} planted faults found, "
                    + $"{result.FalseEvents(faults, options.Window)} false events"
                : "")
            + FormattableString.Invariant($"; {seconds:0.0} s"));
    }
}
