using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace RnnGen.OnnxRuntime.Tests.Fixtures;

/// <summary>Random inputs and states of some rows for a model, as RnnGen takes them and as its file does.</summary>
internal sealed class Batch
{
    private readonly ModelDescription _description;
    private readonly float[] _values;
    private readonly float[] _sequence;
    private readonly int[] _tokens;

    public Batch(ModelDescription description, int rows, int steps, int seed, int[]? lengths = null)
    {
        _description = description;
        Rows = rows;
        Steps = steps;
        Random random = new(seed);
        _values = Floats(random, rows * steps * description.StepInputSize);
        _sequence = Floats(random, rows * description.SequenceInputSize);
        _tokens = description.Vocabulary is int vocabulary
            ? [.. Enumerable.Range(0, rows * steps).Select(_ => random.Next(vocabulary))]
            : [];
        States = Floats(random, rows * description.StateSize);
        Lengths = lengths;
        for (int row = 0; row < lengths?.Length; row++)
        {
            // What the padding holds has no influence.
            int width = description.StepInputSize, first = (row * steps) + lengths[row], end = (row + 1) * steps;
            _values.AsSpan(first * width, (end - first) * width).Fill(float.NaN);
            if (_tokens.Length > 0)
            {
                _tokens.AsSpan(first, end - first).Fill(int.MaxValue);
            }
        }
    }

    public int Rows { get; }

    public int Steps { get; }

    /// <summary>States before the first step, [rows, state size].</summary>
    public float[] States { get; }

    public int[]? Lengths { get; }

    /// <summary>Random numbers in ±1.</summary>
    public static float[] Floats(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];

    public SequenceBatch Sequences => new(_values, Rows, Steps) { SequenceInputs = _sequence, Tokens = _tokens, Lengths = Lengths };

    /// <summary>What all rows see at a step, and their tokens.</summary>
    public void Step(IRnnModel model, int row, int step, Span<float> state, Span<float> output)
    {
        int size = _description.StepInputSize, all = _description.SequenceInputSize;
        ReadOnlySpan<float> values = _values.AsSpan(((row * Steps) + step) * size, size);
        ReadOnlySpan<float> sequence = _sequence.AsSpan(row * all, all);
        if (_tokens.Length > 0)
        {
            model.Step(values, _tokens[(row * Steps) + step], sequence, state, output);
        }
        else
        {
            model.Step(values, sequence, state, output);
        }
    }

    /// <summary>The inputs of a file: all steps, or one alone.</summary>
    public Dictionary<string, OrtValue> Inputs(int? step = null, bool stepsFirst = false)
    {
        Dictionary<string, OrtValue> inputs = [];
        foreach (InputInfo input in _description.Inputs)
        {
            if (input.Kind == InputKind.Tokens)
            {
                long[] tokens = Take(_tokens.Select(token => (long)token).ToArray(), 1, 0, 1, step, stepsFirst);
                inputs.Add("tokens", OrtValue.CreateTensorValueFromMemory(tokens, Extents(step, stepsFirst)));
            }
            else if (input.Kind == InputKind.PerSequence)
            {
                float[] values =
                [
                    .. Enumerable.Range(0, Rows).SelectMany(row =>
                        _sequence.Skip((row * _description.SequenceInputSize) + input.FirstColumn).Take(input.Size)),
                ];
                inputs.Add(input.Name, OrtValue.CreateTensorValueFromMemory(values, [Rows, input.Size]));
            }
            else
            {
                float[] values = Take(_values, _description.StepInputSize, input.FirstColumn, input.Size, step, stepsFirst);
                inputs.Add(input.Name, OrtValue.CreateTensorValueFromMemory(values, [.. Extents(step, stepsFirst), input.Size]));
            }
        }

        if (Lengths is not null)
        {
            inputs.Add("lengths", OrtValue.CreateTensorValueFromMemory(Lengths, [Rows]));
        }

        return inputs;
    }

    /// <summary>A part of the states of all rows, [rows, units].</summary>
    public static float[] Part(float[] states, ModelDescription description, StateInfo state) =>
        [.. Enumerable.Range(0, states.Length / Math.Max(1, description.StateSize))
            .SelectMany(row => states.Skip((row * description.StateSize) + state.Offset).Take(state.Units))];

    private long[] Extents(int? step, bool stepsFirst)
    {
        long steps = step is null ? Steps : 1;
        return stepsFirst ? [steps, Rows] : [Rows, steps];
    }

    private T[] Take<T>(T[] values, int width, int first, int count, int? step, bool stepsFirst)
    {
        int[] steps = step is int only ? [only] : [.. Enumerable.Range(0, Steps)];
        IEnumerable<(int Row, int Step)> places = stepsFirst
            ? steps.SelectMany(each => Enumerable.Range(0, Rows).Select(row => (row, each)))
            : Enumerable.Range(0, Rows).SelectMany(row => steps.Select(each => (row, each)));
        return [.. places.SelectMany(place => values.Skip((((place.Row * Steps) + place.Step) * width) + first).Take(count))];
    }
}
