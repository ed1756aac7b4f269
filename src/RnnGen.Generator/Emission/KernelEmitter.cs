using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The matrix kernels: register tiles, and the loops that walk panels, blocks and rows with them.</summary>
internal static class KernelEmitter
{
    // Tiles of (rows, vectors): for 512-bit vectors 8 x 2 of 32 registers, for narrower ones 4 x 3 of 16.
    private static readonly (int Rows, int[] Vectors) WideTiles = (8, [2, 1]);
    private static readonly (int Rows, int[] Vectors) NarrowTiles = (4, [3, 2, 1]);

    public static void Emit(CodeWriter w, bool training)
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
                WeightGradient(w);
            }

            foreach ((int rows, int vectors) in TileShapes())
            {
                Tile(w, rows, vectors);
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

    private static void WeightGradient(CodeWriter w)
    {
        w.Lines($$"""
            /// <summary>Interleaves rows of a for <see cref="GradientTiles"/>: tile by tile of columns, within a tile row by row.</summary>
            """);
        w.Line(Names.Optimize);
        using (w.Block(
            "public static void PackTiles<V>(ref float a, int aStride, int columns, int depth, ref float tiles)\n" +
            $"    {Names.WhereV}"))
        {
            using (w.Block("for (int column = 0; column < columns; column += TileRows<V>())"))
            {
                w.Line("ref float tile = ref At(ref tiles, (nint)column * Block);");
                using (w.Block("for (int k = 0; k < depth; k++)"))
                {
                    w.Line("nint source = ((nint)k * aStride) + column;");
                    w.Line("nint target = (nint)k * TileRows<V>();");
                    w.Line($"{Names.Simd128}.Store({Names.Simd128}.Load(ref a, source), ref tile, target);");
                    using (w.Block("if (TileRows<V>() == 8)"))
                    {
                        w.Line($"{Names.Simd128}.Store({Names.Simd128}.Load(ref a, source + 4), ref tile, target + 4);");
                    }
                }
            }
        }

        w.Line();
        w.Lines("""
            /// <summary>Makes columns of d contiguous, and sums them: the bias gradient, in the order of the products.</summary>
            """);
        w.Line(Names.Optimize);
        using (w.Block(
            "public static void PackPanel<V>(ref float d, int dStride, int depth, int width, ref float panel, ref float sums, bool add)\n" +
            $"    {Names.WhereV}"))
        {
            using (w.Block("for (int column = 0; column < width; column += V.Width)"))
            {
                w.Line("V sum = V.Zero;");
                using (w.Block("for (int k = 0; k < depth; k++)"))
                {
                    w.Line("V value = V.Load(ref d, ((nint)k * dStride) + column);");
                    w.Line("V.Store(value, ref panel, ((nint)k * width) + column);");
                    w.Line("sum += value;");
                }

                w.Line();
                w.Line("V.Store(add ? V.Load(ref sums, column) + sum : sum, ref sums, column);");
            }
        }

        w.Line();
        w.Lines("""
            /// <summary>c = aᵀ·d, or c += aᵀ·d, for one block of rows of a and one panel of d.</summary>
            """);
        using (w.Block(
            "public static void GradientTiles<V>(ref float tiles, int columns, int depth, ref float panel, int width, ref float c, int cStride, bool add)\n" +
            $"    {Names.WhereV}"))
        {
            using (w.Block("for (int column = 0; column < columns; column += TileRows<V>())"))
            {
                w.Lines("""
                    Panel<V>(
                        ref At(ref tiles, (nint)column * Block), 1, TileRows<V>(), TileRows<V>(), depth, ref panel, width,
                        ref At(ref c, (nint)column * cStride), cStride, add, ref None);
                    """);
            }
        }

        w.Line();
    }

    /// <summary>rows x vectors of c in registers; per inner index one load of b a vector and one broadcast of a a row.</summary>
    private static void Tile(CodeWriter w, int rows, int vectors)
    {
        w.Line(Names.Optimize);
        using (w.Block(
            $"private static void Tile{rows}x{vectors}<V>(\n" +
            "    ref float a, nint aRowStride, nint aInnerStride, int inner, ref float b, ref float c, nint cStride, bool add, ref float bias)\n" +
            $"    {Names.WhereV}"))
        {
            for (int row = 0; row < rows; row++)
            {
                w.Line($"V {Join(vectors, vector => $"c{row}{vector} = V.Zero")};");
            }

            for (int row = 1; row < rows; row++)
            {
                w.Line($"ref float a{row} = ref At(ref a, {(row == 1 ? "aRowStride" : $"{row} * aRowStride")});");
            }

            w.Line("nint end = inner * aInnerStride;");
            w.Line("nint k = 0;");
            if (rows > 1)
            {
                w.Line("// Two a turn: fewer instructions that are no arithmetic.");
                using (w.Block("for (; k + aInnerStride < end; k += 2 * aInnerStride)"))
                {
                    Inner(w, rows, vectors, "k", 0);
                    Inner(w, rows, vectors, "k + aInnerStride", vectors);
                    w.Line($"b = ref At(ref b, {2 * vectors} * V.Width);");
                }

                w.Line();
            }

            using (w.Block("for (; k < end; k += aInnerStride)"))
            {
                Inner(w, rows, vectors, "k", 0);
                w.Line($"b = ref At(ref b, {(vectors == 1 ? "V.Width" : $"{vectors} * V.Width")});");
            }

            w.Line();
            using (w.Block("if (add)"))
            {
                Each(rows, vectors, (row, vector) => w.Line($"c{row}{vector} = V.Load(ref c, {Offset(row, vector)}) + c{row}{vector};"));
            }

            w.Line();
            using (w.Block($"if (!{Names.Unsafe}.IsNullRef(ref bias))"))
            {
                w.Line($"V {Join(vectors, vector => $"bias{vector} = V.Load(ref bias, {Columns(vector)})")};");
                Each(rows, vectors, (row, vector) => w.Line($"c{row}{vector} += bias{vector};"));
            }

            w.Line();
            Each(rows, vectors, (row, vector) => w.Line($"V.Store(c{row}{vector}, ref c, {Offset(row, vector)});"));
        }

        w.Line();
    }

    /// <summary>One inner index: vectors of b, one broadcast of a a row.</summary>
    private static void Inner(CodeWriter w, int rows, int vectors, string k, int offset)
    {
        string turn = offset == 0 ? "" : "Next";
        w.Line($"V {Join(vectors, vector => $"b{vector}{turn} = V.Load(ref b, {Columns(offset + vector)})")};");
        for (int row = 0; row < rows; row++)
        {
            w.Line($"{(row == 0 ? "V " : "")}value{turn} = V.Create(At(ref {(row == 0 ? "a" : $"a{row}")}, {k}));");
            for (int vector = 0; vector < vectors; vector++)
            {
                w.Line($"V.Accumulate(ref c{row}{vector}, value{turn}, b{vector}{turn});");
            }
        }
    }

    private static string Join(int count, System.Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));

    private static void Each(int rows, int vectors, System.Action<int, int> action)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                action(row, vector);
            }
        }
    }

    private static string Columns(int vector) => vector == 0 ? "0" : vector == 1 ? "V.Width" : $"{vector} * V.Width";

    private static string Offset(int row, int vector) => (row, vector) switch
    {
        (0, _) => Columns(vector),
        (1, 0) => "cStride",
        (_, 0) => $"{row} * cStride",
        (1, _) => $"cStride + {(vector == 1 ? "V.Width" : $"({vector} * V.Width)")}",
        _ => $"({row} * cStride) + {(vector == 1 ? "V.Width" : $"({vector} * V.Width)")}",
    };
}
