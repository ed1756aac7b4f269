using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <content>
/// Products with weights of eight bits: z = start + scaleA·scaleW·Σ (a - 128)·w, where start is the bias or the sum so far. The sum of
/// whole numbers is exact, its product with the scale of the column is rounded, then one multiply-add: the same bits whatever the
/// instructions, and in whatever tile a row is.
/// </content>
public static partial class Kernels
{
    /// <summary>Rows that are made bytes at once.</summary>
    internal const int MostInt8Rows = 64;

    /// <summary>Rows of a register tile.</summary>
    private const int Int8TileRows = 4;

    /// <summary>Columns of the panel of bytes that starts where a multiple of 16 columns is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Int8PanelWidth(int remaining) => remaining >= 64 ? 64 : remaining >= 32 ? 32 : 16;

    /// <summary>c = bias + a·b, or c += a·b, with the weights of b in eight bits and rows of a rounded to as many.</summary>
    /// <param name="a">[rows, inner], <paramref name="aStride"/> floats from row to row.</param>
    /// <param name="aStride">Floats from row to row of a.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="inner">Columns of a, rows of b: at most 133,144, so that a sum of bytes is within 32 bits.</param>
    /// <param name="b">[inner, columns] as <see cref="WeightLayout.PackInt8"/> has packed it.</param>
    /// <param name="columns">Columns of b and c, a multiple of 16.</param>
    /// <param name="c">[rows, columns], <paramref name="cStride"/> floats from row to row.</param>
    /// <param name="cStride">Floats from row to row of c.</param>
    /// <param name="add">Whether c holds a sum to continue.</param>
    /// <param name="bias">[columns], where a sum begins; not read when c is continued.</param>
    [MethodImpl(Loop)]
    public static void MultiplyInt8(
        ref float a, int aStride, int rows, int inner, ref float b, int columns, ref float c, int cStride, bool add, ref float bias)
    {
        if (rows == 1)
        {
            MultiplyInt8(ref a, inner, ref b, columns, ref c, add, ref bias, back: false);
            return;
        }

        int groups = (inner + 3) / 4;
        nint rowBytes = (nint)groups * 4;
        Int8Rows scratch = Int8Rows.Of(Math.Min(rows, MostInt8Rows) * rowBytes);

        ref float scales = ref At(ref b, (nint)groups * columns);
        ref float starts = ref At(ref scales, columns);
        for (int first = 0; first < rows; first += MostInt8Rows)
        {
            int count = Math.Min(MostInt8Rows, rows - first);
            for (int row = 0; row < count; row++)
            {
                scratch.Scales[row] =
                    Int8Rows.Quantize(ref At(ref a, (nint)(first + row) * aStride), inner, ref scratch.At(row * rowBytes));
            }

            for (int column = 0, width; column < columns; column += width)
            {
                width = Int8PanelWidth(columns - column);
                Int8Panel(
                    scratch, count, groups, ref At(ref b, (nint)column * groups), width, ref At(ref starts, column),
                    ref At(ref scales, column), ref At(ref c, ((nint)first * cStride) + column), cStride, add,
                    ref (add ? ref None : ref At(ref bias, column)));
            }
        }
    }

    /// <summary>The same of one row.</summary>
    /// <param name="a">[inner].</param>
    /// <param name="inner">Columns of a, rows of b: at most 133,144.</param>
    /// <param name="b">[inner, columns] as <see cref="WeightLayout.PackInt8"/> has packed it.</param>
    /// <param name="columns">Columns of b and c, a multiple of 16.</param>
    /// <param name="c">[columns].</param>
    /// <param name="add">Whether c holds a sum to continue.</param>
    /// <param name="bias">[columns], where a sum begins; not read when c is continued.</param>
    /// <param name="back">Whether the panels are gone through from the last to the first.</param>
    [MethodImpl(Loop)]
    public static void MultiplyInt8(
        ref float a, int inner, ref float b, int columns, ref float c, bool add, ref float bias, bool back)
    {
        int groups = (inner + 3) / 4;
        ref byte bytes = ref Int8Rows.Of((nint)groups * 4).At(0);
        float rowScale = Int8Rows.Quantize(ref a, inner, ref bytes);
        ref float start = ref (add ? ref c : ref bias);
        if (rowScale == 0)
        {
            Int8Zero(ref c, ref start, add, columns);
            return;
        }

        ref float scales = ref At(ref b, (nint)groups * columns);
        ref float starts = ref At(ref scales, columns);
        nint whole = columns / 64 * 64;
        for (nint done = 0; done < whole; done += 64)
        {
            nint column = back ? whole - 64 - done : done;
            Int8Tile1x8(
                ref bytes, groups, ref At(ref b, column * groups), ref At(ref starts, column), ref At(ref scales, column), rowScale,
                ref At(ref c, column), ref At(ref start, column));
        }

        for (nint column = whole, width; column < columns; column += width)
        {
            width = Int8PanelWidth(columns - (int)column);
            Int8PanelRow(
                ref bytes, groups, ref At(ref b, column * groups), (int)width, ref At(ref starts, column), ref At(ref scales, column),
                rowScale, ref At(ref c, column), ref At(ref start, column));
        }
    }

    /// <summary>
    /// A row of zeros adds nothing, not even to a column whose scale is NaN: as the state before the first step.
    /// </summary>
    private static void Int8Zero(ref float c, ref float start, bool add, int columns)
    {
        if (!add)
        {
            Copy(ref start, ref c, columns);
        }
    }

    /// <summary>One panel for some rows: whole tiles first, then single rows.</summary>
    [MethodImpl(Loop)]
    private static void Int8Panel(
        Int8Rows scratch, int rows, int groups, ref float b, int width, ref float starts, ref float scales, ref float c, int cStride,
        bool add, ref float bias)
    {
        nint rowBytes = (nint)groups * 4;
        ReadOnlySpan<float> rowScales = scratch.Scales.AsSpan(0, rows);
        for (int row = 0; row < rows;)
        {
            ref byte a = ref scratch.At(row * rowBytes);
            ref float cRow = ref At(ref c, (nint)row * cStride);
            ref float start = ref (add ? ref cRow : ref bias);
            if (row + Int8TileRows <= rows && !rowScales.Slice(row, Int8TileRows).Contains(0))
            {
                for (nint pair = 0; pair < width; pair += 16)
                {
                    Int8Tile4x2(
                        ref a, groups, ref At(ref b, pair), width, ref At(ref starts, pair), ref At(ref scales, pair),
                        rowScales.Slice(row, Int8TileRows), ref At(ref cRow, pair), cStride, ref At(ref start, pair), add ? cStride : 0);
                }

                row += Int8TileRows;
                continue;
            }

            if (rowScales[row] == 0)
            {
                Int8Zero(ref cRow, ref start, add, width);
            }
            else
            {
                Int8PanelRow(ref a, groups, ref b, width, ref starts, ref scales, rowScales[row], ref cRow, ref start);
            }

            row++;
        }
    }

    /// <summary>One row and one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Int8PanelRow(
        ref byte a, int groups, ref float b, int width, ref float starts, ref float scales, float rowScale, ref float c, ref float start)
    {
        if (width == 64)
        {
            Int8Tile1x8(ref a, groups, ref b, ref starts, ref scales, rowScale, ref c, ref start);
        }
        else if (width == 32)
        {
            Int8Tile1x4(ref a, groups, ref b, ref starts, ref scales, rowScale, ref c, ref start);
        }
        else
        {
            Int8Tile1x2(ref a, groups, ref b, ref starts, ref scales, rowScale, ref c, ref start);
        }
    }

    /// <summary>
    /// The sum of eight columns before the first product: -128·Σw where bytes are multiplied as they are, 0 where 128 is taken off first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Int8Start(ref float starts, nint column) =>
        Dp.IsSupported ? Vector256<int>.Zero : Vector256.LoadUnsafe(ref starts, (nuint)column).AsInt32();

    /// <summary>Four bytes of a row in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Int8Group(ref byte a, nint group)
    {
        int four = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref a, group * 4));
        return Vector256.Create(Dp.IsSupported ? four ^ unchecked((int)0x80808080) : four);
    }

    /// <summary>sum += Σ of four products in each lane, exactly.</summary>
    /// <param name="sum">The sums of eight columns.</param>
    /// <param name="a">As <see cref="Int8Group"/> gives it.</param>
    /// <param name="w">Four weights for each of the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Int8Accumulate(Vector256<int> sum, Vector256<int> a, Vector256<int> w)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, a.AsByte(), w.AsSByte());
        }

        if (Dp.IsSupported)
        {
            return Vector256.Create(
                Dp.DotProduct(sum.GetLower(), a.GetLower().AsSByte(), w.GetLower().AsSByte()),
                Dp.DotProduct(sum.GetUpper(), a.GetUpper().AsSByte(), w.GetUpper().AsSByte()));
        }

        if (Avx2.IsSupported)
        {
            // Even and odd bytes as 16 bits each: a product of two pairs is within 32 bits, unlike one whose sums saturate at 16.
            Vector256<short> even = Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(w.AsInt16(), 8), 8);
            Vector256<short> odd = Avx2.ShiftRightArithmetic(w.AsInt16(), 8);
            Vector256<short> evenA = a.AsInt16() & Vector256.Create((short)0xFF);
            Vector256<short> oddA = Avx2.ShiftRightLogical(a.AsInt16(), 8);
            return sum + Avx2.MultiplyAddAdjacent(evenA, even) + Avx2.MultiplyAddAdjacent(oddA, odd);
        }

        Vector256<int> unsigned = Vector256.Create(0xFF);
        return sum
            + ((a & unsigned) * ((w << 24) >> 24))
            + (((a >>> 8) & unsigned) * ((w << 16) >> 24))
            + (((a >>> 16) & unsigned) * ((w << 8) >> 24))
            + ((a >>> 24) * (w >> 24));
    }

    /// <summary>Eight columns of a result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Int8Finish(
        Vector256<int> sum, Vector256<float> rowScale, ref float scales, ref float start, ref float c, nint column)
    {
        Vector256<float> product = Vector256.ConvertToSingle(sum) * Vector256.LoadUnsafe(ref scales, (nuint)column);
        Vector256.MultiplyAddEstimate(product, rowScale, Vector256.LoadUnsafe(ref start, (nuint)column)).StoreUnsafe(ref c, (nuint)column);
    }
}
