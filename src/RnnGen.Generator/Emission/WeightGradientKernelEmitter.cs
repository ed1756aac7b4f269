namespace RnnGen.Generator.Emission;

/// <summary>The kernels of weight gradients: both operands are copied into the order in which the register tiles read them.</summary>
internal static class WeightGradientKernelEmitter
{
    public static void Emit(CodeWriter w)
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
}
