using System;
using System.Collections.Generic;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>
/// Every intermediate value of one pass, by name: inputs, states and gates of every step; the last valid step and what dense layers make of
/// it as one step.
/// </summary>
/// <param name="tensors">The traced values in the order in which a step computes them.</param>
public sealed class ModelTrace(IReadOnlyList<TraceTensor> tensors)
{
    /// <summary>The traced values in the order in which a step computes them.</summary>
    public IReadOnlyList<TraceTensor> Tensors { get; } = tensors;

    /// <summary>One value by name, such as <c>lstm0/f</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such value; the message lists those there are.</exception>
    public TraceTensor this[string name]
    {
        get
        {
            List<string> names = [];
            foreach (TraceTensor tensor in Tensors)
            {
                if (tensor.Name == name)
                {
                    return tensor;
                }

                names.Add(tensor.Name);
            }

            throw new KeyNotFoundException($"The trace has no value '{name}'; it has {string.Join(", ", names)}.");
        }
    }
}

/// <summary>One value of every step and row of a pass.</summary>
public sealed class TraceTensor
{
    private readonly StepBuffer _buffer;
    private readonly int _firstSlot;
    private readonly int[]? _lengths;
    private readonly bool _isState;

    /// <summary>Wraps a buffer of a pass.</summary>
    /// <param name="name">Name such as <c>lstm0/f</c>.</param>
    /// <param name="buffer">The values.</param>
    /// <param name="units">Floats of one row.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="firstSlot">The slot of the buffer that holds step 0: 1 for states, whose slot 0 is the initial state.</param>
    /// <param name="lengths">Valid steps of each row, or <see langword="null"/> when all are full.</param>
    /// <param name="isState">Whether the value is copied through past a row's length (a state) or zero there (anything else).</param>
    public TraceTensor(string name, StepBuffer buffer, int units, int steps, int rows, int firstSlot, int[]? lengths, bool isState)
    {
        Name = name;
        Units = units;
        Steps = steps;
        Rows = rows;
        _buffer = buffer;
        _firstSlot = firstSlot;
        _lengths = lengths;
        _isState = isState;
    }

    /// <summary>Name such as <c>lstm0/f</c>.</summary>
    public string Name { get; }

    /// <summary>Floats of one row.</summary>
    public int Units { get; }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>Number of rows (sequences).</summary>
    public int Rows { get; }

    /// <summary>
    /// The value at one step of one row, [<see cref="Units"/>]: past the row's length a state is copied through, anything else is zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The step or the row is outside the pass.</exception>
    public ReadOnlySpan<float> this[int step, int row]
    {
        get
        {
            if ((uint)step >= (uint)Steps || (uint)row >= (uint)Rows)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(step), $"Step {step} of row {row} was asked for; {Name} has {Steps} steps of {Rows} rows.");
            }

            int length = _lengths is null ? Steps : _lengths[row];
            if (step < length)
            {
                return _buffer.Row(step + _firstSlot, row, Units);
            }

            return _isState ? _buffer.Row(length - 1 + _firstSlot, row, Units) : new float[Units];
        }
    }
}
