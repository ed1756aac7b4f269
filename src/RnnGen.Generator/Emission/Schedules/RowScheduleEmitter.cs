using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>Sequences of rows that run alone: layer by layer, or interleaved step by step.</summary>
internal static class RowScheduleEmitter
{
    private const string RowArguments = "Workspace w, RowWeights weights, int row";

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Schedule"))
        {
            string order = plan.Row!.Interleaves ? "; each layer a step behind the one below, so that their latencies overlap" : "";
            w.Line($"/// <summary>Few rows, one after the other{order}.</summary>");
            using (w.Block($"public static void Rows<V>(Workspace w, RowWeights weights, int first, int rows)\n    {Names.WhereV}"))
            {
                InitialStateEmitter.EmitCall(w, plan);
                foreach (RowStagePlan stage in RowProjectionsEmitter.Of(plan))
                {
                    w.Line(
                        $"w.{stage.Method}Projection = {Names.StepBuffer}.Shape(w.{stage.Method}Projection, "
                        + $"{(plan.Row!.Interleaves ? 1 : RowPlan.ProjectedSteps)}, 1, {Names.Of(stage.Matrix!.ColumnsSize)});");
                }

                foreach (RowItemPlan item in plan.Row!.Items.Where(item => item.IsOfInputs))
                {
                    Vectors(w, item);
                }

                w.Line();
                using (w.Block("for (int row = first; row < first + rows; row++)"))
                {
                    w.Line("int steps = w.Length(row);");
                    if (plan.Row!.Interleaves)
                    {
                        InterleavedRowEmitter.Calls(w, plan);
                    }
                    else
                    {
                        foreach (RowItemPlan item in plan.Row!.Items)
                        {
                            Steps(w, item);
                        }
                    }

                    w.Line("w.KeepFinalStates(row, steps);");
                }

                foreach (RowItemPlan item in plan.Row!.Items.Where(item => !item.IsOfInputs))
                {
                    Vectors(w, item);
                }

                w.Line();
                DispatchHead(w, plan);
            }

            w.Line();
            if (plan.Row!.Interleaves)
            {
                InterleavedRowEmitter.Emit(w, plan);
            }

            foreach (RowLayerPlan layer in plan.Row!.StepLayers)
            {
                if (!plan.Row!.Interleaves)
                {
                    Layer(w, plan, layer);
                }

                Step(w, plan, layer);
            }
        }
    }

    /// <summary>What runs over all steps of a row.</summary>
    private static void Steps(CodeWriter w, RowItemPlan item)
    {
        switch (item)
        {
            case RowItemPlan.Cell({ Layer.IsVector: false } layer):
                w.Line($"{layer.Layer.Name}Row<V>(w, weights, row, steps);");
                break;
            case RowItemPlan.Join({ IsVector: false } join, _):
                w.Line($"Stages.{join.Method}<V>(w, row, rows: 1);");
                break;
            case RowItemPlan.Alias(SequencePlan.Repeat repeat, _, _):
                w.Line($"Stages.{repeat.Method}<V>(w, row, rows: 1);");
                break;
        }
    }

    /// <summary>What runs once a sequence, when the final states are there; vectors that steps read are inputs alone.</summary>
    private static void Vectors(CodeWriter w, RowItemPlan item)
    {
        switch (item)
        {
            case RowItemPlan.Cell({ Layer.IsVector: true } layer):
                w.Line();
                WorkspaceEmitter.DispatchWidth(
                    w, "w.VectorBits", vector => $"{layer.Layer.Name}<{vector}, {Names.Generated}.PredictionPass>(w, first, rows);");
                break;
            case RowItemPlan.Join({ IsVector: true } join, _):
                w.Line($"Stages.{join.Method}<V>(w, first, rows);");
                break;
            case RowItemPlan.Alias(SequencePlan.Reduce reduce, _, _):
                w.Line($"Stages.{reduce.Method}<V>(w, first, rows);");
                break;
        }
    }

    private static void DispatchHead(CodeWriter w, ModelPlan plan)
    {
        foreach (HeadPlan head in plan.Heads.Where(head => !head.IsEmpty))
        {
            w.Line("// The panels of the dense layers may be packed for a different width from the rows' tiles.");
            WorkspaceEmitter.DispatchWidth(w, "w.VectorBits", vector => $"{head.Stem}Head<{vector}>(w, first, rows);");
        }
    }

    /// <summary>One layer of one row: input products of many steps at once, then step by step.</summary>
    private static void Layer(CodeWriter w, ModelPlan plan, RowLayerPlan layer)
    {
        string name = layer.Layer.Name;
        w.Line($"/// <summary>All steps of {layer.Layer.Title} for one row.</summary>");
        using (w.Block($"private static void {name}Row<V>({RowArguments}, int steps)\n    {Names.WhereV}"))
        {
            using (w.Block($"for (int start = 0; start < steps; start += {RowPlan.ProjectedSteps})"))
            {
                w.Line($"int count = {Names.Math}.Min({RowPlan.ProjectedSteps}, steps - start);");
                if (layer.Stages.Any(stage => stage.Projected is not null))
                {
                    WorkspaceEmitter.DispatchWidth(w, "w.VectorBits", vector => $"{name}Projections<{vector}>(w, row, start, count);");
                    w.Line();
                }

                using (w.Block("for (int step = start; step < start + count; step++)"))
                {
                    w.Line($"{name}RowStep<V>(w, weights, row, step);");
                }
            }
        }

        w.Line();
        if (layer.Stages.All(stage => stage.Projected is null))
        {
            return;
        }

        w.Line($"/// <summary>The products of the inputs of some steps of {layer.Layer.Title}, each kernel in one product.</summary>");
        using (w.Block($"private static void {name}Projections<V>(Workspace w, int row, int start, int count)\n    {Names.WhereV}"))
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
                    + $"{columns}, add: false, ref {Names.Kernels}.None);");
            }
        }

        w.Line();
    }

    private static void Step(CodeWriter w, ModelPlan plan, RowLayerPlan layer)
    {
        w.Line($"/// <summary>One step of {layer.Layer.Title} for one row.</summary>");
        using (w.Block($"private static void {layer.Layer.Name}RowStep<V>({RowArguments}, int step)\n    {Names.WhereV}"))
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
                w.Lines($"RowStages.{stage.Method}<V>(\n    {string.Join(",\n    ", Arguments(plan, layer, stage))});");
            }
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

    private static IEnumerable<string> Arguments(ModelPlan plan, RowLayerPlan layer, RowStagePlan stage)
    {
        string step = plan.Row!.Interleaves || stage.Projected is null ? "0" : $"step % {RowPlan.ProjectedSteps}";
        return stage.SequenceParameters.Select(parameter => parameter switch
        {
            RowParameterPlan.Weights => $"ref weights.{stage.Method}.At(0)",
            RowParameterPlan.Product => $"ref w.{stage.Method}Projection[{step}, 0]",
            RowParameterPlan.FromZero => "fromZero",
            RowParameterPlan.Back => "back",
            _ => $"ref {Names.Row(AccessOf(parameter)!, layer.Layer.Name)}",
        });
    }
}
