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
        IForecaster forecaster = options.Static.Count + options.Future.Count > 0
            ? new CovariateForecaster(series, options)
            : new PlainForecaster(series, options);
        TimeSplit split = TimeSplit.ByShare(series.Table, validation: 0.15, test: 0.15);

        // Of the data as they are first: what is wrong with them is told in their own units.
        Windows(series.Table, forecaster.Windows, split);
        Standardization standardization = Standardization.Learn(series.Table, split);
        (SlidingWindows train, SlidingWindows validation, SlidingWindows test) =
            Windows(standardization.Apply(series.Table), forecaster.Windows, split);
        view.Line(
            $"Data: {series.Source}, {Size(series)}; windows: {train.Count} for training, "
            + $"{validation.Count} for validation, {test.Count} for the test");
        ReportGaps(train, validation, test);
        view.Line(
            $"At most {options.Training.Epochs} epochs in batches of {BatchSize}, {options.Steps} values give {ForecastNetwork.Horizon}, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));

        if (options.Static.Count + options.Future.Count > 0)
        {
            view.Line($"Beside the past: {Covariates()}");
        }

        long start = Stopwatch.GetTimestamp();
        RnnGen.Training.TrainingHistory history = Train(forecaster, train, validation, cancellation);
        ForecastTest result = ForecastTest.Of(forecaster, test, series, standardization, options.Season);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        view.Line(
            FormattableString.Invariant($"Test: mean absolute error {result.Mae:0.###}, root mean square error {result.Rmse:0.###}; ")
            + FormattableString.Invariant($"the value {options.Season} earlier: {result.NaiveMae:0.###}; ")
            + FormattableString.Invariant($"{result.Coverage90:0.0%} of the values within the 90 % interval; {seconds:0.0} s"));
        if (view.Writes)
        {
            WritePlot(series, result);
        }

        if (view.Writes && options.Training.JsonFile is string path)
        {
            JsonFile.Write(
                path,
                [
                    new ForecastReport(
                        series.Source, result.Mae, result.Rmse, result.NaiveMae, result.Coverage90, history.Epochs.Count, seconds)
                    {
                        Series = IsSeveral(series) ? series.Table.Series.Count : null,
                        Static = options.Static.Count > 0 ? options.Static : null,
                        Future = options.Future.Count > 0 ? options.Future : null,
                    },
                ],
                ForecastReportContext.Default);
        }
    }

    private (SlidingWindows Training, SlidingWindows Validation, SlidingWindows Test) Windows(
        TimeSeriesTable table, WindowOptions windows, TimeSplit split)
    {
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
            // The library names its own option.
            string option = exception.Message.Contains(nameof(WindowOptions.StaticInputs), StringComparison.Ordinal)
                ? " Here that is --static."
                : "";
            throw new CommandFailure($"--data: {exception.Message}{option}");
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
        IForecaster forecaster, SlidingWindows train, SlidingWindows validation, CancellationToken cancellation)
    {
        BatchSource training = new(forecaster.Read(train), new BatchOptions { BatchSize = BatchSize, Seed = options.Training.Seed });
        BatchSource check = new(forecaster.Read(validation), new BatchOptions { BatchSize = 4 * BatchSize, Shuffle = false });
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.Training.LearningRate),
            Clipping = new GlobalNormClipping(1),
            Epochs = options.Training.Epochs,
            Metrics = [new MeanAbsoluteErrorMetric()],
            EarlyStopping = new EarlyStopping { Patience = 8 },
        };
        return view.Fit(
            "Training", forecaster.CreateTrainer(options.Training.Threads), training, training.Batches, check, fit, static _ => { },
            cancellation);
    }

    private bool IsSeveral(ForecastSeries series) => options.IdColumn is not null || series.Table.Series.Count > 1;

    private string Size(ForecastSeries series) =>
        IsSeveral(series) ? $"{series.Rows} values of {series.Table.Series.Count} series" : $"{series.Rows} values";

    private string Covariates() => string.Join("; ", new[]
    {
        options.Future.Count > 0 ? $"{string.Join(", ", options.Future)} of the {ForecastNetwork.Horizon} values ahead" : "",
        options.Static.Count > 0 ? $"{string.Join(", ", options.Static)} of the series" : "",
    }.Where(part => part.Length > 0));

    private void WritePlot(ForecastSeries series, ForecastTest result)
    {
        float[] all = series.Values(result.LastSeries);
        string name = IsSeveral(series) ? $"{series.Column} of {series.Table.Series[result.LastSeries].Id}" : series.Column;
        int shown = Math.Min(PlottedHorizons * ForecastNetwork.Horizon, result.LastStep), first = result.LastStep - shown;
        double[] places = [.. Enumerable.Range(first, shown + ForecastNetwork.Horizon).Select(step => (double)step)];
        double[] values = [.. all.AsSpan(first, shown + ForecastNetwork.Horizon).ToArray().Select(value => (double)value)];
        Forecast forecast = new(
            $"The last {ForecastNetwork.Horizon} values of {name}{(first + places.Length < all.Length ? " without a gap" : "")}",
            places, values, places.AsSpan(shown),
            result.LastMeans, result.LastLower, result.LastUpper)
        {
            XLabel = "row",
            IntervalName = "90 % interval",
            Note = $"Made from the {options.Steps} values before{(Covariates() is { Length: > 0 } more ? $" and {more}" : "")}; "
                + "the series beside the forecast was not read.",
        };
        try
        {
            HtmlReport.Write(options.PlotFile, new TrainingReport
            {
                Title = $"Forecast of {series.Column}{(IsSeveral(series) ? $", {series.Table.Series.Count} series" : "")}",
                Summary = $"{series.Source}: {Size(series)}, the last 15 % for the test.",
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
