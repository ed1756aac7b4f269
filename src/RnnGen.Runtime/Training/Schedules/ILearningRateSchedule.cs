using System;

namespace RnnGen.Training;

/// <summary>
/// The learning rate as a function of the step alone, so that training can go on at any step. A step is whatever the caller counts:
/// updates or epochs. Definitions are PyTorch's <c>lr_scheduler</c>; the same bits on every machine.
/// </summary>
public interface ILearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    float At(long step);
}

/// <summary>Base of the schedules of this library: computed in double, rounded once.</summary>
public abstract class LearningRateSchedule : ILearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <inheritdoc/>
    public float At(long step) => (float)RateAt(OptimizerChecks.Count(step, 0, nameof(step)));

    /// <summary>The rate of a step that is not negative.</summary>
    private protected abstract double RateAt(long step);

    /// <summary>factor^exponent by repeated squares: the platforms' functions differ in the last bit.</summary>
    private protected static double Power(double factor, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            power *= (exponent & 1) != 0 ? factor : 1;
            factor *= factor;
        }

        return power;
    }

    /// <summary>From <paramref name="start"/> to <paramref name="end"/> along half a wave of the cosine.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="share">How much of the way, 1 at the end.</param>
    private protected static double HalfWave(double start, double end, double share) =>
        end + ((start - end) * (1 + Numerics.HalfTurns.Cos(share)) / 2);
}
