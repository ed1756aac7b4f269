namespace RnnGen.Training;

/// <summary>A metric that is the mean of something over the targets.</summary>
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
    public override void Reset(int outputSize) => (_sum, _count) = (0, 0);

    /// <summary>Takes a term of the mean.</summary>
    /// <param name="term">The term.</param>
    protected void AddTerm(double term)
    {
        _sum += term;
        _count++;
    }
}
