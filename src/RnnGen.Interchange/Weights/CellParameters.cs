using System;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The parameters of one direction of a recurrent layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Prefix">What stands before the names of the direction's parameters.</param>
internal sealed record CellParameters(NetworkLayer Layer, string Prefix)
{
    /// <summary>Units of the cell.</summary>
    public int Units => (int)Layer.Arguments[0];

    /// <summary>Whether the cell has biases.</summary>
    public bool HasBias => Layer.Option("Bias", true);

    /// <summary>A vector of a known number of elements.</summary>
    public float[] Vector(string name, int count) => Find(name, count);

    /// <summary>A bias, or <see langword="null"/> of a cell without.</summary>
    public float[]? Bias(string name, int count) => HasBias ? Find(name, count) : null;

    /// <summary>A matrix of a known shape.</summary>
    public Matrix Matrix(string name, int rows, int columns) => new(rows, columns, Find(name, rows, columns));

    /// <summary>A kernel apart: its rows of inputs, and those of states below.</summary>
    public (Matrix Input, Matrix Recurrent) Kernel(string name, int hidden, int columns)
    {
        int inputs = Layer.Reads.Sum(read => read.Columns);
        Matrix kernel = Matrix(name, inputs + hidden, columns);
        return (kernel.TakeRows(0, inputs), kernel.TakeRows(inputs, hidden));
    }

    private float[] Find(string name, params int[] shape)
    {
        NetworkTensor? tensor = Layer.Parameters.FirstOrDefault(tensor => tensor.Name == Prefix + name);
        return tensor is not null && tensor.Shape.SequenceEqual(shape) ? tensor.Values
            : throw new ArgumentException(
                $"Parameter '{Prefix}{name}' of layer '{Layer.Name}' must be [{string.Join(", ", shape)}], found "
                + $"{(tensor is null ? "none" : $"[{string.Join(", ", tensor.Shape)}]")}.");
    }
}
