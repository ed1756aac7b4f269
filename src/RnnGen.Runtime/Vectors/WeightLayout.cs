using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <summary>
/// Moves weights between TensorFlow's layout (a row-major kernel [rows, blocks · units]) and the layout of the matrix kernels:
/// panels of a fixed number of columns, each panel contiguous by inner index, every block of columns padded to whole vectors.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class WeightLayout
{
    private const int LaneMultiple = 16;

    /// <summary>Units that are transposed together: with the columns of a panel 8 KB.</summary>
    private const int UnitsAtOnce = 64;

    // Packing goes through all weights before a first prediction: compiled fully at once, not first without optimisation.
    private const MethodImplOptions Packs = MethodImplOptions.AggressiveOptimization;

    /// <summary>Units rounded up to whole vectors of the widest width.</summary>
    public static int Padded(int units) => (units + LaneMultiple - 1) / LaneMultiple * LaneMultiple;

    /// <summary>
    /// Columns of the panel that starts where <paramref name="remaining"/> columns are left: three vectors (two of 512 bits), as
    /// many as the registers hold besides the sums. Four vectors are split evenly, because a panel of one runs at half speed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PanelWidth(int remaining, int vectorWidth) => vectorWidth == 16
        ? Math.Min(2 * vectorWidth, remaining)
        : remaining == 4 * vectorWidth ? 2 * vectorWidth : Math.Min(3 * vectorWidth, remaining);

    /// <summary>Packs rows of a kernel as the right operand of <c>a·W</c>: panels over the padded columns.</summary>
    /// <param name="kernel">The kernel, [all rows, blocks · units].</param>
    /// <param name="firstRow">First row to pack.</param>
    /// <param name="rows">Rows to pack: the inner length of the product.</param>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="vectorWidth">Floats of a vector.</param>
    /// <param name="packed">Receives rows · blocks · padded units floats; padding stays as it is (zero).</param>
    /// <param name="part">Which share of the panels to pack.</param>
    /// <param name="parts">Number of shares.</param>
    [MethodImpl(Packs)]
    public static void Pack(
        ReadOnlySpan<float> kernel, int firstRow, int rows, int blocks, int units, int vectorWidth, Span<float> packed, int part, int parts)
    {
        int padded = Padded(units);
        int columns = blocks * padded;
        for (int panel = 0, index = 0, width; panel < columns; panel += width, index++)
        {
            width = PanelWidth(columns - panel, vectorWidth);
            if (index % parts != part)
            {
                continue;
            }

            Span<float> target = packed.Slice(panel * rows, rows * width);
            for (int column = 0; column < width;)
            {
                int block = (panel + column) / padded;
                int unit = panel + column - (block * padded);
                int run = Math.Min(width - column, padded - unit);
                int valid = Math.Clamp(units - unit, 0, run);
                if (valid > 0)
                {
                    int source = (firstRow * blocks * units) + (block * units) + unit;
                    for (int row = 0; row < rows; row++)
                    {
                        kernel.Slice(source + (row * blocks * units), valid).CopyTo(target.Slice((row * width) + column, valid));
                    }
                }

                column += run;
            }
        }
    }

    /// <summary>
    /// Packs rows of a kernel as the right operand of <c>dz·Wᵀ</c>: panels over the padded rows, inner index over the padded columns.
    /// </summary>
    /// <param name="kernel">The kernel, [all rows, blocks · units].</param>
    /// <param name="firstRow">First row to pack.</param>
    /// <param name="rows">Rows to pack: the columns of the product.</param>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="vectorWidth">Floats of a vector.</param>
    /// <param name="packed">Receives blocks · padded units · padded rows floats; padding stays as it is (zero).</param>
    /// <param name="part">Which share of the panels to pack.</param>
    /// <param name="parts">Number of shares.</param>
    [MethodImpl(Packs)]
    public static void PackTransposed(
        ReadOnlySpan<float> kernel, int firstRow, int rows, int blocks, int units, int vectorWidth, Span<float> packed, int part, int parts)
    {
        int padded = Padded(units);
        int inner = blocks * padded;
        int columns = Padded(rows);
        for (int panel = 0, index = 0, width; panel < columns; panel += width, index++)
        {
            width = PanelWidth(columns - panel, vectorWidth);
            if (index % parts != part)
            {
                continue;
            }

            int valid = Math.Clamp(rows - panel, 0, width);
            Span<float> target = packed.Slice(panel * inner, inner * width);
            for (int block = 0; block < blocks; block++)
            {
                // Few units at a time: all columns of a panel write to the same lines of the cache.
                for (int first = 0; first < units; first += UnitsAtOnce)
                {
                    int count = Math.Min(UnitsAtOnce, units - first);
                    int source = ((firstRow + panel) * blocks * units) + (block * units) + first;
                    int position = ((block * padded) + first) * width;
                    for (int column = 0; column < valid; column++)
                    {
                        Scatter(kernel.Slice(source + (column * blocks * units), count), target[(position + column)..], width);
                    }
                }
            }
        }
    }

    /// <summary>Writes values some floats apart.</summary>
    [MethodImpl(Packs)]
    private static void Scatter(ReadOnlySpan<float> values, Span<float> target, int stride)
    {
        for (int i = 0, position = 0; i < values.Length; i++, position += stride)
        {
            target[position] = values[i];
        }
    }

    /// <summary>Packs a bias [blocks · units] with every block padded.</summary>
    public static void PackBias(ReadOnlySpan<float> bias, int blocks, int units, float padding, Span<float> packed)
    {
        int padded = Padded(units);
        for (int block = 0; block < blocks; block++)
        {
            Span<float> target = packed.Slice(block * padded, padded);
            bias.Slice(block * units, units).CopyTo(target);
            target[units..].Fill(padding);
        }
    }

    /// <summary>
    /// Packs a stage for one row at a time: tile by tile of units; in a tile first the bias, then each row of the kernel; in a row the
    /// tile's units of every block. A last tile has half the vectors, or a quarter, and so on: none computes whole vectors of padding.
    /// Half a vector of 512 bits is a tile of its own, of 256: past the units of a state there is no room for the rest.
    /// </summary>
    /// <param name="kernel">The kernel, [rows, blocks · units].</param>
    /// <param name="bias">The bias, [blocks · units]; empty for none, which leaves zeros in its place.</param>
    /// <param name="scales">For each block of columns (gate) a power of two, by which its bias and kernel are multiplied.</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="vectorWidth">Floats of a vector.</param>
    /// <param name="tileVectors">Vectors of units in a tile, a power of two.</param>
    /// <param name="packed">Receives (1 + rows) · blocks · units floats, units in whole vectors; padding stays as it is (zero).</param>
    [MethodImpl(Packs)]
    public static void PackRowTiles(
        ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, ReadOnlySpan<float> scales, int units, int vectorWidth, int tileVectors,
        Span<float> packed)
    {
        // Half a vector of 512 bits is a tile of its own.
        int half = vectorWidth == 16 && units % 16 == 8 ? 8 : 0;
        int vectors = (units - half + vectorWidth - 1) / vectorWidth;
        for (int vector = 0, take = tileVectors; vector < vectors; vector += take)
        {
            while (take > vectors - vector)
            {
                take /= 2;
            }

            PackRowTile(kernel, bias, scales, units, vector * vectorWidth, take * vectorWidth, packed);
        }

        if (half > 0)
        {
            PackRowTile(kernel, bias, scales, units, units - half, half, packed);
        }
    }

    private static void PackRowTile(
        ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, ReadOnlySpan<float> scales, int units, int unit, int width,
        Span<float> packed)
    {
        int blocks = scales.Length;
        int columns = blocks * units;
        int rows = kernel.Length / columns;
        int valid = Math.Min(width, units - unit);
        Span<float> tile = packed.Slice(unit * (1 + rows) * blocks, width * (1 + rows) * blocks);
        for (int row = bias.IsEmpty ? 1 : 0; row <= rows; row++)
        {
            ReadOnlySpan<float> source = row == 0 ? bias : kernel.Slice((row - 1) * columns, columns);
            for (int block = 0; block < blocks; block++)
            {
                Span<float> target = tile.Slice(((row * blocks) + block) * width, valid);
                source.Slice((block * units) + unit, valid).CopyTo(target);
                if (scales[block] != 1)
                {
                    foreach (ref float value in target)
                    {
                        value *= scales[block];
                    }
                }
            }
        }
    }

    /// <summary>Packs a kernel of few columns for dot products: each column contiguous and padded with zeros, then the bias.</summary>
    /// <param name="kernel">The kernel, [rows, columns].</param>
    /// <param name="bias">The bias, [columns]; empty for a layer without one.</param>
    /// <param name="stride">Floats from column to column.</param>
    /// <param name="packed">
    /// Receives columns · (stride + 1) floats and has room for no more; padding, and a bias that is not there, stay as they are (zero).
    /// </param>
    [MethodImpl(Packs)]
    public static void PackColumns(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, int stride, Span<float> packed)
    {
        int columns = packed.Length / (stride + 1);
        for (int i = 0; i < kernel.Length; i++)
        {
            packed[(i % columns * stride) + (i / columns)] = kernel[i];
        }

        bias.CopyTo(packed[(columns * stride)..]);
    }

    /// <summary>Copies padded columns of a gradient back to TensorFlow's layout.</summary>
    /// <param name="padded">The gradient, rows of <paramref name="width"/> floats.</param>
    /// <param name="width">Padded columns that there are.</param>
    /// <param name="rows">Rows to copy.</param>
    /// <param name="firstColumn">Which column of the whole is the first of them.</param>
    /// <param name="columns">Padded columns of the whole, every block of columns padded.</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="target">Receives [rows, blocks · units].</param>
    public static void Unpad(
        ReadOnlySpan<float> padded, int width, int rows, int firstColumn, int columns, int units, Span<float> target)
    {
        int paddedUnits = Padded(units), kernelColumns = columns / paddedUnits * units;
        for (int column = 0, run; column < width; column += run)
        {
            int block = (firstColumn + column) / paddedUnits;
            int unit = firstColumn + column - (block * paddedUnits);
            run = Math.Min(width - column, paddedUnits - unit);
            int valid = Math.Clamp(units - unit, 0, run);
            for (int row = 0; row < rows && valid > 0; row++)
            {
                padded.Slice((row * width) + column, valid).CopyTo(target[((row * kernelColumns) + (block * units) + unit)..]);
            }
        }
    }

    /// <summary>The same of a kernel by heads: of each row only the columns of its own head.</summary>
    /// <param name="padded">The gradient, rows of <paramref name="width"/> floats.</param>
    /// <param name="width">Padded columns that there are.</param>
    /// <param name="rows">Rows to copy, <paramref name="units"/> of them.</param>
    /// <param name="firstColumn">Which column of the whole is the first of them.</param>
    /// <param name="columns">Padded columns of the whole, every block of columns padded.</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="target">Receives [rows, blocks · units / heads].</param>
    internal static void UnpadHeads(
        ReadOnlySpan<float> padded, int width, int rows, int firstColumn, int columns, int units, int heads, Span<float> target)
    {
        int paddedUnits = Padded(units), own = units / heads, kernelColumns = columns / paddedUnits * own;
        for (int column = 0; column < width; column++)
        {
            int block = (firstColumn + column) / paddedUnits, unit = (firstColumn + column) % paddedUnits;
            for (int row = unit / own * own; unit < units && row < (unit / own * own) + own; row++)
            {
                target[(row * kernelColumns) + (block * own) + (unit % own)] = padded[(row * width) + column];
            }
        }
    }
}
