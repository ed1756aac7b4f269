using System;
using System.Collections.Generic;
using System.ComponentModel;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>
/// One time step of one layer, for whoever watches a network: a model class calls
/// <c>static partial void OnStep(in StepView step)</c> after each, if the user's half of the class implements it. Otherwise not one
/// instruction of it is compiled.
/// </summary>
/// <remarks>
/// <para>
/// Called by every forward pass: of <c>Predict</c>, <c>Trace</c> and <c>StepBatch</c>, of a trainer, of <c>Step</c> and of blocks of steps;
/// after each step of each layer that runs step by step. Not by the way back, nor for what runs once a sequence, nor for the dense layers
/// of heads, whose values the outputs are.
/// </para>
/// <para>
/// Layers of a batch run one after the other, each through all steps; several threads each take some rows, and call on the thread that
/// computes: <see cref="FirstRow"/> and <see cref="Rows"/> say which rows, and calls for other rows may come at the same time. Of one row,
/// layers may also run each a step behind the one below. What order there is, is that of the steps of one layer of one row.
/// </para>
/// <para>
/// A pass shows what is in its memory. That is always the states after the step; in a batch also what other layers or later stages of the
/// step read; in <c>Trace</c> and in a trainer's pass every value that <c>Trace</c> names. <c>Step</c> and blocks of steps keep the
/// other values in registers, and show no layer without a state.
/// </para>
/// <para>What the method throws ends the call; states in the caller's memory may then be a step ahead.</para>
/// </remarks>
public readonly ref struct StepView
{
    private readonly NetworkWorkspace? _workspace;
    private readonly ref readonly float _state;
    private readonly ReadOnlySpan<StepValue> _values;
    private readonly int _first;

    /// <summary>A step of some rows of a batch.</summary>
    /// <param name="workspace">The pass.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="first">First row in the workspace.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="values">The layer's values.</param>
    /// <param name="count">How many of them this pass keeps; those that come later it does not.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StepView(
        NetworkWorkspace workspace, string layer, int step, int first, int rows, ReadOnlySpan<StepValue> values,
        int count = int.MaxValue)
    {
        _workspace = workspace;
        _first = first;
        _values = values[..Math.Min(count, values.Length)];
        Layer = layer;
        Step = step;
        FirstRow = workspace.FirstRow + first;

        // Rows that only fill a tile are nobody's.
        Rows = Math.Clamp(workspace.Rows - first, 0, rows);
    }

    /// <summary>A step of one row on its flat state.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="state">The row's state, all layers.</param>
    /// <param name="values">The layer's values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StepView(string layer, int step, ref readonly float state, ReadOnlySpan<StepValue> values)
    {
        _state = ref state;
        _values = values;
        Layer = layer;
        Step = step;
        Rows = 1;
    }

    /// <summary>Name of the layer, as in the names of its parameters, states and traced values: <c>lstm0</c>.</summary>
    public string Layer { get; }

    /// <summary>
    /// Number of the step, from 0: of the sequence; of a block of steps within the block; 0 in <c>Step</c> and <c>StepBatch</c>, which know
    /// of one step only. A layer that reads its steps backwards counts them as it goes, as in <c>Trace</c>: its step 0 reads the last valid
    /// step of each row, and its step <c>t</c> of a row of <c>n</c> valid steps reads step <c>n - 1 - t</c>.
    /// </summary>
    public int Step { get; }

    /// <summary>
    /// The first of these rows in the caller's batch, in its order; of <c>StepBatch</c> among those that step. 0 in <c>Step</c>.
    /// </summary>
    public int FirstRow { get; }

    /// <summary>Number of rows. May be 0 in a batch whose size fills no register tile.</summary>
    public int Rows { get; }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <summary>Name of a value in the layer's equations: <c>h</c>, <c>c</c>, <c>f</c>.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer values.</exception>
    public string Name(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_values.Length, nameof(index));
        return _values[index].Name;
    }

    /// <summary>
    /// Whether a row had ended before this step: its states are what they were, its other values mean nothing.
    /// </summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1; row 0 is row <see cref="FirstRow"/> of the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows.</exception>
    public bool HasEnded(int row)
    {
        Check(row);
        return _workspace is not null && Step >= _workspace.Length(_first + row);
    }

    /// <summary>Whether this pass keeps a value.</summary>
    /// <param name="name">Its name: <c>h</c>.</param>
    public bool Has(string name) => Find(name) >= 0;

    /// <summary>
    /// A value of a row after the step, [units of the value]: the pass's own memory, no copy, and valid until the call returns.
    /// </summary>
    /// <param name="name">Its name: <c>h</c>.</param>
    /// <param name="row">0 to <see cref="Rows"/> - 1; row 0 is row <see cref="FirstRow"/> of the batch.</param>
    /// <exception cref="KeyNotFoundException">The pass keeps no such value; the message lists those that it keeps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows.</exception>
    public ReadOnlySpan<float> this[string name, int row = 0]
    {
        get
        {
            Check(row);
            int index = Find(name);
            return index >= 0
                ? _values[index].Row(_first + row, in _state)
                : throw new KeyNotFoundException($"Step {Step} of {Layer} has no value '{name}' in this pass; it has {Names()}.");
        }
    }

    private int Find(string name)
    {
        for (int index = 0; index < _values.Length; index++)
        {
            if (_values[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }

    private string Names()
    {
        string[] names = new string[_values.Length];
        for (int index = 0; index < names.Length; index++)
        {
            names[index] = _values[index].Name;
        }

        return string.Join(", ", names);
    }

    private void Check(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(row), $"Row {row} was asked for; step {Step} of {Layer} has {Rows} rows.");
        }
    }
}
