using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Slice, Split and Gather: parts of features, the last step, and rows of a table by token.</summary>
internal static class Selections
{
    public static void Slice(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] starts = node.IntegerList("starts") ?? node.Integers(1) ?? throw new InvalidDataException("starts are missing");
        long[] ends = node.IntegerList("ends") ?? node.Integers(2) ?? throw new InvalidDataException("ends are missing");
        long[] axes = node.IntegerList("axes") ?? node.Integers(3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.Integers(4) ?? [.. starts.Select(_ => 1L)];
        for (int index = 0; index < starts.Length; index++)
        {
            int axis = OnnxNode.AxisOf(axes[index], tensor.Rank);
            tensor = tensor.Axes[axis].IsLeading
                ? SliceSteps(node, tensor, axis, starts[index], ends[index], steps[index])
                : SliceFeatures(node, tensor, axis, starts[index], ends[index], steps[index]);
        }

        node.Result(tensor);
    }

    public static void Split(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        int axis = OnnxNode.AxisOf(node.Integer("axis", 0), tensor.Rank), size = tensor.Axes[axis].Size;
        if (tensor.Axes[axis].IsLeading)
        {
            throw new NotSupportedException("rows or steps are parted");
        }

        int parts = node.OutputCount, each = (size + parts - 1) / parts;
        long[] sizes = node.IntegerList("split") ?? node.Integers(1)
            ?? [.. Enumerable.Range(0, parts).Select(part => (long)Math.Min(each, size - (part * each)))];
        if (sizes.Length != parts || sizes.Sum() != size || sizes.Any(part => part < 0))
        {
            throw new InvalidDataException($"{size} elements are parted into [{string.Join(", ", sizes)}]");
        }

        long first = 0;
        for (int part = 0; part < parts; part++)
        {
            node.Result(SliceFeatures(node, tensor, axis, first, first + sizes[part], 1), part);
            first += sizes[part];
        }
    }

    public static void Gather(OnnxNode node)
    {
        GraphTensor data = node.Operand(0), indices = node.Operand(1);
        int axis = OnnxNode.AxisOf(node.Integer("axis", 0), data.Rank);
        if (indices.Elements is [{ IsConstant: false } token] && node.Graph.Values[token.Value] is InputValue tokens)
        {
            if (axis != 0 || data is not { Constants: not null, Rank: 2 })
            {
                throw new NotSupportedException("tokens choose rows of a constant table [vocabulary, units] alone");
            }

            Matrix table = new(data.Axes[0].Size, data.Axes[1].Size, data.Constants);
            node.Result(node.Value(new EmbeddedValue(tokens.Name, table), [.. indices.Axes, new Axis(table.Columns)]));
            return;
        }

        long[] places = indices.Integers ?? throw new NotSupportedException("indices have to be constants or tokens");
        if (data.Axes[axis].IsLeading)
        {
            if (places is not [long step])
            {
                throw new NotSupportedException("several steps are chosen");
            }

            GraphTensor last = LastStep(node, data, axis, step);
            node.Result(last.WithAxes([.. last.Axes.Take(axis), .. indices.Axes, .. last.Axes.Skip(axis + 1)]));
            return;
        }

        int size = data.Axes[axis].Size;
        int[] strides = data.Strides();
        int inner = strides[axis], outer = data.Axes.Take(axis).Aggregate(1, (product, each) => product * each.Size);
        Axis[] axes = [.. data.Axes.Take(axis), .. indices.Axes, .. data.Axes.Skip(axis + 1)];
        node.Graph.Reserve((long)outer * places.Length * inner);
        List<int> all = [];
        for (int before = 0; before < outer; before++)
        {
            foreach (long place in places)
            {
                if (place < -size || place >= size)
                {
                    throw new InvalidDataException($"index {place} is chosen of {size}");
                }

                int first = ((before * size) + (int)(place < 0 ? place + size : place)) * inner;
                all.AddRange(Enumerable.Range(first, inner));
            }
        }

        node.Result(data.Pick(axes, [.. all]));
    }

    private static GraphTensor SliceFeatures(OnnxNode node, GraphTensor tensor, int axis, long start, long end, long step)
    {
        long size = tensor.Axes[axis].Size;
        if (step == 0)
        {
            throw new InvalidDataException("a step of 0");
        }

        start = start < 0 ? start + size : start;
        end = end < 0 && end >= -size ? end + size : end;
        start = step > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, 0, size - 1);
        end = step > 0 ? Math.Clamp(end, 0, size) : Math.Clamp(end, -1, size - 1);
        long count = step > 0 ? Math.Max(0, (end - start + step - 1) / step) : Math.Max(0, (start - end - step - 1) / -step);
        if (count == size && step == 1)
        {
            return tensor;
        }

        Axis[] axes = [.. tensor.Axes];
        axes[axis] = new Axis((int)count);
        int[] strides = tensor.Strides();
        int first = (int)start * strides[axis];
        strides[axis] = checked((int)step * strides[axis]);
        return Movements.Move(node, tensor, axes, GraphTensor.Places([.. axes.Select(each => each.Size)], strides, first));
    }

    private static GraphTensor SliceSteps(OnnxNode node, GraphTensor tensor, int axis, long start, long end, long step)
    {
        long size = node.Graph.Axes.SizeOf(tensor.Axes[axis]);
        bool toEnd = end >= int.MaxValue || (size > 0 && end >= size) || node.Graph.Axes.FromCode(end) is not null;
        return step != 1 ? throw new NotSupportedException(step == -1 ? "steps are reversed" : $"each {step}th step is taken")
            : start == 0 && toEnd ? tensor
            : toEnd ? LastStep(node, tensor, axis, start)
            : throw new NotSupportedException($"steps {start} to {end} are taken; all of them and the last one can be");
    }

    /// <summary>The last step of each row, as a tensor whose axis of steps has one element.</summary>
    private static GraphTensor LastStep(OnnxNode node, GraphTensor tensor, int axis, long step)
    {
        long size = node.Graph.Axes.SizeOf(tensor.Axes[axis]);
        if (step != -1 && (size == 0 || step != size - 1))
        {
            throw new NotSupportedException($"step {step} is taken; only the last one can be");
        }

        return Reductions.OverSteps(node, tensor, axis, Pooling.Last);
    }
}
