using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Reports;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Detection;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Scenes;

namespace RnnGen.Sample.Keywords;

/// <summary>Writes the file of <c>--report</c>: what was confused, what a threshold costs, and half a minute of the recording.</summary>
internal static class KeywordsPage
{
    // Thresholds of the chart, and what is shown of the recording.
    private const int Thresholds = 19, ExcerptSeconds = 30;

    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="options">Where, and how commands were told.</param>
    /// <param name="data">What was learned from, and the recording.</param>
    /// <param name="trained">The network.</param>
    /// <param name="confusion">What the clips were taken for.</param>
    /// <param name="heard">The recording.</param>
    /// <param name="told">The commands that were told.</param>
    /// <param name="score">Which of them were right.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(
        KeywordsOptions options, KeywordsData data, TrainedKeywords trained, ConfusionMatrix confusion, RecordingTest heard,
        IReadOnlyList<DetectedWord> told, DetectionScore score)
    {
        try
        {
            HtmlReport.Write(options.ReportFile, new TrainingReport
            {
                Title = $"Spoken commands: {data.Words.Name}",
                Summary = $"{string.Join(", ", data.Words.Classes.Words)}: {data.Training.Count} scenes of 2 s to learn from, "
                    + FormattableString.Invariant($"{confusion.Total} clips of 1 s and a recording of {options.Minutes} min to measure ")
                    + "with.",
                Figures =
                [
                    new("test accuracy", FormattableString.Invariant($"{confusion.Accuracy:0.0000}"), $"{confusion.Total} clips"),
                    new("commands heard", $"{score.Hits} of {score.Planted}", $"{score.Misses} missed"),
                    new(
                        "false alarms", FormattableString.Invariant($"{score.FalseAlarmsPerHour:0.#} an hour"),
                        FormattableString.Invariant($"{score.FalseAlarms} at threshold {options.Detection.Threshold}")),
                    new("time a frame", FormattableString.Invariant($"{1e6 * heard.MedianSeconds:0} µs"), "of 10 ms; the median"),
                ],
                Models = [KeywordNetwork.Description],
                Runs = [ReportRun.Of(trained.History)],
                Charts = [.. Sweep(options, data, heard), Excerpt(options, data, heard, told)],
                ConfusionMatrices = [confusion],
                States = [States(data, heard)],
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--report: {exception.Message}");
        }
    }

    private static IEnumerable<CurveChart> Sweep(KeywordsOptions options, KeywordsData data, RecordingTest heard)
    {
        double[] thresholds = [.. Enumerable.Range(1, Thresholds).Select(step => (double)step / (Thresholds + 1))];
        DetectionScore[] scores =
        [
            .. thresholds.Select(threshold => DetectionScore.Of(
                data.Recording, heard.Detect(options.Detection with { Threshold = threshold }))),
        ];
        yield return new CurveChart(
            "Commands missed", "threshold",
            [new Curve("% of the commands", thresholds, [.. scores.Select(score => 100.0 * score.Misses / score.Planted)])])
        {
            Scale = AxisScale.Linear,
        };
        yield return new CurveChart(
            "False alarms", "threshold", [new Curve("an hour", thresholds, [.. scores.Select(score => score.FalseAlarmsPerHour)])]);
    }

    private static CurveChart Excerpt(
        KeywordsOptions options, KeywordsData data, RecordingTest heard, IReadOnlyList<DetectedWord> told)
    {
        int frames = ExcerptFrames(heard);
        double[] times = [.. Enumerable.Range(0, frames).Select(Seconds)];
        string[] names = data.Words.Classes.Names;
        double[][] means = Means(heard, frames, options.Detection);
        List<Curve> curves =
        [
            .. Enumerable.Range(KeywordClasses.FirstWord, names.Length - KeywordClasses.FirstWord).Select(
                label => new Curve(names[label], times, means[label]) { Color = label }),
            new(
                "said", times, [.. Enumerable.Range(0, frames).Select(frame => data.Recording.Words.Any(
                    word => word.Class >= KeywordClasses.FirstWord && IsWithin(frame, word)) ? 1.02 : double.NaN)])
            {
                Color = 0,
            },
            new(
                "threshold", [times[0], times[^1]], [options.Detection.Threshold, options.Detection.Threshold])
            {
                Color = 1,
                Style = CurveStyle.Dashed,
            },
        ];
        int here = told.Count(word => word.Frame < frames);
        string heardHere = string.Join(
            ", ", told.Take(here).Select(word => FormattableString.Invariant($"{names[word.Class]} at {Seconds(word.Frame):0.0} s")));
        string saidHere = string.Join(
            ", ", data.Recording.Words.Where(word => word.End < frames * LogMelFrames.Hop).Select(
                word => FormattableString.Invariant($"{names[word.Class]} at {(double)word.Begin / SoundFormat.SampleRate:0.0} s")));
        return new CurveChart("The beginning of the recording: mean probabilities", "seconds", curves)
        {
            Scale = AxisScale.Linear,
            Note = $"Said: {saidHere}. Heard: {heardHere}.",
        };
    }

    private static SequenceStates States(KeywordsData data, RecordingTest heard)
    {
        int frames = ExcerptFrames(heard);
        float[] mel = LogMelFrames.Of(data.Recording.Samples.AsSpan(0, ((frames - 1) * LogMelFrames.Hop) + LogMelFrames.Length));

        // Both are drawn on one scale.
        float least = (float)Math.Log(LogMelFrames.Floor), most = mel.Max();
        for (int i = 0; i < mel.Length; i++)
        {
            mel[i] = (mel[i] - least) / Math.Max(1, most - least);
        }

        return new SequenceStates(
            "The same seconds, frame by frame",
            [
                new StateMap("log-mel bands", LogMelFrames.Bands, mel),
                new StateMap("probabilities", heard.Classes, heard.Probabilities.AsSpan(0, frames * heard.Classes)),
            ])
        {
            Note = "Time runs downwards. Bands from 60 to 7600 Hz, loud ones high; probabilities of "
                + $"{string.Join(", ", data.Words.Classes.Names)}.",
        };
    }

    private static double[][] Means(RecordingTest heard, int frames, DetectionOptions options)
    {
        KeywordDetector detector = new(heard.Classes, options);
        double[][] means = [.. Enumerable.Range(0, heard.Classes).Select(_ => new double[frames])];
        for (int frame = 0; frame < frames; frame++)
        {
            detector.Next(heard.Probabilities.AsSpan(frame * heard.Classes, heard.Classes));
            for (int label = 0; label < heard.Classes; label++)
            {
                means[label][frame] = detector.Means[label];
            }
        }

        return means;
    }

    private static bool IsWithin(int frame, PlacedWord word)
    {
        int now = (frame * LogMelFrames.Hop) + LogMelFrames.Length;
        return word.Begin <= now && now < word.End;
    }

    private static int ExcerptFrames(RecordingTest heard) =>
        Math.Min(heard.Frames, ExcerptSeconds * SoundFormat.SampleRate / LogMelFrames.Hop);

    private static double Seconds(int frame) => (double)((frame * LogMelFrames.Hop) + LogMelFrames.Length) / SoundFormat.SampleRate;
}
