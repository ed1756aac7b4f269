using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>What a report shows. Only the title is needed; a part that is empty is left out. All text may hold any characters.</summary>
public sealed record TrainingReport
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence or two below the heading: what was trained on what.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The figures that a reader looks for first, such as the best accuracy, the time and the seed.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>
    /// The models: a picture of each network, and all side by side in one table. Models with the same layers have one picture and one list
    /// of parameters.
    /// </summary>
    public IReadOnlyList<ModelDescription> Models { get; init; } = [];

    /// <summary>How training went; several runs are drawn into the same charts.</summary>
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];

    /// <summary>Charts of your own, after those of the histories.</summary>
    public IReadOnlyList<CurveChart> Charts { get; init; } = [];

    /// <summary>Series with their forecasts.</summary>
    public IReadOnlyList<Forecast> Forecasts { get; init; } = [];

    /// <summary>Which classes were taken for which.</summary>
    public IReadOnlyList<ConfusionMatrix> ConfusionMatrices { get; init; } = [];

    /// <summary>Images that were read most wrongly.</summary>
    public IReadOnlyList<MisreadImage> MisreadImages { get; init; } = [];

    /// <summary>Hidden states of chosen sequences over their steps.</summary>
    public IReadOnlyList<SequenceStates> States { get; init; } = [];
}

/// <summary>A figure at the head of a report.</summary>
/// <param name="Name">What it is, such as <c>test accuracy</c>.</param>
/// <param name="Value">Its value as it is to be read, unit included.</param>
/// <param name="Note">What it was measured on or compared with; empty for nothing.</param>
public sealed record ReportFigure(string Name, string Value, string Note = "");
