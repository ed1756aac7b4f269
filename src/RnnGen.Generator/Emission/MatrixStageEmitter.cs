using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>
/// z = [a, b, ...]·W + bias; backward d[a, b, ...] += dz·Wᵀ; after all steps dW += [a, b, ...]ᵀ·dz and dbias += Σ dz.
/// </summary>
internal static class MatrixStageEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Matrix stage, ModelPlan plan)
    {
        w.Line($"/// <summary>{stage.Equation}; kernel {stage.Kernel.Name} [{stage.Kernel.Shape[0]}, {stage.Kernel.Shape[1]}].</summary>");
        using (w.Block($"public static void {stage.Method}<V>({Parameters(stage)})\n    {Names.WhereV}"))
        {
            bool skips = stage.Operands.Any(operand => operand.MayBeZero);
            w.Line($"ref float product = ref w.{stage.Output.Field}[{Names.SlotText(stage.Output.Slot)}, first];");
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
                string bias = isLast ? "ref bias" : nextMayBeSkipped ? "ref (fromZero ? ref bias : ref Kernels.None)" : "ref Kernels.None";
                w.Line();
                w.Line($"// {(i == 0 ? "" : "+ ")}{operand.Name}·W{operand.Name}, rows {operand.KernelRow} to {operand.KernelRow + operand.Width - 1} of the kernel{(operand.MayBeZero ? "; nothing to add while the state is zero" : "")}");
                if (operand.MayBeZero)
                {
                    using (w.Block("if (!fromZero)"))
                    {
                        Product(w, stage, operand, plan, add: i > 0, bias);
                    }

                    if (i == 0)
                    {
                        WithoutFirst(w, stage);
                    }
                }
                else
                {
                    Product(w, stage, operand, plan, add: i > 0, bias);
                }
            }
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, StagePlan.Matrix stage, ModelPlan plan)
    {
        string operands = string.Join(", ", stage.Operands.Select(operand => operand.Name));
        w.Line($"/// <summary>d[{operands}] = d[{string.Join(", ", stage.Blocks)}]·Wᵀ.</summary>");
        using (w.Block($"public static void {stage.Method}Backward<V>({Parameters(stage)})\n    {Names.WhereV}"))
        {
            w.Line($"ref float gradient = ref w.{stage.OutputGradient.Field}[{Names.SlotText(stage.OutputGradient.Slot)}, first];");
            foreach (OperandPlan operand in stage.Operands)
            {
                w.Line();
                w.Line($"// d{operand.Name} {(operand.Gradient.Accumulate ? "+=" : "=")} dz·W{operand.Name}ᵀ, the transposed rows {operand.KernelRow} to {operand.KernelRow + operand.Width - 1} of the kernel");
                switch (operand.Gradient.Need)
                {
                    case GradientNeed.WhenInputsWanted:
                        using (w.Block("if (w.WantsInputGradients)"))
                        {
                            TransposedProduct(w, stage, operand, plan);
                        }

                        break;
                    case GradientNeed.UnlessZeroState:
                        using (w.Block("if (step > 0 || w.WantsStateGradients)"))
                        {
                            TransposedProduct(w, stage, operand, plan);
                        }

                        break;
                    default:
                        TransposedProduct(w, stage, operand, plan);
                        break;
                }
            }
        }

        w.Line();
    }

    public static void Weights(CodeWriter w, StagePlan.Matrix stage, ModelPlan plan)
    {
        string operands = string.Join(", ", stage.Operands.Select(operand => operand.Name));
        string gradient = stage.OutputGradient.Field;
        bool skips = stage.Operands.Any(operand => operand.MayBeZero);

        w.Line($"/// <summary>dW = [{operands}]ᵀ·dz and db = Σ dz over {(stage.IsRecurrent ? "all steps and rows" : "all rows")}, for a share of the columns.</summary>");
        using (w.Block($"public static void {stage.Method}Weights<V>(Workspace w, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Line($"int count = {(stage.IsRecurrent ? "w.MaxLength * w.Rows" : "w.Rows")};");
            if (skips)
            {
                w.Line("int zeroRows = w.StartsFromZero ? w.Rows : 0;");
            }

            w.Lines($"""
                {Names.Partition}.Range({stage.ColumnsName}, Kernels.PanelWidth<V>({stage.ColumnsName}), part, parts, out int firstColumn, out int columns);
                int endColumn = firstColumn + columns;
                ref float panel = ref w.Scratch[part].At(0);
                """);
            foreach (OperandPlan operand in stage.Operands)
            {
                w.Line($"ref float {operand.Name}Tiles = ref Kernels.At(ref panel, {Sizes.PanelColumns + operand.TileRow} * Kernels.Block);");
            }

            w.Lines($"""
                ref float dz = ref w.{gradient}[0, 0];
                ref float dW = ref w.{stage.Method}WeightGradient.At(0);
                ref float db = ref w.{stage.Method}BiasGradient.At(0);
                """);
            using (w.Block("for (int start = 0; start < count || start == 0; start += Kernels.Block)"))
            {
                w.Line($"int depth = {Names.Math}.Min(Kernels.Block, count - start);");
                if (skips)
                {
                    w.Line("// The zero state of the first step adds nothing.");
                    w.Line($"int skip = {Names.Math}.Clamp(zeroRows - start, 0, depth);");
                }

                foreach (OperandPlan operand in stage.Operands)
                {
                    string stride = Stride(plan, operand.Source.Field);
                    string slot = operand.Source.Slot == Slot.Next ? "1" : "0";
                    string origin = operand.MayBeZero ? "(start + skip)" : "start";
                    string depth = operand.MayBeZero ? "depth - skip" : "depth";
                    w.Line($"Kernels.PackTiles<V>(ref Kernels.At(ref w.{operand.Source.Field}[{slot}, 0], (nint){origin} * {stride}), {stride}, {operand.WidthName}, {depth}, ref {operand.Name}Tiles);");
                }

                w.Line();
                using (w.Block("for (int column = firstColumn, width; column < endColumn; column += width)"))
                {
                    w.Line("width = Kernels.PanelWidth<V>(endColumn - column);");
                    w.Lines(
                        "Kernels.PackPanel<V>(\n" +
                        $"    ref Kernels.At(ref dz, ((nint)start * {stage.ColumnsName}) + column), {stage.ColumnsName}, depth, width, ref panel,\n" +
                        "    ref Kernels.At(ref db, column), add: start > 0);");
                    foreach (OperandPlan operand in stage.Operands)
                    {
                        string depth = operand.MayBeZero ? "depth - skip" : "depth";
                        string from = operand.MayBeZero ? "ref Kernels.At(ref panel, (nint)skip * width)" : "ref panel";
                        string row = operand.TileRow == 0 ? "column" : $"({operand.TileRow} * {stage.ColumnsName}) + column";
                        w.Lines(
                            "Kernels.GradientTiles<V>(\n" +
                            $"    ref {operand.Name}Tiles, {operand.WidthName}, {depth}, {from}, width,\n" +
                            $"    ref Kernels.At(ref dW, {row}), {stage.ColumnsName}, add: start > 0);");
                    }
                }
            }

            w.Line();
            w.Line("// From padded columns to the layout of the parameters.");
            foreach (OperandPlan operand in stage.Operands)
            {
                long target = stage.Kernel.Offset + ((long)operand.KernelRow * stage.Kernel.Shape[1]);
                w.Lines(
                    $"{Names.WeightLayout}.Unpad(\n" +
                    $"    w.{stage.Method}WeightGradient.Span, {operand.TileRow}, {operand.WidthName}, {stage.ColumnsName}, firstColumn, endColumn, {stage.UnitsName},\n" +
                    $"    w.Gradients.Span.Slice({target}, {operand.Width * stage.Kernel.Shape[1]}));");
            }

            if (stage.Bias is ParameterPlan bias)
            {
                w.Lines(
                    $"{Names.WeightLayout}.Unpad(\n" +
                    $"    w.{stage.Method}BiasGradient.Span, 0, 1, {stage.ColumnsName}, firstColumn, endColumn, {stage.UnitsName},\n" +
                    $"    w.Gradients.Span.Slice({bias.Offset}, {bias.Count}));");
            }
        }

        w.Line();
    }

    /// <summary>Floats of scratch that <see cref="Weights"/> needs for a stage: interleaved tiles of all operands and one panel.</summary>
    public static int ScratchFloats(StagePlan.Matrix stage)
    {
        OperandPlan last = stage.Operands[stage.Operands.Count - 1];
        return (last.TileRow + Sizes.PaddedToTile(last.Width) + Sizes.PanelColumns) * Sizes.Block;
    }

    private static string Parameters(StagePlan.Matrix stage) =>
        stage.IsRecurrent ? "Workspace w, int step, int first, int rows" : "Workspace w, int first, int rows";

    private static void Product(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand, ModelPlan plan, bool add, string bias) =>
        w.Lines(
            "Kernels.Multiply<V>(\n" +
            $"    ref w.{operand.Source.Field}[{Names.SlotText(operand.Source.Slot)}, first], {Stride(plan, operand.Source.Field)}, rows, {operand.WidthName},\n" +
            $"    ref w.Weights.{Names.Packed(stage, operand)}.At(0), {stage.ColumnsName}, ref product, {stage.ColumnsName}, add: {(add ? "true" : "false")}, {bias});");

    /// <summary>Nothing has been written where the first operand is a state and skipped: there is the bias, or zero for others to add to.</summary>
    private static void WithoutFirst(CodeWriter w, StagePlan.Matrix stage)
    {
        bool isBias = stage.Operands.All(operand => operand.MayBeZero);
        using (w.Block("else"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                string target = $"w.{stage.Output.Field}.Row({Names.SlotText(stage.Output.Slot)}, row)";
                w.Line(isBias ? $"w.Weights.{stage.Method}Bias.Span.CopyTo({target});" : $"{target}.Clear();");
            }
        }
    }

    private static void TransposedProduct(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand, ModelPlan plan)
    {
        Access target = operand.Gradient.Access;
        w.Lines(
            "Kernels.Multiply<V>(\n" +
            $"    ref gradient, {stage.ColumnsName}, rows, {stage.ColumnsName}, ref w.Weights.{Names.PackedTransposed(stage, operand)}.At(0), {operand.PaddedWidthName},\n" +
            $"    ref w.{target.Field}[{Names.SlotText(target.Slot)}, first], {Stride(plan, target.Field)}, add: {(operand.Gradient.Accumulate ? "true" : "false")}, ref Kernels.None);");
    }

    private static string Stride(ModelPlan plan, string field) => plan.Buffers.First(buffer => buffer.Field == field).StrideName;
}
