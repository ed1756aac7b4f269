using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>What <see cref="ReduceOnPlateau"/> remembers.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Best">The best value so far; infinite before the first.</param>
/// <param name="BadReports">Values in a row that were no better.</param>
/// <param name="Cooldown">Values that still count as no bad ones.</param>
public readonly record struct PlateauState(double Rate, double Best, int BadReports, int Cooldown);

/// <summary>
/// A smaller learning rate whenever a measured value has stopped getting better (PyTorch's <c>ReduceLROnPlateau</c>). Not a function of
/// the step: its <see cref="State"/> belongs into a checkpoint, where it is a part of its own.
/// </summary>
public sealed class ReduceOnPlateau : ICheckpointPart
{
    private const string RateName = "plateau/rate", BestName = "plateau/best", BadReportsName = "plateau/bad_reports", CooldownName = "plateau/cooldown";

    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly int _cooldown;
    private readonly double _minimum;
    private readonly double _leastChange;
    private readonly bool _relative;
    private readonly bool _higherIsBetter;
    private PlateauState _state;

    /// <summary>Creates the schedule; the defaults are PyTorch's.</summary>
    /// <param name="rate">The first learning rate: finite, at least 0.</param>
    /// <param name="factor">What the rate is multiplied with: at least 0, less than 1.</param>
    /// <param name="patience">How many values in a row may be no better; the next reduces the rate. At least 0.</param>
    /// <param name="threshold">How much better is better: finite, at least 0.</param>
    /// <param name="relative">Whether the threshold is a share of the best value, or the difference itself.</param>
    /// <param name="cooldown">Values after a reduction that are not counted. At least 0.</param>
    /// <param name="minimum">The smallest rate: finite, at least 0.</param>
    /// <param name="leastChange">A reduction by no more than this is left out: finite, at least 0.</param>
    /// <param name="higherIsBetter">Whether the value is an accuracy rather than a loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range; the message tells which and why.</exception>
    public ReduceOnPlateau(
        double rate,
        double factor = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        bool relative = true,
        int cooldown = 0,
        double minimum = 0,
        double leastChange = 1e-8,
        bool higherIsBetter = false)
    {
        OptimizerChecks.NonNegative(rate, nameof(rate));
        _factor = OptimizerChecks.DecayRate(factor, nameof(factor));
        _patience = (int)OptimizerChecks.Count(patience, 0, nameof(patience));
        _threshold = OptimizerChecks.NonNegative(threshold, nameof(threshold));
        _relative = relative;
        _cooldown = (int)OptimizerChecks.Count(cooldown, 0, nameof(cooldown));
        _minimum = OptimizerChecks.NonNegative(minimum, nameof(minimum));
        _leastChange = OptimizerChecks.NonNegative(leastChange, nameof(leastChange));
        _higherIsBetter = higherIsBetter;
        _state = new PlateauState(rate, higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity, 0, 0);
    }

    /// <summary>The learning rate now.</summary>
    public float Rate => (float)_state.Rate;

    /// <summary>Everything that the next rate depends on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate of the given state is no rate, its best value NaN or a count negative.</exception>
    public PlateauState State
    {
        get => _state;
        set
        {
            OptimizerChecks.NonNegative(value.Rate, nameof(value.Rate));
            OptimizerChecks.Count(value.BadReports, 0, nameof(value.BadReports));
            OptimizerChecks.Count(value.Cooldown, 0, nameof(value.Cooldown));
            _state = !double.IsNaN(value.Best) ? value : throw new ArgumentOutOfRangeException(nameof(value.Best), value.Best, "Best is NaN; it must be a number.");
        }
    }

    /// <summary>Takes a measured value, such as the validation loss of an epoch; NaN is no better than any other.</summary>
    /// <returns>The learning rate from now on.</returns>
    public float Report(double value)
    {
        (double rate, double best, int bad, int cooldown) = _state;
        if (IsBetter(value, best))
        {
            (best, bad) = (value, 0);
        }
        else
        {
            bad++;
        }

        if (cooldown > 0)
        {
            cooldown--;
            bad = 0;
        }

        if (bad > _patience)
        {
            double reduced = Math.Max(rate * _factor, _minimum);
            rate = rate - reduced > _leastChange ? reduced : rate;
            (bad, cooldown) = (0, _cooldown);
        }

        _state = new PlateauState(rate, best, bad, cooldown);
        return Rate;
    }

    void ICheckpointPart.Save(CheckpointState state)
    {
        state.Set(RateName, _state.Rate);
        state.Set(BestName, _state.Best);
        state.Set(BadReportsName, _state.BadReports);
        state.Set(CooldownName, _state.Cooldown);
    }

    void ICheckpointPart.AddMisfits(CheckpointState state, ICollection<string> misfits)
    {
        foreach (string name in new[] { RateName, BestName })
        {
            if (!state.TryGet(name, out double value) || double.IsNaN(value) || (name == RateName && (value < 0 || double.IsInfinity(value))))
            {
                misfits.Add($"state {name} is missing or no {(name == RateName ? "learning rate" : "number")}");
            }
        }

        foreach (string name in new[] { BadReportsName, CooldownName })
        {
            if (!state.TryGet(name, out long value) || value is < 0 or > int.MaxValue)
            {
                misfits.Add($"state {name} is missing or no count");
            }
        }
    }

    void ICheckpointPart.Restore(CheckpointState state) => State = new PlateauState(
        state.GetDouble(RateName), state.GetDouble(BestName), (int)state.GetInt64(BadReportsName), (int)state.GetInt64(CooldownName));

    private bool IsBetter(double value, double best) => (_higherIsBetter, _relative) switch
    {
        (false, true) => value < best * (1 - _threshold),
        (false, false) => value < best - _threshold,
        (true, true) => value > best * (1 + _threshold),
        (true, false) => value > best + _threshold,
    };
}
