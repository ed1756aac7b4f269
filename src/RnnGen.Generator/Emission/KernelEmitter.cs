using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The matrix kernels: the loops that walk panels, blocks and rows with register tiles.</summary>
internal static class KernelEmitter
{
    // Tiles of (rows, vectors): for 512-bit vectors 8 x 2 of 32 registers, for narrower ones 4 x 3 of 16.
    private static readonly (int Rows, int[] Vectors) WideTiles = (8, [2, 1]);
    private static readonly (int Rows, int[] Vectors) NarrowTiles = (4, [3, 2, 1]);

    public static void Emit(CodeWriter w, bool training, bool normalizes)
    {
        using (w.Block(
            "/// <summary>Matrix products over packed panels of columns.</summary>\n" +
            "/// <remarks>\n" +
            "/// Every element is a sum of blocks of 192 inner indices, each block one ascending chain of fused multiply-adds from zero, the\n" +
            "/// blocks added in ascending order, the bias last: the same bits for every vector width, tile and number of threads.\n" +
            "/// </remarks>\n" +
            "private static class Kernels"))
        {
            Shape(w);
            Multiply(w);
            Panel(w);
            if (training)
            {
                WeightGradientKernelEmitter.Emit(w);
            }

            if (normalizes)
            {
                NormalizeEmitter.Kernels(w, training);
            }

            foreach ((int rows, int vectors) in TileShapes())
            {
                KernelTileEmitter.Emit(w, rows, vectors);
            }
        }
    }

    private static IEnumerable<(int Rows, int Vectors)> TileShapes() =>
        WideTiles.Vectors.Select(vectors => (WideTiles.Rows, vectors))
            .Concat(NarrowTiles.Vectors.Select(vectors => (NarrowTiles.Rows, vectors)))
            .Concat(NarrowTiles.Vectors.Select(vectors => (1, vectors)));

    private static void Shape(CodeWriter w)
    {
        w.Lines($$"""
            /// <summary>Inner length of one block: a panel of it stays in the first-level cache.</summary>
            public const int Block = {{Sizes.Block}};

            /// <summary>Stands for "no bias".</summary>
            public static ref float None => ref {{Names.Unsafe}}.NullRef<float>();

            /// <summary>Columns of the panel that starts where so many columns are left.</summary>
            {{Names.Inline}}
            public static int PanelWidth<V>(int remaining)
                {{Names.WhereV}} => {{Names.WeightLayout}}.PanelWidth(remaining, V.Width);

            /// <summary>Rows of a register tile.</summary>
            {{Names.Inline}}
            public static int TileRows<V>()
                {{Names.WhereV}} => V.Width == 16 ? 8 : 4;

            /// <summary>Units in whole vectors.</summary>
            {{Names.Inline}}
            public static nint Lanes<V>(int units)
                {{Names.WhereV}} => (units + V.Width - 1) / V.Width * V.Width;

            {{Names.Inline}}
            public static ref float At(ref float origin, nint offset) => ref {{Names.Unsafe}}.Add(ref origin, offset);

            """);
    }

    private static void Multiply(CodeWriter w)
    {
        w.Lines($$"""
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
            """);
        using (w.Block(
            "public static void Multiply<V>(\n" +
            "    ref float a, int aStride, int rows, int inner, ref float b, int columns, ref float c, int cStride, bool add, ref float bias)\n" +
            $"    {Names.WhereV}"))
        {
            using (w.Block("for (int column = 0, width; column < columns; column += width)"))
            {
                w.Line("width = PanelWidth<V>(columns - column);");
                w.Line("ref float panel = ref At(ref b, (nint)column * inner);");
                using (w.Block("for (int k = 0; k < inner; k += Block)"))
                {
                    w.Lines($$"""
                        int depth = {{Names.Math}}.Min(Block, inner - k);
                        bool addBias = k + depth == inner && !{{Names.Unsafe}}.IsNullRef(ref bias);
                        ref float blockBias = ref (addBias ? ref At(ref bias, column) : ref None);
                        Panel<V>(
                            ref At(ref a, k), aStride, 1, rows, depth, ref At(ref panel, (nint)k * width), width,
                            ref At(ref c, column), cStride, add || k > 0, ref blockBias);
                        """);
                }
            }
        }

        w.Line();
    }

    private static void Panel(CodeWriter w)
    {
        w.Lines("""
            /// <summary>One block of inner indices of one panel for all rows: whole tiles first, then single rows.</summary>
            """);
        using (w.Block(
            "private static void Panel<V>(\n" +
            "    ref float a, int aRowStride, int aInnerStride, int rows, int inner, ref float b, int width, ref float c, int cStride, bool add, ref float bias)\n" +
            $"    {Names.WhereV}"))
        {
            w.Line("int row = 0;");
            using (w.Block("for (; row + TileRows<V>() <= rows; row += TileRows<V>())"))
            {
                w.Line("ref float aTile = ref At(ref a, (nint)row * aRowStride);");
                w.Line("ref float cTile = ref At(ref c, (nint)row * cStride);");
                using (w.Block("if (V.Width == 16)"))
                {
                    Dispatch(w, WideTiles.Rows, WideTiles.Vectors, "aTile", "cTile");
                }

                using (w.Block("else"))
                {
                    Dispatch(w, NarrowTiles.Rows, NarrowTiles.Vectors, "aTile", "cTile");
                }
            }

            w.Line();
            using (w.Block("for (; row < rows; row++)"))
            {
                w.Line("ref float aRow = ref At(ref a, (nint)row * aRowStride);");
                w.Line("ref float cRow = ref At(ref c, (nint)row * cStride);");
                Dispatch(w, 1, NarrowTiles.Vectors, "aRow", "cRow");
            }
        }

        w.Line();
    }

    private static void Dispatch(CodeWriter w, int rows, int[] vectors, string a, string c)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            string header = i == vectors.Length - 1 ? "else" : $"{(i == 0 ? "" : "else ")}if (width == {vectors[i]} * V.Width)";
            using (w.Block(header))
            {
                w.Line($"Tile{rows}x{vectors[i]}<V>(ref {a}, aRowStride, aInnerStride, inner, ref b, ref {c}, cStride, add, ref bias);");
            }
        }
    }
}
