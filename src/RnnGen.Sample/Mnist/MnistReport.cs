using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Reports;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Digits;
using RnnGen.Threading;

namespace RnnGen.Sample.Mnist;

/// <summary>Writes the file of <c>--report</c>.</summary>
internal static class MnistReport
{
    /// <summary>The test image whose hidden states are shown.</summary>
    private const int TracedImage = 0;

    private static readonly string[] Digits =
    [
        .. Enumerable.Range(0, MnistDataSets.Classes).Select(digit => digit.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the networks were trained.</param>
    /// <param name="reports">The networks.</param>
    /// <param name="digits">What they were trained on and tested with.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(string path, MnistOptions options, IReadOnlyList<ModeReport> reports, ResolvedDigits digits)
    {
        TrainingReport report = Create(options, [.. reports.Select(mode => mode.Training)], digits);
        try
        {
            HtmlReport.Write(path, report);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--report: {exception.Message}");
        }
    }

    private static TrainingReport Create(MnistOptions options, IReadOnlyList<TrainingResult> results, ResolvedDigits digits)
    {
        LabeledSequences test = digits.Sets.Test;
        TrainingResult first = results[0];
        return new TrainingReport
        {
            Title = $"Handwritten digits: {Network.Layers}",
            Summary = FormattableString.Invariant(
                $"{digits.Source}: {digits.Sets.Train.Count:N0} training images, {test.Count:N0} test images. ")
                    + FormattableString.Invariant(
                $"{options.Iterations} steps of {options.BatchSize} images with Adam at {options.LearningRate}."),
            Figures = [.. Figures(options, results)],
            Models = [.. results.Select(result => result.Model.Description)],
            Runs = [.. results.Select(result => result.History)],
            ConfusionMatrices =
            [
                .. Distinct(results).Select(group => ConfusionMatrix.Of(Digits, group[0].TestLogits, test.Labels, Names(group))),
            ],
            MisreadImages = MisreadImage.MostWrong(Digits, first.TestLogits, test.Labels, MnistDataSets.Side, test.Image),
            States = [.. results.Select(result => States(result, first, test))],
        };
    }

    private static IEnumerable<ReportFigure> Figures(MnistOptions options, IReadOnlyList<TrainingResult> results)
    {
        foreach (List<TrainingResult> group in Distinct(results))
        {
            yield return new ReportFigure("test accuracy", FormattableString.Invariant($"{group[0].TestAccuracy:0.0000}"), Names(group));
        }

        foreach (TrainingResult result in results)
        {
            yield return new ReportFigure(
                $"training step, {result.Network.Mode}", FormattableString.Invariant($"{result.StepMilliseconds:0.0} ms"),
                FormattableString.Invariant($"median; {result.Seconds:0} s in all"));
        }

        yield return new ReportFigure("parameters", FormattableString.Invariant($"{results[0].Model.Description.ParameterCount:N0}"));
        yield return new ReportFigure(
            "seed", options.Seed.ToString(CultureInfo.InvariantCulture),
            $"{WorkerTeam.DefaultThreads} threads, vectors of {SimdSupport.VectorBits} bits");
    }

    /// <summary>Results with the same parameters say the same: they are shown once.</summary>
    private static List<List<TrainingResult>> Distinct(IReadOnlyList<TrainingResult> results)
    {
        List<List<TrainingResult>> groups = [];
        foreach (TrainingResult result in results)
        {
            if (groups.Find(group => group[0].HasParametersOf(result)) is { } twins)
            {
                twins.Add(result);
            }
            else
            {
                groups.Add([result]);
            }
        }

        return groups;
    }

    private static string Names(IReadOnlyList<TrainingResult> results) => results.Count == 1
        ? results[0].Network.Mode
        : $"{string.Join(" and ", results.Select(result => result.Network.Mode))}, identical to the bit";

    private static SequenceStates States(TrainingResult result, TrainingResult first, LabeledSequences test)
    {
        StateMap[] maps = Maps(result, test), others = Maps(first, test);
        bool areEqual = maps.Zip(others).All(pair => pair.First.Values.SequenceEqual(pair.Second.Values));
        int label = test.Labels[TracedImage];
        return new SequenceStates(
            $"{result.Network.ClassName} ({result.Network.Mode}) reads test image {TracedImage}, a {label}, row by row", maps)
        {
            Input = new StateMap("image", test.Features, test.Image(TracedImage)),
            Note = result == first
                ? "Step by step, each row of pixels changes the states of both layers; the logits are made of the last row."
                : areEqual
                    ? $"Every state of every step is that of {first.Network.ClassName}, to the bit."
                    : $"The states differ from those of {first.Network.ClassName}.",
        };
    }

    private static StateMap[] Maps(TrainingResult result, LabeledSequences test)
    {
        ModelTrace trace = result.Model.Trace(test.Batch(TracedImage, 1));
        return [StateMap.Of(trace["lstm0/h"], 0, "hidden state of the LSTM"), StateMap.Of(trace["gru1/h"], 0, "hidden state of the GRU")];
    }
}
