using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Interop;

/// <summary>
/// A parameter as a safetensors file holds it: in one tensor, or in several that have some of its rows each,
/// <c>lstm0/kernel[0..28]</c> and so on; tensors of bytes have their scales beside them, <c>lstm0/kernel[0..28].scale</c>.
/// </summary>
public sealed class StoredParameter
{
    private StoredParameter(string name, IReadOnlyList<StoredSlice> slices, IReadOnlyList<string> faults)
    {
        Name = name;
        Slices = slices;
        Faults = faults;
        Shape = slices is [{ IsWhole: true } whole] ? whole.Tensor.Shape : [slices[^1].End, slices[^1].Columns];
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>Its shape, row-major; of one with <see cref="Faults"/> what can be told of it.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Its tensors in the order of their rows.</summary>
    public IReadOnlyList<StoredSlice> Slices { get; }

    /// <summary>What keeps it from being read: a phrase for each; empty of one that can be.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The parameters of a file in the order in which their data begins.</summary>
    public static IReadOnlyList<StoredParameter> Of(SafetensorsReader file)
    {
        Dictionary<string, List<StoredSlice>> slices = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (SafetensorsTensor tensor in file.Tensors.Where(tensor => !IsScale(file, tensor.Name)))
        {
            StoredSlice slice = StoredSlice.Of(file, tensor);
            if (!slices.TryGetValue(slice.Parameter, out List<StoredSlice>? own))
            {
                slices.Add(slice.Parameter, own = []);
                names.Add(slice.Parameter);
            }

            own.Add(slice);
        }

        return [.. names.Select(name => Of(name, [.. slices[name].OrderBy(slice => slice.FirstRow).ThenBy(slice => slice.End)]))];
    }

    /// <summary>Reads the parameter.</summary>
    /// <param name="file">The file that it is of.</param>
    /// <param name="destination">Receives the elements as floats, row-major.</param>
    /// <exception cref="InvalidOperationException">It has <see cref="Faults"/>.</exception>
    /// <exception cref="ArgumentException">The destination's length is not that of the parameter; nothing has been read.</exception>
    /// <exception cref="InvalidDataException">
    /// A number is none that is stored so, or beyond the range of a float; the destination holds nothing of use.
    /// </exception>
    public void Read(SafetensorsReader file, Span<float> destination)
    {
        if (Faults.Count > 0)
        {
            throw new InvalidOperationException($"{file.Path}: '{Name}' cannot be read: {string.Join("; ", Faults)}.");
        }

        if (Slices.Sum(slice => slice.Tensor.Count) != destination.Length)
        {
            throw new ArgumentException(
                $"{file.Path}: '{Name}' has {Slices.Sum(slice => slice.Tensor.Count)} elements, the destination {destination.Length}.",
                nameof(destination));
        }

        foreach (StoredSlice slice in Slices)
        {
            slice.Read(file, destination[..(int)slice.Tensor.Count]);
            destination = destination[(int)slice.Tensor.Count..];
        }
    }

    private static bool IsScale(SafetensorsReader file, string name) =>
        name.EndsWith(StoredTensors.ScaleSuffix, StringComparison.Ordinal)
        && file.TryGet(name[..^StoredTensors.ScaleSuffix.Length], out SafetensorsTensor? tensor)
        && tensor.Dtype == SafetensorsTensor.Int8;

    private static StoredParameter Of(string name, IReadOnlyList<StoredSlice> slices)
    {
        List<string> faults = [.. slices.SelectMany(slice => slice.Faults())];
        if (slices.Any(slice => slice.IsWhole))
        {
            if (slices.Count > 1)
            {
                faults.Add($"{name} is there as a whole and in parts");
            }

            return new StoredParameter(name, slices, faults);
        }

        long row = 0;
        foreach (StoredSlice slice in slices)
        {
            if (slice.Tensor.Shape is not [long rows, long columns] || rows != slice.End - slice.FirstRow || columns != slices[0].Columns)
            {
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{slice.Tensor.Name} has shape [{string.Join(", ", slice.Tensor.Shape)}], ")
                    + FormattableString.Invariant($"expected [{slice.End - slice.FirstRow}, {slices[0].Columns}]"));
            }

            if (slice.FirstRow != row)
            {
                faults.Add(FormattableString.Invariant(
                    $"{slice.Tensor.Name} begins at row {slice.FirstRow}, expected {row} ")
                    + (slice.FirstRow < row ? "(an overlap)" : "(a hole)"));
            }

            row = slice.End;
        }

        return new StoredParameter(name, slices, faults);
    }
}
