using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Reports;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Detection;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Keywords;

/// <summary>The command <c>keywords</c>: learns spoken commands, and listens for them in a long recording.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class KeywordsCommand(KeywordsOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description =
        "Trains a network to hear spoken commands; listens for them in a recording, frame by frame, and writes a report.";

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The words cannot be used, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        KeywordsData data = KeywordsData.Create(options, view, cancellation);
        KeywordClasses classes = data.Words.Classes;
        int planted = data.Recording.Words.Count(word => word.Class >= KeywordClasses.FirstWord);
        view.Line(
            $"Words: {string.Join(", ", classes.Words)}{(data.Words.HasUnknown ? ", and unknown ones" : "")}; {data.Words.Name}");
        view.Line(
            $"Data: {data.Training.Count} scenes of 2 s for training, {data.Validation.Count} for validation, {data.Words.TestClips} "
            + FormattableString.Invariant($"clips of 1 s for the test; a recording of {options.Minutes} min with {planted} commands and ")
            + $"{data.Recording.Words.Count - planted} other words");
        if (options.SoundFile is string sound && view.Writes)
        {
            WavFile.Write(sound, data.Recording.Samples);
            view.Line($"Recording: {Path.GetFullPath(sound)}");
        }

        view.Line(
            $"{options.Training.Epochs} epochs in batches of {options.BatchSize}, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));
        double made = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TrainedKeywords trained = TrainedKeywords.Fit(data, options, view, cancellation);
        double learned = Stopwatch.GetElapsedTime(start).TotalSeconds;
        EpochRecord best = trained.History.Epochs[(int)Math.Max(0, trained.History.BestEpoch)];
        view.Line(
            FormattableString.Invariant($"Best epoch {best.Epoch + 1}: validation loss {trained.History.BestValue:0.00} a scene; ")
            + FormattableString.Invariant($"{made:0.0} s for the data, {learned - made:0.0} s of training"));

        KeywordListener Listen() => new(trained.Network, trained.Standardization, classes.Count);
        ConfusionMatrix confusion = KeywordsData.Unwrapped(
            () => ClipTest.Run(data.Words, Listen, KeywordsData.Parallel(options.Training.Threads, cancellation)));
        RecordingTest heard = RecordingTest.Of(data.Recording, Listen(), classes.Count, cancellation);
        List<DetectedWord> told = heard.Detect(options.Detection);
        DetectionScore score = DetectionScore.Of(data.Recording, told);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Tell(confusion, score, heard.MedianSeconds, seconds);
        if (!view.Writes)
        {
            return;
        }

        KeywordsPage.Write(options, data, trained, confusion, heard, told, score);
        view.Line($"Report: {Path.GetFullPath(options.ReportFile)}");
        if (options.Training.JsonFile is string path)
        {
            JsonFile.Write(path, [Report(data, trained, confusion, heard, score, seconds)], KeywordsReportContext.Default);
        }
    }

    private KeywordsReport Report(
        KeywordsData data, TrainedKeywords trained, ConfusionMatrix confusion, RecordingTest heard, DetectionScore score, double seconds)
    {
        int classes = confusion.Classes.Count;
        long[] Row(int label) => [.. Enumerable.Range(0, classes).Select(column => confusion[label, column])];
        return new KeywordsReport(
            data.Words.Name, confusion.Classes, (int)confusion.Total, confusion.Accuracy, [.. Enumerable.Range(0, classes).Select(Row)],
            options.Minutes, options.Detection.Threshold, score.Planted, score.Hits, score.Misses, score.FalseAlarms,
            score.FalseAlarmsPerHour, 1e6 * heard.MedianSeconds, HopSeconds / heard.MedianSeconds, trained.History.Epochs.Count,
            trained.History.BestValue, seconds);
    }

    private static double HopSeconds => (double)LogMelFrames.Hop / SoundFormat.SampleRate;

    private void Tell(ConfusionMatrix confusion, DetectionScore score, double frameSeconds, double seconds)
    {
        view.Line(FormattableString.Invariant($"Accuracy on {confusion.Total} test clips: {confusion.Accuracy:0.0000}"));
        view.Table(ConfusionTable.Create(confusion));
        view.Line(
            $"Recording: {score.Hits} of {score.Planted} commands heard, {score.Misses} missed, {score.FalseAlarms} false alarms, "
            + FormattableString.Invariant($"{score.FalseAlarmsPerHour:0.#} an hour, at threshold {options.Detection.Threshold}"));
        view.Line(
            FormattableString.Invariant($"Time: {1e6 * frameSeconds:0} µs a frame of 10 ms, the median; ")
            + FormattableString.Invariant($"{HopSeconds / frameSeconds:0} times as fast as real time; {seconds:0.0} s in all"));
    }
}
