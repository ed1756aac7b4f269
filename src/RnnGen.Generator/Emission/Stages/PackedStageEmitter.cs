using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>
/// z = bias + [a, b, ...]·W of predictions whose weights have eight bits: one product for each operand, added to the bias in their order;
/// or column by column.
/// </summary>
internal static class PackedStageEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Matrix stage, string method, string parameters)
    {
        using (w.Block($"public static void {method}<V>({parameters})\n    {Names.WhereV}"))
        {
            w.Line($"ref float product = ref w.{Names.At(stage.Output, "first")};");
            if (stage.Form == WeightForm.Columns)
            {
                Columns(w, stage, stage.Operands[0]);
            }
            else
            {
                Int8(w, stage);
            }
        }

        w.Line();
    }

    private static void Int8(CodeWriter w, StagePlan.Matrix stage)
    {
        w.Line($"ref float bias = ref w.Weights.{stage.Method}Bias.At(0);");
        foreach (OperandPlan operand in stage.Operands)
        {
            bool isFirst = operand == stage.Operands[0];
            if (!operand.MayBeZero)
            {
                Product(w, stage, operand, isFirst);
                continue;
            }

            w.Line();
            using (w.Block("if (step > 0 || !w.StartsFromZero)"))
            {
                Product(w, stage, operand, isFirst);
            }

            if (isFirst)
            {
                using (w.Block("else"))
                {
                    using (w.Block("for (int row = first; row < first + rows; row++)"))
                    {
                        w.Line(
                            $"w.Weights.{stage.Method}Bias.Span.CopyTo(w.{Names.Of(stage.Output.Buffer)}"
                            + $".Row({Names.SlotText(stage.Output.Slot)}, row));");
                    }
                }
            }

            w.Line();
        }
    }

    private static void Product(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand, bool isFirst)
    {
        string columns = Names.Of(stage.ColumnsSize);
        w.Lines(
            $"{Names.Kernels}.{(operand.IsFew ? "MultiplyFew<V>" : "MultiplyInt8")}(\n" +
            $"    ref w.{Names.At(operand.Source, "first")}, {Names.Of(operand.Source.Buffer.Stride)}, rows, "
            + $"{Names.Of(operand.WidthSize)},\n" +
            $"    ref w.Weights.{Names.Packed(stage, operand)}.At(0), {columns}, ref product, {columns}, add: "
            + $"{(isFirst ? "false" : "true")}, ref bias);");
    }

    private static void Columns(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand) => w.Lines(
        $"{Names.Kernels}.MultiplyColumns<V>(\n" +
        $"    ref w.{Names.At(operand.Source, "first")}, {Names.Of(operand.Source.Buffer.Stride)}, rows, {Names.Of(operand.WidthSize)},\n" +
        $"    ref w.Weights.{Names.Packed(stage, operand)}.At(0), {Sizes.ColumnStride(operand.Width)}, {Names.Of(stage.UnitsSize)}, "
        + $"ref product, {Names.Of(stage.ColumnsSize)});");
}
