using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Interchange.Embedding;

/// <summary>Tensors of floats in the type that a project chooses for them.</summary>
internal static class StoredRows
{
    /// <summary>A tensor that is stored in a type.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="operands">Of a kernel its operands, of which each has scales of its own or stays in floats.</param>
    /// <param name="type">The type.</param>
    /// <param name="read">Gives its elements, row-major.</param>
    /// <exception cref="ArgumentException">The operands do not have the rows of the tensor.</exception>
    public static EmbeddedTensor Of(
        string name, IReadOnlyList<int> shape, IReadOnlyList<KernelOperand> operands, StorageType type, Func<float[]> read)
    {
        StoredTensor tensor = new(name, shape, operands);
        return new EmbeddedTensor(
            name,
            [.. shape.Select(extent => (long)extent)],
            [
                .. tensor.Parts(type).Select(part => new EmbeddedRows(
                    part.FirstRow, part.Rows, part.Type, Count(part.Shape) * BytesOf(part.Type),
                    part.Type == StorageType.Int8 ? (long)tensor.Columns * sizeof(float) : 0, () => Pack(part))),
            ]);

        (byte[] Elements, float[] Scales) Pack(StoredPart part)
        {
            float[] values = read();
            IReadOnlyList<string> faults = StoredTensors.Faults(tensor, values, type);
            return faults.Count == 0 ? part.Pack(values)
                : throw new NotSupportedException($"{string.Join("; ", faults)}; choose another Storage.");
        }
    }

    /// <summary>Number of elements of a shape.</summary>
    public static long Count(IEnumerable<int> shape) => shape.Aggregate(1L, (count, extent) => count * extent);

    /// <summary>Bytes of an element.</summary>
    public static int BytesOf(StorageType type) => type switch
    {
        StorageType.Float32 => sizeof(float),
        StorageType.Int8 => sizeof(sbyte),
        _ => sizeof(ushort),
    };
}
