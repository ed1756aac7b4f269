using System;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Means and maxima, over the features of a step or over the steps of a row.</summary>
internal static class Reductions
{
    public static void Reduce(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        long[] given = node.IntegerList("axes") ?? node.Integers(1) ?? throw new NotSupportedException("a reduction over all axes");
        bool keeps = node.Integer("keepdims", 1) != 0, isMean = node.Operator == "ReduceMean";
        int[] axes = [.. given.Select(axis => OnnxNode.AxisOf(axis, tensor.Rank)).Order()];
        if (axes is [int steps] && tensor.Axes[steps].IsLeading)
        {
            GraphTensor pooled = OverSteps(node, tensor, steps, isMean ? Pooling.Mean : Pooling.Max);
            node.Result(keeps ? pooled : pooled.WithAxes([.. pooled.Axes.Where((_, axis) => axis != steps)]));
            return;
        }

        if (!isMean || axes.Any(axis => tensor.Axes[axis].IsLeading)
            || axes[^1] != tensor.Rank - 1 || axes[^1] - axes[0] != axes.Length - 1)
        {
            throw new NotSupportedException(
                $"a reduction over axes {string.Join(", ", axes)}; means of features, means and maxima of steps are read");
        }

        int count = axes.Aggregate(1, (product, axis) => product * tensor.Axes[axis].Size);
        if (count == 0)
        {
            throw new InvalidDataException("a mean of nothing");
        }

        Element[] elements = tensor.ToElements();
        Axis[] leading = [.. tensor.Axes.Where(axis => axis.IsLeading)];
        Element[] means =
        [
            .. Enumerable.Range(0, elements.Length / count).SelectMany(group =>
                node.Value(new MeanValue(elements[(group * count)..((group + 1) * count)]), [.. leading, new Axis(1)]).Elements!),
        ];
        node.Result(GraphTensor.OfElements(
            [.. tensor.Axes.Take(axes[0]), .. keeps ? axes.Select(_ => new Axis(1)) : []], means));
    }

    public static void LayerNormalization(OnnxNode node)
    {
        GraphTensor tensor = node.Operand(0);
        int axis = OnnxNode.AxisOf(node.Integer("axis", -1), tensor.Rank);
        if (axis != tensor.Rank - 1 || tensor.Axes[axis].IsLeading || tensor.Count != tensor.Axes[axis].Size)
        {
            throw new NotSupportedException("a normalisation over other axes than that of features");
        }

        float[] gain = node.Constants(1).Constants!, shift = node.Has(2) ? node.Constants(2).Constants! : new float[gain.Length];
        if (gain.Length != tensor.Count || shift.Length != tensor.Count)
        {
            throw new InvalidDataException($"{tensor.Count} features with {gain.Length} gains and {shift.Length} shifts");
        }

        node.Result(node.Value(new NormalizedValue(tensor.ToElements(), gain, shift, node.Number("epsilon", 1e-5f)), tensor.Axes));
    }

    /// <summary>The steps of each row as one vector; the axis of steps has one element then.</summary>
    public static GraphTensor OverSteps(OnnxNode node, GraphTensor tensor, int axis, Pooling pooling)
    {
        node.Graph.Axes.Bind(tensor.Axes[axis], SourceAxis.Time);
        Axis[] axes = [.. tensor.Axes];
        axes[axis] = new Axis(1);
        return tensor.Elements is null ? tensor.WithAxes(axes) : node.Value(new PooledValue(pooling, tensor.Elements), axes);
    }
}
