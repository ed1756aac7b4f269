using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using Xunit;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>Files that cannot be read: one error that names the file, the node or tensor, and what was expected.</summary>
public sealed class BadFileTests
{
    [Fact]
    public void BytesThatAreNoMessageAreRefused() => Assert.StartsWith(
        "bad.onnx is no ONNX file: ",
        Assert.Throws<InvalidDataException>(() => OnnxReader.Read([0xFF, 1, 2, 3], "bad.onnx")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 8, 7 })]
    public void AFileWithoutAGraphIsRefused(byte[] bytes) => Assert.Equal(
        "bad.onnx: it holds no graph with outputs.",
        Assert.Throws<InvalidDataException>(() => OnnxReader.Read(bytes, "bad.onnx")).Message);

    [Fact]
    public void AllOperatorsThatAreNotReadAreListed() => Assert.Equal(
        "bad.onnx: operators that are not read: Einsum, Loop, com.microsoft.Attention.",
        Refused(graph =>
        {
            graph.Node.Insert(0, new NodeProto { OpType = "Loop", Input = { "X" }, Output = { "a" } });
            graph.Node.Insert(1, new NodeProto { OpType = "Einsum", Input = { "a" }, Output = { "b" } });
            graph.Node.Insert(2, new NodeProto { OpType = "Attention", Domain = "com.microsoft", Input = { "b" }, Output = { "c" } });
            graph.Node[3].Input[0] = "c";
        }));

    [Fact]
    public void OperatorsThatNobodyNeedsAreNoMatter()
    {
        ModelProto model = Cell();
        model.Graph.Node.Add(new NodeProto { OpType = "Loop", Input = { "X" }, Output = { "unused" } });
        Assert.Single(OnnxReader.Read(model.ToByteArray(), "good.onnx").Network.Layers);
    }

    [Fact]
    public void AllThatCannotBeExpressedIsListed()
    {
        string message = Refused(graph =>
        {
            graph.Node.Add(new NodeProto { OpType = "Sqrt", Name = "root", Input = { "Y" }, Output = { "r" } });
            graph.Node.Add(new NodeProto { OpType = "Div", Name = "ratio", Input = { "r", "Y" }, Output = { "q" } });
            graph.Output[0].Name = "q";
        });
        Assert.Equal("bad.onnx: it cannot be expressed: node 'ratio' (Div): Div of two values.", message);
        message = Refused(graph =>
        {
            graph.Node.Add(new NodeProto { OpType = "Sqrt", Name = "root", Input = { "Y" }, Output = { "r" } });
            graph.Node.Add(new NodeProto { OpType = "Div", Name = "ratio", Input = { "Y", "Y" }, Output = { "q" } });
            graph.Node.Add(new NodeProto { OpType = "Add", Name = "sum", Input = { "r", "q" }, Output = { "s" } });
            graph.Output[0].Name = "s";
        });
        Assert.Equal(
            "bad.onnx: it cannot be expressed: node 'root' (Sqrt): the function Sqrt; node 'ratio' (Div): Div of two values.", message);
    }

    [Fact]
    public void AnInputThatIsTwoThingsIsNamed() => Assert.Equal(
        "bad.onnx: it cannot be expressed: node 'look' (Gather): input 'n' holds tokens, and lengths or states too.",
        Refused(graph =>
        {
            TensorProto table = new() { Name = "table", DataType = (int)DataType.Float, Dims = { 7, 3 } };
            table.FloatData.AddRange(new float[21]);
            graph.Initializer.Add(table);
            ValueInfoProto tokens = new() { Name = "n", Type = graph.Input[0].Type.Clone() };
            tokens.Type.TensorType.ElemType = (int)DataType.Int32;
            tokens.Type.TensorType.Shape.Dim.RemoveAt(2);
            graph.Input[0] = tokens;
            graph.Node.Insert(0, new NodeProto { OpType = "Gather", Name = "look", Input = { "table", "n" }, Output = { "e" } });
            graph.Node[1].Input[0] = "e";
            graph.Node[1].Input.Add("n");
        }));

    [Fact]
    public void ATensorOfAnotherSizeIsNamed() => Assert.Equal(
        "bad.onnx: node 'cell' (LSTM): tensor 'W' [1, 16, 3] must hold 48 elements, found 47.",
        Damaged(graph => graph.Initializer[0].FloatData.RemoveAt(0)));

    [Fact]
    public void AnotherShapeOfWeightsIsNamed() => Assert.Equal(
        "bad.onnx: node 'cell' (LSTM): W is [1, 16, 4]; [1, 16, 3] was expected.",
        Damaged(graph =>
        {
            graph.Initializer[0].Dims[2] = 4;
            graph.Initializer[0].FloatData.AddRange(new float[16]);
        }));

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(long.MaxValue)]
    public void ClaimsBeyondTheFileTakeNoMemory(long extent)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Damaged(graph => graph.Initializer[0].Dims[1] = extent);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void AGraphThatGrowsWithoutEndIsRefused()
    {
        string message = Damaged(graph =>
        {
            string last = "X";
            for (int index = 0; index < 40; index++)
            {
                graph.Node.Insert(index, new NodeProto
                {
                    OpType = "Concat",
                    Input = { last, last },
                    Output = { $"x{index}" },
                    Attribute = { new AttributeProto { Name = "axis", I = 2 } },
                });
                last = $"x{index}";
            }

            graph.Node[^1].Input[0] = last;
        });
        Assert.Contains("the graph makes more numbers than", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOperandThatNothingGivesIsNamed() => Assert.Equal(
        "bad.onnx: node 'cell' (LSTM): nothing above gives 'Z'.", Damaged(graph => graph.Node[0].Input[0] = "Z"));

    [Theory]
    [InlineData("../weights.bin", "outside the folder")]
    [InlineData("/etc/passwd", "outside the folder")]
    [InlineData("a/../../weights.bin", "outside the folder")]
    [InlineData("missing.bin", "not there")]
    public void DataOutsideTheFolderIsNotRead(string location, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-onnx-").FullName;
        try
        {
            string inner = Directory.CreateDirectory(Path.Combine(folder, "model")).FullName, path = Path.Combine(inner, "model.onnx");
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[16 * 3 * sizeof(float)]);
            File.WriteAllBytes(path, External(location).ToByteArray());
            string message = Assert.Throws<InvalidDataException>(() => OnnxReader.Read(path)).Message;
            Assert.Contains("tensor 'W'", message, StringComparison.Ordinal);
            Assert.Contains(reason, message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void DataBesideTheFileIsRead()
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-onnx-").FullName;
        try
        {
            float[] weights = [.. Enumerable.Range(0, 48).Select(index => index / 100f)];
            byte[] bytes = new byte[8 + (weights.Length * sizeof(float))];
            Buffer.BlockCopy(weights, 0, bytes, 8, bytes.Length - 8);
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), bytes);
            ModelProto model = External("weights.bin");
            model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "8" });
            File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model.ToByteArray());
            NetworkTensor kernel = OnnxReader.Read(Path.Combine(folder, "model.onnx")).Network.Layers[0].Parameters[0];
            Assert.Equal(weights.Order(), kernel.Values.AsSpan(0, 48).ToArray().Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Float16")]
    [InlineData("Bfloat16")]
    [InlineData("Double")]
    public void OtherFloatsAreConverted(string name)
    {
        DataType type = Enum.Parse<DataType>(name);
        float[] weights = [.. Enumerable.Range(-24, 48).Select(index => index / 4f)];
        ModelProto model = Cell();
        TensorProto tensor = model.Graph.Initializer[0];
        tensor.DataType = (int)type;
        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom([.. weights.SelectMany(value => type switch
        {
            DataType.Float16 => BitConverter.GetBytes((Half)value),
            DataType.Double => BitConverter.GetBytes((double)value),
            _ => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
        })]);
        NetworkTensor kernel = OnnxReader.Read(model.ToByteArray(), "half.onnx").Network.Layers[0].Parameters[0];
        Assert.Equal(weights.Order(), kernel.Values.AsSpan(0, 48).ToArray().Order());
    }

    private static string Refused(Action<GraphProto> change)
    {
        ModelProto model = Cell();
        change(model.Graph);
        return Assert.Throws<NotSupportedException>(() => OnnxReader.Read(model.ToByteArray(), "bad.onnx")).Message;
    }

    private static string Damaged(Action<GraphProto> change)
    {
        ModelProto model = Cell();
        change(model.Graph);
        return Assert.Throws<InvalidDataException>(() => OnnxReader.Read(model.ToByteArray(), "bad.onnx")).Message;
    }

    internal static ModelProto External(string location)
    {
        ModelProto model = Cell();
        TensorProto tensor = model.Graph.Initializer[0];
        tensor.FloatData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        return model;
    }

    private static ModelProto Cell() =>
        new OnnxCell("LSTM", new Dictionary<string, string>(), units: 4, inputs: 3, rows: 2, steps: 5).Model();
}
