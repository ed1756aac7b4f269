using System;

namespace RnnGen.Training;

/// <summary>The mean of abs(y - t) over all values of all targets; of a Gaussian likelihood y is the mean.</summary>
public sealed class MeanAbsoluteErrorMetric() : MeanMetric("mae", higherIsBetter: false)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            AddTerm(Math.Abs((double)outputs[i] - target[i]));
        }
    }
}

/// <summary>The mean of (y - t)² over all values of all targets; of a Gaussian likelihood y is the mean.</summary>
/// <param name="name">What the history calls it.</param>
public class MeanSquaredErrorMetric(string name = "mse") : MeanMetric(name, higherIsBetter: false)
{
    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            double distance = (double)outputs[i] - target[i];
            AddTerm(distance * distance);
        }
    }
}

/// <summary>The root of the mean square error.</summary>
public sealed class RootMeanSquaredErrorMetric() : MeanSquaredErrorMetric("rmse")
{
    /// <inheritdoc/>
    public override double Value => Math.Sqrt(Mean);
}
