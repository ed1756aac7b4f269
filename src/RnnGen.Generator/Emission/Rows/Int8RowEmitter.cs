using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Rows;

/// <summary>Products of one row with weights of eight bits: the kernel of a batch, so that the bits are those of a batch.</summary>
internal static class Int8RowEmitter
{
    public static void Stage(CodeWriter w, RowStagePlan stage, string parameters)
    {
        StagePlan.Matrix matrix = stage.Matrix!;
        string columns = Names.Of(matrix.ColumnsSize);
        w.Line($"/// <summary>{matrix.Equation}, weights and operands in eight bits.</summary>");
        using (w.Block($"public static void {stage.Method}<V>({parameters})\n    {Names.WhereV}"))
        {
            long offset = 0;
            foreach (OperandPlan operand in matrix.Operands)
            {
                bool isFirst = operand == matrix.Operands[0];
                string bias = isFirst ? At(stage.PackedFloats - matrix.Columns) : $"ref {Names.Kernels}.None";
                string name = ExprText.Identifier(operand.Name), width = Names.Of(operand.WidthSize);
                string add = $"add: {(isFirst ? "false" : "true")}, {bias}";
                w.Lines(operand.IsFew
                    ? $"{Names.Kernels}.MultiplyFew<V>(\n" +
                        $"    ref {name}, 0, rows: 1, {width}, {At(offset)}, {columns}, ref productRow, {columns}, {add});"
                    : $"{Names.Kernels}.MultiplyInt8(\n" +
                        $"    ref {name}, {width}, {At(offset)}, {columns}, ref productRow, {add}, "
                        + $"back: {(stage.Sweeps ? "back" : "false")});");
                offset += Sizes.Int8Floats(operand, matrix.Columns);
            }
        }

        w.Line();
    }

    private static string At(long offset) => offset == 0 ? "ref weights" : $"ref {Names.Kernels}.At(ref weights, {offset})";
}
