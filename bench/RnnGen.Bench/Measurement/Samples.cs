using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Bench.Measurement;

/// <summary>
/// The samples of one contender. On a busy machine more are taken than count: those during which other programs took the least time from
/// this one. Which ones does not depend on how fast they were.
/// </summary>
/// <param name="wanted">How many count.</param>
internal sealed class Samples(int wanted)
{
    /// <summary>Less waiting than this cannot be seen in a time.</summary>
    private const double Undisturbed = 0.02;

    private readonly List<(double Value, double Waiting)> _taken = [];

    /// <summary>Whether enough undisturbed samples were taken.</summary>
    public bool IsComplete => _taken.Count(sample => sample.Waiting <= Undisturbed) >= wanted;

    /// <summary>Of times: what the code takes, from those that count.</summary>
    public double Time => Quartiles.Lower(Counting.Select(sample => sample.Value));

    /// <summary>Of rates: what the machine gives, from those that count.</summary>
    public double Rate => Quartiles.Upper(Counting.Select(sample => sample.Value));

    /// <summary>Share of time that the worst of those that count has spent waiting for a processor.</summary>
    public double Waiting => Counting.Max(sample => sample.Waiting);

    private IEnumerable<(double Value, double Waiting)> Counting => _taken.OrderBy(sample => sample.Waiting).Take(wanted);

    /// <summary>Takes a sample.</summary>
    /// <param name="value">Milliseconds of a call, or a rate.</param>
    /// <param name="waiting">Share of the time that was spent waiting for a processor.</param>
    public void Add(double value, double waiting) => _taken.Add((value, waiting));
}
