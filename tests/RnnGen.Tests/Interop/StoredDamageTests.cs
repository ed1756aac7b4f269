using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Interop;
using RnnGen.Tests.Models;
using Xunit;

namespace RnnGen.Tests.Interop;

/// <summary>Files of parts, bytes and scales that were put together by hand, sound ones and others.</summary>
public sealed class StoredDamageTests : IDisposable
{
    private static readonly Entry Bias = Floats("k/bias", [2], 7, 8);
    private static readonly Entry Upper = Bytes("k/kernel[0..2]", [2, 2], 1, unchecked((byte)-127), 127, 0);
    private static readonly Entry UpperScale = Floats("k/kernel[0..2].scale", [2], 0.5f, 0.25f);
    private static readonly Entry Lower = Floats("k/kernel[2..3]", [1, 2], -3, 4);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Names say where parts belong; their order in the file does not matter, nor does their type.</summary>
    [Fact]
    public void PartsOfAnyTypeAreReadInAnyOrder()
    {
        float[] expected = [0.5f, -31.75f, 63.5f, 0, -3, 4, 7, 8];
        Assert.Equal(expected, Load(Upper, UpperScale, Lower, Bias));
        Assert.Equal(expected, Load(Lower, UpperScale, Bias, Upper));
        Assert.Equal(
            [0.5f, -31.75f, 63.5f, 0, 1, -2, 7, 8],
            Load(Upper, UpperScale, Halves("k/kernel[2..3]", [1, 2], "BF16", 0x3F80, 0xC000), Bias));
        Assert.Equal(
            [0.5f, -31.75f, 63.5f, 0, 1, -2, 7, 8],
            Load(Upper, UpperScale, Halves("k/kernel[2..3]", [1, 2], "F16", 0x3C00, 0xC000), Bias));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8], Load(Bias, Floats("k/kernel[1..3]", [2, 2], 3, 4, 5, 6), Floats("k/kernel[0..1]", [1, 2], 1, 2)));
        Assert.Equal(
            [2, -2, 254, 0, 6, -8, 7, 8],
            Load(Bias, Bytes("k/kernel", [3, 2], 1, 255, 127, 0, 3, 252), Floats("k/kernel.scale", [2], 2, 2)));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 0.5f, -1],
            Load(Floats("k/kernel", [3, 2], 1, 2, 3, 4, 5, 6), Bytes("k/bias", [2], 1, 254), Floats("k/bias.scale", [2], 0.5f, 0.5f)));
    }

    [Fact]
    public void AScaleMustBeThereWithOneNumberAColumn()
    {
        AssertMismatches(
            [Upper, Lower, Bias], "k/kernel[0..2].scale is missing, expected F32 [2], since k/kernel[0..2] is I8");
        AssertMismatches(
            [Upper, Floats("k/kernel[0..2].scale", [3], 1, 2, 3), Lower, Bias], "k/kernel[0..2].scale is F32 [3], expected F32 [2]");
        AssertMismatches(
            [Upper, Floats("k/kernel[0..2].scale", [1, 2], 1, 2), Lower, Bias], "k/kernel[0..2].scale is F32 [1, 2], expected F32 [2]");
        AssertMismatches(
            [Upper, Halves("k/kernel[0..2].scale", [2], "F16", 0, 0), Lower, Bias], "k/kernel[0..2].scale is F16 [2], expected F32 [2]");
        AssertMismatches(
            [Bytes("k/kernel", [3, 2], 0, 0, 0, 0, 0, 0), Bytes("k/bias", [2], 0, 0)],
            "k/kernel.scale is missing, expected F32 [2], since k/kernel is I8",
            "k/bias.scale is missing, expected F32 [2], since k/bias is I8");
    }

    [Fact]
    public void AScaleOfNoBytesIsNoParameter() => AssertMismatches(
        [UpperScale, Floats("k/kernel", [3, 2], 1, 2, 3, 4, 5, 6), Bias, Floats("k/bias.scale", [2], 1, 1)],
        "k/kernel[0..2].scale is not a parameter of Parts", "k/bias.scale is not a parameter of Parts");

    [Fact]
    public void PartsMustTileTheRows()
    {
        AssertMismatches(
            [Floats("k/kernel[0..1]", [1, 2], 1, 2), Lower, Bias], "k/kernel[2..3] begins at row 2, expected 1 (a hole)");
        AssertMismatches([Lower, Bias], "k/kernel[2..3] begins at row 2, expected 0 (a hole)");
        AssertMismatches(
            [Upper, UpperScale, Floats("k/kernel[1..3]", [2, 2], 1, 2, 3, 4), Bias],
            "k/kernel[1..3] begins at row 1, expected 2 (an overlap)");
        AssertMismatches(
            [Upper, UpperScale, Lower, Floats("k/kernel[0..02]", [2, 2], 1, 2, 3, 4), Bias],
            "k/kernel[0..02] begins at row 0, expected 2 (an overlap)");
        AssertMismatches([Upper, UpperScale, Bias], "k/kernel has shape [2, 2], expected [3, 2]");
        AssertMismatches(
            [Upper, UpperScale, Lower, Floats("k/kernel[3..4]", [1, 2], 1, 2), Bias], "k/kernel has shape [4, 2], expected [3, 2]");
        AssertMismatches(
            [Floats("k/kernel", [3, 2], 1, 2, 3, 4, 5, 6), Lower, Bias], "k/kernel is there as a whole and in parts");
    }

    [Fact]
    public void PartsMustHaveTheRowsThatTheirNamesSay()
    {
        AssertMismatches(
            [Upper, UpperScale, Floats("k/kernel[2..3]", [2, 2], 1, 2, 3, 4), Bias], "k/kernel[2..3] has shape [2, 2], expected [1, 2]");
        AssertMismatches(
            [Upper, UpperScale, Floats("k/kernel[2..3]", [1, 3], 1, 2, 3), Bias], "k/kernel[2..3] has shape [1, 3], expected [1, 2]",
            "k/kernel has shape [3, 3], expected [3, 2]");
        AssertMismatches([Upper, UpperScale, Floats("k/kernel[2..3]", [2], 1, 2), Bias], "k/kernel[2..3] has shape [2], expected [1, 2]");
        AssertMismatches(
            [Upper, UpperScale, Lower, Floats("k/bias[0..1]", [1, 2], 7, 8)], "k/bias has shape [1, 2], expected [2]");
    }

    [Fact]
    public void PartsOutOfOrderAreRefused() => AssertMismatches(
        [Upper, UpperScale, Floats("k/kernel[3..2]", [1, 2], 1, 2), Bias],
        "k/kernel[3..2] ends before it begins",
        "k/kernel[3..2] has shape [1, 2], expected [-1, 2]",
        "k/kernel[3..2] begins at row 3, expected 2 (a hole)",
        "k/kernel has shape [2, 2], expected [3, 2]");

    [Fact]
    public void EverythingIsToldAtOnce() => AssertMismatches(
        [Upper, new Entry("k/kernel[2..4]", "I16", [2, 2], new byte[8]), Floats("other[0..1]", [1, 2], 1, 2), Lower],
        "k/kernel[0..2].scale is missing, expected F32 [2], since k/kernel[0..2] is I8",
        "k/kernel[2..4] is I16, expected F32, F64, F16 or BF16",
        "k/kernel[2..4] begins at row 2, expected 3 (an overlap)",
        "k/kernel has shape [4, 2], expected [3, 2]",
        "k/bias is missing, expected F32 [2]",
        "other is not a parameter of Parts");

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(2.7e36f, "2.7E+36")]
    public void AScaleThatIsNoneIsRefused(float scale, string text) => AssertDamaged(
        [Upper, Floats("k/kernel[0..2].scale", [2], 1, scale), Lower, Bias],
        $"element 1 of tensor 'k/kernel[0..2].scale' must be a scale from 0 to 2.6793887E+36, found {text}.");

    [Fact]
    public void AByteThatIsNoneIsRefused() => AssertDamaged(
        [Bytes("k/kernel[0..2]", [2, 2], 1, 2, 0x80, 0), UpperScale, Lower, Bias],
        "element 2 of tensor 'k/kernel[0..2]' must be a byte from -127 to 127, found -128.");

    [Fact]
    public void EveryTruncationIsRefusedAndChangesNothing()
    {
        byte[] whole = File.ReadAllBytes(Write([Upper, UpperScale, Lower, Bias]));
        for (int length = 0; length < whole.Length; length++)
        {
            AssertChangesNothing<InvalidDataException>(_folder.Add("cut", whole.AsSpan(0, length)));
        }
    }

    /// <summary>What programs read that take the weights elsewhere: rows as they are stored.</summary>
    [Fact]
    public void RowsAreReadAsTheyAreStored()
    {
        using SafetensorsReader file = SafetensorsReader.Open(Write(
            [Upper, UpperScale, new Entry("k/kernel[2..3]", "F64", [1, 2], Raw<double>([0.1, 2])), Halves("k/bias", [2], "F16", 1, 2)]));
        IReadOnlyList<StoredParameter> all = StoredParameter.Of(file);
        Assert.Equal(["k/kernel", "k/bias"], all.Select(parameter => parameter.Name));
        (StorageType type, byte[] bytes, float[] scales) = all[0].Slices[0].ReadStored(file);
        Assert.Equal((StorageType.Int8, "01817F00"), (type, Convert.ToHexString(bytes)));
        Assert.Equal([0.5f, 0.25f], scales);
        (type, bytes, scales) = all[0].Slices[1].ReadStored(file);
        Assert.Equal((StorageType.Float32, Convert.ToHexString(Raw<float>([0.1f, 2]))), (type, Convert.ToHexString(bytes)));
        Assert.Empty(scales);
        (type, bytes, _) = all[1].Slices[0].ReadStored(file);
        Assert.Equal((StorageType.Float16, "01000200"), (type, Convert.ToHexString(bytes)));
        Assert.Throws<ArgumentException>(() => all[0].Read(file, new float[5]));
    }

    private static ModelDescription Describe() => SmallModel.Describe(
        "Parts", "h", ("k/kernel", [3, 2], ParameterInitializer.Constant(11)), ("k/bias", [2], ParameterInitializer.Constant(12)));

    private float[] Load(params Entry[] entries)
    {
        ModelParameters parameters = new(Describe(), seed: 1);
        parameters.Load(Write(entries));
        return parameters.Values.ToArray();
    }

    private void AssertMismatches(Entry[] entries, params string[] mismatches) =>
        Assert.Equal(mismatches, AssertChangesNothing<ParameterMismatchException>(Write(entries)).Mismatches);

    private void AssertDamaged(Entry[] entries, string message)
    {
        string path = Write(entries);
        Assert.Equal($"{path}: {message}", AssertChangesNothing<InvalidDataException>(path).Message);
    }

    private static T AssertChangesNothing<T>(string path)
        where T : Exception
    {
        ModelParameters parameters = new(Describe(), seed: 1);
        T exception = Assert.Throws<T>(() => parameters.Load(path));
        Assert.Equal([11, 11, 11, 11, 11, 11, 12, 12], parameters.Values);
        Assert.Equal(0, parameters.Version);
        return exception;
    }

    private string Write(Entry[] entries)
    {
        int offset = 0;
        string header = string.Join(",", entries.Select(entry =>
            $$$"""
            "{{{entry.Name}}}":{"dtype":"{{{entry.Dtype}}}","shape":[{{{string.Join(',', entry.Shape)}}}],
            "data_offsets":[{{{offset}}},{{{offset += entry.Bytes.Length}}}]}
            """));
        return _folder.Add("file", SafetensorsBytes.File($"{{{header}}}", [.. entries.SelectMany(entry => entry.Bytes)]));
    }

    private static Entry Floats(string name, int[] shape, params float[] values) => new(name, "F32", shape, Raw<float>(values));

    private static Entry Halves(string name, int[] shape, string dtype, params ushort[] values) =>
        new(name, dtype, shape, Raw<ushort>(values));

    private static Entry Bytes(string name, int[] shape, params byte[] values) => new(name, "I8", shape, values);

    private static byte[] Raw<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private sealed record Entry(string Name, string Dtype, int[] Shape, byte[] Bytes);
}
