using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;
using AttributeType = RnnGen.Interchange.Onnx.Protocol.AttributeProto.Types.AttributeType;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>
/// Convolutions and pooling along the steps, [rows, channels, steps], against the standard's equations in double precision.
/// </summary>
public sealed class WindowNodeTests
{
    private const int Rows = 2, Channels = 3, Steps = 7, Units = 4;

    private static float[] Below { get; } = Numbers(3, Channels * Channels * 2);

    [Theory]
    [InlineData("Conv", 3, 1, 2, 0)]
    [InlineData("Conv", 3, 2, 4, 0)]
    [InlineData("Conv", 4, 1, 1, 2)]
    [InlineData("Conv", 5, 1, 2, 2)]
    [InlineData("Conv", 1, 1, 0, 0)]
    [InlineData("MaxPool", 3, 1, 2, 0)]
    [InlineData("MaxPool", 4, 1, 1, 2)]
    [InlineData("AveragePool", 3, 1, 2, 0)]
    [InlineData("AveragePool", 2, 1, 0, 1)]
    public void OutputsAreTheStandards(string op, int taps, int dilation, int first, int last) =>
        Check(op, taps, dilation, first, last, [Integers("pads", first, last)], padNode: false);

    [Theory]
    [InlineData("Conv", "SAME_UPPER", 4, 1)]
    [InlineData("MaxPool", "SAME_UPPER", 4, 1)]
    [InlineData("AveragePool", "SAME_LOWER", 3, 1)]
    public void PaddingThatIsWorkedOut(string op, string auto, int taps, int first) => Check(
        op, taps, 1, first, taps - 1 - first,
        [new AttributeProto { Name = "auto_pad", S = ByteString.CopyFromUtf8(auto), Type = AttributeType.String }], padNode: false);

    /// <summary>As PyTorch's users write causal convolutions.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void StepsThatAPadHasPutBefore(int taps, int dilation) =>
        Check("Conv", taps, dilation, (taps - 1) * dilation, 0, [], padNode: true);

    [Theory]
    [InlineData("Conv", 3, 0, 2, "a convolution of 3 steps, 1 apart, with 0 steps before the first one and 2 behind the last one; ")]
    [InlineData("Conv", 3, 0, 0, "a convolution of 3 steps, 1 apart, with 0 steps before the first one and 0 behind the last one; ")]
    [InlineData("MaxPool", 4, 2, 1, "pooling of 4 steps, 1 apart, with 2 steps before the first one and 1 behind the last one; ")]
    public void StepsThatAreNotRead(string op, int taps, int first, int last, string reason) => Assert.Contains(
        reason, Refusal(Model(op, taps, 1, [Integers("pads", first, last)], padNode: false, out _, out _)), StringComparison.Ordinal);

    [Fact]
    public void StridesAndGroupsAreNotRead()
    {
        Assert.Contains(
            "a convolution with strides",
            Refusal(Model("Conv", 1, 1, [Integers("strides", 2)], padNode: false, out _, out _)), StringComparison.Ordinal);
        AttributeProto groups = new() { Name = "group", I = 3, Type = AttributeType.Int };
        Assert.Contains("without groups", Refusal(Model("Conv", 1, 1, [groups], padNode: false, out _, out _)), StringComparison.Ordinal);
        AttributeProto counts = new() { Name = "count_include_pad", I = 1, Type = AttributeType.Int };
        Assert.Contains(
            "count_include_pad",
            Refusal(Model("AveragePool", 3, 1, [Integers("pads", 2, 0), counts], padNode: false, out _, out _)), StringComparison.Ordinal);
    }

    private static string Refusal(ModelProto model) =>
        Assert.Throws<NotSupportedException>(() => OnnxReader.Read(model.ToByteArray(), "window.onnx")).Message;

    private static void Check(string op, int taps, int dilation, int first, int last, AttributeProto[] attributes, bool padNode)
    {
        ModelProto model = Model(op, taps, dilation, attributes, padNode, out float[] weights, out float[] bias);
        ImportedNetwork network = OnnxReader.Read(model.ToByteArray(), "window");
        float[] x = Numbers(5, Rows * Channels * Steps);
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network,
            ClassCompiler.Create(network.Network),
            new Dictionary<string, SourceValue> { ["X"] = new([Rows, Channels, Steps], x) });
        int units = op == "Conv" ? Units : Channels;
        double[] below = Windows([.. x.Select(value => (double)value)], "Conv", Below, new float[Channels], Channels, 2, 1, 1);
        float[] expected = [.. Windows(below, op, weights, bias, units, taps, dilation, first).Select(value => (float)value)];
        Assert.True(last >= 0);
        Assert.Equal([Rows, units, Steps], outputs["Y"].Shape);
        Agreement.Of(outputs["Y"].Values, expected, op);
    }

    /// <summary>One operator, [rows, channels, steps] to [rows, units, steps].</summary>
    private static double[] Windows(double[] x, string op, float[] weights, float[] bias, int units, int taps, int dilation, int first)
    {
        double[] y = new double[Rows * units * Steps];
        for (int index = 0; index < y.Length; index++)
        {
            (int row, int unit, int step) = (index / (units * Steps), index / Steps % units, index % Steps);
            List<double> values = [];
            double sum = op == "Conv" ? bias[unit] : 0;
            for (int tap = 0; tap < taps; tap++)
            {
                int s = step - first + (tap * dilation);
                for (int channel = 0; channel < Channels && s >= 0 && s < Steps; channel++)
                {
                    double value = x[(((row * Channels) + channel) * Steps) + s];
                    sum += op == "Conv" ? value * weights[(((unit * Channels) + channel) * taps) + tap] : 0;
                    values.AddRange(op != "Conv" && channel == unit ? [value] : []);
                }
            }

            y[index] = op == "Conv" ? sum : op == "MaxPool" ? values.Max() : values.Average();
        }

        return y;
    }

    /// <summary>The operator on a convolution of two steps: a class needs a layer with a kernel over time, or a state.</summary>
    private static ModelProto Model(
        string op, int taps, int dilation, AttributeProto[] attributes, bool padNode, out float[] weights, out float[] bias)
    {
        weights = Numbers(1, Units * Channels * taps);
        bias = Numbers(2, Units);
        GraphProto graph = new() { Name = "window", Input = { Info("X", "rows", Channels, "steps") } };
        NodeProto below = new() { OpType = "Conv", Name = "below", Input = { "X", "V" }, Output = { "C" } };
        below.Attribute.Add(Integers("pads", 1, 0));
        graph.Node.Add(below);
        graph.Initializer.Add(Tensor("V", Below, Channels, Channels, 2));
        graph.Output.Add(Info("Y", "rows", op == "Conv" ? Units : Channels, "steps"));
        NodeProto node = new() { OpType = op, Name = "window", Input = { padNode ? "P" : "C" }, Output = { "Y" } };
        if (padNode)
        {
            NodeProto pad = new() { OpType = "Pad", Name = "pad", Input = { "C", "pads" }, Output = { "P" } };
            graph.Node.Add(pad);
            TensorProto pads = new() { Name = "pads", DataType = (int)DataType.Int64, Dims = { 6 } };
            pads.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>([0, 0, (taps - 1) * dilation, 0, 0, 0]));
            graph.Initializer.Add(pads);
        }

        if (op == "Conv")
        {
            node.Input.AddRange(["W", "B"]);
            graph.Initializer.Add(Tensor("W", weights, Units, Channels, taps));
            graph.Initializer.Add(Tensor("B", bias, Units));
            node.Attribute.Add(Integers("dilations", dilation));
        }

        node.Attribute.Add(Integers("kernel_shape", taps));
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = graph };
    }

    private static AttributeProto Integers(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static TensorProto Tensor(string name, float[] values, params long[] shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Float };
        tensor.Dims.AddRange(shape);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor;
    }

    private static ValueInfoProto Info(string name, params object[] shape)
    {
        TensorShapeProto extents = new();
        extents.Dim.AddRange(shape.Select(extent => extent is string any
            ? new TensorShapeProto.Types.Dimension { DimParam = any }
            : new TensorShapeProto.Types.Dimension { DimValue = (int)extent }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = extents } },
        };
    }

    private static float[] Numbers(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
