using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>A matrix, row-major, in the order of a product x·M: a row for each input, a column for each output.</summary>
/// <param name="Rows">Inputs.</param>
/// <param name="Columns">Outputs.</param>
/// <param name="Values">Its elements.</param>
public sealed record Matrix(int Rows, int Columns, float[] Values)
{
    /// <summary>The element of a row and a column.</summary>
    public float this[int row, int column] => Values[(row * Columns) + column];

    /// <summary>A matrix of zeros.</summary>
    public static Matrix Zero(int rows, int columns) => new(rows, columns, new float[checked(rows * columns)]);

    /// <summary>Rows and columns exchanged: PyTorch and ONNX keep a row for each output.</summary>
    public Matrix Transpose()
    {
        float[] values = new float[Values.Length];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                values[(column * Rows) + row] = Values[(row * Columns) + column];
            }
        }

        return new Matrix(Columns, Rows, values);
    }

    /// <summary>A range of columns.</summary>
    public Matrix TakeColumns(int first, int count)
    {
        float[] values = new float[checked(Rows * count)];
        for (int row = 0; row < Rows; row++)
        {
            Array.Copy(Values, (row * Columns) + first, values, row * count, count);
        }

        return new Matrix(Rows, count, values);
    }

    /// <summary>A range of rows.</summary>
    public Matrix TakeRows(int first, int count) => new(count, Columns, Values.AsSpan(first * Columns, count * Columns).ToArray());

    /// <summary>Matrices of equally many rows side by side.</summary>
    public static Matrix Beside(params IReadOnlyList<Matrix> parts)
    {
        int rows = parts[0].Rows, columns = parts.Sum(part => part.Columns);
        float[] values = new float[checked(rows * columns)];
        int first = 0;
        foreach (Matrix part in parts)
        {
            for (int row = 0; row < rows; row++)
            {
                Array.Copy(part.Values, row * part.Columns, values, (row * columns) + first, part.Columns);
            }

            first += part.Columns;
        }

        return new Matrix(rows, columns, values);
    }

    /// <summary>Matrices of equally many columns one below the other: the kernel of inputs, then that of states.</summary>
    public static Matrix Above(params IReadOnlyList<Matrix> parts) =>
        new(parts.Sum(part => part.Rows), parts[0].Columns, [.. parts.SelectMany(part => part.Values)]);

    /// <summary>The matrix as a tensor [rows, columns].</summary>
    public NetworkTensor Named(string name) => new(name, [Rows, Columns], Values);
}
