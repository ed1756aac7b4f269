using System.Collections.Generic;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Forecasts;

/// <summary>What the command <c>forecast</c> does.</summary>
internal sealed record ForecastOptions
{
    /// <summary>How to train.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 40, LearningRate = 0.003f };

    /// <summary>The CSV file; <see langword="null"/> for a built-in series.</summary>
    public string? DataPath { get; init; }

    /// <summary>The column that is forecast; <see langword="null"/> for the first that is not the time.</summary>
    public string? Column { get; init; }

    /// <summary>The column of times; <see langword="null"/> where rows follow each other at equal distances.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The column that says which series a row belongs to; <see langword="null"/> where all rows are one series.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Columns that are the same at all steps of a series.</summary>
    public IReadOnlyList<string> Static { get; init; } = [];

    /// <summary>Columns that are known ahead.</summary>
    public IReadOnlyList<string> Future { get; init; } = [];

    /// <summary>How times are written; <see langword="null"/> for ISO 8601.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Whether rows follow each other at whatever distance, so that there are no gaps.</summary>
    public bool IsIrregular { get; init; }

    /// <summary>Values that a forecast is made from.</summary>
    public int Steps { get; init; } = 96;

    /// <summary>Values of a season: the naive forecast is the value one season earlier.</summary>
    public int Season { get; init; } = 24;

    /// <summary>Where the plot is written.</summary>
    public string PlotFile { get; init; } = "forecast.html";
}
