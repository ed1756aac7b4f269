using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Interchange.Tests.Weights;

/// <summary>Weights of a network in fewer bits: the file of its class.</summary>
public sealed class NetworkStorageTests : IDisposable
{
    private const string Attributes =
        "RnnModel\nEmbedding(9, 6)\nLstm(7, Peepholes = true, Projection = 5)\nGru(3, ResetAfter = true)\nRnn(6)\nDense(5)\nDense(2)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StorageType.Float32)]
    [InlineData(StorageType.BFloat16)]
    [InlineData(StorageType.Float16)]
    [InlineData(StorageType.Int8)]
    public void TensorsAreThoseThatTheClassSaves(StorageType type)
    {
        IRnnModel model = Classes.Model(Attributes);
        model.Parameters.Save(_folder["class"], type);
        NetworkWeights.Save(ModelNetwork.Of(model), _folder["network"], type);
        Assert.Equal(Contents("class"), Contents("network"));
        model.Parameters.Load(_folder["network"]);
    }

    [Fact]
    public void WhatCannotBeStoredIsRefusedAndNothingWritten()
    {
        Network network = Classes.Network(Attributes);
        NetworkTensor kernel = network.Layers[0].Parameters[0];
        kernel.Values[3] = float.NaN;
        string message = Assert.Throws<NotSupportedException>(
            () => NetworkWeights.Save(network, _folder["file"], StorageType.Int8)).Message;
        Assert.StartsWith("Net cannot be stored as Int8: lstm0/kernel is NaN in row 0, column 3", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["file"]));
    }

    /// <summary>A program that has the file alone stores it in eight bits as the class would.</summary>
    [Fact]
    public void AFileOfFloatsSaysHowToStoreItInEightBits()
    {
        IRnnModel model = Classes.Model(Attributes);
        model.Parameters.Save(_folder["floats"]);
        model.Parameters.Save(_folder["bytes"], StorageType.Int8);
        using SafetensorsReader file = SafetensorsReader.Open(_folder["floats"]);
        IReadOnlyList<StoredParameter> parameters = StoredParameter.Of(file);
        IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> operands = StoredOperands.Read(file.Metadata[StoredOperands.Key]);
        using SafetensorsReader expected = SafetensorsReader.Open(_folder["bytes"]);
        int parts = 0;
        foreach (StoredParameter parameter in parameters)
        {
            StoredTensor tensor = new(
                parameter.Name, [.. parameter.Shape.Select(extent => (int)extent)], operands.GetValueOrDefault(parameter.Name, []));
            float[] values = new float[parameter.Shape.Aggregate(1L, (count, extent) => count * extent)];
            parameter.Read(file, values);
            foreach (StoredPart part in tensor.Parts(StorageType.Int8))
            {
                (byte[] bytes, float[] scales) = part.Pack(values);
                Assert.Equal(Bytes(expected, part.Name), Convert.ToHexString(bytes));
                if (part.Type == StorageType.Int8)
                {
                    float[] own = new float[scales.Length];
                    expected.Read(part.ScaleName, own);
                    Assert.Equal(own, scales);
                    parts++;
                }
            }
        }

        Assert.Equal(9, parts);
    }

    private IEnumerable<string> Contents(string name)
    {
        using SafetensorsReader file = SafetensorsReader.Open(_folder[name]);
        return
        [
            file.Metadata["operands"],
            .. file.Tensors.Select(
                tensor => $"{tensor.Name} {tensor.Dtype} [{string.Join(", ", tensor.Shape)}] {Bytes(file, tensor.Name)}"),
        ];
    }

    private static string Bytes(SafetensorsReader file, string name)
    {
        Assert.True(file.TryGet(name, out SafetensorsTensor? tensor));
        byte[] bytes = new byte[tensor.Count * (tensor.Dtype switch { "I8" => 1, "F32" => 4, _ => 2 })];
        file.ReadBytes(tensor, bytes);
        return Convert.ToHexString(bytes);
    }
}
