using System;
using System.Numerics.Tensors;

namespace RnnGen.Web.Networks.Digits;

/// <summary>
/// An image as a network reads it, from the top to the bottom: after each row its hidden states, and what it then takes the digit for.
/// </summary>
/// <param name="reader">The network.</param>
/// <param name="pixels">The image, [28, 28], 0 to 1. It is kept, not copied.</param>
/// <exception cref="ArgumentException">The image has another size.</exception>
public sealed class DigitReading(DigitReader reader, float[] pixels)
{
    /// <summary>Units of the LSTM, and of the GRU.</summary>
    public const int Units = 64;

    /// <summary>Digits.</summary>
    public const int Classes = DigitReader.OutputSize;

    private const int Rows = DigitImage.Side;

    private readonly float[] _pixels = pixels.Length == Rows * Rows
        ? pixels
        : throw new ArgumentException($"An image has {Rows * Rows} pixels, this one {pixels.Length}.", nameof(pixels));

    private readonly float[] _lstm = new float[Rows * Units], _gru = new float[Rows * Units], _probabilities = new float[Rows * Classes];
    private DigitReader.State _state;

    /// <summary>Rows that have been read, 0 to 28.</summary>
    public int RowsRead { get; private set; }

    /// <summary>Whether all rows have been read.</summary>
    public bool IsComplete => RowsRead == Rows;

    /// <summary>The image, [28, 28].</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>Hidden states of the LSTM, [28, 64]; 0 where no row has been read.</summary>
    public ReadOnlySpan<float> Lstm => _lstm;

    /// <summary>Hidden states of the GRU, [28, 64]; 0 where no row has been read.</summary>
    public ReadOnlySpan<float> Gru => _gru;

    /// <summary>Probabilities of the digits after each row, [28, 10]; 0 where no row has been read.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Reads the next row.</summary>
    /// <exception cref="InvalidOperationException">All rows have been read.</exception>
    public void ReadRow()
    {
        if (IsComplete)
        {
            throw new InvalidOperationException($"All {Rows} rows have been read.");
        }

        Span<float> logits = stackalloc float[Classes];
        reader.Step(_pixels.AsSpan(RowsRead * Rows, Rows), ref _state, logits);
        DigitReader.Probabilities(logits, _probabilities.AsSpan(RowsRead * Classes, Classes));
        ReadOnlySpan<float> lstm = _state.Lstm0H, gru = _state.Gru1H;
        lstm.CopyTo(_lstm.AsSpan(RowsRead * Units));
        gru.CopyTo(_gru.AsSpan(RowsRead * Units));
        RowsRead++;
    }

    /// <summary>Probabilities of the digits after a number of rows.</summary>
    /// <param name="rows">1 to <see cref="RowsRead"/>.</param>
    /// <returns>[10].</returns>
    public ReadOnlySpan<float> After(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, RowsRead);
        return Probabilities.Slice((rows - 1) * Classes, Classes);
    }

    /// <summary>The digit that is most probable after a number of rows.</summary>
    /// <param name="rows">1 to <see cref="RowsRead"/>.</param>
    public int DigitAfter(int rows) => TensorPrimitives.IndexOfMax(After(rows));
}
