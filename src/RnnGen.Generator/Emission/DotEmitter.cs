using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

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
                string weights = column == 0 ? "ref weights" : $"ref {Names.Kernels}.At(ref weights, {column * stride})";
                string target = column == 0 ? "productRow" : $"{Names.Kernels}.At(ref productRow, {column})";
                w.Line($"{target} = Dot{stage.DotLanes}<V>(ref {name}, {weights}, {stride}) + {Names.Kernels}.At(ref weights, {(stage.Units * stride) + column});");
            }
        }

        w.Line();
    }

    /// <summary>The sums across units that the dense layers need.</summary>
    public static void Sums(CodeWriter w, ModelPlan plan)
    {
        foreach (int lanes in plan.Row!.Stages.Where(stage => stage.IsDot).Select(stage => stage.DotLanes).Distinct().OrderByDescending(lanes => lanes))
        {
            Sum(w, lanes);
            w.Line();
        }
    }

    /// <summary>As many sums as the narrowest vectors need for the lanes; wider ones leave the last out.</summary>
    private static void Sum(CodeWriter w, int lanes)
    {
        using (w.Block(DotHeader(lanes)))
        {
            w.Line(lanes == 16 ? "V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;" : "V a = V.Zero, b = V.Zero;");
            using (w.Block($"for (nint lane = 0; lane < count; lane += {lanes})"))
            {
                Accumulate("a", 0);
                using (w.Block(lanes == 16 ? "if (V.Width <= 8)" : "if (V.Width == 4)"))
                {
                    Accumulate("b", 1);
                }

                if (lanes == 16)
                {
                    w.Line();
                    using (w.Block("if (V.Width == 4)"))
                    {
                        Accumulate("c", 2);
                        Accumulate("d", 3);
                    }
                }
            }

            w.Line();
            w.Line(lanes == 16 ? "// Lane i with i + 8, then i + 4, i + 2, i + 1." : "// Lane i with i + 4, then i + 2, i + 1.");
            w.Line(lanes == 16 ? "return V.Sum(V.Width == 16 ? a : V.Width == 8 ? a + b : (a + c) + (b + d));" : "return V.Sum(V.Width == 4 ? a + b : a);");
        }

        void Accumulate(string sum, int vector)
        {
            string lane = vector == 0 ? "lane" : $"lane + {Names.VectorsInSum(vector)}";
            w.Line($"V.Accumulate(ref {sum}, V.Load(ref values, {lane}), ref weights, {lane});");
        }
    }

    private static string DotHeader(int lanes) =>
        $"/// <summary>Σ values·weights over {lanes} virtual lanes: the same bits at every vector width.</summary>\n" +
        $"{Names.Inline}\n" +
        $"private static float Dot{lanes}<V>(ref float values, ref float weights, int count)\n    {Names.WhereV}";
}
