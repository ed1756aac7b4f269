using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>
/// Updates of an optimizer that is not one of this library's: nothing bounds what they write, so that parameters, and of an
/// <see cref="IStatefulOptimizer"/> the state, are copied before and looked at afterwards.
/// </summary>
/// <param name="optimizer">The optimizer.</param>
internal sealed class OptimizerSnapshot(IOptimizer optimizer)
{
    private readonly Dictionary<string, float[]> _slots = new(StringComparer.Ordinal);
    private float[] _parameters = [];

    /// <summary>Updates the parameters; where that leaves something that is not finite, all is put back.</summary>
    /// <returns>What was not finite.</returns>
    public UpdateFailure? TryUpdate(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        IStatefulOptimizer? stateful = optimizer as IStatefulOptimizer;
        OptimizerState? before = stateful is null ? null : Copy(stateful.State);
        _parameters = _parameters.Length == parameters.Length ? _parameters : new float[parameters.Length];
        parameters.CopyTo(_parameters);
        optimizer.Update(parameters, gradients);

        UpdateFailure? failure = UpdateFailure.In(parameters, null);
        if (failure is null && stateful is not null)
        {
            foreach ((string name, ReadOnlyMemory<float> slot) in stateful.State.Slots)
            {
                failure ??= UpdateFailure.In(slot.Span, name);
            }
        }

        if (failure is not null)
        {
            _parameters.CopyTo(parameters);
            stateful?.Restore(before!);
        }

        return failure;
    }

    /// <summary>A state of its own: the slots of the given one are views.</summary>
    private OptimizerState Copy(OptimizerState state)
    {
        Dictionary<string, ReadOnlyMemory<float>> slots = new(StringComparer.Ordinal);
        foreach ((string name, ReadOnlyMemory<float> slot) in state.Slots)
        {
            if (!_slots.TryGetValue(name, out float[]? copy) || copy.Length != slot.Length)
            {
                _slots[name] = copy = new float[slot.Length];
            }

            slot.CopyTo(copy);
            slots.Add(name, copy);
        }

        return state with { Scalars = new Dictionary<string, double>(state.Scalars, StringComparer.Ordinal), Slots = slots };
    }
}
