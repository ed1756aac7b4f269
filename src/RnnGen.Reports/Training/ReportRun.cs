using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Reports;

/// <summary>One training step.</summary>
/// <param name="Step">Number of the step, greater than that of the step before.</param>
/// <param name="Loss">Loss of the step's batch before the update.</param>
public sealed record ReportStep(long Step, double Loss)
{
    /// <summary>Learning rate of the update; NaN where it is not known.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>Euclidean norm of all gradients before any clipping; NaN where it is not known.</summary>
    public double GradientNorm { get; init; } = double.NaN;

    /// <summary>Milliseconds that the step took; NaN where it is not known.</summary>
    public double Milliseconds { get; init; } = double.NaN;
}

/// <summary>A figure measured during training.</summary>
/// <param name="Step">Training steps done before it was measured.</param>
/// <param name="Set">What it was measured on, such as <c>validation</c>: the name of the curve.</param>
/// <param name="Metric">
/// What was measured, such as <c>accuracy</c>: the chart. <see cref="ReportRun.Loss"/> joins the losses of the steps.
/// </param>
/// <param name="Value">The value.</param>
public sealed record ReportEvaluation(long Step, string Set, string Metric, double Value);

/// <summary>How one training run went. Values that are not finite numbers are gaps in the curves and counted beside them.</summary>
public sealed record ReportRun
{
    /// <summary>The metric whose evaluations are drawn into the chart of the training loss.</summary>
    public const string Loss = "loss";

    /// <summary>Name of the run; needed only where a report has several.</summary>
    public string Name { get; init; } = "";

    /// <summary>The training steps, in ascending order.</summary>
    public IReadOnlyList<ReportStep> Steps { get; init; } = [];

    /// <summary>What was measured meanwhile; in ascending order of steps for each set and metric.</summary>
    public IReadOnlyList<ReportEvaluation> Evaluations { get; init; } = [];

    /// <summary>
    /// What <c>Fit</c> wrote down: its updates, numbered from 1, and the metrics of the validation data after each epoch.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <param name="name">Name of the run; needed only where a report has several.</param>
    public static ReportRun Of(TrainingHistory history, string name = "")
    {
        ArgumentNullException.ThrowIfNull(history);
        return new ReportRun
        {
            Name = name,
            Steps =
            [
                .. history.Steps.Select(step => new ReportStep(step.Step + 1, step.Loss)
                {
                    LearningRate = step.LearningRate,
                    GradientNorm = step.GradientNorm,
                    Milliseconds = 1000 * step.Seconds,
                }),
            ],
            Evaluations =
            [
                .. history.Epochs.SelectMany(epoch => epoch.Metrics.Select(
                    metric => new ReportEvaluation(
                        epoch.Steps, "validation", metric.Key == FitOptions.ValidationLoss ? Loss : metric.Key, metric.Value))),
            ],
        };
    }
}
