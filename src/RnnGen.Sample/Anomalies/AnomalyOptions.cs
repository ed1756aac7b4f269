using System.Collections.Generic;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Anomalies;

/// <summary>What the command <c>anomaly</c> does.</summary>
internal sealed record AnomalyOptions
{
    /// <summary>How to train.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 100, LearningRate = 0.005f };

    /// <summary>The CSV file; <see langword="null"/> for a built-in signal.</summary>
    public string? DataPath { get; init; }

    /// <summary>The columns that are watched; empty for all that are not the time.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The column of times; <see langword="null"/> where rows follow each other at equal distances.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>How times are written; <see langword="null"/> for ISO 8601.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Whether rows follow each other at whatever distance, so that there are no gaps.</summary>
    public bool IsIrregular { get; init; }

    /// <summary>Share of the rows that is trained on: the first ones.</summary>
    public double TrainShare { get; init; } = 0.5;

    /// <summary>Share of the rows after them that the threshold is learned from; what remains is the test.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Steps of a window.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Share of the scores of the validation part that lies below the threshold before its margin.</summary>
    public double Quantile { get; init; } = 0.999;

    /// <summary>What that score is multiplied by.</summary>
    public double Margin { get; init; } = 2;

    /// <summary>Where the report is written.</summary>
    public string ReportFile { get; init; } = "anomaly.html";
}
