using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>Sequences of rows that run alone: layer by layer, or interleaved step by step.</summary>
internal static class RowScheduleEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Schedule"))
        {
            string order = plan.Row!.Interleaves ? "; each layer a step behind the one below, so that their latencies overlap" : "";
            w.Line($"/// <summary>Few rows, one after the other{order}.</summary>");
            using (w.Block(
                $"public static void Rows<V>(Workspace w, RowWeights weights, int first, int rows"
                + $"{Names.MemberParameter(plan.Row!.IsShared)})\n    {Names.WhereV}"))
            {
                Begin(w, plan);
                using (w.Block("for (int row = first; row < first + rows; row++)"))
                {
                    w.Line("int steps = w.Length(row);");
                    if (plan.Row!.Interleaves)
                    {
                        InterleavedRowEmitter.Calls(w, plan);
                        w.Line("w.KeepFinalStates(row, steps);");
                    }
                    else
                    {
                        Layers(w, plan);
                    }
                }

                w.Line();
                End(w, plan);
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
                    RowLayerEmitter.Emit(w, layer);
                }

                RowLayerEmitter.EmitStep(w, plan, layer);
            }
        }
    }

    /// <summary>What comes before the first row.</summary>
    private static void Begin(CodeWriter w, ModelPlan plan)
    {
        RowStagePlan[] projections = [.. RowProjectionsEmitter.Of(plan)];
        RowItemPlan[] ofInputs = [.. plan.Row!.Items.Where(item => item.IsOfInputs)];
        bool isEmpty = !plan.LearnsInitialStates && projections.Length + ofInputs.Length == 0;
        using (RowLayerEmitter.Alone(w, plan.Row!.IsShared && !isEmpty))
        {
            InitialStateEmitter.EmitCall(w, plan);
            foreach (RowStagePlan stage in projections)
            {
                w.Line(
                    $"w.{stage.Method}Projection = {Names.StepBuffer}.Shape(w.{stage.Method}Projection, "
                    + $"{(plan.Row!.Interleaves ? 1 : RowPlan.ProjectedSteps)}, 1, {Names.Of(stage.Matrix!.ColumnsSize)});");
            }

            foreach (RowItemPlan item in ofInputs)
            {
                Vectors(w, item);
            }
        }

        w.Line();
    }

    /// <summary>All layers of a row: what threads share, and between that what one of them does.</summary>
    private static void Layers(CodeWriter w, ModelPlan plan)
    {
        bool isShared = plan.Row!.IsShared;
        CodeWriter.Scope? alone = null;
        foreach (RowItemPlan item in plan.Row!.Items.Where(IsOfSteps))
        {
            if (item is RowItemPlan.Cell({ IsShared: true }))
            {
                alone?.Dispose();
                alone = null;
            }
            else
            {
                alone ??= RowLayerEmitter.Alone(w, isShared);
            }

            Steps(w, item);
        }

        alone ??= RowLayerEmitter.Alone(w, isShared);
        w.Line("w.KeepFinalStates(row, steps);");
        alone?.Dispose();
    }

    private static bool IsOfSteps(RowItemPlan item) => item
        is RowItemPlan.Cell({ Layer.IsVector: false })
        or RowItemPlan.Join({ IsVector: false }, _)
        or RowItemPlan.Window
        or RowItemPlan.Alias(SequencePlan.Repeat, _, _);

    /// <summary>What comes after the last row: vectors, then the heads.</summary>
    private static void End(CodeWriter w, ModelPlan plan)
    {
        RowItemPlan[] vectors = [.. plan.Row!.Items.Where(item => !item.IsOfInputs && !IsOfSteps(item))];
        using (RowLayerEmitter.Alone(w, plan.Row!.IsShared && (vectors.Length > 0 || plan.Heads.Any(head => !head.IsEmpty))))
        {
            foreach (RowItemPlan item in vectors)
            {
                Vectors(w, item);
                w.Line();
            }

            DispatchHead(w, plan);
        }
    }

    /// <summary>What runs over all steps of a row.</summary>
    private static void Steps(CodeWriter w, RowItemPlan item)
    {
        switch (item)
        {
            case RowItemPlan.Cell({ Layer.IsVector: false } layer):
                w.Line($"{layer.Layer.Name}Row<V>(w, weights, row, steps{Names.MemberArgument(layer.IsShared)});");
                break;
            case RowItemPlan.Join({ IsVector: false } join, _):
                w.Line($"Stages.{join.Method}<V>(w, row, rows: 1);");
                break;
            case RowItemPlan.Window(var window, _):
                w.Line($"Stages.{window.Method}<V>(w, row, rows: 1);");
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
}
