using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>A tensor as a file has it, whatever it is for.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Type">The type of its elements, in the format's own words.</param>
/// <param name="Count">Number of elements.</param>
internal sealed record FileTensor(string Name, IReadOnlyList<long> Shape, string Type, long Count)
{
    /// <summary>A tensor whose extents a file claims.</summary>
    /// <exception cref="InvalidDataException">An extent is negative, or there are more elements than can be counted.</exception>
    public static FileTensor Of(string path, string name, IReadOnlyList<long> shape, string type)
    {
        try
        {
            return shape.All(extent => extent >= 0)
                ? new FileTensor(name, shape, type, shape.Aggregate(1L, (count, extent) => checked(count * extent)))
                : throw new OverflowException();
        }
        catch (OverflowException failure)
        {
            throw FileFault.Damaged(path, $"no tensor has the shape [{string.Join(", ", shape)}] of '{name}'", failure);
        }
    }
}
