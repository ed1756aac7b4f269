using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class StoredTensorTests
{
    private static readonly StoredTensor Kernel = new("k", [7, 3], [new KernelOperand(2, StaysFloat: true), new KernelOperand(5)]);

    [Fact]
    public void OnlyEightBitsDivideAKernel()
    {
        foreach (StorageType type in new[] { StorageType.Float32, StorageType.BFloat16, StorageType.Float16 })
        {
            StoredPart whole = Assert.Single(Kernel.Parts(type));
            Assert.Equal((0, 7, type, "k"), (whole.FirstRow, whole.Rows, whole.Type, whole.Name));
        }

        IReadOnlyList<StoredPart> parts = Kernel.Parts(StorageType.Int8);
        Assert.Equal(["k[0..2]", "k[2..7]"], parts.Select(part => part.Name));
        Assert.Equal([StorageType.Float32, StorageType.Int8], parts.Select(part => part.Type));
        Assert.Equal([[2, 3], [5, 3]], parts.Select(part => part.Shape));
        Assert.Equal("k[2..7].scale", parts[1].ScaleName);
    }

    [Fact]
    public void WhatStaysFloatIsWholeAndWhatIsOneOperandToo()
    {
        Assert.Equal(("v", StorageType.Float32), Only(new StoredTensor("v", [9], [])));
        Assert.Equal(("s", StorageType.Float32), Only(new StoredTensor("s", [], [])));
        Assert.Equal(("t", StorageType.Float32), Only(new StoredTensor("t", [9, 9], [])));
        Assert.Equal(("d", StorageType.Float32), Only(new StoredTensor("d", [9, 4], [new KernelOperand(9, StaysFloat: true)])));
        Assert.Equal(("d", StorageType.Int8), Only(new StoredTensor("d", [9, 9], [new KernelOperand(9)])));
        StoredTensor floats = new("f", [5, 9], [new KernelOperand(3, StaysFloat: true), new KernelOperand(2, StaysFloat: true)]);
        Assert.Equal(("f", StorageType.Float32), Only(floats));

        static (string, StorageType) Only(StoredTensor tensor)
        {
            StoredPart part = Assert.Single(tensor.Parts(StorageType.Int8));
            return (part.Name, part.Type);
        }
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(7, 3, 1)]
    public void OperandsOfOtherRowsAreRefused(params int[] shape) => Assert.Contains(
        "operands of 7 rows",
        Assert.Throws<ArgumentException>(() => (Kernel with { Shape = shape }).Parts(StorageType.Int8)).Message,
        StringComparison.Ordinal);

    /// <summary>Each column of each operand: s = max|w| / 127, q = round(w·(127 / max|w|)), and back w = q·s.</summary>
    [Fact]
    public void BytesAndScalesAreThoseOfTheRule()
    {
        Random random = new(5);
        for (int columns = 1; columns <= 40; columns++)
        {
            int rows = 1 + random.Next(30);
            StoredTensor tensor = new("k", [rows, columns], [new KernelOperand(rows)]);
            float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => Weight(random, i % columns))];
            (byte[] bytes, float[] scales) = tensor.Parts(StorageType.Int8)[0].Pack(values);
            float[] widened = new float[values.Length];
            StoredValues.Widen(StorageType.Int8, bytes, scales, widened);
            for (int column = 0; column < columns; column++)
            {
                double largest = Enumerable.Range(0, rows).Max(row => Math.Abs((double)values[(row * columns) + column]));
                bool isZero = largest < Math.ScaleB(1, -100);
                float scale = isZero ? 0 : (float)(largest / 127), inverse = isZero ? 0 : (float)(127 / largest);
                Assert.Equal(scale, scales[column]);
                for (int i = column; i < values.Length; i += columns)
                {
                    // Products of two floats are exact in double; they are rounded once.
                    double q = Math.Round((float)((double)values[i] * inverse), MidpointRounding.ToEven);
                    Assert.Equal(q, (sbyte)bytes[i]);
                    Assert.Equal((float)(q * scale), widened[i]);
                    Assert.True(Math.Abs(widened[i] - (double)values[i]) <= (scale * 0.50001) + Math.ScaleB(1, -100));
                }
            }
        }
    }

    /// <summary>Numbers that are stored again come back as they are: the scale, and each byte.</summary>
    [Fact]
    public void WhatWasStoredIsStoredAsTheSame()
    {
        Random random = new(7);
        StoredTensor tensor = new("k", [127, 64], [new KernelOperand(127)]);
        StoredPart part = tensor.Parts(StorageType.Int8)[0];
        for (int round = 0; round < 50; round++)
        {
            float[] values = [.. Enumerable.Range(0, 127 * 64).Select(i => Weight(random, i % 64))];
            (byte[] bytes, float[] scales) = part.Pack(values);
            StoredValues.Widen(StorageType.Int8, bytes, scales, values);
            (byte[] again, float[] scalesAgain) = part.Pack(values);
            Assert.Equal(bytes, again);
            Assert.Equal(scales, scalesAgain);
        }
    }

    [Theory]
    [InlineData(StorageType.BFloat16, 7, -126)]
    [InlineData(StorageType.Float16, 10, -14)]
    public void SixteenBitsAreTheNearestToEven(StorageType type, int fractionBits, int leastExponent)
    {
        Random random = new(11);
        float[] values =
        [
            .. Enumerable.Range(0, 4099).Select(i => Weight(random, i % 50)), 0, -0f,

            // Ties, of which one is rounded down and one up.
            (float)(1 + Math.ScaleB(1, -fractionBits - 1)), (float)(1 + Math.ScaleB(3, -fractionBits - 1)),
        ];
        StoredPart part = new StoredTensor("v", [values.Length], []).Parts(type)[0];
        (byte[] bytes, float[] scales) = part.Pack(values);
        Assert.Empty(scales);
        float[] widened = new float[values.Length];
        StoredValues.Widen(type, bytes, [], widened);
        for (int i = 0; i < values.Length; i++)
        {
            int exponent = values[i] == 0 ? leastExponent : Math.Max(Math.ILogB(values[i]), leastExponent);
            double unit = Math.ScaleB(1, exponent - fractionBits);
            Assert.Equal(Math.Round(values[i] / unit, MidpointRounding.ToEven) * unit, widened[i]);
            Assert.Equal(float.IsNegative(values[i]), float.IsNegative(widened[i]));
        }
    }

    [Fact]
    public void WhatATypeCannotHoldIsNamed()
    {
        float[] values = new float[21];
        (values[1], values[20]) = (float.NaN, float.NegativeInfinity);
        Assert.Equal(
            ["k is -Infinity in row 6, column 2, where weights of eight bits must be finite and below 3.4028235E+38"],
            StoredTensors.Faults(Kernel, values, StorageType.Int8));
        Assert.Empty(StoredTensors.Faults(Kernel, values, StorageType.Float16));
        Assert.Empty(StoredTensors.Faults(Kernel, values, StorageType.BFloat16));

        (values[4], values[20]) = (65519, 65520);
        Assert.Equal(
            ["k is 65520 in row 6, column 2, beyond the range of half precision (65504)"],
            StoredTensors.Faults(Kernel, values, StorageType.Float16));
        StoredTensor vector = new("v", [3], []);
        Assert.Equal(
            ["v is -3.4E+38 in element 1, beyond the range of bfloat16 (3.3895314E+38)"],
            StoredTensors.Faults(vector, [3.39e38f, -3.4e38f, 0], StorageType.BFloat16));
        Assert.Empty(StoredTensors.Faults(vector, [float.NaN, float.MaxValue, 0], StorageType.Float32));
        Assert.Empty(StoredTensors.Faults(vector, [float.NaN, float.MaxValue, 0], StorageType.Int8));
        Assert.Single(StoredTensors.Faults(Kernel, [.. new float[20], float.MaxValue], StorageType.Int8));
        Assert.Empty(StoredTensors.Faults(Kernel, [.. new float[20], MathF.BitDecrement(float.MaxValue)], StorageType.Int8));
    }

    /// <summary>The largest scale that is stored is one that is read.</summary>
    [Fact]
    public void TheLargestWeightOfEightBitsStaysFinite()
    {
        StoredPart part = Kernel.Parts(StorageType.Int8)[1];
        (byte[] bytes, float[] scales) = part.Pack([.. new float[20], MathF.BitDecrement(float.MaxValue)]);
        float[] widened = new float[15];
        StoredValues.Widen(StorageType.Int8, bytes, scales, widened);
        Assert.True(float.IsFinite(widened[14]) && widened[14] > 3.4e38f);
    }

    [Fact]
    public void OperandsAreAText()
    {
        StoredTensor[] tensors = [Kernel, new("b", [3], []), new("a/b", [9, 9], [new KernelOperand(9)])];
        Assert.Equal("k 2f 5\na/b 9", StoredOperands.Text(tensors));
        IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> read = StoredOperands.Read("k 2f 5\na/b 9");
        Assert.Equal(["a/b", "k"], read.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Kernel.Operands, read["k"]);
        Assert.Equal([new KernelOperand(9)], read["a/b"]);
        Assert.Null(StoredOperands.Text([tensors[1]]));
        Assert.Empty(StoredOperands.Read(""));
    }

    [Theory]
    [InlineData("k")]
    [InlineData("k 2 x")]
    [InlineData("k 2ff")]
    [InlineData("k f2")]
    [InlineData("k -2")]
    [InlineData("k 0")]
    [InlineData("k 3000000000")]
    [InlineData("k  2")]
    [InlineData("k 2\nk 2")]
    public void AnotherTextIsRefused(string text) => Assert.Contains(
        $"found '{text.Split('\n')[^1]}'",
        Assert.Throws<InvalidDataException>(() => StoredOperands.Read(text)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void OfATensorAloneTheShapeDecides()
    {
        Assert.Equal([new KernelOperand(5)], StoredOperands.OfUnknown("w", [5, 6]));
        Assert.Empty(StoredOperands.OfUnknown("w", [4, 6]));
        Assert.Empty(StoredOperands.OfUnknown("w", [6, 4]));
        Assert.Empty(StoredOperands.OfUnknown("w", [60]));
        Assert.Empty(StoredOperands.OfUnknown("w", [6, 6, 6]));
        Assert.Empty(StoredOperands.OfUnknown("embedding/table", [60, 6]));
        Assert.Empty(StoredOperands.OfUnknown("table", [60, 6]));
        Assert.Equal([new KernelOperand(60)], StoredOperands.OfUnknown("turntable", [60, 6]));
    }

    /// <summary>Of each column another magnitude: from 2^-24, and 2^-103 in one of them, to 2^12.</summary>
    private static float Weight(Random random, int column) =>
        (float)((random.NextDouble() - 0.5) * Math.ScaleB(1, column == 13 ? -103 : (column % 13 * 3) - 24));
}
