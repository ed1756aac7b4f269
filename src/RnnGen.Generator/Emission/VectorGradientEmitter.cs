using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>Gradients of learned vectors: the sum of their terms over all steps and rows, in blocks as everywhere.</summary>
internal static class VectorGradientEmitter
{
    public static void Emit(CodeWriter w, VectorPlan vector) => Emit(w, vector, "of its terms over all steps and rows", "w.MaxLength * w.Rows");

    /// <summary>The gradient of a learned state before the first step: that of the state there, over all rows; zero where states were given.</summary>
    public static void EmitInitial(CodeWriter w, VectorPlan vector) =>
        Emit(w, vector, "over all rows that started with it", "w.StartsFromZero ? w.Rows : 0");

    private static void Emit(CodeWriter w, VectorPlan vector, string sum, string count)
    {
        w.Line($"/// <summary>Gradient of {vector.Parameter.Name}: Σ {sum}, for a share of the units.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {vector.Field}Weights<V>(Workspace w, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Lines($$"""
                int count = {{count}};
                {{Names.Partition}}.Range({{vector.StrideName}}, {{Sizes.LaneMultiple}}, part, parts, out int firstColumn, out int columns);
                int endColumn = firstColumn + columns;
                ref float terms = ref w.{{vector.GradientField}}[0, 0];
                ref float total = ref w.{{vector.GradientField}}Sum.At(0);
                for (nint column = firstColumn; column < endColumn; column += V.Width)
                {
                    V sum = V.Zero;
                    for (int start = 0; start < count; start += {{Names.Kernels}}.Block)
                    {
                        V block = V.Zero;
                        int end = {{Names.Math}}.Min(start + {{Names.Kernels}}.Block, count);
                        for (nint i = start; i < end; i++)
                        {
                            block += V.Load(ref terms, (i * {{vector.StrideName}}) + column);
                        }

                        sum += block;
                    }

                    V.Store(sum, ref total, column);
                }

                {{Names.WeightLayout}}.Unpad(
                    w.{{vector.GradientField}}Sum.Span, 0, 1, {{vector.StrideName}}, firstColumn, endColumn, {{vector.UnitsName}},
                    w.Gradients.Span.Slice({{vector.Parameter.Offset}}, {{vector.Parameter.Count}}));
                """);
        }

        w.Line();
    }
}
