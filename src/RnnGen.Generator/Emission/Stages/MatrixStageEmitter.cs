using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>
/// z = [a, b, ...]·W + bias; backward d[a, b, ...] += dz·Wᵀ; after all steps dW += [a, b, ...]ᵀ·dz and dbias += Σ dz.
/// </summary>
internal static class MatrixStageEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Matrix stage)
    {
        w.Line($"/// <summary>{stage.Equation}; kernel {stage.Kernel.Name} [{string.Join(", ", stage.Kernel.Dimensions)}].</summary>");
        w.Line(Names.Optimize);
        bool isPacked = stage.Form is WeightForm.Int8 or WeightForm.Columns;
        if (isPacked && !stage.DiffersInTraining)
        {
            PackedStageEmitter.Forward(w, stage, stage.Method, Parameters(stage));
            return;
        }

        using (w.Block($"public static void {stage.Method}<V>({Parameters(stage)})\n    {Names.WhereV}"))
        {
            if (isPacked)
            {
                using (w.Block("if (w.Weights.ForPrediction)"))
                {
                    w.Line($"{stage.Method}Packed<V>(w, {(stage.IsRecurrent ? "step, " : "")}first, rows);");
                    w.Line("return;");
                }

                w.Line();
            }

            bool skips = stage.Operands.Any(operand => operand.MayBeZero);
            w.Line($"ref float product = ref w.{Names.At(stage.Output, "first")};");
            w.Line($"ref float bias = ref w.Weights.{stage.Method}Bias.At(0);");
            if (skips)
            {
                w.Line("bool fromZero = step == 0 && w.StartsFromZero;");
            }

            for (int i = 0; i < stage.Operands.Count; i++)
            {
                OperandPlan operand = stage.Operands[i];
                bool isLast = i == stage.Operands.Count - 1;
                bool nextMayBeSkipped = !isLast && stage.Operands.Skip(i + 1).All(next => next.MayBeZero);
                string bias = isLast ? "ref bias"
                    : nextMayBeSkipped ? $"ref (fromZero ? ref bias : ref {Names.Kernels}.None)"
                    : $"ref {Names.Kernels}.None";
                w.Line();
                w.Line(
                    $"// {(i == 0 ? "" : "+ ")}{operand.Name}·W{operand.Name}, rows {operand.KernelRow} to "
                    + $"{operand.KernelRow + operand.Width - 1} of the "
                    + $"kernel{(operand.MayBeZero ? "; nothing to add while the state is zero" : "")}");
                if (operand.MayBeZero)
                {
                    using (w.Block("if (!fromZero)"))
                    {
                        Product(w, stage, operand, add: i > 0, bias);
                    }

                    if (i == 0)
                    {
                        WithoutFirst(w, stage);
                    }
                }
                else
                {
                    Product(w, stage, operand, add: i > 0, bias);
                }
            }
        }

        w.Line();
        if (isPacked)
        {
            w.Line("/// <summary>The same of a prediction.</summary>");
            w.Line(Names.Optimize);
            PackedStageEmitter.Forward(w, stage, stage.Method + "Packed", Parameters(stage));
        }
    }

    public static void Backward(CodeWriter w, StagePlan.Matrix stage)
    {
        string operands = string.Join(", ", stage.Operands.Select(operand => operand.Name));
        w.Line($"/// <summary>d[{operands}] = d[{string.Join(", ", stage.Blocks)}]·Wᵀ.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>({Parameters(stage)})\n    {Names.WhereV}"))
        {
            w.Line($"ref float gradient = ref w.{Names.At(stage.OutputGradient, "first")};");
            foreach (OperandPlan operand in stage.Operands)
            {
                w.Line();
                w.Line(
                    $"// d{operand.Name} {(operand.Gradient.Accumulate ? "+=" : "=")} dz·W{operand.Name}ᵀ, "
                    + $"the transposed rows {operand.KernelRow} to {operand.KernelRow + operand.Width - 1} of the kernel");
                switch (operand.Gradient.Need)
                {
                    case GradientNeed.WhenInputsWanted or GradientNeed.WhenSequenceInputsWanted or GradientNeed.WhenInputsOrStatesWanted:
                        using (w.Block($"if ({Names.Wanted(operand.Gradient.Need)})"))
                        {
                            TransposedProduct(w, stage, operand);
                        }

                        break;
                    case GradientNeed.UnlessZeroState:
                        using (w.Block("if (step > 0 || w.WantsStateGradients)"))
                        {
                            TransposedProduct(w, stage, operand);
                        }

                        break;
                    default:
                        TransposedProduct(w, stage, operand);
                        break;
                }
            }
        }

        w.Line();
    }

    public static void Weights(CodeWriter w, StagePlan.Matrix stage)
    {
        string operands = string.Join(", ", stage.Operands.Select(operand => operand.Name));
        bool skips = stage.Operands.Any(operand => operand.MayBeZero);
        w.Line(
            $"/// <summary>dW = [{operands}]ᵀ·dz and db = Σ dz over {(stage.IsRecurrent ? "all steps and rows" : "all rows")}, "
            + "for a share of the columns.</summary>");
        using (w.Block($"public static void {stage.Method}Weights<V>(Workspace w, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Lines(
                $"{Names.Kernels}.WeightGradients<V>(\n" +
                $"    w.{stage.Method}WeightGradient, w.{Names.Of(stage.OutputGradient.Buffer)},\n" +
                $"    [{string.Join(", ", stage.Operands.Select(Operand))}],\n" +
                $"    rows: {(stage.IsRecurrent ? "w.MaxLength * w.Rows" : "w.Rows")}, zeroRows: "
                + $"{(skips ? "w.StartsFromZero ? w.Rows : 0" : "0")}, ref w.Scratch(part), w.Gradients.Span, part, parts);");
        }

        w.Line();
    }

    /// <summary>The field that sums a stage's weight gradients.</summary>
    public static void WeightField(CodeWriter w, StagePlan.Matrix stage)
    {
        w.Line(
            $"/// <summary>Gradient of {stage.Kernel.Name}{(stage.Bias is { } bias ? $" and {bias.Name}" : "")}, "
            + "rows and columns padded.</summary>");
        w.Line($"public {Names.WeightGradient} {stage.Method}WeightGradient = null!;");
        w.Line();
    }

    /// <summary>Allocates it.</summary>
    public static void AllocateWeights(CodeWriter w, StagePlan.Matrix stage)
    {
        w.Line(
            $"{stage.Method}WeightGradient = new(blocks: {stage.Blocks.Count}, units: {stage.Units}, tileRows: {stage.TileRows}, " +
            $"kernelOffset: {stage.Kernel.Offset}, biasOffset: {stage.Bias?.Offset ?? -1}"
            + $"{(stage.Heads > 1 ? $", heads: {stage.Heads}" : "")});");
    }

    private static string Operand(OperandPlan operand) =>
        $"new(w.{Names.Of(operand.Source.Buffer)}, {(operand.Source.Slot == Slot.Next ? "1" : "0")}, "
        + $"{Names.Of(operand.WidthSize)}{(operand.MayBeZero ? ", mayBeZero: true" : "")})";

    private static string Parameters(StagePlan.Matrix stage) =>
        stage.IsRecurrent ? "Workspace w, int step, int first, int rows" : "Workspace w, int first, int rows";

    private static void Product(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand, bool add, string bias)
    {
        string columns = Names.Of(stage.ColumnsSize);
        w.Lines(
            $"{Names.Kernels}.Multiply<V>(\n" +
            $"    ref w.{Names.At(operand.Source, "first")}, {Names.Of(operand.Source.Buffer.Stride)}, rows, "
            + $"{Names.Of(operand.WidthSize)},\n" +
            $"    ref w.Weights.{Names.Packed(stage, operand)}.At(0), {columns}, ref product, {columns}, add: "
            + $"{(add ? "true" : "false")}, {bias});");
    }

    /// <summary>
    /// Nothing has been written where the first operand is a state and skipped: there is the bias, or zero for others to add to.
    /// </summary>
    private static void WithoutFirst(CodeWriter w, StagePlan.Matrix stage)
    {
        bool isBias = stage.Operands.All(operand => operand.MayBeZero);
        using (w.Block("else"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                string target = $"w.{Names.Of(stage.Output.Buffer)}.Row({Names.SlotText(stage.Output.Slot)}, row)";
                w.Line(isBias ? $"w.Weights.{stage.Method}Bias.Span.CopyTo({target});" : $"{target}.Clear();");
            }
        }
    }

    private static void TransposedProduct(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand)
    {
        Access target = operand.Gradient.Access;
        w.Lines(
            $"{Names.Kernels}.Multiply<V>(\n" +
            $"    ref gradient, {Names.Of(stage.ColumnsSize)}, rows, {Names.Of(stage.ColumnsSize)}, "
            + $"ref w.Weights.{Names.PackedTransposed(stage, operand)}.At(0), {Names.Of(operand.Source.Buffer.Stride)},\n" +
            $"    ref w.{Names.At(target, "first")}, {Names.Of(target.Buffer.Stride)}, add: "
            + $"{(operand.Gradient.Accumulate ? "true" : "false")}, ref {Names.Kernels}.None);");
    }
}
