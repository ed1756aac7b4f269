using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Reports;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;

namespace RnnGen.Sample.Denoise;

/// <summary>The command <c>denoise</c>: removes noise from speech, block by block.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class DenoiseCommand(DenoiseOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description = "Removes noise from speech with the networks of DTLN, block by block; writes sound and spectrograms.";

    // Blocks before the time is taken: code is compiled and caches are filled.
    private const int WarmUpBlocks = 200;

    // Samples after the voice ends that the network may still take for it.
    private const int Release = SpeechDenoiser.SampleRate / 10;

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">A file cannot be used or written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (options.ModelFolder is null && options.InputFile is not null)
        {
            throw new CommandFailure($"--input needs --models, the folder of the networks. They come from {DtlnModels.Source}.");
        }

        DtlnModels? models = options.ModelFolder is string folder ? new DtlnModels(folder) : null;
        (float[] noisy, IReadOnlyList<(int Begin, int End)> pauses) = options.InputFile is string file
            ? (WavFile.Read(file), [])
            : new NoisySpeech(options.Seed).Create();
        string input = options.InputFile ?? $"a voice and noise, seed {options.Seed}";
        double seconds = (double)noisy.Length / SpeechDenoiser.SampleRate;
        view.Line(FormattableString.Invariant($"Sound: {input}, {seconds:0.0} s"));
        if (options.InputFile is null)
        {
            WavFile.Write(options.NoisyFile, noisy);
            view.Line($"Noisy: {Path.GetFullPath(options.NoisyFile)}");
        }

        if (models is null)
        {
            view.Line($"The networks, {DtlnModels.MaskFile} and {DtlnModels.FramesFile}, come from {DtlnModels.Source}. Then:");
            view.Line($"denoise --models DIR --input {options.NoisyFile} --output {options.OutputFile}");
            return;
        }

        (float[] cleaned, double median) = Clean(models, noisy, cancellation);
        WavFile.Write(options.OutputFile, cleaned);
        DenoiseReport report = Report(input, noisy, cleaned, pauses, median);
        WritePage(report, noisy, cleaned);
        Tell(report);
        if (options.JsonFile is string path)
        {
            JsonFile.Write(path, [report], DenoiseReportContext.Default);
        }
    }

    private static (float[] Cleaned, double MedianSeconds) Clean(DtlnModels models, float[] noisy, CancellationToken cancellation)
    {
        SpeechDenoiser warmUp = models.Begin(), denoiser = models.Begin();
        float[] first = new float[SpeechDenoiser.Hop], nobody = new float[SpeechDenoiser.Hop];
        for (int block = 0; block < WarmUpBlocks; block++)
        {
            warmUp.Process(first, nobody);
        }

        int blocks = SpeechDenoiser.HopsOf(noisy.Length);
        float[] padded = new float[blocks * SpeechDenoiser.Hop], cleaned = new float[padded.Length];
        noisy.CopyTo(padded, 0);
        long[] times = new long[blocks];
        for (int block = 0; block < blocks; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            int at = block * SpeechDenoiser.Hop;
            long start = Stopwatch.GetTimestamp();
            denoiser.Process(padded.AsSpan(at, SpeechDenoiser.Hop), cleaned.AsSpan(at, SpeechDenoiser.Hop));
            times[block] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(times);
        return (
            cleaned[SpeechDenoiser.Delay..(SpeechDenoiser.Delay + noisy.Length)], (double)times[times.Length / 2] / Stopwatch.Frequency);
    }

    private static DenoiseReport Report(
        string input, float[] noisy, float[] cleaned, IReadOnlyList<(int Begin, int End)> pauses, double median)
    {
        (int, int)[] silent =
            [.. pauses.Where(pause => pause.End - pause.Begin > 2 * Release).Select(pause => (pause.Begin + Release, pause.End))];
        (int, int) all = (0, noisy.Length);
        return new DenoiseReport(
            input, (double)noisy.Length / SpeechDenoiser.SampleRate, SpeechDenoiser.HopsOf(noisy.Length), 1e6 * median,
            (double)SpeechDenoiser.Hop / SpeechDenoiser.SampleRate / median,
            Spectrogram.Level(noisy, all), Spectrogram.Level(cleaned, all),
            silent.Length > 0 ? Spectrogram.Level(noisy, silent) : null, silent.Length > 0 ? Spectrogram.Level(cleaned, silent) : null);
    }

    private static string Decibels(double level) => FormattableString.Invariant($"{level:0.0} dB");

    private void Tell(DenoiseReport report)
    {
        view.Line($"Level: {Decibels(report.LevelBefore)} before, {Decibels(report.LevelAfter)} after");
        if (report is { NoiseBefore: double before, NoiseAfter: double after })
        {
            view.Line($"Noise in pauses: {Decibels(before)} before, {Decibels(after)} after, {Decibels(before - after)} less");
        }

        view.Line(FormattableString.Invariant(
            $"Time: {report.MicrosecondsPerFrame:0} µs a frame of {SpeechDenoiser.Hop} samples, the median of {report.Frames}; ")
            + FormattableString.Invariant($"{report.TimesRealTime:0.0} times as fast as real time"));
        view.Line($"Clean: {Path.GetFullPath(options.OutputFile)}");
        view.Line($"Report: {Path.GetFullPath(options.ReportFile)}");
    }

    private void WritePage(DenoiseReport report, float[] noisy, float[] cleaned)
    {
        List<ReportFigure> figures =
        [
            new("time a frame", FormattableString.Invariant($"{report.MicrosecondsPerFrame:0} µs"), "the median"),
            new("speed", FormattableString.Invariant($"{report.TimesRealTime:0.0} times real time")),
            new("level", Decibels(report.LevelAfter), $"{Decibels(report.LevelBefore)} before"),
        ];
        if (report is { NoiseBefore: double before, NoiseAfter: double after })
        {
            figures.Add(new ReportFigure("noise in pauses", Decibels(after), $"{Decibels(before)} before"));
        }

        try
        {
            HtmlReport.Write(options.ReportFile, new TrainingReport
            {
                Title = $"Noise removed from {report.Input}",
                Summary = FormattableString.Invariant($"{report.Seconds:0.0} s, {report.Frames} frames of {SpeechDenoiser.Hop} samples."),
                Figures = figures,
                Models = DtlnModels.Descriptions,
                States =
                [
                    new SequenceStates(
                        "Spectrograms",
                        [
                            new StateMap("before", Spectrogram.Bands, Spectrogram.Of(noisy)),
                            new StateMap("after", Spectrogram.Bands, Spectrogram.Of(cleaned)),
                        ])
                    {
                        Note = "Time runs downwards, frequency from the left, 0 to 8 kHz; dB above silence, "
                            + FormattableString.Invariant($"{Spectrogram.Silence} below full scale."),
                    },
                ],
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--report: {exception.Message}");
        }
    }
}
