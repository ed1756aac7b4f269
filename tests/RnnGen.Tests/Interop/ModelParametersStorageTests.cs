using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;
using RnnGen.Tests.Models;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Interop;

/// <summary>Files with weights in fewer bits: what is in them, what comes back, and what is refused.</summary>
public sealed class ModelParametersStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [nameof(DynamicFloat32), nameof(DynamicInt8), nameof(SmallInt8), nameof(StorageCells)];

    public void Dispose() => _folder.Dispose();

    /// <summary>What an independent reading of the rule says of each parameter, element by element.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void ParametersComeBackAsTheTypeHasThem(string name)
    {
        ModelParameters parameters = Create(name);
        foreach (StorageType type in Enum.GetValues<StorageType>())
        {
            parameters.Save(_folder["file"], type);
            ModelParameters loaded = new(parameters.Description, seed: 99);
            loaded.Load(_folder["file"]);
            foreach (ParameterInfo info in parameters.Description.Parameters)
            {
                float[] expected = [.. Expected(info, parameters[info.Name], type)];
                Assert.True(expected.AsSpan().SequenceEqual(loaded[info.Name]), $"{type}, {info.Name}");
            }
        }
    }

    [Fact]
    public void TensorsAreNamedByTheRowsOfOperands()
    {
        SmallInt8 model = new(1);
        model.Parameters.Save(_folder["file"], StorageType.Int8, new Dictionary<string, string> { ["note"] = "mine" });
        using SafetensorsReader file = SafetensorsReader.Open(_folder["file"]);
        Assert.Equal(
            [
                "gru0/gates/kernel[0..1] F32 1,6", "gru0/gates/kernel[1..4].scale F32 6", "gru0/gates/bias F32 6",
                "gru0/candidate/input_projection/kernel F32 1,3", "gru0/candidate/input_projection/bias F32 3",
                "gru0/candidate/hidden_projection/kernel.scale F32 3", "gru0/candidate/hidden_projection/bias F32 3",
                "rnn1/kernel[0..3] F32 3,24", "rnn1/kernel[3..27].scale F32 24", "rnn1/bias F32 24",
                "lstm2/kernel[0..24].scale F32 4", "lstm2/kernel[24..25].scale F32 4", "lstm2/bias F32 4",
                "dense3/kernel F32 1,1", "dense3/bias F32 1",
                "gru0/gates/kernel[1..4] I8 3,6", "gru0/candidate/hidden_projection/kernel I8 3,3", "rnn1/kernel[3..27] I8 24,24",
                "lstm2/kernel[0..24] I8 24,4", "lstm2/kernel[24..25] I8 1,4",
            ],
            file.Tensors.Select(tensor => $"{tensor.Name} {tensor.Dtype} {string.Join(',', tensor.Shape)}"));
        Assert.Equal(
            "gru0/gates/kernel 1f 3\ngru0/candidate/input_projection/kernel 1f\ngru0/candidate/hidden_projection/kernel 3\n"
            + "rnn1/kernel 3f 24\nlstm2/kernel 24 1\ndense3/kernel 1f",
            file.Metadata["operands"]);
        Assert.Equal("mine", file.Metadata["note"]);
        Assert.Equal(SmallInt8.Description.SpecHash, file.Metadata["spec_hash"]);

        model.Parameters.Save(_folder["floats"]);
        Assert.Equal(file.Metadata["operands"], ModelParameters.ReadMetadata(_folder["floats"])["operands"]);
    }

    [Fact]
    public void FilesTakeAHalfAndAQuarter()
    {
        ModelParameters parameters = new DynamicFloat32(1).Parameters;
        long Size(StorageType type)
        {
            parameters.Save(_folder["file"], type);
            return new FileInfo(_folder["file"]).Length;
        }

        long floats = Size(StorageType.Float32), most = floats / 10;
        Assert.InRange(Size(StorageType.BFloat16), floats / 2, (floats / 2) + most);
        Assert.InRange(Size(StorageType.Float16), floats / 2, (floats / 2) + most);
        Assert.InRange(Size(StorageType.Int8), floats / 4, (floats / 4) + most);
    }

    /// <summary>A class that says no operands: kernels are told by their shape.</summary>
    [Fact]
    public void AClassOfAnEarlierPackageIsStoredByShape()
    {
        ModelDescription description = SmallModel.Describe(
            "Old", "h", ("a/kernel", [5, 6], ParameterInitializer.Uniform(1)), ("a/bias", [6], ParameterInitializer.Uniform(1)),
            ("b/kernel", [6, 4], ParameterInitializer.Uniform(1)), ("embedding/table", [9, 9], ParameterInitializer.Uniform(1)));
        ModelParameters parameters = new(description, seed: 1);
        parameters.Save(_folder["file"], StorageType.Int8);
        using SafetensorsReader file = SafetensorsReader.Open(_folder["file"]);
        Assert.Equal(
            ["a/kernel.scale", "a/bias", "b/kernel", "embedding/table", "a/kernel"], file.Tensors.Select(tensor => tensor.Name));
        new ModelParameters(description, seed: 2).Load(_folder["file"]);
        parameters.Save(_folder["floats"]);
        Assert.DoesNotContain("operands", ModelParameters.ReadMetadata(_folder["floats"]).Keys);
    }

    [Theory]
    [InlineData(StorageType.Int8, float.NaN, "lstm0/kernel is NaN in row 6, column 7, where weights")]
    [InlineData(StorageType.Int8, float.PositiveInfinity, "lstm0/kernel is Infinity in row 6, column 7, where weights")]
    [InlineData(StorageType.Float16, 70000f, "lstm0/kernel is 70000 in row 6, column 7, beyond the range of half precision (65504)")]
    [InlineData(StorageType.BFloat16, -3.4e38f, "lstm0/kernel is -3.4E+38 in row 6, column 7, beyond the range of bfloat16")]
    public void WhatCannotBeStoredIsRefusedBeforeAnyWork(StorageType type, float value, string fault)
    {
        ModelParameters parameters = new DynamicFloat32(1).Parameters;
        using (ParameterEdit edit = parameters.Edit())
        {
            edit["lstm0/kernel"][(6 * 260) + 7] = value;
            edit["gru1/gates/kernel"][0] = value;
        }

        _folder.Add("file", [1, 2, 3]);
        string message = Assert.Throws<NotSupportedException>(() => parameters.Save(_folder["file"], type)).Message;
        Assert.StartsWith($"DynamicFloat32 cannot be stored as {type}: {fault}", message, StringComparison.Ordinal);
        Assert.Contains("; gru1/gates/kernel is ", message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["file"]));
        Assert.Equal(["file"], _folder.Contents);
    }

    [Fact]
    public void OtherTypesAndTakenNamesAreRefused()
    {
        ModelParameters parameters = new SmallInt8(1).Parameters;
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.Save(_folder["file"], (StorageType)7));
        foreach (string name in new[] { "operands", "format" })
        {
            Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(
                () => parameters.Save(_folder["file"], StorageType.Int8, new Dictionary<string, string> { [name] = "" })).Message,
                StringComparison.Ordinal);
        }

        using (parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => parameters.Save(_folder["file"], StorageType.Int8));
        }

        Assert.Empty(_folder.Contents);
    }

    private static ModelParameters Create(string name)
    {
        ModelParameters parameters = name switch
        {
            nameof(DynamicFloat32) => new DynamicFloat32(1).Parameters,
            nameof(DynamicInt8) => new DynamicInt8(2).Parameters,
            nameof(SmallInt8) => new SmallInt8(3).Parameters,
            _ => new StorageCells(4).Parameters,
        };
        Random random = new(17);
        using ParameterEdit edit = parameters.Edit();
        foreach (ref float value in edit.Values)
        {
            value = (float)((random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 12)));
        }

        return parameters;
    }

    /// <summary>In double, so that nothing is shared with what is tested.</summary>
    private static IEnumerable<float> Expected(ParameterInfo info, ReadOnlySpan<float> values, StorageType type)
    {
        float[] all = values.ToArray();
        if (type is StorageType.BFloat16 or StorageType.Float16)
        {
            (int bits, int least) = type == StorageType.BFloat16 ? (7, -126) : (10, -14);
            return all.Select(value =>
            {
                double unit = Math.ScaleB(1, (value == 0 ? least : Math.Max(Math.ILogB(value), least)) - bits);
                return (float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit);
            });
        }

        int columns = info.Shape.Count == 0 ? 1 : info.Shape[^1], first = 0;
        foreach (KernelOperand operand in type == StorageType.Int8 ? info.Operands : [])
        {
            for (int column = 0; column < (operand.StaysFloat ? 0 : columns); column++)
            {
                int[] own = [.. Enumerable.Range(first, operand.Rows).Select(row => (row * columns) + column)];
                double largest = own.Max(index => Math.Abs((double)all[index]));
                float scale = (float)(largest / 127), inverse = (float)(127 / largest);
                foreach (int index in own)
                {
                    double q = Math.Round((float)((double)all[index] * inverse), MidpointRounding.ToEven);
                    all[index] = (float)(q * scale);
                }
            }

            first += operand.Rows;
        }

        return all;
    }
}
