using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>Where the rows of an embedding stand among the parameters.</summary>
/// <param name="Offset">The first number of the table, [vocabulary, what it makes of a token].</param>
/// <param name="PaddingToken">The token that learns nothing, or <see cref="NetworkWorkspace.NoToken"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct TokenTable(int Offset, int PaddingToken = NetworkWorkspace.NoToken);

/// <content>What a network with an embedding needs: the tokens, and which rows of the table have a gradient.</content>
public abstract partial class NetworkWorkspace
{
    /// <summary>Marks a step without a token that learns: past a row's length, or the padding token.</summary>
    public const int NoToken = -1;

    private int[] _tokens = [];
    private int[] _touched = [];
    private int _touchedCount;

    /// <summary>The token of a step of a row that its gradient goes to, or <see cref="NoToken"/>.</summary>
    private protected int Token(int step, int row) => _tokens[(step * Rows) + row];

    /// <summary>
    /// x = table[token] for the rows of the current batch, from the parameters themselves; zero past a row's length. The columns of floats
    /// behind x stay.
    /// </summary>
    /// <param name="batch">What <see cref="Take"/> gave.</param>
    /// <param name="firstRow">First row of the current batch in it.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="version">The version that the other parameters were taken of.</param>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    internal void Embed(scoped in SequenceBatch batch, int firstRow, ModelParameters parameters, long version)
    {
        if (_table is not (int offset, int padding))
        {
            return;
        }

        int units = Model.EmbeddingSize;
        StepBuffer target = Inputs;
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

    /// <summary>Where the row of a token begins among the parameters.</summary>
    private protected nint TableRow(int token) => _table!.Value.Offset + ((nint)token * Model.EmbeddingSize);

    /// <summary>Zeroes columns of the rows of the table's gradient that the last backward pass wrote to: the others are zero.</summary>
    /// <param name="gradients">The gradients of all parameters.</param>
    /// <param name="firstColumn">First column.</param>
    /// <param name="columns">Number of columns.</param>
    private protected void ClearTouched(Span<float> gradients, int firstColumn, int columns)
    {
        foreach (int token in _touched.AsSpan(0, _touchedCount))
        {
            gradients.Slice((int)TableRow(token) + firstColumn, columns).Clear();
        }
    }

    /// <summary>Notes the rows that the backward pass has written to, for <see cref="ClearTouched"/> of the next one.</summary>
    internal void KeepTouched()
    {
        if (_table is null)
        {
            return;
        }

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
