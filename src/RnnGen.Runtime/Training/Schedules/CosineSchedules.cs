using System;

namespace RnnGen.Training;

/// <summary>
/// Half a wave of the cosine: <c>min + (rate - min)·(1 + cos(π·step / steps)) / 2</c> (PyTorch's <c>CosineAnnealingLR</c>). Beyond
/// <c>steps</c> the wave goes on: the rate rises again.
/// </summary>
/// <param name="rate">The learning rate of the first step: finite, at least 0.</param>
/// <param name="steps">The step of the smallest rate, at least 1.</param>
/// <param name="minimum">The smallest rate: finite, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class CosineSchedule(double rate, long steps, double minimum = 0) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
    private readonly double _minimum = OptimizerChecks.NonNegative(minimum, nameof(minimum));
    private readonly long _steps = OptimizerChecks.Count(steps, 1, nameof(steps));

    /// <inheritdoc/>
    private protected override double RateAt(long step) => HalfWave(_rate, _minimum, (double)step / _steps);
}

/// <summary>
/// Half waves of the cosine one after the other, each from the whole rate (Loshchilov and Hutter: SGDR, ICLR 2017; PyTorch's
/// <c>CosineAnnealingWarmRestarts</c>): the first has <c>period</c> steps, each other <c>growth</c> times those of the one before.
/// </summary>
/// <param name="rate">The learning rate after a restart: finite, at least 0.</param>
/// <param name="period">Steps to the first restart, at least 1.</param>
/// <param name="growth">How much longer each period is than the one before, at least 1.</param>
/// <param name="minimum">The rate that a period falls to: finite, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
public sealed class CosineRestartSchedule(double rate, long period, long growth = 1, double minimum = 0) : LearningRateSchedule
{
    private readonly double _rate = OptimizerChecks.NonNegative(rate, nameof(rate));
    private readonly double _minimum = OptimizerChecks.NonNegative(minimum, nameof(minimum));
    private readonly long _period = OptimizerChecks.Count(period, 1, nameof(period));
    private readonly long _growth = OptimizerChecks.Count(growth, 1, nameof(growth));

    /// <inheritdoc/>
    private protected override double RateAt(long step)
    {
        long period = _period;
        if (_growth == 1)
        {
            step %= period;
        }

        while (step >= period)
        {
            step -= period;

            // A period beyond all steps ends the search just as well.
            period = period > long.MaxValue / _growth ? long.MaxValue : period * _growth;
        }

        return HalfWave(_rate, _minimum, (double)step / period);
    }
}

/// <summary>
/// Up to a peak and down to almost nothing within a fixed number of steps (Smith and Topin: Super-Convergence, 2018; PyTorch's
/// <c>OneCycleLR</c> without its cycle of the momentum): from <c>peak / startDivisor</c> in <c>steps·rise - 1</c> steps to the peak, then
/// to <c>peak / startDivisor / endDivisor</c> at the last step, which all further steps keep.
/// </summary>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly double _peak;
    private readonly double _start;
    private readonly double _end;
    private readonly double _peakStep;
    private readonly long _lastStep;
    private readonly bool _linear;

    /// <summary>Creates the schedule.</summary>
    /// <param name="peak">The largest rate: finite, at least 0.</param>
    /// <param name="steps">Steps of the whole, at least 2.</param>
    /// <param name="rise">Share of the steps that rise, 0 to 1.</param>
    /// <param name="startDivisor">Peak over first rate: finite, greater than 0.</param>
    /// <param name="endDivisor">First rate over last rate: finite, greater than 0.</param>
    /// <param name="linear">Straight lines instead of half waves of the cosine.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    public OneCycleSchedule(
        double peak, long steps, double rise = 0.3, double startDivisor = 25, double endDivisor = 1e4, bool linear = false)
    {
        _peak = OptimizerChecks.NonNegative(peak, nameof(peak));
        _lastStep = OptimizerChecks.Count(steps, 2, nameof(steps)) - 1;
        _peakStep = (OptimizerChecks.Share(rise, nameof(rise)) * steps) - 1;
        _start = _peak / OptimizerChecks.Positive(startDivisor, nameof(startDivisor));
        _end = _start / OptimizerChecks.Positive(endDivisor, nameof(endDivisor));
        _linear = linear;
    }

    /// <inheritdoc/>
    private protected override double RateAt(long step)
    {
        step = Math.Min(step, _lastStep);
        return step <= _peakStep
            ? Between(_start, _peak, _peakStep > 0 ? step / _peakStep : 1)
            : Between(_peak, _end, (step - _peakStep) / (_lastStep - _peakStep));
    }

    private double Between(double start, double end, double share) =>
        _linear ? start + ((end - start) * share) : HalfWave(start, end, share);
}
