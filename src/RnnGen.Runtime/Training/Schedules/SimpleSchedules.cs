using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>The same rate at every step.</summary>
/// <param name="rate">The learning rate: finite, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is out of its range.</exception>
public sealed class ConstantSchedule(double rate) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));

    /// <inheritdoc/>
    private protected override double RateAt(long step) => _rate;
}

/// <summary>A factor after every <c>every</c> steps: <c>rate·factor^⌊step / every⌋</c> (PyTorch's <c>StepLR</c>).</summary>
/// <param name="rate">The learning rate of the first step: finite, at least 0.</param>
/// <param name="every">Steps between two factors, at least 1.</param>
/// <param name="factor">What the rate is multiplied with: finite, greater than 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class StepSchedule(double rate, long every, double factor = 0.1) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
    private readonly long _every = OptimizerChecks.Count(every, 1, nameof(every));
    private readonly double _factor = OptimizerChecks.Positive(factor, nameof(factor));

    /// <inheritdoc/>
    private protected override double RateAt(long step) => _rate * Power(_factor, step / _every);
}

/// <summary>A factor at each of some steps: <c>rate·factor^(milestones up to the step)</c> (PyTorch's <c>MultiStepLR</c>).</summary>
public sealed class MilestoneSchedule : LearningRateSchedule
{
    private readonly double _rate;
    private readonly long[] _milestones;
    private readonly double _factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="rate">The learning rate of the first step: finite, at least 0.</param>
    /// <param name="milestones">The steps from which on the factor counts once more, ascending; the same twice counts twice.</param>
    /// <param name="factor">What the rate is multiplied with: finite, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    /// <exception cref="ArgumentException">The milestones do not ascend.</exception>
    public MilestoneSchedule(double rate, IEnumerable<long> milestones, double factor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
        _factor = OptimizerChecks.Positive(factor, nameof(factor));
        _milestones = [.. milestones];
        for (int i = 0; i < _milestones.Length; i++)
        {
            OptimizerChecks.Count(_milestones[i], 0, nameof(milestones));
            if (i > 0 && _milestones[i] < _milestones[i - 1])
            {
                throw new ArgumentException(
                    $"Milestones must ascend; {_milestones[i]} comes after {_milestones[i - 1]}.", nameof(milestones));
            }
        }
    }

    /// <inheritdoc/>
    private protected override double RateAt(long step)
    {
        int passed = 0;
        while (passed < _milestones.Length && _milestones[passed] <= step)
        {
            passed++;
        }

        return _rate * Power(_factor, passed);
    }
}

/// <summary>A factor at every step: <c>rate·factor^step</c> (PyTorch's <c>ExponentialLR</c>).</summary>
/// <param name="rate">The learning rate of the first step: finite, at least 0.</param>
/// <param name="factor">What the rate is multiplied with: finite, greater than 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class ExponentialSchedule(double rate, double factor) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
    private readonly double _factor = OptimizerChecks.Positive(factor, nameof(factor));

    /// <inheritdoc/>
    private protected override double RateAt(long step) => _rate * Power(_factor, step);
}

/// <summary>
/// Straight from one share of a rate to another, then constant: <c>rate·(from + (to - from)·min(step, steps) / steps)</c> (PyTorch's
/// <c>LinearLR</c>): a warm-up or a decay.
/// </summary>
/// <param name="rate">The learning rate: finite, at least 0.</param>
/// <param name="from">The share of step 0: finite, at least 0.</param>
/// <param name="to">The share from step <paramref name="steps"/> on: finite, at least 0.</param>
/// <param name="steps">Steps between the two, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class LinearSchedule(double rate, double from, double to, long steps) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
    private readonly double _from = OptimizerChecks.NonNegative(from, nameof(from));
    private readonly double _to = OptimizerChecks.NonNegative(to, nameof(to));
    private readonly long _steps = OptimizerChecks.Count(steps, 1, nameof(steps));

    /// <inheritdoc/>
    private protected override double RateAt(long step) => _rate * (_from + ((_to - _from) * Math.Min(step, _steps) / _steps));
}

/// <summary>
/// A linear warm-up before another schedule: <c>then(0)·(step + 1) / steps</c>, after that <c>then(step - steps)</c>. With a constant
/// rate or half a wave of the cosine behind it, this is what is commonly written with PyTorch's <c>LambdaLR</c>.
/// </summary>
/// <param name="steps">Steps of the warm-up, the last of which has the whole rate; at least 0.</param>
/// <param name="then">What follows, from its own step 0 on.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
public sealed class WarmUpSchedule(long steps, ILearningRateSchedule then) : LearningRateSchedule
{
    private readonly long _steps = OptimizerChecks.Count(steps, 0, nameof(steps));
    private readonly ILearningRateSchedule _then = then ?? throw new ArgumentNullException(nameof(then));

    /// <inheritdoc/>
    private protected override double RateAt(long step) =>
        step < _steps ? (double)_then.At(0) * (step + 1) / _steps : _then.At(step - _steps);
}
