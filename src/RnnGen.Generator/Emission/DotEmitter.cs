using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Dense layers of few columns for one row: a sum across units for each column.</summary>
internal static class DotEmitter
{
    /// <summary>A dense layer of few columns: each a sum across units.</summary>
    public static void Stage(CodeWriter w, RowStagePlan stage)
    {
        StagePlan.Matrix matrix = stage.Matrix!;
        OperandPlan operand = matrix.Operands[0];
        string name = ExprText.Identifier(operand.Name);
        int stride = stage.DotStride;
        w.Line($"/// <summary>{matrix.Equation}, a sum across units for each column.</summary>");
        using (w.Block($"public static void {stage.Method}<V>(ref float weights, ref float {name}, ref float productRow)\n    {Names.WhereV}"))
        {
            for (int column = 0; column < stage.Units; column++)
            {
                string weights = column == 0 ? "ref weights" : $"ref Kernels.At(ref weights, {column * stride})";
                string target = column == 0 ? "productRow" : $"Kernels.At(ref productRow, {column})";
                w.Line($"{target} = Dot{stage.DotLanes}<V>(ref {name}, {weights}, {stride}) + Kernels.At(ref weights, {(stage.Units * stride) + column});");
            }
        }

        w.Line();
    }

    /// <summary>The sums across units that the dense layers need.</summary>
    public static void Sums(CodeWriter w, ModelPlan plan)
    {
        HashSet<int> lanes = [.. plan.Row.Stages.Where(stage => stage.IsDot).Select(stage => stage.DotLanes)];
        if (lanes.Contains(16))
        {
            using (w.Block(DotHeader(16)))
            {
                w.Lines("""
                    V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
                    for (nint lane = 0; lane < count; lane += 16)
                    {
                        V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
                        if (V.Width <= 8)
                        {
                            V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
                        }

                        if (V.Width == 4)
                        {
                            V.Accumulate(ref c, V.Load(ref values, lane + (2 * V.Width)), ref weights, lane + (2 * V.Width));
                            V.Accumulate(ref d, V.Load(ref values, lane + (3 * V.Width)), ref weights, lane + (3 * V.Width));
                        }
                    }

                    // Lane i with i + 8, then i + 4, i + 2, i + 1.
                    return V.Sum(V.Width == 16 ? a : V.Width == 8 ? a + b : (a + c) + (b + d));
                    """);
            }

            w.Line();
        }

        if (lanes.Contains(8))
        {
            using (w.Block(DotHeader(8)))
            {
                w.Lines("""
                    V a = V.Zero, b = V.Zero;
                    for (nint lane = 0; lane < count; lane += 8)
                    {
                        V.Accumulate(ref a, V.Load(ref values, lane), ref weights, lane);
                        if (V.Width == 4)
                        {
                            V.Accumulate(ref b, V.Load(ref values, lane + V.Width), ref weights, lane + V.Width);
                        }
                    }

                    // Lane i with i + 4, then i + 2, i + 1.
                    return V.Sum(V.Width == 4 ? a + b : a);
                    """);
            }

            w.Line();
        }
    }

    private static string DotHeader(int lanes) =>
        $"/// <summary>Σ values·weights over {lanes} virtual lanes: the same bits at every vector width.</summary>\n" +
        $"{Names.Inline}\n" +
        $"private static float Dot{lanes}<V>(ref float values, ref float weights, int count)\n    {Names.WhereV}";
}
