using System;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>
/// Convolutions and pooling along the steps, [rows, channels, steps], that keep the number of steps: padded before the first step, or on
/// both sides as "same" has it, by the operator itself or by a Pad before it.
/// </summary>
internal static class Windows
{
    /// <summary>A convolution, kernel [outputs, channels, width]; one of width 1 is a dense layer of each step.</summary>
    public static void Conv(OnnxNode node)
    {
        GraphTensor operand = node.Operand(0), weights = node.Constants(1);
        if (operand.Rank != 3 || weights.Rank != 3 || node.Integer("group", 1) != 1)
        {
            throw new NotSupportedException(
                $"a convolution with kernel [{string.Join(", ", weights.Sizes)}]; those along steps are read, without groups");
        }

        (int units, int channels, int taps) = (weights.Axes[0].Size, weights.Axes[1].Size, weights.Axes[2].Size);
        CheckAxes(operand, "a convolution");
        if (channels != operand.Axes[1].Size)
        {
            throw new InvalidDataException($"a kernel of {channels} channels for {operand.Axes[1].Size}");
        }

        float[]? bias = node.Has(2) ? node.Constants(2).Constants : null;
        if (bias is not null && bias.Length != units)
        {
            throw new InvalidDataException($"a bias of {bias.Length} for {units} columns");
        }

        WindowShape shape = Shape(node, operand, taps, "a convolution", fill: 0, out Element[] elements);
        Axis[] axes = [operand.Axes[0], new Axis(units), operand.Axes[2]];
        if (taps == 1)
        {
            Matrix kernel = new Matrix(units, channels, weights.Constants!).Transpose();
            node.Result(node.Value(new LinearValue(elements, kernel, bias), axes));
            return;
        }

        // [outputs, channels, width] there, [width, channels, outputs] here.
        float[] values = new float[weights.Constants!.Length];
        for (int index = 0; index < values.Length; index++)
        {
            (int unit, int channel, int tap) = (index / (channels * taps), index / taps % channels, index % taps);
            values[(((tap * channels) + channel) * units) + unit] = weights.Constants[index];
        }

        node.Result(node.Value(new ConvolvedValue(elements, shape, values, units, bias), axes));
    }

    /// <summary>The largest value of each channel.</summary>
    public static void MaxPool(OnnxNode node)
    {
        if (node.OutputCount > 1)
        {
            throw new NotSupportedException("the places of the largest values");
        }

        Pool(node, isMax: true);
    }

    /// <summary>The mean of each channel over the steps that there are.</summary>
    public static void AveragePool(OnnxNode node) => Pool(node, isMax: false);

    private static void Pool(OnnxNode node, bool isMax)
    {
        GraphTensor operand = node.Operand(0);
        long[] kernel = node.IntegerList("kernel_shape") ?? throw new InvalidDataException("kernel_shape is missing");
        if (operand.Rank != 3 || kernel is not [>= 1 and <= int.MaxValue])
        {
            throw new NotSupportedException($"pooling over [{string.Join(", ", kernel)}]; pooling along steps is read");
        }

        CheckAxes(operand, "pooling");
        WindowShape shape = Shape(
            node, operand, (int)kernel[0], "pooling", isMax ? float.NegativeInfinity : float.NaN, out Element[] elements);
        bool pads = shape.Taps > 1;
        if (shape.Dilation != 1 || node.Integer("ceil_mode", 0) != 0 || (!isMax && pads && node.Integer("count_include_pad", 0) != 0))
        {
            throw new NotSupportedException("pooling with dilations, ceil_mode or count_include_pad");
        }

        node.Result(shape.Taps == 1
            ? operand
            : node.Value(new WindowPooledValue(elements, shape, isMax), operand.Axes));
    }

    private static void CheckAxes(GraphTensor operand, string what)
    {
        if (operand.Axes[1].IsLeading
            || operand.Axes[2] is { IsLeading: false, Size: not 1 }
            || operand.Axes[0] is { IsLeading: false, Size: not 1 })
        {
            throw new NotSupportedException($"{what} that runs along features");
        }
    }

    /// <summary>The window of an operator, and what it reads without the steps that a Pad has put around it.</summary>
    private static WindowShape Shape(
        OnnxNode node, GraphTensor operand, int taps, string what, float fill, out Element[] elements)
    {
        elements = operand.ToElements();
        long dilation = (node.IntegerList("dilations") ?? [1])[0];
        if ((node.IntegerList("strides") ?? []).Any(stride => stride != 1))
        {
            throw new NotSupportedException($"{what} with strides");
        }

        if (dilation < 1 || (taps - 1) * dilation > int.MaxValue)
        {
            throw new InvalidDataException($"{what} of {taps} steps, {dilation} apart");
        }

        int reach = (int)((taps - 1) * dilation);
        (long first, long last) = node.Text("auto_pad", "NOTSET") switch
        {
            "SAME_UPPER" => (reach / 2, reach - (reach / 2)),
            "SAME_LOWER" => (reach - (reach / 2), reach / 2),
            "VALID" => (0, 0),
            _ => node.IntegerList("pads") is [long before, long after] ? (before, after) : (0L, 0L),
        };
        if (PaddedValue.Under(node.Graph, elements) is PaddedValue padded)
        {
            if (padded.Fill != fill)
            {
                throw new NotSupportedException($"{what} of steps that are padded with {padded.Fill}");
            }

            elements = [.. elements.Select(element => padded.Operand[element.Column])];
            (first, last) = (first + padded.First, last + padded.Last);
        }

        if (first + last != reach || (first != reach && first != reach / 2))
        {
            throw new NotSupportedException(
                $"{what} of {taps} steps, {dilation} apart, with {first} steps before the first one and {last} behind the last one; "
                + $"{reach} before, or {reach / 2} before and {reach - (reach / 2)} behind are read");
        }

        if (reach > 0)
        {
            node.Graph.Axes.Bind(operand.Axes[2], SourceAxis.Time);
        }

        return new WindowShape(taps, (int)dilation, first == reach ? TimePadding.Causal : TimePadding.Same);
    }
}
