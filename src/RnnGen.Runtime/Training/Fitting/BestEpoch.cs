using System;

namespace RnnGen.Training;

/// <summary>The best value of the monitored number so far, and the parameters it was reached with.</summary>
/// <param name="higherIsBetter">Whether more is better.</param>
/// <param name="minimumChange">How much better is better.</param>
internal sealed class BestEpoch(bool higherIsBetter, double minimumChange)
{
    private float[]? _parameters;

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter => higherIsBetter;

    /// <summary>Number of the best epoch; -1 before the first number.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>Its value.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Epochs since.</summary>
    public int Since { get; private set; }

    /// <summary>The parameters that were kept; empty for none.</summary>
    public ReadOnlySpan<float> Kept => _parameters;

    /// <summary>Goes on from an earlier value.</summary>
    public void Restore(long epoch, double value, int since, ReadOnlySpan<float> kept)
    {
        (Epoch, Value, Since) = (epoch, value, since);
        _parameters = kept.IsEmpty ? null : kept.ToArray();
    }

    /// <summary>Takes the value of an epoch; NaN is no better than anything.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="value">The value.</param>
    /// <param name="kept">Parameters to keep a copy of where they are the best; <see langword="null"/> for none.</param>
    public void Report(long epoch, double value, ModelParameters? kept)
    {
        bool isBetter = !double.IsNaN(value)
            && (Epoch < 0 || (higherIsBetter ? value > Value + minimumChange : value < Value - minimumChange));
        Since = isBetter ? 0 : Since + 1;
        if (!isBetter)
        {
            return;
        }

        (Epoch, Value) = (epoch, value);
        if (kept is not null)
        {
            _parameters ??= new float[kept.Values.Length];
            kept.Values.CopyTo(_parameters);
        }
    }

    /// <summary>Gives a model the best parameters.</summary>
    public void Restore(ModelParameters parameters)
    {
        using ParameterEdit edit = parameters.Edit();
        (_parameters ?? throw new InvalidOperationException("No parameters were kept.")).CopyTo(edit.Values);
    }
}
