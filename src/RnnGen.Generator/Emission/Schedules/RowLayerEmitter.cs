using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>
/// One layer of a row that runs alone: the products of the inputs of many steps, then step by step. A wide layer's columns are shared
/// among threads, which all go through the same loops: a round is a loop that gives each of them what is left of the round.
/// </summary>
internal static class RowLayerEmitter
{
    private const string Arguments = "Workspace w, RowWeights weights, int row";

    /// <summary>A round that one thread does.</summary>
    public static CodeWriter.Scope? Alone(CodeWriter w, bool isShared) => isShared ? w.Block("while (member.TakeAll())") : null;

    /// <summary>All steps of a layer.</summary>
    public static void Emit(CodeWriter w, RowLayerPlan layer)
    {
        string name = layer.Layer.Name;
        w.Line($"/// <summary>All steps of {layer.Layer.Title} for one row.</summary>");
        using (w.Block(
            $"private static void {name}Row<V>({Arguments}, int steps{Names.MemberParameter(layer.IsShared)})\n    {Names.WhereV}"))
        using (w.Block($"for (int start = 0; start < steps; start += {RowPlan.ProjectedSteps})"))
        {
            w.Line($"int count = {Names.Math}.Min({RowPlan.ProjectedSteps}, steps - start);");
            if (layer.Stages.Any(stage => stage.Projected is not null))
            {
                string member = Names.MemberArgument(layer.IsShared);
                WorkspaceEmitter.DispatchWidth(w, "w.VectorBits", vector => $"{name}Projections<{vector}>(w, row, start, count{member});");
                w.Line();
            }

            using (Alone(w, layer.IsShared && !layer.SharesSteps))
            using (w.Block("for (int step = start; step < start + count; step++)"))
            {
                w.Line($"{name}RowStep<V>(w, weights, row, step{Names.MemberArgument(layer.SharesSteps)});");
            }
        }

        w.Line();
        if (layer.Stages.Any(stage => stage.Projected is not null))
        {
            Projections(w, layer);
        }
    }

    private static void Projections(CodeWriter w, RowLayerPlan layer)
    {
        string name = layer.Layer.Name;
        w.Line($"/// <summary>The products of the inputs of some steps of {layer.Layer.Title}, each kernel in one product.</summary>");
        using (w.Block(
            $"private static void {name}Projections<V>(Workspace w, int row, int start, int count{Names.MemberParameter(layer.IsShared)})\n"
            + $"    {Names.WhereV}"))
        {
            foreach (RowStagePlan stage in layer.Stages.Where(stage => stage.Projected is not null))
            {
                StagePlan.Matrix matrix = stage.Matrix!;
                OperandPlan operand = stage.Projected!;
                string slot = operand.Source.Slot == Slot.Next ? "start + 1" : "start";
                string columns = Names.Of(matrix.ColumnsSize), stride = Names.Of(operand.Source.Buffer.Stride);
                w.Lines(
                    $"{Names.Kernels}.Multiply<V>(\n" +
                    $"    ref w.{Names.Of(operand.Source.Buffer)}[{slot}, row], w.Rows * {stride}, count, "
                    + $"{Names.Of(operand.WidthSize)},\n" +
                    $"    ref w.Weights.{Names.Packed(matrix, operand)}.At(0), {columns}, ref w.{stage.Method}Projection[0, 0], "
                    + (layer.IsShared ? "ref member);" : $"{columns}, add: false, ref {Names.Kernels}.None);"));
            }
        }

        w.Line();
    }

    /// <summary>One step of a layer.</summary>
    public static void EmitStep(CodeWriter w, ModelPlan plan, RowLayerPlan layer)
    {
        w.Line($"/// <summary>One step of {layer.Layer.Title} for one row.</summary>");
        using (w.Block(
            $"private static void {layer.Layer.Name}RowStep<V>({Arguments}, int step{Names.MemberParameter(layer.SharesSteps)})\n"
            + $"    {Names.WhereV}"))
        {
            if (layer.Stages.Any(stage => stage.HasState))
            {
                w.Line("bool fromZero = step == 0 && w.StartsFromZero;");
            }

            if (layer.Stages.Any(stage => stage.Sweeps))
            {
                w.Line("bool back = (step & 1) != 0;");
            }

            // Each place is found once: finding it costs as much as a few multiply-adds.
            foreach (Access access in layer.Stages
                .SelectMany(stage => stage.SequenceParameters)
                .Select(AccessOf)
                .OfType<Access>()
                .Distinct())
            {
                string place = access.Slot == Slot.Parameter
                    ? $"weights.{Names.Of(access.Buffer)}.At(0)"
                    : $"w.{Names.At(access)}";
                w.Line($"ref float {Names.Row(access, layer.Layer.Name)} = ref {place};");
            }

            foreach (RowStagePlan stage in layer.Stages)
            {
                using CodeWriter.Scope? round = !stage.IsShared ? null
                    : stage.Normalize is not null ? Alone(w, isShared: true)
                    : w.Block(
                        $"while (member.Take({Names.Of(stage.UnitsSize)}, {Names.Vectors(stage.Tiles[0].Vectors)}, out nint first, "
                        + "out nint end))");
                w.Lines($"RowStages.{stage.Method}<V>(\n    {string.Join(",\n    ", ArgumentsOf(plan, layer, stage))});");
            }

            WatchEmitter.Row(w, plan, layer);
        }

        w.Line();
    }

    /// <summary>The row that a parameter is a reference to, if it is one.</summary>
    private static Access? AccessOf(RowParameterPlan parameter) => parameter switch
    {
        RowParameterPlan.Operand(var operand) => operand.Source with { Column = 0 },
        RowParameterPlan.Place(var access) => access with { Column = 0 },
        _ => null,
    };

    private static IEnumerable<string> ArgumentsOf(ModelPlan plan, RowLayerPlan layer, RowStagePlan stage)
    {
        string step = plan.Row!.Interleaves || stage.Projected is null ? "0" : $"step % {RowPlan.ProjectedSteps}";
        return stage.SequenceParameters.Select(parameter => parameter switch
        {
            RowParameterPlan.Weights => $"ref weights.{stage.Method}.At(0)",
            RowParameterPlan.Product => $"ref w.{stage.Method}Projection[{step}, 0]",
            RowParameterPlan.FromZero => "fromZero",
            RowParameterPlan.Share => "first, end",
            RowParameterPlan.Back => "back",
            _ => $"ref {Names.Row(AccessOf(parameter)!, layer.Layer.Name)}",
        });
    }
}
