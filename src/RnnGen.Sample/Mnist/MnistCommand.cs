using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Digits;
using RnnGen.Sample.Measurement;
using RnnGen.Sample.Output;

namespace RnnGen.Sample.Mnist;

/// <summary>The command <c>mnist</c>: finds the data, trains the networks one after the other, compares them.</summary>
/// <param name="options">What to do.</param>
/// <param name="sources">Where the data may come from, unless the options name a folder.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class MnistCommand(MnistOptions options, MnistDownloadOptions sources, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description = $"Trains {Network.Layers} on handwritten digits, compiled unrolled (static) and as a loop (dynamic).";

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The data cannot be used, a file cannot be written, or the networks differ.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ResolvedDigits digits = await FindDataAsync(cancellation).ConfigureAwait(false);
        MnistDataSets sets = digits.Sets;
        view.Line($"Data: {digits.Source}, {sets.Train.Count} training images, {sets.Test.Count} test images");
        if (digits.Note.Length > 0)
        {
            view.Line($"({digits.Note})");
        }

        view.Line(
            $"Network: {Network.Layers}; {options.Iterations} iterations of {options.BatchSize}, learning rate {options.LearningRate}, " +
            RunText.Of(options.Seed));
        WarmUp.Run();
        List<(TrainingResult Training, OneThread OneThread)> trained = [];
        foreach (Network network in options.Networks)
        {
            view.Line();
            view.Line($"{network.ClassName} ({network.Mode})");
            TrainingResult result = new TrainingRun(options, sets, view).Run(network, cancellation);
            if (!view.Writes)
            {
                continue;
            }

            OneThread oneThread = OneThread.Measure(network, result.Model, options, sets.Train, cancellation);
            view.Line(oneThread.ToString());
            if (oneThread.Caution.Length > 0)
            {
                view.Line(oneThread.Caution);
            }

            trained.Add((result, oneThread));
        }

        if (!view.Writes)
        {
            return;
        }

        // Last: the compiler and its threads would disturb the other measurements.
        GeneratorMeasurement? generator = GeneratorMeasurement.Create(cancellation);
        List<ModeReport> reports = [];
        foreach ((TrainingResult training, OneThread oneThread) in trained)
        {
            reports.Add(new ModeReport(training, oneThread, generator?.Measure(training.Network.ClassName, cancellation)));
        }

        Finish(reports, digits);
    }

    private async Task<ResolvedDigits> FindDataAsync(CancellationToken cancellation)
    {
        ResolvedDigits digits;
        try
        {
            // Rank 0 downloads; the others find in the cache what it has found, or there is nothing to be had.
            if (!view.Writes)
            {
                view.Ranks?.Barrier();
            }

            digits = await view.TrackAsync(
                "Downloading MNIST",
                progress => MnistDownload.ResolveAsync(
                    sources with { Directory = options.DataDirectory, Mirrors = view.Writes ? sources.Mirrors : [] }, progress,
                    cancellation)).ConfigureAwait(false);
            if (view.Writes)
            {
                view.Ranks?.Barrier();
            }
        }
        catch (Exception exception)
            when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(exception.Message);
        }

        if (options.BatchSize > digits.Sets.Train.Count)
        {
            throw new CommandFailure($"--batch-size is {options.BatchSize}, but there are only {digits.Sets.Train.Count} training images.");
        }

        return digits.Sets.Test.Count > 0 ? digits : throw new CommandFailure($"{digits.Source} has no test images.");
    }

    private void Finish(List<ModeReport> reports, ResolvedDigits digits)
    {
        view.Line();
        view.Table(ComparisonTable.Create(reports));
        foreach (string note in ComparisonTable.Notes)
        {
            view.Line(note);
        }

        if (options.JsonFile is string path)
        {
            JsonReport.Write(path, reports, digits.Source);
        }

        if (options.ReportFile is string reportPath)
        {
            MnistReport.Write(reportPath, options, reports, digits);
            view.Line($"Report: {reportPath}");
        }

        if (!ComparisonTable.AreIdentical(reports))
        {
            throw new CommandFailure("The networks were trained to different parameters; static and dynamic must be identical to the bit.");
        }
    }
}
