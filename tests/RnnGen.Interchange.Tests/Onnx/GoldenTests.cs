using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;
using AttributeType = RnnGen.Interchange.Onnx.Protocol.AttributeProto.Types.AttributeType;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>ONNX' cells in all directions and layouts: a graph of one node, written here, imported and run.</summary>
public sealed class GoldenTests
{
    private static readonly string[] Operands = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"];

    public static TheoryData<string> Files => [.. GoldenFiles.In("onnx")];

    [Theory]
    [MemberData(nameof(Files))]
    public void OutputsAreThoseOfTheReference(string file)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(SharedFolder.Golden("onnx", file)))!;
        Dictionary<string, SourceValue> inputs = Operands.Where(name => root["inputs"]![name] is not null)
            .ToDictionary(name => name, name => GoldenFiles.Tensor(root["inputs"]![name]!));
        ImportedNetwork network = OnnxReader.Read(Model(root, inputs).ToByteArray(), file);
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network,
            ClassCompiler.Create(network.Network),
            network.Inputs.ToDictionary(tensor => tensor.Name, tensor => inputs[tensor.Name]));

        Assert.NotEmpty(outputs);
        foreach ((string name, SourceValue output) in outputs)
        {
            Agreement.Of(output.Values, GoldenFiles.Tensor(root["outputs"]![name]!).Values, $"{file}, {name}");
        }
    }

    private static ModelProto Model(JsonNode root, Dictionary<string, SourceValue> inputs)
    {
        bool isLstm = (string)root["op"]! == "LSTM";
        NodeProto node = new() { OpType = (string)root["op"]!, Name = "cell" };
        node.Input.AddRange(Operands.Take(isLstm ? 8 : 6).Select(name => inputs.ContainsKey(name) ? name : ""));
        node.Output.AddRange(isLstm ? ["Y", "Y_h", "Y_c"] : ["Y", "Y_h"]);
        foreach ((string name, JsonNode? value) in root["attributes"]!.AsObject())
        {
            node.Attribute.Add(value!.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? new AttributeProto { Name = name, S = ByteString.CopyFromUtf8((string)value!), Type = AttributeType.String }
                : new AttributeProto { Name = name, I = (long)value!, Type = AttributeType.Int });
        }

        GraphProto graph = new() { Name = "golden", Node = { node } };
        foreach ((string name, SourceValue value) in inputs)
        {
            if (name is "W" or "R" or "B" or "P")
            {
                TensorProto weight = new() { Name = name, DataType = (int)DataType.Float };
                weight.Dims.AddRange(value.Shape.Select(extent => (long)extent));
                weight.FloatData.AddRange(value.Values);
                graph.Initializer.Add(weight);
            }
            else
            {
                graph.Input.Add(Info(name, value.Shape, name == "sequence_lens" ? DataType.Int32 : DataType.Float));
            }
        }

        graph.Output.AddRange(node.Output.Where(name => root["outputs"]![name] is not null)
            .Select(name => Info(name, GoldenFiles.Tensor(root["outputs"]![name]!).Shape, DataType.Float)));
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 14 } } };
    }

    private static ValueInfoProto Info(string name, IReadOnlyList<int> shape, DataType type)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.AddRange(shape.Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
