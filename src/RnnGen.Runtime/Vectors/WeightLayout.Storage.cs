using System;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <content>Weights that are kept in fewer bits than a float has.</content>
public static partial class WeightLayout
{
    /// <summary>
    /// Packs rows of a kernel as bytes: w = scale·byte with scale = max|w| / 127 of each column, byte = round(w·(127 / max|w|)) with ties
    /// to even. A column whose largest magnitude is below 2^-100 counts as zero; that of one with NaN or infinity is NaN, so that every
    /// product with it is.
    /// </summary>
    /// <param name="kernel">The kernel, [all rows, blocks · units].</param>
    /// <param name="firstRow">First row to pack.</param>
    /// <param name="rows">Rows to pack: the inner length of the product.</param>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="packed">
    /// Receives (⌈rows / 4⌉ + 2) · columns floats, columns = blocks · padded units: panels of 64 columns, four rows of one column in each
    /// float; then the scales; then -128·Σ byte of each column as whole numbers. Padding stays as it is (zero).
    /// </param>
    public static void PackInt8(ReadOnlySpan<float> kernel, int firstRow, int rows, int blocks, int units, Span<float> packed)
    {
        int padded = Padded(units);
        int columns = blocks * padded;
        int groups = (rows + 3) / 4;
        Span<sbyte> bytes = MemoryMarshal.Cast<float, sbyte>(packed[..(groups * columns)]);
        Span<float> scales = packed.Slice(groups * columns, columns);
        Span<int> starts = MemoryMarshal.Cast<float, int>(packed.Slice((groups + 1) * columns, columns));
        for (int panel = 0, width; panel < columns; panel += width)
        {
            width = Kernels.Int8PanelWidth(columns - panel);
            for (int column = panel; column < panel + width; column++)
            {
                (int block, int unit) = (column / padded, column % padded);
                if (unit >= units)
                {
                    continue;
                }

                ReadOnlySpan<float> source = kernel.Slice((firstRow * blocks * units) + (block * units) + unit);
                float largest = Largest(source, rows, blocks * units);
                (scales[column], float inverse) = Int8Scale(largest);
                if (inverse == 0)
                {
                    continue;
                }

                int target = (panel * groups * 4) + ((column - panel) * 4);
                starts[column] = -Int8Rows.ZeroByte * Quantize(source, rows, blocks * units, inverse, bytes[target..], width * 4);
            }
        }
    }

    /// <summary>Packs a few rows of a kernel as they are, every block of columns padded.</summary>
    /// <param name="kernel">The kernel, [all rows, blocks · units].</param>
    /// <param name="firstRow">First row to pack.</param>
    /// <param name="rows">Rows to pack.</param>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="packed">Receives rows · blocks · padded units floats; padding stays as it is (zero).</param>
    public static void PackFew(ReadOnlySpan<float> kernel, int firstRow, int rows, int blocks, int units, Span<float> packed)
    {
        int padded = blocks * Padded(units);
        for (int row = 0; row < rows; row++)
        {
            PackBias(
                kernel.Slice((firstRow + row) * blocks * units, blocks * units), blocks, units, padding: 0,
                packed.Slice(row * padded, padded));
        }
    }

    /// <summary>The parameters with some of them rounded to bfloat16, to nearest even; NaN stays NaN.</summary>
    /// <param name="parameters">The flat parameters.</param>
    /// <param name="kernels">Offset and number of those that are rounded, one kernel after the other.</param>
    public static float[] ToBFloat16(ReadOnlySpan<float> parameters, ReadOnlySpan<int> kernels)
    {
        float[] rounded = parameters.ToArray();
        for (int kernel = 0; kernel < kernels.Length; kernel += 2)
        {
            foreach (ref float value in rounded.AsSpan(kernels[kernel], kernels[kernel + 1]))
            {
                value = ToBFloat16(value);
            }
        }

        return rounded;
    }

    /// <summary>
    /// Packs a stage for one row at a time as <see cref="PackRowTiles"/> does, the kernel in bfloat16: in a tile the bias as floats, then
    /// each row of the kernel, two values in a float. The kernel has been rounded.
    /// </summary>
    /// <param name="kernel">The kernel, [rows, blocks · units].</param>
    /// <param name="bias">The bias, [blocks · units]; empty for none, which leaves zeros in its place.</param>
    /// <param name="scales">For each block of columns (gate) a power of two, by which its bias and kernel are multiplied.</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="vectorWidth">Floats of a vector.</param>
    /// <param name="tileVectors">Vectors of units in a tile, a power of two.</param>
    /// <param name="packed">Receives (1 + rows / 2) · blocks · units floats, units in whole vectors; padding stays as it is (zero).</param>
    public static void PackRowTilesBFloat16(
        ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, ReadOnlySpan<float> scales, int units, int vectorWidth, int tileVectors,
        Span<float> packed)
    {
        int blocks = scales.Length;
        int rows = kernel.Length / (blocks * units);
        int vectors = (units + vectorWidth - 1) / vectorWidth;
        float[] floats = new float[(1 + rows) * blocks * vectors * vectorWidth];
        PackRowTiles(kernel, bias, scales, units, vectorWidth, tileVectors, floats);
        for (int vector = 0, take = tileVectors, from = 0, to = 0; vector < vectors; vector += take)
        {
            while (take > vectors - vector)
            {
                take /= 2;
            }

            int width = take * vectorWidth * blocks;
            floats.AsSpan(from, width).CopyTo(packed[to..]);
            Span<ushort> halves = MemoryMarshal.Cast<float, ushort>(packed.Slice(to + width, rows * width / 2));
            for (int i = 0; i < halves.Length; i++)
            {
                halves[i] = (ushort)(BitConverter.SingleToUInt32Bits(floats[from + width + i]) >> 16);
            }

            from += (1 + rows) * width;
            to += width + (rows * width / 2);
        }
    }

    /// <summary>The nearest number of which the lower half is zero, ties to even; NaN stays NaN.</summary>
    internal static float ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint upper = float.IsNaN(value) ? bits | 0x400000 : bits + 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(upper & 0xFFFF0000);
    }

    /// <summary>What the bytes of a column are multiplied by to be weights, and what its weights to be bytes.</summary>
    /// <param name="largest">The largest magnitude of the column; NaN where it has one.</param>
    /// <returns>max|w| / 127 and 127 / max|w|; 0 and 0 of a column that counts as zero, NaN and 0 of one that is not finite.</returns>
    internal static (float Scale, float Inverse) Int8Scale(float largest) =>
        !float.IsFinite(largest) ? (float.NaN, 0)
        : largest < VectorMath.SmallestCarried ? (0, 0)
        : (largest / Int8Rows.Largest, Int8Rows.Largest / largest);

    /// <summary>A weight as a byte, ties to even.</summary>
    internal static sbyte ToInt8(float weight, float inverse) => (sbyte)MathF.Round(weight * inverse);

    /// <summary>The largest magnitude of a column; NaN where it has one.</summary>
    private static float Largest(ReadOnlySpan<float> column, int rows, int stride)
    {
        float largest = 0;
        for (int row = 0; row < rows; row++)
        {
            largest = MathF.Max(largest, MathF.Abs(column[row * stride]));
        }

        return largest;
    }

    /// <summary>Writes a column as bytes, four after each other and the next four a stride on; returns their sum.</summary>
    private static int Quantize(ReadOnlySpan<float> column, int rows, int stride, float inverse, Span<sbyte> bytes, int groupStride)
    {
        int sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sbyte value = ToInt8(column[row * stride], inverse);
            bytes[(row / 4 * groupStride) + (row % 4)] = value;
            sum += value;
        }

        return sum;
    }
}
