using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>A number of a tensor: a column of a value of the graph, or a constant.</summary>
/// <param name="Value">Index of the value; negative of a constant.</param>
/// <param name="Column">The column.</param>
/// <param name="Constant">The constant.</param>
internal readonly record struct Element(int Value, int Column, float Constant)
{
    public static Element Of(float constant) => new(-1, 0, constant);

    public bool IsConstant => Value < 0;
}

/// <summary>
/// An axis of a tensor. One that runs over rows or steps, whose extent the network does not fix, is called leading and counts as one
/// element: what holds for one row and step holds for all.
/// </summary>
/// <param name="Size">Its extent; of a leading axis 1.</param>
/// <param name="Leading">
/// Of a leading axis which one, or several that a reshape joined, the slowest first; otherwise <see langword="null"/>.
/// </param>
internal readonly record struct Axis(int Size, IReadOnlyList<int>? Leading = null)
{
    public bool IsLeading => Leading is not null;
}

/// <summary>
/// What a tensor of the graph is made of. An operator that only moves numbers is carried out on it, whichever it is, so that what remains
/// of slices, transpositions and joins is which column of which value stands where.
/// </summary>
internal sealed record GraphTensor
{
    private GraphTensor(IReadOnlyList<Axis> axes) => Axes = axes;

    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>Numbers that are known, floats; <see langword="null"/> of other tensors.</summary>
    public float[]? Constants { get; private init; }

    /// <summary>Integers that are known, such as shapes; <see langword="null"/> of other tensors.</summary>
    public long[]? Integers { get; private init; }

    /// <summary>Columns of values, and constants among them; <see langword="null"/> of tensors that are known.</summary>
    public Element[]? Elements { get; private init; }

    public int Count => Axes.Aggregate(1, (product, axis) => checked(product * axis.Size));

    public int Rank => Axes.Count;

    /// <summary>The extents of its axes, in their order.</summary>
    public IEnumerable<int> Sizes => Axes.Select(axis => axis.Size);

    public static GraphTensor OfConstants(IReadOnlyList<Axis> axes, float[] values) => new(axes) { Constants = values };

    public static GraphTensor OfIntegers(IReadOnlyList<Axis> axes, long[] values) => new(axes) { Integers = values };

    public static GraphTensor OfElements(IReadOnlyList<Axis> axes, Element[] elements) => new(axes) { Elements = elements };

    /// <summary>The columns of one value, in order.</summary>
    public static GraphTensor OfValue(IReadOnlyList<Axis> axes, int value, int width) =>
        new(axes) { Elements = [.. Enumerable.Range(0, width).Select(column => new Element(value, column, 0))] };

    public static IReadOnlyList<Axis> Fixed(params IReadOnlyList<int> sizes) => [.. sizes.Select(size => new Axis(size))];

    /// <summary>The numbers as elements, constants too.</summary>
    /// <exception cref="NotSupportedException">They are integers.</exception>
    public Element[] ToElements() => Elements ?? (Constants ?? throw new NotSupportedException("integers stand where floats should be"))
        .Select(Element.Of).ToArray();

    /// <summary>The same numbers under other axes.</summary>
    public GraphTensor WithAxes(IReadOnlyList<Axis> axes) =>
        new(axes) { Constants = Constants, Integers = Integers, Elements = Elements };

    /// <summary>A tensor whose elements are those of this one that a map names, by their places.</summary>
    public GraphTensor Pick(IReadOnlyList<Axis> axes, int[] places) => new(axes)
    {
        Constants = Constants is null ? null : [.. places.Select(place => Constants[place])],
        Integers = Integers is null ? null : [.. places.Select(place => Integers[place])],
        Elements = Elements is null ? null : [.. places.Select(place => Elements[place])],
    };

    /// <summary>Tensors joined along an axis: as constants where all are, otherwise as elements.</summary>
    public static GraphTensor Join(IReadOnlyList<GraphTensor> parts, int axis)
    {
        List<Axis> axes = [.. parts[0].Axes];
        axes[axis] = new Axis(parts.Sum(part => part.Axes[axis].Size));
        int outer = axes.Take(axis).Aggregate(1, (product, each) => product * each.Size);
        return parts.All(part => part.Integers is not null) ? OfIntegers(axes, Interleave(parts, part => part.Integers!, outer))
            : parts.All(part => part.Constants is not null) ? OfConstants(axes, Interleave(parts, part => part.Constants!, outer))
            : OfElements(axes, Interleave(parts, part => part.ToElements(), outer));
    }

    /// <summary>For each element of a tensor with some axes moved or broadcast, where it is in the original.</summary>
    /// <param name="sizes">Extents of the new tensor.</param>
    /// <param name="strides">For each axis how far one step goes in the original; 0 repeats.</param>
    /// <param name="start">The place of the first element.</param>
    public static int[] Places(IReadOnlyList<int> sizes, IReadOnlyList<int> strides, int start = 0)
    {
        int[] places = new int[sizes.Aggregate(1, (product, size) => checked(product * size))];
        for (int index = 0; index < places.Length; index++)
        {
            int rest = index, place = start;
            for (int axis = sizes.Count - 1; axis >= 0; axis--)
            {
                place += rest % sizes[axis] * strides[axis];
                rest /= sizes[axis];
            }

            places[index] = place;
        }

        return places;
    }

    /// <summary>How far one step along each axis goes.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Rank];
        for (int axis = Rank - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Axes[axis].Size;
        }

        return strides;
    }

    private static T[] Interleave<T>(IReadOnlyList<GraphTensor> parts, Func<GraphTensor, T[]> numbers, int outer)
    {
        T[][] all = [.. parts.Select(numbers)];
        T[] joined = new T[all.Sum(part => part.Length)];
        int next = 0;
        for (int index = 0; index < outer; index++)
        {
            foreach (T[] part in all)
            {
                int count = part.Length / Math.Max(outer, 1);
                Array.Copy(part, index * count, joined, next, count);
                next += count;
            }
        }

        return joined;
    }
}
