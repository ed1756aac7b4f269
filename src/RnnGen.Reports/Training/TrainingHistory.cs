using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>One training step.</summary>
/// <param name="Step">Number of the step, greater than that of the step before.</param>
/// <param name="Loss">Loss of the step's batch before the update.</param>
public sealed record StepRecord(long Step, double Loss)
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
/// <param name="Metric">What was measured, such as <c>accuracy</c>: the chart. <see cref="TrainingHistory.Loss"/> joins the losses of the steps.</param>
/// <param name="Value">The value.</param>
public sealed record EvaluationRecord(long Step, string Set, string Metric, double Value);

/// <summary>How one training run went. Values that are no finite numbers are gaps in the curves and counted beside them.</summary>
public sealed record TrainingHistory
{
    /// <summary>The metric whose evaluations are drawn into the chart of the training loss.</summary>
    public const string Loss = "loss";

    /// <summary>Name of the run; needed only where a report has several.</summary>
    public string Name { get; init; } = "";

    /// <summary>The training steps, in ascending order.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>What was measured meanwhile; in ascending order of steps for each set and metric.</summary>
    public IReadOnlyList<EvaluationRecord> Evaluations { get; init; } = [];
}
