using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generated;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>Weights in the order in which a single row reads them, against lists that are written in that order.</summary>
[Trait("Category", "Numerics")]
public sealed class WeightLayoutTests
{
    // Where nothing is to be written.
    private const float Untouched = -1;

    private static readonly int[] Units = [1, 5, 8, 16, 17, 24, 40, 100];

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void RowTilesHoldTheirBiasAndThenRowByRowTheirUnitsOfEveryBlock(int vectorWidth)
    {
        foreach (int units in Units)
        {
            foreach (int tileVectors in new[] { 1, 2, 4, 8 })
            {
                foreach (int blocks in new[] { 1, 3, 4 })
                {
                    foreach (int rows in new[] { 1, 7 })
                    {
                        float[] kernel = Numbers(100, rows * blocks * units), bias = Numbers(1_000_000, blocks * units);
                        Same(
                            RowTiles(kernel, bias, Scales(blocks), units, vectorWidth, tileVectors),
                            PackRowTiles(kernel, bias, Scales(blocks), units, vectorWidth, tileVectors),
                            $"{units} units of {blocks} blocks, {rows} rows, {vectorWidth} floats a vector, {tileVectors} vectors a tile");
                    }
                }
            }
        }
    }

    [Fact]
    public void ColumnsAreContiguousAndTheBiasComesLast()
    {
        foreach (int rows in Units)
        {
            for (int columns = 1; columns <= 4; columns++)
            {
                foreach (int stride in new[] { rows, WeightLayout.Padded(rows), WeightLayout.Padded(rows) + 16 })
                {
                    float[] kernel = Numbers(100, rows * columns), bias = Numbers(1_000_000, columns);
                    float[] packed = Blank((stride + 1) * columns);
                    WeightLayout.PackColumns(kernel, bias, stride, packed);
                    Same(Columns(kernel, bias, stride), packed, $"{rows} rows, {columns} columns, stride {stride}");
                }
            }
        }
    }

    private static float[] PackRowTiles(float[] kernel, float[] bias, float[] scales, int units, int vectorWidth, int tileVectors)
    {
        int rows = kernel.Length / bias.Length;
        int padded = units % 8 == 0 ? units : (units + vectorWidth - 1) / vectorWidth * vectorWidth;
        float[] packed = Blank((1 + rows) * scales.Length * padded);
        WeightLayout.PackRowTiles(kernel, bias, scales, units, vectorWidth, tileVectors, packed);
        return packed;
    }

    private static float[] RowTiles(float[] kernel, float[] bias, float[] scales, int units, int vectorWidth, int tileVectors)
    {
        int columns = bias.Length;
        List<float> packed = [];
        int first = 0;

        // Half a vector of 512 bits is a tile of its own.
        int half = vectorWidth == 16 && units % 16 == 8 ? 8 : 0;
        foreach (int width in Tiles((units - half + vectorWidth - 1) / vectorWidth, tileVectors)
            .Select(vectors => vectors * vectorWidth).Concat(half > 0 ? [half] : []))
        {
            for (int row = -1; row < kernel.Length / columns; row++)
            {
                for (int block = 0; block < scales.Length; block++)
                {
                    for (int unit = first; unit < first + width; unit++)
                    {
                        int column = (block * units) + unit;
                        packed.Add(unit >= units ? Untouched : scales[block] * (row < 0 ? bias[column] : kernel[(row * columns) + column]));
                    }
                }
            }

            first += width;
        }

        return [.. packed];
    }

    /// <summary>Whole tiles, then the rest of the vectors in tiles of half the size, a quarter, and so on.</summary>
    private static IEnumerable<int> Tiles(int vectors, int tileVectors)
    {
        for (int tile = 0; tile < vectors / tileVectors; tile++)
        {
            yield return tileVectors;
        }

        for (int part = tileVectors / 2; part > 0; part /= 2)
        {
            if ((vectors % tileVectors & part) != 0)
            {
                yield return part;
            }
        }
    }

    private static float[] Columns(float[] kernel, float[] bias, int stride)
    {
        List<float> packed = [];
        for (int column = 0; column < bias.Length; column++)
        {
            for (int row = 0; row < stride; row++)
            {
                packed.Add(row < kernel.Length / bias.Length ? kernel[(row * bias.Length) + column] : Untouched);
            }
        }

        return [.. packed, .. bias];
    }

    /// <summary>What bias and kernel of each block are multiplied by: 1 for the first.</summary>
    private static float[] Scales(int blocks) => new float[] { 1, 0.5f, 2, 0.25f }[..blocks];

    private static float[] Blank(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, Untouched);
        return values;
    }

    private static float[] Numbers(int first, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = first + i;
        }

        return values;
    }

    private static void Same(float[] expected, float[] actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} floats packed into {actual.Length}.");
        int index = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(index == expected.Length, $"{what}: float {index} of {expected.Length} differs.");
    }
}
