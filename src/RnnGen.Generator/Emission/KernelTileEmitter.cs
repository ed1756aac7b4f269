using System.Linq;

namespace RnnGen.Generator.Emission;

/// <summary>The register tiles of the matrix kernels.</summary>
internal static class KernelTileEmitter
{
    /// <summary>rows x vectors of c in registers; per inner index one load of b a vector and one broadcast of a a row.</summary>
    public static void Emit(CodeWriter w, int rows, int vectors)
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
                w.Line($"b = ref At(ref b, {Names.Vectors(vectors)});");
            }

            w.Line();
            using (w.Block("if (add)"))
            {
                Each(rows, vectors, (row, vector) => w.Line($"c{row}{vector} = V.Load(ref c, {Offset(row, vector)}) + c{row}{vector};"));
            }

            w.Line();
            using (w.Block($"if (!{Names.Unsafe}.IsNullRef(ref bias))"))
            {
                w.Line($"V {Join(vectors, vector => $"bias{vector} = V.Load(ref bias, {Names.Vectors(vector)})")};");
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
        w.Line($"V {Join(vectors, vector => $"b{vector}{turn} = V.Load(ref b, {Names.Vectors(offset + vector)})")};");
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

    private static string Offset(int row, int vector) => (row, vector) switch
    {
        (0, _) => Names.Vectors(vector),
        (1, 0) => "cStride",
        (_, 0) => $"{row} * cStride",
        (1, _) => $"cStride + {Names.VectorsInSum(vector)}",
        _ => $"({row} * cStride) + {Names.VectorsInSum(vector)}",
    };
}
