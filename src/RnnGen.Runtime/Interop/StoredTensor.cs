using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Interop;

/// <summary>A tensor of weights that is to be stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, row-major.</param>
/// <param name="Operands">Of the kernel of a product its operands, whose rows follow one another; empty of others.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<int> Shape, IReadOnlyList<KernelOperand> Operands)
{
    /// <summary>Columns of the tensor as a matrix: its last extent; a vector is one row, a scalar one element.</summary>
    public int Columns => Shape.Count == 0 ? 1 : Shape[^1];

    /// <summary>Its rows: all extents but the last, of a convolution's kernel those of all steps; 1 of a tensor that is no matrix.</summary>
    internal int Rows => Shape.Take(Shape.Count - 1).Aggregate(1, (rows, extent) => checked(rows * extent));

    /// <summary>
    /// What is stored by itself: the tensor as a whole, or with <see cref="StorageType.Int8"/> the rows of each operand of a kernel, which
    /// have scales of their own or stay floats.
    /// </summary>
    /// <param name="type">How the weights are stored.</param>
    /// <exception cref="ArgumentException">The operands do not have the rows of the tensor.</exception>
    public IReadOnlyList<StoredPart> Parts(StorageType type)
    {
        int rows = 0;
        List<StoredPart> parts = [];
        foreach (KernelOperand operand in Operands)
        {
            StorageType own = type == StorageType.Int8 && operand.StaysFloat ? StorageType.Float32 : type;
            parts.Add(new StoredPart(this, rows, operand.Rows, own));
            rows += operand.Rows;
        }

        if (parts.Count > 0 && (Shape.Count < 2 || Rows != rows))
        {
            throw new ArgumentException($"{Name} [{string.Join(", ", Shape)}] cannot have operands of {rows} rows.");
        }

        bool isMixed = type == StorageType.Int8 && parts.Exists(part => part.Type == StorageType.Int8);
        return isMixed ? parts
            : [new StoredPart(this, 0, Rows, type == StorageType.Int8 ? StorageType.Float32 : type)];
    }
}

/// <summary>Rows of a tensor that are stored in one type, with scales of their own where that needs them.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="FirstRow">The first of the rows.</param>
/// <param name="Rows">How many; 1 of a tensor that is no matrix.</param>
/// <param name="Type">How they are stored.</param>
public sealed record StoredPart(StoredTensor Tensor, int FirstRow, int Rows, StorageType Type)
{
    /// <summary>The name of its elements in a file: the tensor's where it is the whole, <c>lstm0/kernel[0..28]</c> otherwise.</summary>
    public string Name => Rows == Tensor.Rows
        ? Tensor.Name
        : string.Create(CultureInfo.InvariantCulture, $"{Tensor.Name}[{FirstRow}..{FirstRow + Rows}]");

    /// <summary>The name of its scales in a file.</summary>
    public string ScaleName => Name + StoredTensors.ScaleSuffix;

    /// <summary>Its shape.</summary>
    public IReadOnlyList<int> Shape => Rows == Tensor.Rows ? Tensor.Shape : [Rows, Tensor.Columns];

    /// <summary>Its elements among those of the tensor.</summary>
    /// <param name="values">The tensor, row-major.</param>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> values) =>
        Rows == Tensor.Rows ? values : values.Slice(FirstRow * Tensor.Columns, Rows * Tensor.Columns);

    /// <summary>Stores its elements: little-endian, row-major, and of <see cref="StorageType.Int8"/> the scales.</summary>
    /// <param name="values">The whole tensor, row-major; storable, as <see cref="StoredTensors.Faults"/> says.</param>
    /// <returns>The bytes, and a scale for each column; none of other types.</returns>
    public (byte[] Bytes, float[] Scales) Pack(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<float> own = Of(values);
        byte[] bytes = new byte[checked(own.Length * StoredValues.BytesOf(Type))];
        StoredValues.Narrow(Type, own, Tensor.Columns, bytes);
        return (bytes, Type == StorageType.Int8 ? StoredValues.Scales(own, Tensor.Columns) : []);
    }
}
