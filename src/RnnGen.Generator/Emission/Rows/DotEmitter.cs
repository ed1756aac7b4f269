using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

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
        using (w.Block(
            $"public static void {stage.Method}<V>(ref float weights, ref float {name}, ref float productRow)\n    {Names.WhereV}"))
        {
            for (int column = 0; column < stage.Units; column++)
            {
                string weights = column == 0 ? "ref weights" : $"ref {Names.Kernels}.At(ref weights, {column * stride})";
                string target = column == 0 ? "productRow" : $"{Names.Kernels}.At(ref productRow, {column})";
                w.Line(
                    $"{target} = {Names.Kernels}.Dot{stage.DotLanes}<V>(ref {name}, {weights}, {stride}) + {Names.Kernels}.At(ref weights, "
                    + $"{(stage.Units * stride) + column});");
            }
        }

        w.Line();
    }
}
