using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>ONNX' own tests of recurrent nodes: the graph imported, its inputs in, its outputs out.</summary>
public sealed class NodeTests
{
    [Theory]
    [InlineData("test_gru_batchwise")]
    [InlineData("test_gru_defaults")]
    [InlineData("test_gru_seq_length")]
    [InlineData("test_gru_with_initial_bias")]
    [InlineData("test_lstm_batchwise")]
    [InlineData("test_lstm_defaults")]
    [InlineData("test_lstm_with_initial_bias")]
    [InlineData("test_lstm_with_peepholes")]
    [InlineData("test_rnn_seq_length")]
    [InlineData("test_simple_rnn_batchwise")]
    [InlineData("test_simple_rnn_defaults")]
    [InlineData("test_simple_rnn_with_initial_bias")]
    public void OutputsAreThoseOfTheFile(string name)
    {
        string folder = SharedFolder.Models("onnx-node-tests", name);
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        Dictionary<string, SourceValue> inputs = model.Graph.Input
            .Select((input, index) => (input.Name, Value: ReadTensor(folder, $"input_{index}.pb")))
            .ToDictionary(pair => pair.Name, pair => pair.Value);

        // The tests give weights as inputs; X, lengths and states before the first step are inputs of a network.
        string[] operands = [.. model.Graph.Node[0].Input];
        HashSet<string> weights = [.. new[] { 1, 2, 3, 7 }.Where(place => place < operands.Length).Select(place => operands[place])];
        ImportedNetwork network = OnnxReader.Read(
            Path.Combine(folder, "model.onnx"), inputs.Where(pair => weights.Contains(pair.Key)).ToDictionary());
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), inputs.Where(pair => !weights.Contains(pair.Key)).ToDictionary());

        Assert.Equal(model.Graph.Output.Count, outputs.Count);
        foreach ((ValueInfoProto output, int index) in model.Graph.Output.Select((output, index) => (output, index)))
        {
            SourceValue expected = ReadTensor(folder, $"output_{index}.pb");
            Assert.Equal(expected.Shape, outputs[output.Name].Shape);
            Agreement.Of(outputs[output.Name].Values, expected.Values, $"{name}, {output.Name}");
        }
    }

    private static SourceValue ReadTensor(string folder, string file)
    {
        TensorProto tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, file)));
        float[] values = tensor.DataType == (int)TensorProto.Types.DataType.Int32 ? [.. Integers(tensor).Select(value => (float)value)]
            : tensor.RawData.IsEmpty ? [.. tensor.FloatData]
            : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        return new SourceValue([.. tensor.Dims.Select(extent => (int)extent)], values);
    }

    private static int[] Integers(TensorProto tensor) =>
        tensor.RawData.IsEmpty ? [.. tensor.Int32Data] : MemoryMarshal.Cast<byte, int>(tensor.RawData.Span).ToArray();
}
