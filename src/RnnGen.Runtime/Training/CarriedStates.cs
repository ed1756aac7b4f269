using System;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>States that go from one batch to the next where it continues the same sequences.</summary>
/// <param name="stateSize">Floats of one row's state.</param>
internal sealed class CarriedStates(int stateSize)
{
    private float[] _states = [];
    private int _rows;

    /// <summary>Rows of the last batch; 0 where nothing is carried.</summary>
    public int Rows => _rows;

    /// <summary>The states, [rows of the last batch, state size]; empty where nothing is carried.</summary>
    public Span<float> Values => _states.AsSpan(0, _rows * stateSize);

    /// <summary>States before a batch: those after the one before, or none, which is zero.</summary>
    /// <exception cref="InvalidOperationException">The batch continues one with other rows.</exception>
    public ReadOnlySpan<float> Initial(TrainingBatch batch)
    {
        if (!batch.Continues)
        {
            return default;
        }

        return batch.Rows == _rows ? Values : throw new InvalidOperationException(
            $"A batch of {batch.Rows} rows continues one of {_rows}; rows that go on must stay.");
    }

    /// <summary>Where the states after a batch go; empty where no batch may continue it. The same memory as the initial ones.</summary>
    public Span<float> Final(TrainingBatch batch)
    {
        if (!batch.Shape!.Continues)
        {
            return default;
        }

        Resize(batch.Rows);
        return Values;
    }

    /// <summary>Makes room for rows.</summary>
    public void Resize(int rows)
    {
        _rows = rows;
        if (_states.Length < rows * stateSize)
        {
            Array.Resize(ref _states, rows * stateSize);
        }
    }
}
