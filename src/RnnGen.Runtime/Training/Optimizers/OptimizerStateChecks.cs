using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>Whether a saved state fits an optimizer: every difference, as a phrase.</summary>
internal static class OptimizerStateChecks
{
    /// <param name="own">
    /// The state that the optimizer has now: its kind, hyper-parameters and names of scalars are the expected ones.
    /// </param>
    /// <param name="slotNames">Names of the optimizer's slots.</param>
    /// <param name="length">Number of parameters, negative where no update has told.</param>
    /// <param name="state">The state to restore.</param>
    public static List<string> Misfits(OptimizerState own, string[] slotNames, int length, OptimizerState state)
    {
        List<string> misfits = [];
        if (state.Kind != own.Kind)
        {
            misfits.Add($"optimizer is {state.Kind}, expected {own.Kind}");
        }

        foreach ((string name, string value) in own.HyperParameters)
        {
            if (!state.HyperParameters.TryGetValue(name, out string? found))
            {
                misfits.Add($"hyper-parameter {name} is missing, expected {value}");
            }
            else if (found != value)
            {
                misfits.Add($"hyper-parameter {name} is {found}, expected {value}");
            }
        }

        AddUnknown(misfits, "hyper-parameter", state.HyperParameters.Keys, own.HyperParameters.ContainsKey, own.Kind);
        foreach (string name in own.Scalars.Keys)
        {
            if (!state.Scalars.TryGetValue(name, out double value))
            {
                misfits.Add($"scalar {name} is missing");
            }
            else if (!IsUsable(name, value))
            {
                misfits.Add(
                    $"scalar {name} is {value:R}, expected {(name == OptimizerState.Steps ? "a whole number" : "a finite number")}, "
                    + "at least 0");
            }
        }

        AddUnknown(misfits, "scalar", state.Scalars.Keys, own.Scalars.ContainsKey, own.Kind);
        AddSlots(misfits, slotNames, length, state);
        AddUnknown(misfits, "slot", state.Slots.Keys, name => Array.IndexOf(slotNames, name) >= 0, own.Kind);
        return misfits;
    }

    private static void AddSlots(List<string> misfits, string[] slotNames, int length, OptimizerState state)
    {
        // Before the first update there are none.
        bool begun = state.Slots.Count > 0 || !state.Scalars.TryGetValue(OptimizerState.Steps, out double steps) || steps != 0;
        foreach (string name in begun ? slotNames : [])
        {
            if (!state.Slots.TryGetValue(name, out ReadOnlyMemory<float> slot))
            {
                misfits.Add($"slot {name} is missing");
                continue;
            }

            length = length < 0 ? slot.Length : length;
            if (slot.Length != length)
            {
                misfits.Add($"slot {name} has {slot.Length} values, expected {length}");
            }
        }
    }

    private static bool IsUsable(string name, double value) =>
        double.IsFinite(value) && value >= 0
        && (name != OptimizerState.Steps || (value == Math.Floor(value) && value <= 1L << 53))
        && (name != OptimizerState.LearningRate || float.IsFinite((float)value));

    private static void AddUnknown(List<string> misfits, string what, IEnumerable<string> names, Predicate<string> isKnown, string kind)
    {
        foreach (string name in names)
        {
            if (!isKnown(name))
            {
                misfits.Add($"{what} {name} is unknown to {kind}");
            }
        }
    }
}
