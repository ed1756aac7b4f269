using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>
/// Reshape and Flatten. Features may be grouped anew, and rows and steps be joined and parted again; they may not be mixed with each other.
/// </summary>
internal static class Reshaping
{
    public static void Reshape(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] shape = node.Integers(1) ?? throw new InvalidDataException("the shape is missing");
        bool zeroCopies = node.Integer("allowzero", 0) == 0;
        Queue<int> leading = new(tensor.Axes.Where(axis => axis.IsLeading).SelectMany(axis => axis.Leading!));
        Axis?[] axes = new Axis?[shape.Length];
        for (int index = 0; index < shape.Length; index++)
        {
            long extent = shape[index];
            if (extent == 0 && zeroCopies)
            {
                axes[index] = index < tensor.Rank ? tensor.Axes[index]
                    : throw new InvalidDataException($"there is no axis {index} to copy");
                TakeAll(node, axes[index]!.Value, leading);
            }
            else if (node.Graph.Axes.FromCode(extent) is Axis coded)
            {
                axes[index] = coded;
                TakeAll(node, coded, leading);
            }
            else if (extent > 1 && Leads(node, leading, extent) is int[] joined)
            {
                axes[index] = new Axis(1, joined);
                TakeAll(node, axes[index]!.Value, leading);
            }
            else if (extent is >= 0 and <= int.MaxValue)
            {
                axes[index] = new Axis((int)extent);
            }
            else if (extent != -1 || axes.Take(index).Any(axis => axis is null))
            {
                throw new InvalidDataException($"[{string.Join(", ", shape)}] is no shape");
            }
        }

        long known = axes.Aggregate(1L, (product, axis) => checked(product * (axis?.Size ?? 1)));
        int open = Array.IndexOf(axes, null);
        if (open >= 0)
        {
            axes[open] = leading.Count > 0
                ? new Axis(1, [.. leading])
                : known > 0 && tensor.Count % known == 0 ? new Axis((int)(tensor.Count / known)) : throw Misfit(tensor, shape);
            leading.Clear();
        }

        Finish(node, tensor, [.. axes.Select(axis => axis!.Value)], leading.Count == 0, shape);
    }

    public static void Flatten(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long given = node.Integer("axis", 1);
        int at = given == tensor.Rank ? tensor.Rank : OnnxNode.AxisOf(given, tensor.Rank);
        Axis[] axes = [Product(tensor.Axes.Take(at)), Product(tensor.Axes.Skip(at))];
        Finish(node, tensor, axes, complete: true, [at]);
    }

    private static Axis Product(IEnumerable<Axis> axes)
    {
        Axis[] all = [.. axes];
        int[] leading = [.. all.Where(axis => axis.IsLeading).SelectMany(axis => axis.Leading!)];
        int size = all.Aggregate(1, (product, axis) => checked(product * axis.Size));
        return leading.Length == 0 ? new Axis(size)
            : size == 1 ? new Axis(1, leading)
            : throw new NotSupportedException("rows or steps are joined with features");
    }

    /// <summary>The next leading axes whose extents, which the file fixes, make this one.</summary>
    private static int[]? Leads(OnnxNode node, Queue<int> leading, long extent)
    {
        long product = 1;
        int count = 0;
        foreach (int axis in leading)
        {
            long size = node.Graph.Axes.SizeOf(new Axis(1, [axis]));
            product = size == 0 || product > extent ? 0 : product * size;
            count++;
            if (product == 0 || product >= extent)
            {
                break;
            }
        }

        return product == extent ? [.. leading.Take(count)] : null;
    }

    private static void TakeAll(OnnxNode node, Axis axis, Queue<int> leading)
    {
        foreach (int each in axis.Leading ?? [])
        {
            if (!leading.TryDequeue(out int next) || !node.Graph.Axes.AreSame(new Axis(1, [each]), new Axis(1, [next])))
            {
                throw new NotSupportedException("rows and steps change places by a reshape");
            }
        }
    }

    private static void Finish(OnnxNode node, GraphTensor tensor, Axis[] axes, bool complete, long[] shape)
    {
        if (axes.Aggregate(1L, (product, axis) => checked(product * axis.Size)) != tensor.Count)
        {
            throw Misfit(tensor, shape);
        }

        // The features between two leading axes must stay there: otherwise they are mixed with rows or steps.
        if (!complete || !FeaturesBetween(tensor.Axes).SequenceEqual(FeaturesBetween(axes)))
        {
            throw new NotSupportedException("rows or steps are joined with features");
        }

        node.Result(tensor.WithAxes(axes));
    }

    private static IEnumerable<long> FeaturesBetween(IReadOnlyList<Axis> axes)
    {
        long product = 1;
        foreach (Axis axis in axes)
        {
            foreach (int _ in axis.Leading ?? [])
            {
                yield return product;
                product = 1;
            }

            product *= axis.Size;
        }

        yield return product;
    }

    private static InvalidDataException Misfit(GraphTensor tensor, long[] shape) =>
        new($"{tensor.Count} elements do not fit the shape [{string.Join(", ", shape)}]");
}
