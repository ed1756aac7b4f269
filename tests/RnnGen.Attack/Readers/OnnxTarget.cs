using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Attack.Readers;

/// <summary>
/// ONNX files whose messages are sound and whose graph is not: nodes of other operators, other operands, axes, shapes and attributes.
/// </summary>
internal sealed class OnnxTarget() : InterchangeTarget("onnx", ".onnx", path => OnnxReader.Read(path), () => Stored("*.onnx"))
{
    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 3, 4, 5, 7, -2, -3, 100, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40,
    ];

    private static readonly string[] Operators =
    [
        "Identity", "Transpose", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Slice", "Split", "Gather", "Concat", "Pad", "Expand",
        "Tile", "Shape", "ConstantOfShape", "Equal", "Where", "MatMul", "Gemm", "Conv", "Add", "Sub", "Mul", "Div", "Pow", "Neg", "Sqrt",
        "Relu", "Clip", "Softmax", "ReduceMean", "ReduceMax", "LayerNormalization", "LSTM", "GRU", "RNN", "Cast", "Dropout", "Nonsense",
    ];

    private ModelProto[]? _models;

    public override byte[] Damaged(AttackRandom random)
    {
        _models ??= [.. Files().Select(file => ModelProto.Parser.ParseFrom(file))];
        ModelProto model = random.Of(_models).Clone();
        for (int changes = random.Between(1, 4); changes > 0; changes--)
        {
            Change(model.Graph, random);
        }

        return model.ToByteArray();
    }

    private static void Change(GraphProto graph, AttackRandom random)
    {
        NodeProto node = random.Of(graph.Node.ToArray());
        switch (random.Below(12))
        {
            case 0:
                node.OpType = random.Of(Operators);
                break;
            case 1 when node.Input.Count > 0:
                node.Input[random.Below(node.Input.Count)] = random.Of(Names(graph));
                break;
            case 2 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Below(node.Input.Count));
                break;
            case 3:
                node.Input.Add(random.Of(Names(graph)));
                break;
            case 4:
                graph.Node.Remove(node);
                graph.Node.Insert(random.Below(graph.Node.Count + 1), node);
                break;
            case 5:
                graph.Output[random.Below(graph.Output.Count)].Name = random.Of(Names(graph));
                break;
            case 6 when graph.Initializer.Count > 0:
                Change(random.Of(graph.Initializer.ToArray()), random);
                break;
            case 7:
                Change(random.Of(graph.Input.ToArray()).Type?.TensorType?.Shape, random);
                break;
            case 8 when node.Attribute.Count > 0:
                node.Attribute.RemoveAt(random.Below(node.Attribute.Count));
                break;
            case 9:
                node.Attribute.Add(new AttributeProto
                {
                    Name = random.Of(
                        "axis", "axes", "perm", "direction", "layout", "hidden_size", "clip", "activations", "linear_before_reset",
                        "to", "keepdims", "pads"),
                    I = random.Of(Numbers),
                    F = random.Of(Numbers),
                    Ints = { random.Of(Numbers), random.Of(Numbers) },
                    S = ByteString.CopyFromUtf8(random.Of("reverse", "bidirectional", "")),
                });
                break;
            default:
                Change(node, random);
                break;
        }
    }

    private static void Change(NodeProto node, AttackRandom random)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            attribute.I = random.OneIn(2) ? random.Of(Numbers) : attribute.I;
            if (attribute.Ints.Count > 0)
            {
                attribute.Ints[random.Below(attribute.Ints.Count)] = random.Of(Numbers);
            }

            if (attribute.T is not null)
            {
                Change(attribute.T, random);
            }
        }
    }

    private static void Change(TensorProto tensor, AttackRandom random)
    {
        switch (random.Below(5))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[random.Below(tensor.Dims.Count)] = random.Of(Numbers);
                break;
            case 1:
                tensor.Dims.Add(random.Of(Numbers));
                break;
            case 2:
                tensor.DataType = random.Below(18);
                break;
            case 3 when tensor.RawData.Length >= sizeof(long):
                byte[] raw = tensor.RawData.ToByteArray();
                System.BitConverter.TryWriteBytes(raw, random.Of(Numbers));
                tensor.RawData = ByteString.CopyFrom(raw);
                break;
            default:
                tensor.Int64Data.Add(random.Of(Numbers));
                break;
        }
    }

    private static void Change(TensorShapeProto? shape, AttackRandom random)
    {
        if (shape is not null && shape.Dim.Count > 0)
        {
            TensorShapeProto.Types.Dimension dimension = shape.Dim[random.Below(shape.Dim.Count)];
            switch (random.Below(3))
            {
                case 0:
                    dimension.DimValue = random.Of(Numbers);
                    break;
                case 1:
                    dimension.DimParam = "n";
                    break;
                default:
                    shape.Dim.Add(dimension.Clone());
                    break;
            }
        }
    }

    private static string[] Names(GraphProto graph)
    {
        List<string> names = [.. graph.Initializer.Select(tensor => tensor.Name), .. graph.Input.Select(input => input.Name), ""];
        names.AddRange(graph.Node.SelectMany(node => node.Output));
        return [.. names];
    }
}
