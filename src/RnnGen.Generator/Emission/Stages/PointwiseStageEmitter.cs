using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Assignments unit by unit in one fused loop; backward the derived adjoints in one fused loop.</summary>
internal static class PointwiseStageEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Pointwise stage)
    {
        w.Line($"/// <summary>{string.Join("; ", stage.Forward.Statements.Select(AssignmentText.Equation))}.</summary>");
        bool hasMode = stage.Forward.HasMode;
        string generics = hasMode ? "<V, M>" : "<V>";
        string where = hasMode ? $"    {Names.WhereV}\n    {Names.WhereM}" : $"    {Names.WhereV}";
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}{generics}(Workspace w, int step, int first, int rows)\n{where}"))
        {
            Loop(w, stage, stage.Forward);
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, StagePlan.Pointwise stage)
    {
        w.Line($"/// <summary>The derivative of {stage.Method}: from gradients of its results to gradients of what it read.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int step, int first, int rows)\n    {Names.WhereV}"))
        {
            Loop(w, stage, stage.Backward);
            if (stage.ProductGradients.Count > 0)
            {
                w.Line();
                if (stage.SpoilsPadding)
                {
                    ClearPadding(w, stage);
                }

                ClearEnded(w, stage.ProductGradients);
            }
        }

        w.Line();
    }

    /// <summary>The end of a stage that writes gradients of products: those of rows that have ended are zero.</summary>
    public static void ClearEnded(CodeWriter w, IEnumerable<ProductGradientPlan> gradients)
    {
        w.Line("// Rows that have ended pass nothing to the weights.");
        using (w.Block("if (step >= w.MinLength)"))
        {
            foreach (ProductGradientPlan gradient in gradients)
            {
                w.Line($"w.ClearEnded(w.{Names.Of(gradient.Buffer)}, step, first, rows);");
            }
        }
    }

    private static void ClearPadding(CodeWriter w, StagePlan.Pointwise stage)
    {
        int padded = Sizes.Padded(stage.Units);
        string units = Names.Of(stage.UnitsSize);
        w.Line("// Lanes past the units may hold NaN, and the products that follow read them.");
        using (w.Block("for (int row = first; row < first + rows; row++)"))
        {
            foreach (ProductGradientPlan gradient in stage.ProductGradients)
            {
                using (w.Block($"for (int block = 0; block < {gradient.Columns}; block += {padded})"))
                {
                    w.Line($"w.{Names.Of(gradient.Buffer)}.Row(step, row).Slice(block + {units}, {padded} - {units}).Clear();");
                }

                w.Line();
            }
        }

        w.Line();
    }

    // Gradients of the model's inputs are there only when they are wanted.
    private static bool IsWanted(StorePlan store) => Names.Wanted(store.Need) is not null;

    private static void Loop(CodeWriter w, StagePlan.Pointwise stage, PointwisePass pass)
    {
        Dictionary<(BufferRef Buffer, Slot Slot), string> places = [];
        using (w.Block("for (int row = first; row < first + rows; row++)"))
        {
            foreach (Access access in pass.Loads.Select(load => load.Access).Concat(pass.Stores.Select(store => store.Access)))
            {
                if (!places.ContainsKey((access.Buffer, access.Slot)))
                {
                    string local = Names.Row(access, stage.Layer);
                    places.Add((access.Buffer, access.Slot), local);
                    bool trainingOnly = pass.Stores.Any(store => store.TrainingOnly && store.Access.Buffer == access.Buffer);
                    string place = access.Slot == Slot.Parameter
                        ? $"ref w.Weights.{Names.Of(access.Buffer)}.At(0)"
                        : $"ref w.{Names.At(access)}";
                    string? condition = trainingOnly ? "M.KeepsHistory"
                        : pass.HasMode && access.Slot == Slot.Mask ? "M.Drops"
                        : pass.Stores.FirstOrDefault(store => store.Access == access && IsWanted(store)) is StorePlan wanted
                            ? Names.Wanted(wanted.Need)
                        : null;
                    w.Line(
                        $"ref float {local} = {(condition is null ? place : $"ref ({condition} ? {place} : ref {Names.Kernels}.None)")};");
                }
            }

            using (w.Block($"for (nint lane = 0; lane < {Names.Of(stage.UnitsSize)}; lane += V.Width)"))
            {
                foreach (LoadPlan load in pass.Loads)
                {
                    w.Line(
                        pass.HasMode && load.Access.Slot == Slot.Mask
                            ? AssignmentText.Mask(load, Place(load.Access))
                            : AssignmentText.Load(load, Place(load.Access)));
                }

                w.Line();
                foreach (StatementPlan statement in pass.Statements)
                {
                    w.Line($"// {AssignmentText.Explained(statement)}");
                    w.Line(AssignmentText.Statement(statement));
                }

                w.Line();
                if (pass.Carries)
                {
                    w.Line(AssignmentText.Carried);
                }

                foreach (StorePlan store in pass.Stores.Where(store => !store.TrainingOnly))
                {
                    using CodeWriter.Scope? wanted = Names.Wanted(store.Need) is string condition ? w.Block($"if ({condition})") : null;
                    w.Line(AssignmentText.Store(store, Place(store.Access)));
                }

                if (pass.Stores.Any(store => store.TrainingOnly))
                {
                    using (w.Block("if (M.KeepsHistory)"))
                    {
                        foreach (StorePlan store in pass.Stores.Where(store => store.TrainingOnly))
                        {
                            w.Line(AssignmentText.Store(store, Place(store.Access)));
                        }
                    }
                }
            }
        }

        string Place(Access access) =>
            $"ref {places[(access.Buffer, access.Slot)]}, {(access.Column == 0 ? "lane" : $"lane + {access.Column}")}";
    }
}
