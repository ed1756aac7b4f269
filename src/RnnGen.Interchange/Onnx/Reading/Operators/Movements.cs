using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Operators that only say in which order numbers stand.</summary>
internal static class Movements
{
    public static void Keep(OnnxNode node) => node.Result(node.Operand(0));

    public static void Transpose(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        int[] order = node.IntegerList("perm") is long[] given
            ? [.. given.Select(axis => OnnxNode.AxisOf(axis, tensor.Rank))]
            : [.. Enumerable.Range(0, tensor.Rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, tensor.Rank)))
        {
            throw new InvalidDataException($"perm [{string.Join(", ", order)}] does not name each of {tensor.Rank} axes once");
        }

        int[] strides = tensor.Strides();
        Axis[] axes = [.. order.Select(axis => tensor.Axes[axis])];
        int[] places = GraphTensor.Places([.. axes.Select(axis => axis.Size)], [.. order.Select(axis => strides[axis])]);
        node.Result(Move(node, tensor, axes, places));
    }

    public static void Squeeze(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[]? given = node.IntegerList("axes") ?? node.Integers(1);
        HashSet<int> gone = given is null
            ? [.. Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Axes[axis] is { Size: 1, IsLeading: false })]
            : [.. given.Select(axis => OnnxNode.AxisOf(axis, tensor.Rank))];
        foreach (int axis in gone)
        {
            if (tensor.Axes[axis].IsLeading)
            {
                throw new NotSupportedException($"axis {axis}, of rows or steps, is taken away");
            }

            if (tensor.Axes[axis].Size != 1)
            {
                throw new InvalidDataException($"axis {axis} of {tensor.Axes[axis].Size} elements is taken away");
            }
        }

        node.Result(tensor.WithAxes([.. tensor.Axes.Where((_, axis) => !gone.Contains(axis))]));
    }

    public static void Unsqueeze(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] given = node.IntegerList("axes") ?? node.Integers(1) ?? throw new InvalidDataException("axes are missing");
        int rank = tensor.Rank + given.Length;
        HashSet<int> added = [.. given.Select(axis => OnnxNode.AxisOf(axis, rank))];
        List<Axis> axes = [];
        int next = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            axes.Add(added.Contains(axis) ? new Axis(1) : tensor.Axes[next++]);
        }

        node.Result(tensor.WithAxes(axes));
    }

    public static void Concat(OnnxNode node)
    {
        GraphTensor[] parts = [.. node.Operands.Select(name => node.Graph[name])];
        if (parts is [GraphTensor only])
        {
            node.Result(only);
            return;
        }

        int rank = parts[0].Rank, axis = OnnxNode.AxisOf(node.Integer("axis", 0), rank);
        List<Axis> axes = [.. parts[0].Axes];
        foreach (GraphTensor part in parts)
        {
            if (part.Rank != rank)
            {
                throw new InvalidDataException($"tensors of {rank} and {part.Rank} axes are joined");
            }

            for (int each = 0; each < rank; each++)
            {
                axes[each] = each == axis ? axes[each] : Common(node, axes[each], part.Axes[each]);
            }

            if (part.Axes[axis].IsLeading)
            {
                throw new NotSupportedException("tensors are joined along rows or steps");
            }
        }

        node.Graph.Reserve(parts.Sum(part => (long)part.Count));
        GraphTensor joined = GraphTensor.Join(parts, axis);
        axes[axis] = joined.Axes[axis];
        node.Result(joined.WithAxes(axes));
    }

    public static void Pad(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] pads = node.IntegerList("pads") ?? node.Integers(1) ?? throw new InvalidDataException("pads are missing");
        if (pads.All(pad => pad == 0))
        {
            node.Result(tensor);
            return;
        }

        if (node.Text("mode", "constant") != "constant" || pads.Any(pad => pad < 0) || pads.Length != 2 * tensor.Rank)
        {
            throw new NotSupportedException($"pads [{string.Join(", ", pads)}] of mode {node.Text("mode", "constant")}");
        }

        float fill = node.Has(2) ? node.Constants(2).Constants![0] : node.Number("value", 0);
        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            if (pads[axis] + pads[axis + tensor.Rank] > 0 && tensor.Axes[axis].IsLeading)
            {
                // Read by what runs along the steps, which takes them away again; by anything else it is refused.
                node.Graph.Axes.Bind(tensor.Axes[axis], SourceAxis.Time);
                tensor = node.Value(
                    new PaddedValue(tensor.ToElements(), pads[axis], pads[axis + tensor.Rank], fill), tensor.Axes);
                continue;
            }

            tensor = Beside(node, tensor, axis, pads[axis], fill, first: true);
            tensor = Beside(node, tensor, axis, pads[axis + tensor.Rank], fill, first: false);
        }

        node.Result(tensor);
    }

    /// <summary>A tensor of the same numbers in other places.</summary>
    public static GraphTensor Move(OnnxNode node, GraphTensor tensor, IReadOnlyList<Axis> axes, int[] places)
    {
        node.Graph.Reserve(places.Length);
        return tensor.Pick(axes, places);
    }

    /// <summary>The axis that two tensors have in common, one of which may repeat its only element.</summary>
    public static Axis Common(OnnxNode node, Axis first, Axis second)
    {
        if (first.IsLeading && second.IsLeading)
        {
            node.Graph.Axes.Unite(first, second);
            return first;
        }

        Axis leading = first.IsLeading ? first : second, other = first.IsLeading ? second : first;
        return leading.IsLeading
            ? other.Size == 1 ? leading : throw new NotSupportedException($"a constant differs between rows or steps, {other.Size} of them")
            : first.Size == second.Size || second.Size == 1 ? first
            : first.Size == 1 ? second
            : throw new InvalidDataException($"axes of {first.Size} and {second.Size} elements meet");
    }

    private static GraphTensor Beside(OnnxNode node, GraphTensor tensor, int axis, long count, float fill, bool first)
    {
        if (count == 0)
        {
            return tensor;
        }

        List<Axis> axes = [.. tensor.Axes];
        axes[axis] = new Axis(checked((int)count));
        long all = axes.Aggregate(1L, (product, each) => checked(product * each.Size));
        node.Graph.Reserve(all);
        float[] values = new float[all];
        Array.Fill(values, fill);
        GraphTensor padding = GraphTensor.OfConstants(axes, values);
        node.Graph.Reserve(tensor.Count + all);
        return GraphTensor.Join(first ? [padding, tensor] : [tensor, padding], axis);
    }
}
