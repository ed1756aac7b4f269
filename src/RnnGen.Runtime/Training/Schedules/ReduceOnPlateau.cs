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
/// <remarks>
/// A value is better when it is less than <c>best - threshold·|best|</c>, or where more is better when it is more than
/// <c>best + threshold·|best|</c>. Of positive values that is PyTorch's <c>best·(1 ∓ threshold)</c>, to the bit. Of negative ones, such as
/// those of a Gaussian likelihood, PyTorch's form turns round: a worse value counts as better.
/// </remarks>
public sealed class ReduceOnPlateau : ICheckpointPart
{
    private const string RateName = "plateau/rate", BestName = "plateau/best", BadReportsName = "plateau/bad_reports",
        CooldownName = "plateau/cooldown",
        DirectionName = "plateau/higher_is_better";

    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly int _cooldown;
    private readonly double _minimum;
    private readonly double _leastChange;
    private readonly bool _relative;
    // Unknown until the constructor, a metric or the first value tells.
    private bool? _higherIsBetter;
    private PlateauState _state;

    /// <summary>Creates the schedule; the defaults are PyTorch's.</summary>
    /// <param name="rate">The first learning rate: finite, at least 0.</param>
    /// <param name="factor">What the rate is multiplied with: at least 0, less than 1.</param>
    /// <param name="patience">How many values in a row may be no better; the next reduces the rate. At least 0.</param>
    /// <param name="threshold">How much better is better: finite, at least 0.</param>
    /// <param name="relative">Whether the threshold is a share of the magnitude of the best value, or the difference itself.</param>
    /// <param name="cooldown">Values after a reduction that are not counted. At least 0.</param>
    /// <param name="minimum">The smallest rate: finite, at least 0.</param>
    /// <param name="leastChange">A reduction by no more than this is left out: finite, at least 0.</param>
    /// <param name="higherIsBetter">
    /// Whether the value is an accuracy rather than a loss; <see langword="null"/> for what the metric says that
    /// <see cref="FitOptions.Plateau"/> looks at, and elsewhere for a loss.
    /// </param>
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
        bool? higherIsBetter = null)
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
        _state = new PlateauState(rate, Worst(higherIsBetter ?? false), 0, 0);
    }

    /// <summary>The learning rate now.</summary>
    public float Rate => (float)_state.Rate;

    /// <summary>
    /// Whether more is better, where that is known: from the constructor, from a metric, or from the first value of a loss.
    /// </summary>
    public bool? HigherIsBetter => _higherIsBetter;

    /// <summary>Everything that the next rate depends on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rate of the given state is not a rate, its best value is NaN or an infinity that no value could beat, or a count is negative.
    /// </exception>
    public PlateauState State
    {
        get => _state;
        set
        {
            OptimizerChecks.NonNegative(value.Rate, nameof(value.Rate));
            OptimizerChecks.Count(value.BadReports, 0, nameof(value.BadReports));
            OptimizerChecks.Count(value.Cooldown, 0, nameof(value.Cooldown));
            _state = CanBeBest(value.Best) ? value : throw new ArgumentOutOfRangeException(
                nameof(value.Best), value.Best,
                $"Best is {value.Best}; it must be a number, and before the first value {Worst(_higherIsBetter ?? false)}.");
        }
    }

    /// <summary>Takes a measured value, such as the validation loss of an epoch; NaN is no better than any other.</summary>
    /// <returns>The learning rate from now on.</returns>
    public float Report(double value)
    {
        Decide(_higherIsBetter ?? false);
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
        if (_higherIsBetter is bool higherIsBetter)
        {
            state.Set(DirectionName, higherIsBetter);
        }
    }

    void ICheckpointPart.AddMisfits(CheckpointState state, ICollection<string> misfits)
    {
        foreach (string name in new[] { RateName, BestName })
        {
            if (!state.TryGet(name, out double value) || (name == RateName ? !double.IsFinite(value) || value < 0 : !CanBeBest(value)))
            {
                misfits.Add($"state {name} is missing or no {(name == RateName ? "learning rate" : "number")}");
            }
        }

        if (_higherIsBetter is bool own && state.TryGet(DirectionName, out bool saved) && saved != own)
        {
            misfits.Add($"state {DirectionName} is {(saved ? "true" : "false")}, expected {(own ? "true" : "false")}");
        }

        foreach (string name in new[] { BadReportsName, CooldownName })
        {
            if (!state.TryGet(name, out long value) || value is < 0 or > int.MaxValue)
            {
                misfits.Add($"state {name} is missing or no count");
            }
        }
    }

    void ICheckpointPart.Restore(CheckpointState state)
    {
        _higherIsBetter ??= state.TryGet(DirectionName, out bool higherIsBetter) ? higherIsBetter : null;
        State = new PlateauState(
            state.GetDouble(RateName), state.GetDouble(BestName), (int)state.GetInt64(BadReportsName), (int)state.GetInt64(CooldownName));
    }

    /// <summary>Takes the direction of a metric, before any value.</summary>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="metric">What the metric is called.</param>
    /// <exception cref="ArgumentException">The constructor or earlier values have told another; nothing has changed.</exception>
    internal void Follow(bool higherIsBetter, string metric)
    {
        if (_higherIsBetter is bool known && known != higherIsBetter)
        {
            throw new ArgumentException(
                $"The plateau takes {Words(known)} values for better, but of '{metric}' {Words(higherIsBetter)} ones are; "
                + $"leave {nameof(higherIsBetter)} out, or monitor another number.");
        }

        Decide(higherIsBetter);
    }

    private static string Words(bool higherIsBetter) => higherIsBetter ? "higher" : "lower";

    /// <summary>What every number is better than.</summary>
    private static double Worst(bool higherIsBetter) => higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    private bool CanBeBest(double best) => !double.IsNaN(best) && (_higherIsBetter is not bool known || best != Worst(!known));

    private void Decide(bool higherIsBetter)
    {
        if (_higherIsBetter is null)
        {
            _higherIsBetter = higherIsBetter;
            _state = double.IsInfinity(_state.Best) ? _state with { Best = Worst(higherIsBetter) } : _state;
        }
    }

    private bool IsBetter(double value, double best)
    {
        // The magnitude of the best: of a negative one 1 - threshold and 1 + threshold change places. Any number is better than none.
        double threshold = double.IsInfinity(best) ? 0 : best < 0 ? -_threshold : _threshold;
        return (_higherIsBetter == true, _relative) switch
        {
            (false, true) => value < best * (1 - threshold),
            (false, false) => value < best - _threshold,
            (true, true) => value > best * (1 + threshold),
            (true, false) => value > best + _threshold,
        };
    }
}
