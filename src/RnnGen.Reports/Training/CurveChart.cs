using System;
using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>How a curve is drawn.</summary>
public enum CurveStyle
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A thin, pale line: what another curve is the mean of, or the edge of an interval.</summary>
    Faint,

    /// <summary>A dashed line.</summary>
    Dashed,
}

/// <summary>The vertical axis of a chart; the reader can change it.</summary>
public enum AxisScale
{
    /// <summary>Logarithmic where all values are positive and the largest is at least 20 times the smallest.</summary>
    Auto,

    /// <summary>Linear.</summary>
    Linear,

    /// <summary>Logarithmic; values that are not positive are gaps.</summary>
    Logarithmic,
}

/// <summary>Points joined by a line; a copy of what it was made from.</summary>
public sealed class Curve
{
    private readonly double[] _x;
    private readonly double[] _y;

    /// <summary>Makes a curve.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="x">Where the points are: finite, each greater than the one before.</param>
    /// <param name="y">Their values, one for each place; what is not a finite number is a gap.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the places do not ascend.</exception>
    public Curve(string name, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (x.Length != y.Length)
        {
            throw new ArgumentException(
                $"Curve '{name}' has {x.Length} places and {y.Length} values; it needs as many of both.", nameof(y));
        }

        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || (i > 0 && x[i] <= x[i - 1]))
            {
                string before = i > 0 ? FormattableString.Invariant($" after {x[i - 1]}") : "";
                throw new ArgumentException(
                    FormattableString.Invariant($"Curve '{name}' has place {x[i]} at index {i}{before}; places must be finite and ascend."),
                    nameof(x));
            }
        }

        Name = name;
        _x = x.ToArray();
        _y = y.ToArray();
    }

    /// <summary>Its name in the legend.</summary>
    public string Name { get; }

    /// <summary>Where the points are.</summary>
    public ReadOnlySpan<double> X => _x;

    /// <summary>Their values.</summary>
    public ReadOnlySpan<double> Y => _y;

    /// <summary>How it is drawn.</summary>
    public CurveStyle Style { get; init; }

    /// <summary>Index of its colour among the report's; curves that belong together share one.</summary>
    public int Color { get; init; }
}

/// <summary>The area between two curves of a chart.</summary>
/// <param name="Lower">Index of the lower curve.</param>
/// <param name="Upper">Index of the upper curve.</param>
public sealed record CurveBand(int Lower, int Upper);

/// <summary>Curves over one horizontal axis.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="XLabel">What the horizontal axis counts; charts with the same one share their cursor.</param>
/// <param name="Curves">The curves, the last on top.</param>
public sealed record CurveChart(string Title, string XLabel, IReadOnlyList<Curve> Curves)
{
    /// <summary>The vertical axis.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>Areas between curves.</summary>
    public IReadOnlyList<CurveBand> Bands { get; init; } = [];

    /// <summary>A sentence below the chart; empty for none.</summary>
    public string Note { get; init; } = "";
}
