using System;
using System.Collections.Generic;

namespace RnnGen.Reports;

/// <summary>Values of every step of one sequence, [steps, units], drawn as a heat map: steps downwards, units from left to right.</summary>
public sealed class StateMap
{
    private readonly float[] _values;

    /// <summary>Wraps values.</summary>
    /// <param name="name">What they are, such as <c>lstm0/h</c>.</param>
    /// <param name="units">Values of a step.</param>
    /// <param name="values">The values, [steps, units]; what is not a finite number is drawn as a gap.</param>
    /// <exception cref="ArgumentException">The values are not one or more whole steps.</exception>
    public StateMap(string name, int units, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (units < 1 || values.IsEmpty || values.Length % units != 0)
        {
            throw new ArgumentException(
                $"'{name}' has {values.Length} values, which are not one or more steps of {units} units.", nameof(values));
        }

        (Name, Units, _values) = (name, units, values.ToArray());
    }

    /// <summary>What the values are.</summary>
    public string Name { get; }

    /// <summary>Values of a step.</summary>
    public int Units { get; }

    /// <summary>Number of steps.</summary>
    public int Steps => _values.Length / Units;

    /// <summary>The values, [<see cref="Steps"/>, <see cref="Units"/>].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>One row of a traced value, every step.</summary>
    /// <param name="tensor">The value, such as <c>trace["lstm0/h"]</c>.</param>
    /// <param name="row">The row (sequence) of the pass.</param>
    /// <param name="name">What to call it; its own name if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the pass.</exception>
    public static StateMap Of(TraceTensor tensor, int row, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        float[] values = new float[tensor.Steps * tensor.Units];
        for (int step = 0; step < tensor.Steps; step++)
        {
            tensor[step, row].CopyTo(values.AsSpan(step * tensor.Units));
        }

        return new StateMap(name ?? tensor.Name, tensor.Units, values);
    }
}

/// <summary>What went on in a network while it read one sequence.</summary>
/// <param name="Title">Which sequence it is and what was read.</param>
/// <param name="Maps">Values over the steps, such as the hidden states of each layer; all are drawn on one scale.</param>
public sealed record SequenceStates(string Title, IReadOnlyList<StateMap> Maps)
{
    /// <summary>The sequence itself, drawn beside the maps, step beside step; <see langword="null"/> to leave it out.</summary>
    public StateMap? Input { get; init; }

    /// <summary>A sentence below; empty for none.</summary>
    public string Note { get; init; } = "";
}
