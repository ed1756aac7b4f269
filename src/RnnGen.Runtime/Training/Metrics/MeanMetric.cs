using System;

namespace RnnGen.Training;

/// <summary>A metric that is the mean of something over the targets.</summary>
/// <remarks>
/// One that keeps more than the mean overrides <see cref="Metric.SumCount"/>, or ranks that train together would lose the rest.
/// </remarks>
/// <param name="name">What the history calls it.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
public abstract class MeanMetric(string name, bool higherIsBetter) : Metric(name, higherIsBetter)
{
    private double _sum;
    private long _count;

    /// <summary>The mean so far.</summary>
    protected double Mean => _sum / _count;

    /// <inheritdoc/>
    public override double Value => Mean;

    /// <inheritdoc/>
    public override int? SumCount => 2;

    /// <inheritdoc/>
    public override void GetSums(Span<double> sums) => (sums[0], sums[1]) = (_sum, _count);

    /// <inheritdoc/>
    public override void SetSums(ReadOnlySpan<double> sums) => (_sum, _count) = (sums[0], (long)sums[1]);

    /// <inheritdoc/>
    public override void Reset(int outputSize) => (_sum, _count) = (0, 0);

    /// <summary>Takes a term of the mean.</summary>
    /// <param name="term">The term.</param>
    protected void AddTerm(double term)
    {
        _sum += term;
        _count++;
    }
}
