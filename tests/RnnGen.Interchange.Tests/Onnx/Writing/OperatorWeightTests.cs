using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>Weights of LSTM, GRU and RNN stand in ONNX' order of gates, from which they are told apart again.</summary>
public sealed class OperatorWeightTests
{
    [Theory]
    [InlineData("Lstm(5)")]
    [InlineData("Lstm(5, ForgetBias = 0.5, Peepholes = true)")]
    [InlineData("Lstm(5, ForgetBias = 0)")]
    [InlineData("Lstm(5, CoupledGates = true, Peepholes = true)")]
    [InlineData("Lstm(5, Bias = false, ForgetBias = 0)")]
    [InlineData("Lstm(5, Direction = Direction.Bidirectional)")]
    [InlineData("Gru(5, ResetAfter = true)")]
    [InlineData("Gru(5, Direction = Direction.Bidirectional)")]
    [InlineData("Gru(5, Bias = false)")]
    [InlineData("Rnn(5)")]
    public void WeightsReadGateByGateAreTheLayersOwn(string attribute)
    {
        Network network = Classes.Network("RnnModel(InputSize = 3)\n" + attribute);
        NetworkLayer layer = network.Layers[0];
        GraphProto graph = OnnxWriter.ToModel(network, new OnnxWriterOptions()).Graph;
        NodeProto node = Assert.Single(graph.Node, node => node.OpType is "LSTM" or "GRU" or "RNN");
        int directions = layer.States.Count(state => state.Name.EndsWith('h'));
        CellWeights[] cells = [.. Enumerable.Range(0, directions).Select(direction => Cell(graph, node, direction, layer))];
        NetworkLayer read = CellWeights.ToLayer(
            layer.Name, layer.Reads, cells, layer.Option("Direction", Direction.Forward));
        Assert.Equal(layer.Options.OrderBy(option => option.Key), read.Options.OrderBy(option => option.Key));
        Assert.Equal(layer.Parameters.Select(tensor => tensor.Name), read.Parameters.Select(tensor => tensor.Name));
        Assert.Equal(layer.Parameters.SelectMany(tensor => tensor.Values), read.Parameters.SelectMany(tensor => tensor.Values));
    }

    /// <summary>The weights of one direction, as a reader of ONNX takes them.</summary>
    private static CellWeights Cell(GraphProto graph, NodeProto node, int direction, NetworkLayer layer)
    {
        TensorProto input = Tensor(1)!, recurrent = Tensor(2)!;
        int units = (int)recurrent.Dims[2], rows = (int)recurrent.Dims[1], inputs = (int)input.Dims[2];
        float[]? biases = Tensor(3) is TensorProto bias ? Part(bias, direction, 2 * rows) : null;
        IReadOnlyList<Gate> gates = Gate.Split(
            new Matrix(rows, inputs, Part(input, direction, rows * inputs)).Transpose(),
            new Matrix(rows, units, Part(recurrent, direction, rows * units)).Transpose(),
            biases?[..rows],
            biases?[rows..],
            units);
        if (node.OpType == "LSTM")
        {
            float[]? peepholes = Tensor(7) is TensorProto weights ? Part(weights, direction, 3 * units) : null;
            return new LstmWeights(layer.Option("CoupledGates", false) ? null : gates[0], gates[3], gates[2], gates[1])
            {
                Peepholes = peepholes is null ? null
                    : new LstmPeepholes(peepholes[..units], peepholes[(2 * units)..], peepholes[units..(2 * units)]),
            };
        }

        return node.OpType == "GRU"
            ? new GruWeights(gates[1], gates[0], gates[2], layer.Option("ResetAfter", false))
            : new RnnWeights(gates[0]);

        TensorProto? Tensor(int index) =>
            node.Input.Count > index ? graph.Initializer.FirstOrDefault(tensor => tensor.Name == node.Input[index]) : null;
    }

    private static float[] Part(TensorProto tensor, int index, int count) =>
        MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).Slice(index * count, count).ToArray();
}
