using System;

namespace RnnGen.Data;

/// <summary>
/// Learns means and standard deviations in one pass (Welford: Note on a Method for Calculating Corrected Sums of Squares and Products,
/// Technometrics 4, 1962), so that data larger than memory can be streamed through.
/// </summary>
/// <param name="features">Numbers of a step.</param>
public sealed class StandardizationLearner(int features)
{
    private readonly double[] _means =
        new double[features > 0
            ? features
            : throw new ArgumentOutOfRangeException(nameof(features), features, "There must be at least one feature.")];
    private readonly double[] _squares = new double[features];

    /// <summary>Steps that have been added.</summary>
    public long Steps { get; private set; }

    /// <summary>Adds steps of what is trained on.</summary>
    /// <param name="steps">Values, [steps, features]; every one finite.</param>
    /// <exception cref="ArgumentException">The values are not whole steps, or one is not finite; nothing has been added.</exception>
    public void Add(ReadOnlySpan<float> steps)
    {
        if (steps.Length % features != 0)
        {
            throw new ArgumentException($"{steps.Length} values are not whole steps of {features}.", nameof(steps));
        }

        for (int i = 0; i < steps.Length; i++)
        {
            if (!float.IsFinite(steps[i]))
            {
                throw new ArgumentException(
                    $"Step {Steps + (i / features)}, feature {i % features} is {steps[i]}; it must be finite.", nameof(steps));
            }
        }

        for (int first = 0; first < steps.Length; first += features)
        {
            Steps++;
            for (int feature = 0; feature < features; feature++)
            {
                double value = steps[first + feature], distance = value - _means[feature];
                _means[feature] += distance / Steps;
                _squares[feature] += distance * (value - _means[feature]);
            }
        }
    }

    /// <summary>What has been learned.</summary>
    /// <exception cref="InvalidOperationException">No step has been added.</exception>
    public Standardization Finish()
    {
        if (Steps == 0)
        {
            throw new InvalidOperationException("There is no step to learn means and deviations from.");
        }

        double[] deviations = new double[features];
        for (int feature = 0; feature < features; feature++)
        {
            // A feature that never changes becomes 0 instead of 0 / 0.
            double deviation = Math.Sqrt(_squares[feature] / Steps);
            deviations[feature] = deviation > 0 ? deviation : 1;
        }

        return new Standardization([.. _means], deviations);
    }
}
