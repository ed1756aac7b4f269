using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>The charts of training runs: what belongs together is in one chart, and curves that are equal are one curve.</summary>
internal static class HistoryCharts
{
    private const string XLabel = "training step", Training = "training";

    /// <summary>A curve of losses with fewer points than this is not smoothed: it can be read as it is.</summary>
    private const int SmoothedFrom = 100;

    /// <summary>The mean runs over this part of the steps.</summary>
    private const int SmoothingPart = 40;

    /// <summary>All charts that have something to show.</summary>
    /// <param name="histories">The runs.</param>
    public static IReadOnlyList<CurveChart> Of(IReadOnlyList<ReportRun> histories)
    {
        List<CurveChart> charts = [];
        string[] runs = [.. histories.Select(history => history.Name)];
        Add(charts, runs, "Loss", [.. Losses(histories), .. Evaluations(histories, ReportRun.Loss)]);
        foreach (string metric in histories.SelectMany(history => history.Evaluations).Select(evaluation => evaluation.Metric).Distinct())
        {
            if (metric != ReportRun.Loss)
            {
                Add(charts, runs, Capitalized(metric), Evaluations(histories, metric));
            }
        }

        Add(charts, runs, "Learning rate", Steps(histories, "learning rate", step => step.LearningRate));
        Add(charts, runs, "Gradient norm", Steps(histories, "gradient norm", step => step.GradientNorm));
        Add(charts, runs, "Time of a step, ms", Steps(histories, "milliseconds", step => step.Milliseconds));
        return charts;
    }

    private static void Add(List<CurveChart> charts, string[] runs, string title, IEnumerable<RunCurve> curves)
    {
        List<RunCurve> distinct = Merged(curves.Where(curve => curve.Y.Any(value => !double.IsNaN(value))));
        if (distinct.Count == 0)
        {
            return;
        }

        // Where all runs are equal in all, one sentence says it better than every name.
        bool areEqual = runs.Length > 1 && distinct.TrueForAll(curve => curve.Runs.Length == runs.Length);

        // A mean over steps has the colour of the steps that it is the mean of, and stands above all of them.
        Dictionary<string, int> colors = [];
        foreach (RunCurve curve in distinct)
        {
            colors.TryAdd(curve.Key, colors.Count);
        }

        charts.Add(new CurveChart(title, XLabel, [.. distinct.OrderBy(curve => curve.Style == CurveStyle.Faint ? 0 : 1).Select(curve =>
            new Curve(areEqual ? curve.Label : curve.Name, curve.X, curve.Y) { Style = curve.Style, Color = colors[curve.Key] })])
        {
            Note = areEqual ? $"Equal in every point: {string.Join(", ", runs)}." : "",
        });
    }

    private static IEnumerable<RunCurve> Losses(IReadOnlyList<ReportRun> histories)
    {
        foreach (RunCurve raw in Steps(histories, Training, step => step.Loss))
        {
            if (raw.Y.Length < SmoothedFrom)
            {
                yield return raw;
                continue;
            }

            int window = raw.Y.Length / SmoothingPart;
            yield return raw with { Label = $"{Training}, each step", Style = CurveStyle.Faint };
            yield return raw with { Label = $"{Training}, mean of {window} steps", Y = Smoothing.TrailingMean(raw.Y, window) };
        }
    }

    private static IEnumerable<RunCurve> Steps(IReadOnlyList<ReportRun> histories, string label, Func<ReportStep, double> value)
    {
        foreach (ReportRun history in histories)
        {
            yield return new RunCurve(
                label, label, Runs(histories, history), [.. history.Steps.Select(step => (double)step.Step)],
                [.. history.Steps.Select(value)]);
        }
    }

    private static IEnumerable<RunCurve> Evaluations(IReadOnlyList<ReportRun> histories, string metric)
    {
        foreach (ReportRun history in histories)
        {
            foreach (IGrouping<string, ReportEvaluation> set in
                history.Evaluations.Where(evaluation => evaluation.Metric == metric).GroupBy(evaluation => evaluation.Set))
            {
                // Evaluated on what the steps train on too: beside the curve of the steps it needs a name of its own.
                string label = metric == ReportRun.Loss && set.Key == Training && history.Steps.Count > 0
                    ? $"{Training}, evaluated"
                    : set.Key;
                yield return new RunCurve(
                    label, label, Runs(histories, history), [.. set.Select(record => (double)record.Step)],
                    [.. set.Select(record => record.Value)]);
            }
        }
    }

    private static string[] Runs(IReadOnlyList<ReportRun> histories, ReportRun history) =>
        histories.Count > 1 ? [history.Name] : [];

    private static List<RunCurve> Merged(IEnumerable<RunCurve> curves)
    {
        List<RunCurve> distinct = [];
        foreach (RunCurve curve in curves)
        {
            int twin = distinct.FindIndex(other => other.IsTwinOf(curve));
            if (twin < 0)
            {
                distinct.Add(curve);
            }
            else
            {
                distinct[twin] = distinct[twin] with { Runs = [.. distinct[twin].Runs, .. curve.Runs] };
            }
        }

        return distinct;
    }

    private static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A curve of one run, or of several whose curves are equal.</summary>
    private sealed record RunCurve(string Group, string Label, string[] Runs, double[] X, double[] Y)
    {
        public CurveStyle Style { get; init; }

        /// <summary>What has a colour of its own: a set or quantity of a run.</summary>
        public string Key => $"{Group}\n{string.Join('\n', Runs)}";

        public string Name => Runs.Length switch
        {
            0 => Label,
            1 => $"{Label} ({Runs[0]})",
            _ => $"{Label} ({string.Join(", ", Runs)}: equal)",
        };

        public bool IsTwinOf(RunCurve other) =>
            Label == other.Label && X.AsSpan().SequenceEqual(other.X) && Y.AsSpan().SequenceEqual(other.Y);
    }
}
