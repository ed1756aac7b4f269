using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Embedding;

public sealed class StorageEmbeddingTests : IDisposable
{
    // Operands of each kind: few inputs, which stay in floats, and many; a kernel that is a head's, a table, a vector.
    private const string Layers = "RnnModel(InputSize = 3, Training = false)\nLstm(6, Peepholes = true)\nGru(5)\nDense(7)";

    private const string Kernel = "lstm0/kernel ";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<StorageType> Types => [.. Enum.GetValues<StorageType>()];

    public void Dispose() => _folder.Dispose();

    /// <summary>Chosen by the project or in the file, a model has the same numbers.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void WhatIsEmbeddedIsWhatASavedFileHolds(StorageType type)
    {
        IRnnModel model = Classes.Model(Layers);
        model.Parameters.Save(_folder["floats"]);
        model.Parameters.Save(_folder["stored"], type);

        EmbeddingRun chosen = EmbeddingRun.Of(_folder, _folder["floats"], storage: type.ToString().ToLowerInvariant());
        EmbeddingRun kept = EmbeddingRun.Of(_folder, _folder["stored"]);
        EmbeddingRun widened = EmbeddingRun.Of(_folder, _folder["stored"], storage: "Float32");

        model.Parameters.Load(_folder["stored"]);
        foreach (EmbeddingRun run in (EmbeddingRun[])[chosen, kept, widened])
        {
            IReadOnlyDictionary<string, (string Shape, float[] Values)> tensors = run.Tensors();
            Assert.Equal(model.Description.Parameters.Count, tensors.Count);
            Assert.All(model.Description.Parameters, parameter =>
            {
                Assert.Equal(string.Join(',', parameter.Shape), tensors[parameter.Name].Shape);
                Assert.Equal(model.Parameters.Values.Slice(parameter.Offset, parameter.Count).ToArray(), tensors[parameter.Name].Values);
            });
        }

        Assert.Equal(Parts(kept).Order(StringComparer.Ordinal), Parts(chosen).Order(StringComparer.Ordinal));
        Assert.All(Parts(widened), part => Assert.EndsWith("Float32", part, StringComparison.Ordinal));
        Assert.Equal(
            type == StorageType.Int8 ? ["0 3 Float32", "3 6 Int8"] : [$"0 9 {type}"],
            Parts(chosen).Where(part => part.StartsWith(Kernel, StringComparison.Ordinal)).Select(part => part[Kernel.Length..]));
    }

    /// <summary>Of a network the layers say the operands: inputs and states of a cell have scales of their own.</summary>
    [Fact]
    public void ANetworkOfAnotherFrameworkIsStoredAsItsClass()
    {
        Network network = Classes.Network("RnnModel(InputSize = 9, Training = false)\nLstm(6, ForgetBias = 0)\nDense(3)");
        OnnxWriter.Write(network, _folder["net.onnx"]);
        EmbeddingRun run = EmbeddingRun.Of(_folder, _folder["net.onnx"], storage: "Int8");
        Assert.Equal(
            [
                "lstm0/kernel 0 9 Int8", "lstm0/kernel 9 6 Int8", "lstm0/bias 0 1 Float32", "dense1/kernel 0 6 Float32",
                "dense1/bias 0 1 Float32",
            ],
            Parts(run));
    }

    /// <summary>Of a file that says no operands a matrix has one, unless it is small or a table.</summary>
    [Fact]
    public void AFileOfAnotherProgramIsStoredToo()
    {
        byte[] data = [.. Enumerable.Range(0, 30).SelectMany(index => BitConverter.GetBytes(index - 15f))];
        string file = _folder.Write("file", SafetensorsFile.Of(
            ("a", "F32", [5, 6], data), ("b/table", "F32", [5, 6], data), ("c", "F32", [4, 6], data[..96]), ("d", "F32", [6], data[..24])));

        EmbeddingRun run = EmbeddingRun.Of(_folder, file, storage: "Int8");

        Assert.Equal(["a 0 5 Int8", "b/table 0 5 Float32", "c 0 4 Float32", "d 0 1 Float32"], Parts(run));
        Assert.All(
            run.Tensors()["a"].Values.Index(), value => Assert.InRange(value.Item, value.Index - 15.06f, value.Index - 14.94f));
    }

    [Theory]
    [InlineData("Float16", 65536f, "a is 65536 in row 1, column 0, beyond the range of half precision (65504)")]
    [InlineData("BFloat16", float.MaxValue, "a is 3.4028235E+38 in row 1, column 0, beyond the range of bfloat16 (3.3895314E+38)")]
    [InlineData("Int8", float.NaN, "a is NaN in row 1, column 0, where weights of eight bits must be finite and below 3.4028235E+38")]
    public void WhatATypeHasNoRoomForIsRefused(string storage, float number, string reason)
    {
        byte[] data = new byte[5 * 5 * 4];
        BitConverter.TryWriteBytes(data.AsSpan(5 * 4), number);
        string file = _folder.Write("file", SafetensorsFile.Of(("a", "F32", [5, 5], data)));
        Assert.Equal($"model: {reason}; choose another Storage.", EmbeddingRun.Fault(_folder, file, storage: storage));
    }

    [Theory]
    [InlineData("Int4")]
    [InlineData("3")]
    [InlineData("Int8, Float16")]
    public void AnotherStorageIsRefused(string storage) => Assert.Equal(
        $"model is to be stored as '{storage}'; Storage must be Float32, BFloat16, Float16 or Int8.",
        EmbeddingRun.Fault(_folder, _folder.Write("file", SafetensorsFile.Of(("a", "F32", [1], new byte[4]))), storage: storage));

    [Fact]
    public void DamagedPartsAreRefused()
    {
        byte[] scales = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        Assert.Equal(
            "model: a.scale is missing, expected F32 [2], since a is I8.", Fault(("a", "I8", [1, 2], [1, 2])));
        Assert.Contains("(a hole)", Fault(("a[0..1]", "F32", [1, 2], new byte[8]), ("a[2..3]", "F32", [1, 2], new byte[8])));
        Assert.Contains("(an overlap)", Fault(("a[0..2]", "F32", [2, 2], new byte[16]), ("a[1..3]", "F32", [2, 2], new byte[16])));
        Assert.Contains("-128", Fault(("a", "I8", [1, 2], [1, 128]), ("a.scale", "F32", [2], scales)));
        Assert.Equal([1f, -2f], EmbeddingRun.Of(_folder, File(("a", "I8", [1, 2], [1, 255]), ("a.scale", "F32", [2], scales)))
            .Tensors()["a"].Values);

        string Fault(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors) => EmbeddingRun.Fault(_folder, File(tensors));

        string File(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors) =>
            _folder.Write("file", SafetensorsFile.Of(tensors));
    }

    [Fact]
    public void OperandsOfOtherShapesAreRefused()
    {
        IRnnModel model = Classes.Model(Layers);
        model.Parameters.Save(_folder["model"]);
        byte[] bytes = System.IO.File.ReadAllBytes(_folder["model"]);
        int at = bytes.AsSpan().IndexOf("lstm0/kernel 3f 6"u8);
        bytes[at + 16] = (byte)'7';
        string file = _folder.Write("model", bytes);
        Assert.Equal("model: lstm0/kernel [9, 24] cannot have operands of 10 rows.", EmbeddingRun.Fault(_folder, file, storage: "Int8"));
        bytes[at + 16] = (byte)'x';
        Assert.StartsWith("model: The text 'operands'", EmbeddingRun.Fault(_folder, _folder.Write("model", bytes), storage: "Int8"));
        Assert.NotEmpty(EmbeddingRun.Of(_folder, file).Blob);
    }

    private static IEnumerable<string> Parts(EmbeddingRun run)
    {
        string name = "";
        foreach (string[] line in run.Lines)
        {
            name = line[0] == "tensor" ? line[1] : name;
            if (line[0] == "part")
            {
                yield return $"{name} {line[1]} {line[2]} {line[3]}";
            }
        }
    }
}
