using System;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>Weight gradients: both operands are copied into the order in which the register tiles read them.</content>
public static partial class Kernels
{
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
        Partition.Range(stage.Columns, PanelWidth<V>(stage.Columns), part, parts, out int firstColumn, out int columns);
        int endColumn = firstColumn + columns;
        if (scratch.Length < stage.ScratchFloats)
        {
            scratch = AlignedBuffer.Allocate(stage.ScratchFloats);
        }

        ref float panel = ref scratch.At(0);
        ref float tiles = ref scratch.At(WeightGradient.PanelColumns * Block);
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

            for (int column = firstColumn, width; column < endColumn; column += width)
            {
                width = PanelWidth<V>(endColumn - column);
                PackPanel<V>(
                    ref At(ref dz[0, 0], ((nint)start * stage.Columns) + column), stage.Columns, depth, width, ref panel,
                    ref stage.Bias.At(column), add: start > 0);
                tileRow = 0;
                foreach (ref readonly GradientOperand operand in operands)
                {
                    int skip = operand.MayBeZero ? zeros : 0;
                    GradientTiles<V>(
                        ref At(ref tiles, (nint)tileRow * Block), operand.Width, depth - skip, ref At(ref panel, (nint)skip * width), width,
                        ref stage.Kernel.At(((nint)tileRow * stage.Columns) + column), stage.Columns, add: start > 0);
                    tileRow += operand.TileRows;
                }
            }
        }

        Unpad(stage, operands, firstColumn, endColumn, gradients);
    }

    /// <summary>From padded columns to the layout of the parameters.</summary>
    private static void Unpad(
        WeightGradient stage, ReadOnlySpan<GradientOperand> operands, int firstColumn, int endColumn, Span<float> gradients)
    {
        int offset = stage.KernelOffset, tileRow = 0;
        foreach (ref readonly GradientOperand operand in operands)
        {
            int count = operand.Width * stage.KernelColumns;
            WeightLayout.Unpad(
                stage.Kernel.Span, tileRow, operand.Width, stage.Columns, firstColumn, endColumn, stage.Units,
                gradients.Slice(offset, count));
            offset += count;
            tileRow += operand.TileRows;
        }

        if (stage.BiasOffset >= 0)
        {
            WeightLayout.Unpad(
                stage.Bias.Span, 0, 1, stage.Columns, firstColumn, endColumn, stage.Units,
                gradients.Slice(stage.BiasOffset, stage.KernelColumns));
        }
    }

    /// <summary>Interleaves rows of a for <see cref="GradientTiles"/>: tile by tile of columns, within a tile row by row.</summary>
    [MethodImpl(Loop)]
    private static void PackTiles<V>(ref float a, int aStride, int columns, int depth, ref float tiles)
        where V : struct, ISimd<V>
    {
        for (int column = 0; column < columns; column += TileRows<V>())
        {
            ref float tile = ref At(ref tiles, (nint)column * Block);
            for (int k = 0; k < depth; k++)
            {
                nint source = ((nint)k * aStride) + column;
                nint target = (nint)k * TileRows<V>();
                Simd128.Store(Simd128.Load(ref a, source), ref tile, target);
                if (TileRows<V>() == 8)
                {
                    Simd128.Store(Simd128.Load(ref a, source + 4), ref tile, target + 4);
                }
            }
        }
    }

    /// <summary>Makes columns of d contiguous, and sums them: the bias gradient, in the order of the products.</summary>
    [MethodImpl(Loop)]
    private static void PackPanel<V>(ref float d, int dStride, int depth, int width, ref float panel, ref float sums, bool add)
        where V : struct, ISimd<V>
    {
        for (int column = 0; column < width; column += V.Width)
        {
            V sum = V.Zero;
            for (int k = 0; k < depth; k++)
            {
                V value = V.Load(ref d, ((nint)k * dStride) + column);
                V.Store(value, ref panel, ((nint)k * width) + column);
                sum += value;
            }

            V.Store(add ? V.Load(ref sums, column) + sum : sum, ref sums, column);
        }
    }

    /// <summary>c = aᵀ·d, or c += aᵀ·d, for one block of rows of a and one panel of d.</summary>
    [MethodImpl(Loop)]
    private static void GradientTiles<V>(
        ref float tiles, int columns, int depth, ref float panel, int width, ref float c, int cStride, bool add)
        where V : struct, ISimd<V>
    {
        for (int column = 0; column < columns; column += TileRows<V>())
        {
            Panel<V>(
                ref At(ref tiles, (nint)column * Block), 1, TileRows<V>(), TileRows<V>(), depth, ref panel, width,
                ref At(ref c, (nint)column * cStride), cStride, add, ref None);
        }
    }
}
