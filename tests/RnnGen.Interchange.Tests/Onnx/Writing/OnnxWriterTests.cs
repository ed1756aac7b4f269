using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx.Writing;

/// <summary>What stands in files of networks. That they compute the same is tested with ONNX Runtime, in a project of its own.</summary>
public sealed class OnnxWriterTests
{
    private static readonly OnnxWriterOptions Streaming = new() { Streaming = true };

    [Fact]
    public void StackIsItsOperatorsUnderTheNamesOfTheNetwork()
    {
        GraphProto graph = Graph("RnnModel(InputSize = 3)\nLstm(5)\nGru(4)\nDense(2)");
        Assert.Equal("Net", graph.Name);
        Assert.Equal(["LSTM", "Squeeze", "GRU", "Squeeze", "MatMul", "Add", "Identity"], Types(graph).Skip(1));
        Assert.Equal(["input [batch, steps, 3]"], graph.Input.Select(Text));
        Assert.Equal(["output [batch, 2]"], graph.Output.Select(Text));
        Assert.Equal(
            ["lstm0/W [1, 20, 3]", "lstm0/R [1, 20, 5]", "lstm0/B [1, 40]", "gru1/W [1, 12, 5]", "gru1/R [1, 12, 4]", "gru1/B [1, 24]"],
            graph.Initializer.Where(tensor => tensor.Name.Split('/')[0] is "lstm0" or "gru1")
                .Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dims)}]"));
    }

    [Fact]
    public void OutputsThatNobodyReadsAreLeftOut()
    {
        GraphProto graph = Graph("RnnModel(InputSize = 3)\nLstm(5)\nLstm(4)\nDense(2)");
        NodeProto[] nodes = [.. graph.Node.Where(node => node.OpType == "LSTM")];
        Assert.Equal([["lstm0/LSTM"], ["", "lstm1/h"]], nodes.Select(node => node.Output.ToArray()));
    }

    [Fact]
    public void StaticNetworkHasItsNumberOfSteps()
    {
        GraphProto graph = Graph("RnnModel(InputSize = 3, Steps = 9)\nGru(4)", new OnnxWriterOptions { Layout = SequenceLayout.TimeMajor });
        Assert.Equal(["input [9, batch, 3]"], graph.Input.Select(Text));
        Assert.Equal(["output [9, batch, 4]"], graph.Output.Select(Text));
    }

    [Fact]
    public void StatesLengthsTokensAndHeadsHaveNames()
    {
        GraphProto graph = Graph(
            """
            RnnModel
            Embedding(9, 4)
            Input("room", 2, PerSequence = true)
            Lstm(5, Direction = Direction.Bidirectional, Name = "two")
            Mgu(3, Name = "mgu")
            Lstm(5, Direction = Direction.Bidirectional, InitialState = "two", Name = "more")
            Head("one", From = ["more"])
            Dense(2)
            SoftmaxCrossEntropy
            Head("all", From = ["mgu"])
            MeanSquaredError
            """,
            new OnnxWriterOptions { States = true, Lengths = true });
        Assert.Equal(
            [
                "tokens [batch, steps]", "room [batch, 2]", "lengths [batch]", "two_fw_c [batch, 5]", "two_fw_h [batch, 5]",
                "two_bw_c [batch, 5]", "two_bw_h [batch, 5]", "mgu_h [batch, 3]",
            ],
            graph.Input.Select(Text));
        Assert.Equal(
            [
                "one [batch, 2]", "all [batch, steps, 3]", "two_fw_c_out [batch, 5]", "two_fw_h_out [batch, 5]", "two_bw_c_out [batch, 5]",
                "two_bw_h_out [batch, 5]", "mgu_h_out [batch, 3]", "more_fw_c_out [batch, 5]", "more_fw_h_out [batch, 5]",
                "more_bw_c_out [batch, 5]", "more_bw_h_out [batch, 5]",
            ],
            graph.Output.Select(Text));
        Assert.Equal(TensorProto.Types.DataType.Int64, (TensorProto.Types.DataType)graph.Input[0].Type.TensorType.ElemType);
        Assert.Equal(TensorProto.Types.DataType.Int32, (TensorProto.Types.DataType)graph.Input[2].Type.TensorType.ElemType);
    }

    [Fact]
    public void NameThatIsTakenGetsANumber()
    {
        GraphProto graph = Graph(
            "RnnModel\nInput(\"lengths\", 3)\nGru(4)\nHead(\"lengths_2\")\nDense(2)", new OnnxWriterOptions { Lengths = true });
        Assert.Equal(["lengths", "lengths_2"], graph.Input.Select(input => input.Name));
        Assert.Equal(["lengths_2_2"], graph.Output.Select(output => output.Name));
        Assert.Equal("lengths_2", Assert.Single(graph.Node, node => node.OpType == "GRU").Input[4]);
    }

    [Theory]
    [InlineData("Lstm(5)", "LSTM", "direction=forward hidden_size=5")]
    [InlineData("Lstm(5, CoupledGates = true, Direction = Direction.Reverse)", "LSTM", "input_forget=1 direction=reverse hidden_size=5")]
    [InlineData(
        "Lstm(5, Activation = Activation.Relu, Direction = Direction.Bidirectional)", "LSTM",
        "activations=Sigmoid,Relu,Relu,Sigmoid,Relu,Relu direction=bidirectional hidden_size=5")]
    [InlineData(
        "Gru(5, Activation = Activation.Softsign)", "GRU",
        "activations=Sigmoid,Softsign linear_before_reset=0 direction=forward hidden_size=5")]
    [InlineData("Gru(5, ResetAfter = true)", "GRU", "linear_before_reset=1 direction=forward hidden_size=5")]
    [InlineData(
        "Rnn(5, Activation = Activation.Linear)", "RNN",
        "activations=Affine activation_alpha=1 activation_beta=0 direction=forward hidden_size=5")]
    public void OperatorsWhereTheyAreTheSame(string layer, string type, string attributes)
    {
        NodeProto node = Assert.Single(Graph("RnnModel(InputSize = 3)\n" + layer).Node, node => node.OpType == type);
        Assert.Equal(attributes, string.Join(" ", node.Attribute.Select(attribute => attribute.Type switch
        {
            AttributeProto.Types.AttributeType.Strings =>
                $"{attribute.Name}={string.Join(",", attribute.Strings.Select(text => text.ToStringUtf8()))}",
            AttributeProto.Types.AttributeType.String => $"{attribute.Name}={attribute.S.ToStringUtf8()}",
            AttributeProto.Types.AttributeType.Floats => $"{attribute.Name}={string.Join(",", attribute.Floats)}",
            _ => $"{attribute.Name}={attribute.I}",
        })));
    }

    [Theory]
    [InlineData("Lstm(5, CellClip = 1)")]
    [InlineData("Lstm(5, Projection = 3)")]
    [InlineData("Lstm(5, LayerNorm = true)")]
    [InlineData("Gru(5, LayerNorm = true)")]
    [InlineData("Rnn(5, Activation = Activation.Swish)")]
    [InlineData("Gru(5, Activation = Activation.Relu6)")]
    [InlineData("Mgu(5)")]
    [InlineData("Ugrnn(5)")]
    public void OtherCellsAreLoopsAndInAStreamOnce(string layer)
    {
        Network network = Classes.Network("RnnModel(InputSize = 3)\n" + layer);
        GraphProto graph = OnnxWriter.ToModel(network, new OnnxWriterOptions()).Graph, step = OnnxWriter.ToModel(network, Streaming).Graph;
        NodeProto loop = Assert.Single(graph.Node, node => node.OpType == "Scan");
        GraphProto body = loop.Attribute.Single(attribute => attribute.Name == "body").G;
        Assert.Empty(body.Initializer);
        Assert.Equal(network.Layers[0].States.Count + 1, body.Input.Count);
        Assert.Equal(network.Layers[0].States.Count + 1, body.Output.Count);
        Assert.DoesNotContain("Scan", Types(step));
        string[] equations = ["MatMul", "Sigmoid", "Swish", "Tanh", "Clip", "Split", "LayerNormalization", "Mul", "Add", "Concat"];
        Assert.Equal(Types(body).Where(equations.Contains).Order(), Types(step).Where(equations.Contains).Order());
    }

    [Fact]
    public void StreamHasOneStepAndItsStates()
    {
        GraphProto graph = Graph("RnnModel(InputSize = 3)\nLstm(5)\nDense(2)", Streaming);
        Assert.Equal(["input [batch, 1, 3]", "lstm0_c [batch, 5]", "lstm0_h [batch, 5]"], graph.Input.Select(Text));
        Assert.Equal(["output [batch, 2]", "lstm0_c_out [batch, 5]", "lstm0_h_out [batch, 5]"], graph.Output.Select(Text));
    }

    [Fact]
    public void HeadsThatPoolAreNoPartOfAStream()
    {
        GraphProto graph = Graph(
            "RnnModel(InputSize = 3)\nGru(5)\nHead(\"a\")\nPooling(Pooling.Mean)\nHead(\"b\")\nDense(2)", Streaming);
        Assert.Equal(["b", "gru0_h_out"], graph.Output.Select(output => output.Name));
        Assert.DoesNotContain("ReduceMean", Types(graph));
    }

    [Fact]
    public void EqualNetworksGiveEqualBytes()
    {
        const string attributes =
            "RnnModel(InputSize = 3)\nLstm(5, Direction = Direction.Bidirectional)\nMgu(4)\nPooling(Pooling.Attention)\nDense(2)";
        OnnxWriterOptions options = new() { Lengths = true, States = true };
        byte[] first = OnnxWriter.ToModel(Classes.Network(attributes), options).ToByteArray();
        Assert.Equal(first, OnnxWriter.ToModel(Classes.Network(attributes), options).ToByteArray());
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            OnnxWriter.Write(Classes.Network(attributes), path, options);
            Assert.Equal(first, File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void NamesAreUniqueAndStandBeforeTheirReaders()
    {
        GraphProto graph = Graph(
            """
            RnnModel(InputSize = 3)
            Mgu(4, Name = "a", Direction = Direction.Bidirectional, LearnedInitialState = true)
            Mgu(4, Name = "b", Direction = Direction.Reverse, From = ["input[..2]", "a[1..3]"])
            Pooling(Pooling.Max, From = ["a", "b"], Name = "m")
            Repeat(Name = "r")
            Lstm(5, LayerNorm = true, From = ["r", "b"])
            Head("one")
            Pooling(Pooling.Attention, AttentionUnits = 3)
            Dense(2)
            Head("two")
            Dense(3, EveryStep = true)
            """,
            new OnnxWriterOptions { Lengths = true, States = true });
        HashSet<string> known = [.. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(tensor => tensor.Name)];
        Assert.Equal(graph.Input.Count + graph.Initializer.Count, known.Count);
        Walk(graph, known);
        Assert.All(graph.Output, output => Assert.Contains(output.Name, known));

        static void Walk(GraphProto graph, HashSet<string> known)
        {
            foreach (NodeProto node in graph.Node)
            {
                Assert.All(node.Input.Where(input => input.Length > 0), input => Assert.Contains(input, known));
                foreach (GraphProto body in node.Attribute.Where(attribute => attribute.G is not null).Select(attribute => attribute.G))
                {
                    Assert.All(body.Input, input => Assert.True(known.Add(input.Name), input.Name));
                    Walk(body, known);
                }

                Assert.All(node.Output.Where(output => output.Length > 0), output => Assert.True(known.Add(output), output));
            }
        }
    }

    private static GraphProto Graph(string attributes, OnnxWriterOptions? options = null) =>
        OnnxWriter.ToModel(Classes.Network(attributes), options ?? new OnnxWriterOptions()).Graph;

    private static IEnumerable<string> Types(GraphProto graph) => graph.Node.Select(node => node.OpType);

    private static string Text(ValueInfoProto value) =>
        $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(Extent))}]";

    private static string Extent(TensorShapeProto.Types.Dimension extent) =>
        extent.DimParam.Length > 0 ? extent.DimParam : $"{extent.DimValue}";
}
