using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Operators with which exporters compute shapes, and constants of computed shapes.</summary>
internal static class Shapes
{
    public static void Shape(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long start = node.Integer("start", 0), end = node.Integer("end", tensor.Rank);
        start = Math.Clamp(start < 0 ? start + tensor.Rank : start, 0, tensor.Rank);
        end = Math.Clamp(end < 0 ? end + tensor.Rank : end, start, tensor.Rank);
        long[] sizes =
        [
            .. tensor.Axes.Take((int)end).Skip((int)start)
                .Select(axis => axis.IsLeading ? node.Graph.Axes.Code(axis) : axis.Size),
        ];
        node.Result(GraphTensor.OfIntegers(GraphTensor.Fixed(sizes.Length), sizes));
    }

    public static void Constant(OnnxNode node)
    {
        GraphTensor tensor = node.Tensor("value") is { } stored ? node.Graph.Read(stored)
            : node.HasAttribute("value_float") ? GraphTensor.OfConstants([], [node.Number("value_float", 0)])
            : node.NumberList("value_floats") is { Length: > 0 } floats ? GraphTensor.OfConstants(GraphTensor.Fixed(floats.Length), floats)
            : node.HasAttribute("value_int") ? GraphTensor.OfIntegers([], [node.Integer("value_int", 0)])
            : node.IntegerList("value_ints") is { Length: > 0 } integers
                ? GraphTensor.OfIntegers(GraphTensor.Fixed(integers.Length), integers)
            : throw new NotSupportedException("a constant that is neither floats nor integers");
        node.Result(tensor);
    }

    public static void ConstantOfShape(OnnxNode node)
    {
        IReadOnlyList<Axis> axes = AxesOf(node, node.Integers(0) ?? []);
        GraphTensor fill = node.Tensor("value") is { } stored ? node.Graph.Read(stored) : GraphTensor.OfConstants([], [0]);
        node.Result(Repeat(node, fill.WithAxes([]), axes));
    }

    public static void Expand(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        IReadOnlyList<Axis> wanted = AxesOf(node, node.Integers(1) ?? []);
        int rank = Math.Max(wanted.Count, tensor.Rank);
        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            if (At(wanted, axis + rank - tensor.Rank, rank).IsLeading && tensor.Axes[axis] is { IsLeading: false, Size: > 1 })
            {
                tensor = Collapsed(tensor, axis);
            }
        }

        Axis[] axes = [.. Enumerable.Range(0, rank).Select(axis => Expanded(node, At(tensor.Axes, axis, rank), At(wanted, axis, rank)))];
        node.Result(Repeat(node, tensor, axes));
    }

    public static void Tile(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] repeats = node.Integers(1) ?? [];
        if (repeats.Length != tensor.Rank)
        {
            throw new InvalidDataException($"{repeats.Length} repeats of a tensor of {tensor.Rank} axes");
        }

        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            if (repeats[axis] == 1)
            {
                continue;
            }

            if (tensor.Axes[axis].IsLeading || repeats[axis] < 1)
            {
                throw new NotSupportedException("rows or steps are repeated");
            }

            node.Graph.Reserve(checked(tensor.Count * repeats[axis]));
            tensor = GraphTensor.Join([.. Enumerable.Repeat(tensor, (int)repeats[axis])], axis);
        }

        node.Result(tensor);
    }

    public static void Cast(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        bool toInteger = (DataType)node.Integer("to", 0) is DataType.Int64 or DataType.Int32 or DataType.Bool;
        node.Result((toInteger, tensor) switch
        {
            (true, { Constants: { } floats }) => GraphTensor.OfIntegers(tensor.Axes, [.. floats.Select(value => (long)value)]),
            (false, { Integers: { } integers }) => GraphTensor.OfConstants(tensor.Axes, [.. integers.Select(value => Float(node, value))]),
            _ => tensor,
        });
    }

    public static void Equal(OnnxNode node) =>
        node.Result(Integers(node, node.Operand(0), node.Operand(1), (first, second) => first == second ? 1 : 0));

    /// <summary>The branch of Where is known, since the condition is: exporters choose extents so.</summary>
    public static void Where(OnnxNode node)
    {
        if (node.Operand(0).Integers is not long[] condition)
        {
            Choices.Where(node);
            return;
        }

        GraphTensor first = node.Operand(1), second = node.Operand(2);
        node.Result(condition.All(value => value != 0) && first.Count == condition.Length ? first
            : condition.All(value => value == 0) && second.Count == condition.Length ? second
            : first.Integers is long[] a && second.Integers is long[] b && Math.Max(a.Length, b.Length) <= condition.Length
                ? GraphTensor.OfIntegers(
                    node.Operand(0).Axes, [.. condition.Select((value, index) => value != 0 ? a[index % a.Length] : b[index % b.Length])])
            : throw new NotSupportedException("a choice between values"));
    }

    /// <summary>
    /// Integers of two tensors, one of which may be a single number. What stands for an extent is kept where nothing is done to it.
    /// </summary>
    public static GraphTensor Integers(OnnxNode node, GraphTensor first, GraphTensor second, Func<long, long, long> function)
    {
        if (first.Integers is not long[] a || second.Integers is not long[] b)
        {
            throw new NotSupportedException("integers meet floats");
        }

        int count = Math.Max(a.Length, b.Length);
        if ((a.Length != count && a.Length != 1) || (b.Length != count && b.Length != 1))
        {
            throw new NotSupportedException("integers of two shapes meet");
        }

        long[] results = [.. Enumerable.Range(0, count).Select(index => function(a[index % a.Length], b[index % b.Length]))];
        return GraphTensor.OfIntegers(a.Length == count ? first.Axes : second.Axes, results);
    }

    /// <summary>A tensor whose single elements are repeated along axes.</summary>
    public static GraphTensor Repeat(OnnxNode node, GraphTensor tensor, IReadOnlyList<Axis> axes)
    {
        long count = axes.Aggregate(1L, (product, axis) => checked(product * axis.Size));
        node.Graph.Reserve(count);
        int[] own = tensor.Strides();
        int[] strides =
        [
            .. Enumerable.Range(0, axes.Count).Select(axis => axis - axes.Count + tensor.Rank)
                .Select(axis => axis >= 0 && tensor.Axes[axis].Size != 1 ? own[axis] : 0),
        ];
        return tensor.Pick(axes, GraphTensor.Places([.. axes.Select(axis => axis.Size)], strides));
    }

    private static float Float(OnnxNode node, long value) => node.Graph.Axes.FromCode(value) is null ? value
        : throw new NotSupportedException("the number of rows or steps is computed with");

    /// <summary>A tensor that is the same for all rows, which a file with a fixed number of them spells out, with one.</summary>
    private static GraphTensor Collapsed(GraphTensor tensor, int axis)
    {
        int[] strides = tensor.Strides(), sizes = [.. tensor.Axes.Select(each => each.Size)];
        int[] own = GraphTensor.Places(sizes, strides);
        strides[axis] = 0;
        int[] first = GraphTensor.Places(sizes, strides);
        if (tensor.Constants is not float[] constants || own.Zip(first).Any(pair => !constants[pair.First].Equals(constants[pair.Second])))
        {
            return tensor;
        }

        Axis[] axes = [.. tensor.Axes];
        axes[axis] = new Axis(1);
        return tensor.Pick(axes, GraphTensor.Places([.. axes.Select(each => each.Size)], tensor.Strides()));
    }

    // An extent that the file fixes may stand for rows or steps.
    private static Axis Expanded(OnnxNode node, Axis own, Axis wanted) =>
        own.IsLeading && !wanted.IsLeading && wanted.Size == node.Graph.Axes.SizeOf(own) ? own : Movements.Common(node, own, wanted);

    private static Axis At(IReadOnlyList<Axis> axes, int axis, int rank) =>
        axis - rank + axes.Count is int own and >= 0 ? axes[own] : new Axis(1);

    private static IReadOnlyList<Axis> AxesOf(OnnxNode node, long[] shape) =>
    [
        .. shape.Select(extent => node.Graph.Axes.FromCode(extent) ?? (extent is >= 0 and <= int.MaxValue
            ? new Axis((int)extent)
            : throw new InvalidDataException($"[{string.Join(", ", shape)}] is no shape"))),
    ];
}
