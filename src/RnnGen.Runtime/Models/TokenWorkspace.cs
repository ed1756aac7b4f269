using System;
using RnnGen.Numerics;

namespace RnnGen;

/// <summary>The part of a generated workspace that a model with an embedding needs: the tokens, and which rows of the table have a gradient.</summary>
public abstract class TokenWorkspace : SequenceWorkspace
{
    /// <summary>Marks a step without a token that learns: past a row's length, or the padding token.</summary>
    public const int NoToken = -1;

    private int[] _tokens = [];
    private int[] _touched = [];
    private int _touchedCount;

    /// <summary>The token of a step of a row that its gradient goes to, or <see cref="NoToken"/>.</summary>
    public int Token(int step, int row) => _tokens[(step * Rows) + row];

    /// <summary>Copies the table's row of each token into a buffer of steps; zero past a row's length.</summary>
    /// <param name="batch">What <see cref="SequenceWorkspace.Take"/> gave.</param>
    /// <param name="firstRow">First row to take.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="version">The version that the other parameters were taken of.</param>
    /// <param name="offset">Offset of the table in the parameters.</param>
    /// <param name="units">Columns of the table.</param>
    /// <param name="padding">The token that learns nothing, or <see cref="NoToken"/>.</param>
    /// <param name="target">Receives the rows.</param>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    protected void CopyEmbedded(
        scoped in SequenceBatch batch, int firstRow, ModelParameters parameters, long version, int offset, int units, int padding, in StepBuffer target)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int count = Steps * Rows;
        if (_tokens.Length < count)
        {
            _tokens = new int[count];
        }

        ReadOnlySpan<float> values = parameters.Values;
        for (int step = 0; step < Steps && Rows > 0; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                Span<float> destination = target.Row(step, row, units);
                ref int kept = ref _tokens[(step * Rows) + row];
                if (step >= Length(row))
                {
                    kept = NoToken;
                    destination.Clear();
                    continue;
                }

                int token = batch.Tokens[Offset(batch.BatchSize, batch.Layout, step, firstRow + row, 1)];
                kept = token == padding ? NoToken : token;
                values.Slice(offset + (token * units), units).CopyTo(destination);
            }
        }

        parameters.RequireVersion(version);
    }

    /// <summary>Zeroes columns of the rows of a table's gradient that the last backward pass wrote to: the others are zero.</summary>
    /// <param name="gradient">The gradient of the table, [vocabulary, units].</param>
    /// <param name="units">Its columns.</param>
    /// <param name="firstColumn">First column.</param>
    /// <param name="columns">Number of columns.</param>
    public void ClearTouched(Span<float> gradient, int units, int firstColumn, int columns)
    {
        foreach (int token in _touched.AsSpan(0, _touchedCount))
        {
            gradient.Slice((token * units) + firstColumn, columns).Clear();
        }
    }

    /// <summary>Notes the rows that the backward pass has written to, for <see cref="ClearTouched"/> of the next one.</summary>
    public void KeepTouched()
    {
        int count = MaxLength * Rows;
        if (_touched.Length < count)
        {
            _touched = new int[count];
        }

        _touchedCount = 0;
        foreach (int token in _tokens.AsSpan(0, count))
        {
            if (token != NoToken)
            {
                _touched[_touchedCount++] = token;
            }
        }
    }
}
