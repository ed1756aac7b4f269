using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>A value that an update would have written and that is not finite.</summary>
/// <param name="Slot">Name of the slot; <see langword="null"/> for a parameter.</param>
/// <param name="Index">Where, in the layout of the parameters.</param>
/// <param name="Value">The value.</param>
internal readonly record struct UpdateFailure(string? Slot, int Index, float Value)
{
    /// <summary>The first value that is not finite, if there is one.</summary>
    public static UpdateFailure? In(ReadOnlySpan<float> values, string? slot)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
            {
                return new UpdateFailure(slot, index, values[index]);
            }
        }

        return null;
    }
}

/// <content>
/// Updates that write finite values or nothing. How large gradients, parameters and slots are bounds what comes of them, and every update
/// finds the largest magnitude that it writes on its way: so nothing is copied and nothing read twice until a float could overflow.
/// </content>
public abstract partial class Optimizer
{
    /// <summary>What an update may reach unwatched; the largest float is 3.4e38.</summary>
    private const double Safe = 1e37;

    /// <summary>Whose parameters the last update wrote, in which version, and the largest magnitude of them and of the slots.</summary>
    private (ModelParameters? Owner, long Version, float Largest) _known;

    private float[][] _kept = [];

    /// <summary>Updates the parameters, unless one of them or an element of a slot would not be finite: then nothing changes.</summary>
    /// <param name="owner">What the parameters belong to; an edit of it is open.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Gradients in the same layout.</param>
    /// <param name="largestGradient">At least the largest magnitude of the gradients; infinite or NaN where it is not known.</param>
    /// <returns>What would not have been finite; <see langword="null"/> after an update.</returns>
    internal UpdateFailure? TryUpdate(ModelParameters owner, Span<float> parameters, ReadOnlySpan<float> gradients, double largestGradient)
    {
        (int length, bool hadSlots) = (_length, _slots.Length > 0);
        Reserve(parameters, gradients);

        // The edit before this one was that of the last update: nobody else has written since.
        double largest = _known.Owner == owner && _known.Version + 2 == owner.Version ? _known.Largest : Largest(parameters);
        _known = default;
        if (Bound(largestGradient, largest) < Safe)
        {
            _known = (owner, owner.Version, Run(parameters, gradients, SimdSupport.VectorBits));
            return null;
        }

        if (TryWatched(parameters, gradients, out float written) is UpdateFailure failure)
        {
            (_length, _slots) = (length, hadSlots ? _slots : []);
            return failure;
        }

        _known = (owner, owner.Version, written);
        return null;
    }

    /// <summary>The largest magnitude of parameters and slots; NaN where there is one.</summary>
    private float Largest(ReadOnlySpan<float> parameters)
    {
        float largest = Magnitude(parameters);
        foreach (float[] slot in _slots)
        {
            largest = Math.Max(largest, Magnitude(slot));
        }

        return largest;

        static float Magnitude(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));
    }

    /// <summary>An update that is looked at afterwards, and taken back from copies.</summary>
    private UpdateFailure? TryWatched(Span<float> parameters, ReadOnlySpan<float> gradients, out float largest)
    {
        Dictionary<string, double> scalars = new(StringComparer.Ordinal);
        SaveScalars(scalars);
        if (_kept.Length == 0 || _kept[0].Length != parameters.Length)
        {
            _kept = [new float[parameters.Length], .. Array.ConvertAll(_slots, slot => new float[slot.Length])];
        }

        parameters.CopyTo(_kept[0]);
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].CopyTo(_kept[slot + 1], 0);
        }

        largest = Run(parameters, gradients, SimdSupport.VectorBits);
        UpdateFailure? failure = UpdateFailure.In(parameters, null);
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            failure ??= UpdateFailure.In(_slots[slot], _slotNames[slot]);
        }

        if (failure is not null)
        {
            _kept[0].CopyTo(parameters);
            for (int slot = 0; slot < _slots.Length; slot++)
            {
                _kept[slot + 1].CopyTo(_slots[slot], 0);
            }

            Steps--;
            RestoreScalars(scalars);
        }

        return failure;
    }
}
