using System;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>Weight gradients: both operands are copied into the order in which the register tiles read them.</content>
public static partial class Kernels
{
    /// <summary>Rows that are copied together.</summary>
    private const int RowsAtOnce = 8;

    /// <summary>
    /// dW = [a, b, ...]ᵀ·dz and dbias = Σ dz, for a share of the columns; then from padded columns to the layout of the parameters.
    /// </summary>
    /// <param name="stage">Receives the padded sums.</param>
    /// <param name="dz">Gradients of the product, [rows, columns].</param>
    /// <param name="operands">What was multiplied, in the order of the kernel's rows.</param>
    /// <param name="rows">Rows of dz and of the operands: those of a batch, or of all its steps.</param>
    /// <param name="zeroRows">Rows at the beginning where operands of states that start from zero add nothing.</param>
    /// <param name="scratch">Of this part; grows to <see cref="WeightGradient.ScratchFloats"/> floats.</param>
    /// <param name="gradients">Receives the gradients in the layout of the parameters.</param>
    /// <param name="part">Which share.</param>
    /// <param name="parts">Number of shares.</param>
    [MethodImpl(Loop)]
    public static void WeightGradients<V>(
        WeightGradient stage, in StepBuffer dz, ReadOnlySpan<GradientOperand> operands, int rows, int zeroRows,
        ref AlignedBuffer scratch, Span<float> gradients, int part, int parts)
        where V : struct, ISimd<V>
    {
        int gradientRows = stage.Kernel.Length / stage.Columns, panelWidth = PanelWidth<V>(stage.Columns);
        Partition.Range(stage.Columns, panelWidth, part, parts, out int firstColumn, out int columns);
        int endColumn = firstColumn + columns;
        if (scratch.Length < stage.ScratchFloats)
        {
            scratch = AlignedBuffer.Allocate(stage.ScratchFloats);
        }

        ref float panels = ref scratch.At(0);
        ref float tiles = ref scratch.At(WeightGradient.GroupColumns * (Block + 1));
        for (int start = 0; start < rows || start == 0; start += Block)
        {
            int depth = Math.Min(Block, rows - start);
            int zeros = Math.Clamp(zeroRows - start, 0, depth);
            int tileRow = 0;
            foreach (ref readonly GradientOperand operand in operands)
            {
                int skip = operand.MayBeZero ? zeros : 0, stride = operand.Source.Stride;
                PackTiles<V>(
                    ref At(ref operand.Source[operand.Slot, 0], (nint)(start + skip) * stride), stride, operand.Width, depth - skip,
                    ref At(ref tiles, (nint)tileRow * Block));
                tileRow += operand.TileRows;
            }

            for (int group = firstColumn, end; group < endColumn; group = end)
            {
                end = GroupEnd<V>(group, endColumn);
                PackPanels<V>(
                    ref At(ref dz[0, 0], ((nint)start * stage.Columns) + group), stage.Columns, depth, end - group, endColumn - group,
                    ref panels, ref stage.Bias.At(group), add: start > 0);
                bool isLast = end == endColumn;
                int nextStart = isLast ? start + Block : start, nextColumn = isLast ? firstColumn : end;
                int nextDepth = Math.Clamp(rows - nextStart, 0, Block), panelCount = (end - group + panelWidth - 1) / panelWidth;
                RowsAhead ahead = new(
                    ref At(ref dz[0, 0], ((nint)nextStart * stage.Columns) + nextColumn), stage.Columns, nextDepth,
                    Math.Min(WeightGradient.GroupColumns, endColumn - nextColumn), panelCount * gradientRows / TileRows<V>());
                for (int column = group, index = 0, width; column < end; column += width, index++)
                {
                    width = PanelWidth<V>(endColumn - column);
                    ref float panel = ref At(ref panels, (nint)(column - group) * depth);
                    tileRow = 0;
                    foreach (ref readonly GradientOperand operand in operands)
                    {
                        // In the last group the operands of the next block are asked for too, a share of its rows in each panel.
                        Partition.Range(isLast ? nextDepth : 0, 1, index, panelCount, out int firstAhead, out int rowsAhead);
                        int skip = operand.MayBeZero ? zeros : 0, stride = operand.Source.Stride;
                        RowsAhead operandAhead = new(
                            ref At(ref operand.Source[operand.Slot, 0], (nint)(nextStart + firstAhead) * stride), stride, rowsAhead,
                            operand.Width, operand.TileRows / TileRows<V>());
                        GradientTiles<V>(
                            ref At(ref tiles, (nint)tileRow * Block), operand.Width, depth - skip, ref At(ref panel, (nint)skip * width),
                            width, ref stage.Kernel.At(((nint)column * gradientRows) + ((nint)tileRow * width)), add: start > 0,
                            ref ahead, ref operandAhead);
                        tileRow += operand.TileRows;
                    }
                }
            }
        }

        for (int column = firstColumn, width; column < endColumn; column += width)
        {
            width = PanelWidth<V>(endColumn - column);
            Unpad(stage, operands, column, width, gradients);
        }
    }

    /// <summary>Where a group of panels ends that are packed together, so that whole runs of a row are read at once.</summary>
    private static int GroupEnd<V>(int column, int endColumn)
        where V : struct, ISimd<V>
    {
        int start = column;
        for (int width; column < endColumn; column += width)
        {
            width = PanelWidth<V>(endColumn - column);
            if (column + width - start > WeightGradient.GroupColumns)
            {
                break;
            }
        }

        return column;
    }

    /// <summary>From a panel of padded columns to the layout of the parameters.</summary>
    private static void Unpad(
        WeightGradient stage, ReadOnlySpan<GradientOperand> operands, int column, int width, Span<float> gradients)
    {
        int offset = stage.KernelOffset, gradientRows = stage.Kernel.Length / stage.Columns;
        ReadOnlySpan<float> panel = stage.Kernel.Span.Slice(column * gradientRows, width * gradientRows);
        foreach (ref readonly GradientOperand operand in operands)
        {
            int count = operand.Width * stage.KernelColumns / stage.Heads;
            Span<float> target = gradients.Slice(offset, count);
            if (stage.Heads > 1)
            {
                WeightLayout.UnpadHeads(panel, width, operand.Width, column, stage.Columns, stage.Units, stage.Heads, target);
            }
            else
            {
                WeightLayout.Unpad(panel, width, operand.Width, column, stage.Columns, stage.Units, target);
            }

            offset += count;
            panel = panel[(operand.TileRows * width)..];
        }

        if (stage.BiasOffset >= 0)
        {
            WeightLayout.Unpad(
                stage.Bias.Span.Slice(column, width), width, 1, column, stage.Columns, stage.Units,
                gradients.Slice(stage.BiasOffset, stage.KernelColumns));
        }
    }

    /// <summary>
    /// Interleaves rows of a for <see cref="GradientTiles"/>: tile by tile of columns, within a tile row by row. A few rows at a time, so
    /// that each is read from its beginning to its end, which processors foresee.
    /// </summary>
    [MethodImpl(Loop)]
    private static void PackTiles<V>(ref float a, int aStride, int columns, int depth, ref float tiles)
        where V : struct, ISimd<V>
    {
        for (int start = 0; start < depth; start += RowsAtOnce)
        {
            int end = Math.Min(start + RowsAtOnce, depth);
            for (int column = 0; column < columns; column += TileRows<V>())
            {
                ref float tile = ref At(ref tiles, (nint)column * Block);
                for (int k = start; k < end; k++)
                {
                    nint source = ((nint)k * aStride) + column;
                    nint target = (nint)k * TileRows<V>();
                    if (TileRows<V>() == 8)
                    {
                        Simd256.Store(Simd256.Load(ref a, source), ref tile, target);
                    }
                    else
                    {
                        Simd128.Store(Simd128.Load(ref a, source), ref tile, target);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Copies columns of d into panels, and sums them: the bias gradient, in the order of the products. All panels of a group row by row,
    /// so that runs of a row are read at once.
    /// </summary>
    /// <param name="d">The gradients, first column of the group.</param>
    /// <param name="dStride">Floats from row to row of d.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="columns">Columns of the group.</param>
    /// <param name="remaining">Columns from there to the end of the share, on which the widths of panels depend.</param>
    /// <param name="panels">Receives [depth, width] of each panel; behind them is room for the sums of a block.</param>
    /// <param name="sums">Receives the sum of each column.</param>
    /// <param name="add">Whether they are added to what is there.</param>
    [MethodImpl(Loop)]
    private static void PackPanels<V>(
        ref float d, int dStride, int depth, int columns, int remaining, ref float panels, ref float sums, bool add)
        where V : struct, ISimd<V>
    {
        // The sums of this block, behind the panels.
        ref float blockSums = ref At(ref panels, WeightGradient.GroupColumns * Block);
        for (int start = 0; start < depth || start == 0; start += RowsAtOnce)
        {
            int end = Math.Min(start + RowsAtOnce, depth);
            for (int column = 0, width; column < columns; column += width)
            {
                width = PanelWidth<V>(remaining - column);
                ref float panel = ref At(ref panels, (nint)column * depth);
                for (int lane = 0; lane < width; lane += V.Width)
                {
                    V sum = start == 0 ? V.Zero : V.Load(ref blockSums, column + lane);
                    for (int k = start; k < end; k++)
                    {
                        V value = V.Load(ref d, ((nint)k * dStride) + column + lane);
                        V.Store(value, ref panel, ((nint)k * width) + lane);
                        sum += value;
                    }

                    V.Store(sum, ref blockSums, column + lane);
                }
            }
        }

        for (int column = 0; column < columns; column += V.Width)
        {
            V sum = V.Load(ref blockSums, column);
            V.Store(add ? V.Load(ref sums, column) + sum : sum, ref sums, column);
        }
    }

    /// <summary>c = aᵀ·d, or c += aᵀ·d, for one block of rows of a and one panel of d.</summary>
    [MethodImpl(Loop)]
    private static void GradientTiles<V>(
        ref float tiles, int columns, int depth, ref float panel, int width, ref float c, bool add,
        ref RowsAhead ahead, ref RowsAhead operandAhead)
        where V : struct, ISimd<V>
    {
        for (int column = 0; column < columns; column += TileRows<V>())
        {
            ref float tile = ref At(ref c, (nint)column * width);
            Prefetch(ref tile, TileRows<V>() * width);
            ahead.Prefetch();
            operandAhead.Prefetch();
            Panel<V>(
                ref At(ref tiles, (nint)column * Block), 1, TileRows<V>(), TileRows<V>(), depth, ref panel, width, ref tile, width, add,
                ref None);
        }
    }
}
