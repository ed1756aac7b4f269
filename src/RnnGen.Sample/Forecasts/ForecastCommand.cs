using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Reports;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Forecasts;

/// <summary>The command <c>forecast</c>: learns a time series, forecasts it with an interval, draws it.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class ForecastCommand(ForecastOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description = "Trains a network on a time series; forecasts 24 values with an interval and writes a plot.";

    private const int BatchSize = 64;

    // Days before the last forecast that the plot shows.
    private const int PlottedHorizons = 7;

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The series cannot be used, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        ForecastSeries series = ForecastSeries.Find(options);
        TimeSplit split = TimeSplit.ByShare(series.Table, validation: 0.15, test: 0.15);
        Standardization standardization = Standardization.Learn(series.Table, split);
        (SlidingWindows train, SlidingWindows validation, SlidingWindows test) = Windows(standardization.Apply(series.Table), split);
        view.Line(
            $"Data: {series.Source}, {series.Values.Length} values; windows: {train.Count} for training, "
            + $"{validation.Count} for validation, {test.Count} for the test");
        ReportGaps(train, validation, test);
        view.Line(
            $"At most {options.Training.Epochs} epochs in batches of {BatchSize}, {options.Steps} values give {ForecastNetwork.Horizon}, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));

        ForecastNetwork network = new(options.Training.Seed);
        long start = Stopwatch.GetTimestamp();
        RnnGen.Training.TrainingHistory history = Train(network, train, validation, cancellation);
        ForecastTest result = ForecastTest.Of(network, test, series.Values, standardization, options.Season);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        view.Line(
            FormattableString.Invariant($"Test: mean absolute error {result.Mae:0.###}, root mean square error {result.Rmse:0.###}; ")
            + FormattableString.Invariant($"the value {options.Season} earlier: {result.NaiveMae:0.###}; ")
            + FormattableString.Invariant($"{result.Coverage90:0.0%} of the values within the 90 % interval; {seconds:0.0} s"));
        WritePlot(series, result);
        if (options.Training.JsonFile is string path)
        {
            JsonFile.Write(
                path,
                [
                    new ForecastReport(
                        series.Source, result.Mae, result.Rmse, result.NaiveMae, result.Coverage90, history.Epochs.Count, seconds),
                ],
                ForecastReportContext.Default);
        }
    }

    private (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) Windows(TimeSeriesTable table, TimeSplit split)
    {
        WindowOptions windows = new() { InputSteps = options.Steps, Horizon = ForecastNetwork.Horizon };
        try
        {
            (SlidingWindows training, SlidingWindows validation, SlidingWindows test) = SlidingWindows.Split(table, windows, split);
            return training.Count > 0 && validation.Count > 0 && test.Count > 0
                ? (training, validation, test)
                : throw new CommandFailure(
                    $"--data: windows of {options.Steps} and {ForecastNetwork.Horizon} values leave {training.Count} for training, "
                    + $"{validation.Count} for validation and {test.Count} for the test; each needs at least one."
                    + (training.Gaps.Gaps > 0
                        ? $" Gaps in the step of the times, {training.Gaps.Step}: {training.Gaps.Gaps}; with --irregular there are none."
                        : ""));
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailure($"--data: {exception.Message}");
        }
    }

    private void ReportGaps(params ReadOnlySpan<SlidingWindows> parts)
    {
        WindowGaps gaps = parts[0].Gaps;
        if (gaps.Gaps == 0)
        {
            return;
        }

        long leftOut = 0;
        foreach (SlidingWindows part in parts)
        {
            leftOut += part.Gaps.LeftOut;
        }

        view.Line($"Gaps: {gaps.Gaps} in the step of the times, {gaps.Step}; {leftOut} windows across them were left out");
        if (options.Season > options.Steps)
        {
            throw new CommandFailure(
                $"--season: in times with gaps the value {options.Season} rows earlier need not be a season earlier; "
                + $"it is where --season is at most --steps, {options.Steps}.");
        }
    }

    private RnnGen.Training.TrainingHistory Train(
        ForecastNetwork network, SlidingWindows train, SlidingWindows validation, CancellationToken cancellation)
    {
        BatchSource training = new(train, new BatchOptions { BatchSize = BatchSize, Seed = options.Training.Seed });
        BatchSource check = new(validation, new BatchOptions { BatchSize = 4 * BatchSize, Shuffle = false });
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.Training.LearningRate),
            Clipping = new GlobalNormClipping(1),
            Epochs = options.Training.Epochs,
            Metrics = [new MeanAbsoluteErrorMetric()],
            EarlyStopping = new EarlyStopping { Patience = 8 },
        };
        return view.Fit(
            "Training", network.CreateTrainer(options.Training.Threads), training, training.Batches, check, fit, static _ => { },
            cancellation);
    }

    private void WritePlot(ForecastSeries series, ForecastTest result)
    {
        int shown = Math.Min(PlottedHorizons * ForecastNetwork.Horizon, result.LastStep), first = result.LastStep - shown;
        double[] places = [.. Enumerable.Range(first, shown + ForecastNetwork.Horizon).Select(step => (double)step)];
        double[] values = [.. series.Values.Slice(first, shown + ForecastNetwork.Horizon).ToArray().Select(value => (double)value)];
        Forecast forecast = new(
            $"The last {ForecastNetwork.Horizon} values of "
            + $"{series.Column}{(first + places.Length < series.Values.Length ? " without a gap" : "")}",
            places, values, places.AsSpan(shown),
            result.LastMeans, result.LastLower, result.LastUpper)
        {
            XLabel = "row",
            IntervalName = "90 % interval",
            Note = $"Made from the {options.Steps} values before; the series beside the forecast was not read.",
        };
        try
        {
            HtmlReport.Write(options.PlotFile, new TrainingReport
            {
                Title = $"Forecast of {series.Column}",
                Summary = $"{series.Source}: {series.Values.Length} values, the last 15 % for the test.",
                Figures =
                [
                    new ReportFigure(
                        "mean absolute error", FormattableString.Invariant($"{result.Mae:0.###}"),
                        FormattableString.Invariant($"{result.NaiveMae:0.###} for the value {options.Season} earlier")),
                    new ReportFigure(
                        "within the 90 % interval", FormattableString.Invariant($"{result.Coverage90:0.0%}"), "of all test values"),
                ],
                Forecasts = [forecast],
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--plot: {exception.Message}");
        }

        view.Line($"Plot: {Path.GetFullPath(options.PlotFile)}");
    }
}
