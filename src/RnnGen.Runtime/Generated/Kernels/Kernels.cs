using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Generated;

/// <summary>
/// Matrix products over packed panels of columns, and what else generated loops are made of. Nothing here checks an address.
/// </summary>
/// <remarks>
/// Every element of a product is a sum of blocks of 192 inner indices, each block one ascending chain of fused multiply-adds from zero,
/// the blocks added in ascending order, the bias last: the same bits for every vector width, tile and number of threads.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Kernels
{
    /// <summary>Inner length of one block: a panel of it stays in the first-level cache.</summary>
    public const int Block = 192;

    /// <summary>Floats of the widest vector: padded sizes are multiples of it.</summary>
    internal const int LaneMultiple = 16;

    /// <summary>Floats of a line of the caches.</summary>
    internal const int LineFloats = 16;

    /// <summary>Rows of the largest register tile: copies for weight gradients are padded to it.</summary>
    internal const int MostTileRows = 8;

    /// <summary>
    /// How a method with a loop over vectors is compiled: once, fully, since a first, unoptimised version would call every vector
    /// operation, hundreds of times slower; and on its own, since inlined into its caller it would use up what the compiler allows one
    /// method to inline.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Stands for "no bias".</summary>
    public static ref float None => ref Unsafe.NullRef<float>();

    /// <summary>Columns of the panel that starts where a number of columns are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PanelWidth<V>(int remaining)
        where V : struct, ISimd<V> => WeightLayout.PanelWidth(remaining, V.Width);

    /// <summary>Rows of a register tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TileRows<V>()
        where V : struct, ISimd<V> => V.Width == 16 ? 8 : 4;

    /// <summary>Units in whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Lanes<V>(int units)
        where V : struct, ISimd<V> => (units + V.Width - 1) / V.Width * V.Width;

    /// <summary>A number of floats from an origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float At(ref float origin, nint offset) => ref Unsafe.Add(ref origin, offset);

    /// <summary>Asks for floats that will be needed soon, where the processor can be asked.</summary>
    /// <param name="place">The first of them, in memory that does not move.</param>
    /// <param name="floats">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Prefetch(ref float place, int floats)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < floats; i += LineFloats)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref At(ref place, i)));
            }
        }
    }

    /// <summary>c = a·b, or c += a·b; plus the bias when it is not <see cref="None"/>.</summary>
    /// <param name="a">[rows, inner], <paramref name="aStride"/> floats from row to row.</param>
    /// <param name="aStride">Floats from row to row of a.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="inner">Columns of a, rows of b.</param>
    /// <param name="b">[inner, columns] in panels.</param>
    /// <param name="columns">Columns of b and c, a multiple of 16.</param>
    /// <param name="c">[rows, columns], <paramref name="cStride"/> floats from row to row.</param>
    /// <param name="cStride">Floats from row to row of c.</param>
    /// <param name="add">Whether c holds a sum to continue.</param>
    /// <param name="bias">[columns], added last.</param>
    [MethodImpl(Loop)]
    public static void Multiply<V>(
        ref float a, int aStride, int rows, int inner, ref float b, int columns, ref float c, int cStride, bool add, ref float bias)
        where V : struct, ISimd<V>
    {
        for (int column = 0, width; column < columns; column += width)
        {
            width = PanelWidth<V>(columns - column);
            Blocks<V>(ref a, aStride, rows, inner, ref b, width, ref c, cStride, add, ref bias, column);
        }
    }

    /// <summary>c = a·b, the panels shared among the threads of a call: one of its rounds.</summary>
    /// <param name="a">[rows, inner], <paramref name="aStride"/> floats from row to row.</param>
    /// <param name="aStride">Floats from row to row of a.</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="inner">Columns of a, rows of b.</param>
    /// <param name="b">[inner, columns] in panels.</param>
    /// <param name="columns">Columns of b and c, a multiple of 16, which are as far apart as rows of c.</param>
    /// <param name="c">[rows, columns].</param>
    /// <param name="member">Gives this thread its shares.</param>
    [MethodImpl(Loop)]
    public static void Multiply<V>(
        ref float a, int aStride, int rows, int inner, ref float b, int columns, ref float c, ref TeamMember member)
        where V : struct, ISimd<V>
    {
        while (member.Take(columns, LaneMultiple, out nint first, out nint end))
        {
            // Where a panel starts depends on those before it: the ones that start within the share belong to it.
            for (int column = 0, width; column < end; column += width)
            {
                width = PanelWidth<V>(columns - column);
                if (column >= first)
                {
                    Blocks<V>(ref a, aStride, rows, inner, ref b, width, ref c, columns, add: false, ref None, column);
                }
            }
        }
    }

    /// <summary>All blocks of inner indices of the panel at a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks<V>(
        ref float a, int aStride, int rows, int inner, ref float b, int width, ref float c, int cStride, bool add, ref float bias,
        int column)
        where V : struct, ISimd<V>
    {
        ref float panel = ref At(ref b, (nint)column * inner);
        for (int k = 0; k < inner; k += Block)
        {
            int depth = Math.Min(Block, inner - k);
            bool addBias = k + depth == inner && !Unsafe.IsNullRef(ref bias);
            ref float blockBias = ref (addBias ? ref At(ref bias, column) : ref None);
            Panel<V>(
                ref At(ref a, k), aStride, 1, rows, depth, ref At(ref panel, (nint)k * width), width,
                ref At(ref c, column), cStride, add || k > 0, ref blockBias);
        }
    }

    /// <summary>One block of inner indices of one panel for all rows: whole tiles first, then half a tile, then single rows.</summary>
    [MethodImpl(Loop)]
    private static void Panel<V>(
        ref float a, int aRowStride, int aInnerStride, int rows, int inner, ref float b, int width, ref float c, int cStride, bool add,
        ref float bias)
        where V : struct, ISimd<V>
    {
        int row = 0;
        for (; row + TileRows<V>() <= rows; row += TileRows<V>())
        {
            ref float aTile = ref At(ref a, (nint)row * aRowStride);
            ref float cTile = ref At(ref c, (nint)row * cStride);
            if (V.Width == 16)
            {
                if (width == 2 * V.Width)
                {
                    Tile8x2<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
                }
                else
                {
                    Tile8x1<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
                }
            }
            else if (width == 3 * V.Width)
            {
                Tile4x3<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
            }
            else if (width == 2 * V.Width)
            {
                Tile4x2<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
            }
            else
            {
                Tile4x1<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
            }
        }

        // Half a tile: four rows one by one would wait for their sums. Narrower vectors have tiles of four rows.
        if (V.Width == 16 && row + 4 <= rows)
        {
            ref float aTile = ref At(ref a, (nint)row * aRowStride);
            ref float cTile = ref At(ref c, (nint)row * cStride);
            if (width == 2 * V.Width)
            {
                Tile4x2<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
            }
            else
            {
                Tile4x1<V>(ref aTile, aRowStride, aInnerStride, inner, ref b, ref cTile, cStride, add, ref bias);
            }

            row += 4;
        }

        for (; row < rows; row++)
        {
            ref float aRow = ref At(ref a, (nint)row * aRowStride);
            ref float cRow = ref At(ref c, (nint)row * cStride);
            if (width == 3 * V.Width)
            {
                Tile1x3<V>(ref aRow, aRowStride, aInnerStride, inner, ref b, ref cRow, cStride, add, ref bias);
            }
            else if (width == 2 * V.Width)
            {
                Tile1x2<V>(ref aRow, aRowStride, aInnerStride, inner, ref b, ref cRow, cStride, add, ref bias);
            }
            else
            {
                Tile1x1<V>(ref aRow, aRowStride, aInnerStride, inner, ref b, ref cRow, cStride, add, ref bias);
            }
        }
    }
}
