using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Training.Tests.Inputs;

/// <summary>Batches of tokens, floats and what all steps see, for a <see cref="SumNetwork"/>, and what it makes of them.</summary>
internal sealed class InputData
{
    private readonly ModelDescription _model;

    public InputData(ModelDescription model, int rows, int steps, SequenceLayout layout = SequenceLayout.BatchMajor)
    {
        (_model, Rows, Steps, Layout) = (model, rows, steps, layout);
        CounterRandom random = new(5, 11);
        int cells = rows * steps, tokens = model.Vocabulary is null ? 0 : cells;
        Lengths = [.. Enumerable.Range(0, rows).Select(row => row * 3 % (steps + 1))];
        Tokens = [.. Enumerable.Range(0, tokens).Select(i => random.Below(model.Vocabulary!.Value, (ulong)i))];
        Values = Floats(cells * model.StepInputSize, 5000);
        SequenceInputs = Floats(rows * model.SequenceInputSize, 9000);
        for (int row = 0; row < rows; row++)
        {
            for (int step = Lengths[row]; step < steps; step++)
            {
                // What the padding holds has no effect.
                Values.AsSpan(Cell(row, step) * model.StepInputSize, model.StepInputSize).Fill(float.NaN);
                Tokens.AsSpan(model.Vocabulary is null ? 0 : Cell(row, step), model.Vocabulary is null ? 0 : 1).Fill(-7);
            }
        }

        float[] Floats(int count, ulong first) =>
            [.. Enumerable.Range(0, count).Select(i => (random.Below(2001, (ulong)i + first) / 1000f) - 1)];
    }

    public int Rows { get; }

    public int Steps { get; }

    public SequenceLayout Layout { get; }

    public int[] Lengths { get; }

    public int[] Tokens { get; }

    public float[] Values { get; }

    public float[] SequenceInputs { get; }

    public SequenceBatch Batch => new(Values, Rows, Steps)
    {
        Lengths = Lengths,
        Layout = Layout,
        Tokens = Tokens,
        SequenceInputs = SequenceInputs,
    };

    /// <summary>Where a step of a row stands.</summary>
    public int Cell(int row, int step) => Layout == SequenceLayout.BatchMajor ? (row * Steps) + step : (step * Rows) + row;

    /// <summary>The outputs by definition.</summary>
    public double[] Outputs(ReadOnlySpan<float> parameters)
    {
        int units = _model.EmbeddingSize, table = _model.InputSize + _model.SequenceInputSize;
        double[] outputs = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int step = 0; step < Lengths[row]; step++)
            {
                int cell = Cell(row, step);
                for (int i = 0; i < units; i++)
                {
                    outputs[row] += (double)parameters[table + (Tokens[cell] * units) + i] * parameters[i];
                }

                for (int i = 0; i < _model.StepInputSize; i++)
                {
                    outputs[row] += (double)Values[(cell * _model.StepInputSize) + i] * parameters[units + i];
                }

                for (int i = 0; i < _model.SequenceInputSize; i++)
                {
                    outputs[row] += (double)SequenceInputs[(row * _model.SequenceInputSize) + i] * parameters[_model.InputSize + i];
                }
            }
        }

        return outputs;
    }

    /// <summary>The same rows as sequences, whose targets are given.</summary>
    public SequenceArrays Sequences(ReadOnlySpan<float> targets)
    {
        int[] valid = [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, Lengths[row]).Select(step => Cell(row, step)))];
        SequenceShape shape = new()
        {
            Features = _model.StepInputSize,
            Vocabulary = _model.Vocabulary ?? 0,
            SequenceFeatures = _model.SequenceInputSize,
            Targets = TargetForm.Values,
            TargetSize = 1,
        };
        return new SequenceArrays(
            shape, Lengths, valid.SelectMany(cell => Values.Skip(cell * shape.Features).Take(shape.Features)).ToArray(),
            Tokens.Length == 0 ? default : valid.Select(cell => Tokens[cell]).ToArray(), targets: targets.ToArray(),
            sequenceInputs: SequenceInputs);
    }
}
