using System;
using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>A series and what a network expected of it, with an interval; a copy of what it was made from.</summary>
public sealed class Forecast
{
    private readonly Curve _series;
    private readonly Curve _expected;
    private readonly Curve? _lower;
    private readonly Curve? _upper;

    /// <summary>Wraps a series and its forecast.</summary>
    /// <param name="title">What the series is.</param>
    /// <param name="x">Places of the series: finite, ascending.</param>
    /// <param name="series">What happened there, before the forecast and, where it is known, beside it.</param>
    /// <param name="forecastX">Places of the forecast: finite, ascending.</param>
    /// <param name="expected">What was expected there.</param>
    /// <param name="lower">Lower end of the interval; empty for no interval.</param>
    /// <param name="upper">Upper end of the interval; empty for no interval.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, or places do not ascend.</exception>
    public Forecast(
        string title,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> series,
        ReadOnlySpan<double> forecastX,
        ReadOnlySpan<double> expected,
        ReadOnlySpan<double> lower = default,
        ReadOnlySpan<double> upper = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        if (lower.Length != upper.Length)
        {
            throw new ArgumentException(
                $"The interval of '{title}' has {lower.Length} lower and {upper.Length} upper ends.", nameof(upper));
        }

        Title = title;
        _series = new Curve("series", x, series);
        _expected = new Curve("forecast", forecastX, expected) { Color = 1 };
        if (!lower.IsEmpty)
        {
            _lower = new Curve("lower end", forecastX, lower) { Color = 1, Style = CurveStyle.Faint };
            _upper = new Curve("upper end", forecastX, upper) { Color = 1, Style = CurveStyle.Faint };
        }
    }

    /// <summary>What the series is.</summary>
    public string Title { get; }

    /// <summary>What the horizontal axis counts.</summary>
    public string XLabel { get; init; } = "time step";

    /// <summary>What the interval is, such as <c>90 % interval</c>.</summary>
    public string IntervalName { get; init; } = "interval";

    /// <summary>A sentence below the chart; empty for none.</summary>
    public string Note { get; init; } = "";

    /// <summary>The chart: interval below, series and forecast above it.</summary>
    public CurveChart ToChart()
    {
        List<Curve> curves = [];
        List<CurveBand> bands = [];
        if (_lower is not null && _upper is not null)
        {
            curves.Add(Renamed(_lower));
            curves.Add(Renamed(_upper));
            bands.Add(new CurveBand(0, 1));
        }

        curves.Add(_series);
        curves.Add(_expected);
        return new CurveChart(Title, XLabel, curves) { Scale = AxisScale.Linear, Bands = bands, Note = Note };
    }

    private Curve Renamed(Curve edge) => new($"{IntervalName}, {edge.Name}", edge.X, edge.Y) { Color = edge.Color, Style = edge.Style };
}
