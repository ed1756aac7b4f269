using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Assignments unit by unit in one fused loop; backward the derived adjoints in one fused loop.</summary>
internal static class PointwiseStageEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Pointwise stage)
    {
        w.Line($"/// <summary>{string.Join("; ", stage.Forward.Statements.Select(statement => $"{statement.Name} = {ExprText.Maths(statement.Value)}"))}.</summary>");
        bool keeps = stage.Forward.Stores.Any(store => store.TrainingOnly);
        string generics = keeps ? "<V, M>" : "<V>";
        string where = keeps ? $"    {Names.WhereV}\n    {Names.WhereM}" : $"    {Names.WhereV}";
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
                w.Line("// Rows that have ended pass nothing to the weights.");
                using (w.Block("if (step >= w.MinLength)"))
                {
                    foreach (ProductGradientPlan gradient in stage.ProductGradients)
                    {
                        w.Line($"w.ClearEnded(w.{gradient.Field}, step, first, rows);");
                    }
                }
            }
        }

        w.Line();
    }

    /// <summary>Whether the stage's method has a mode argument.</summary>
    public static bool HasMode(StagePlan.Pointwise stage) => stage.Forward.Stores.Any(store => store.TrainingOnly);

    private static void Loop(CodeWriter w, StagePlan.Pointwise stage, PointwisePass pass)
    {
        using (w.Block("for (int row = first; row < first + rows; row++)"))
        {
            Dictionary<(string Field, Slot Slot), string> places = [];
            foreach (Access access in pass.Loads.Select(load => load.Access).Concat(pass.Stores.Select(store => store.Access)))
            {
                if (!places.ContainsKey((access.Field, access.Slot)))
                {
                    string local = LocalName(stage.Layer, access);
                    places.Add((access.Field, access.Slot), local);
                    bool trainingOnly = pass.Stores.Any(store => store.TrainingOnly && store.Access.Field == access.Field);
                    string place = $"ref w.{access.Field}[{Names.SlotText(access.Slot)}, row]";
                    w.Line($"ref float {local} = {(trainingOnly ? $"ref (M.KeepsHistory ? {place} : ref Kernels.None)" : place)};");
                }
            }

            using (w.Block($"for (nint lane = 0; lane < {stage.UnitsName}; lane += V.Width)"))
            {
                foreach (LoadPlan load in pass.Loads)
                {
                    w.Line($"V {ExprText.Identifier(load.Name)} = V.Load(ref {places[(load.Access.Field, load.Access.Slot)]}, {Lane(load.Access)});");
                }

                w.Line();
                foreach (StatementPlan statement in pass.Statements)
                {
                    w.Line($"// {statement.Name} = {ExprText.Maths(statement.Value)}");
                    w.Line($"V {ExprText.Identifier(statement.Name)} = {ExprText.Code(statement.Value)};");
                }

                w.Line();
                foreach (StorePlan store in pass.Stores.Where(store => !store.TrainingOnly))
                {
                    Store(w, store, places);
                }

                if (pass.Stores.Any(store => store.TrainingOnly))
                {
                    using (w.Block("if (M.KeepsHistory)"))
                    {
                        foreach (StorePlan store in pass.Stores.Where(store => store.TrainingOnly))
                        {
                            Store(w, store, places);
                        }
                    }
                }
            }
        }
    }

    private static void Store(CodeWriter w, StorePlan store, Dictionary<(string Field, Slot Slot), string> places)
    {
        string place = places[(store.Access.Field, store.Access.Slot)];
        string value = ExprText.Code(store.Value);
        w.Line(store.Accumulate
            ? $"V.Store(V.Load(ref {place}, {Lane(store.Access)}) + {value}, ref {place}, {Lane(store.Access)});"
            : $"V.Store({value}, ref {place}, {Lane(store.Access)});");
    }

    // Lstm0IValue to iRow, Lstm0GatesProduct to gatesProductRow; the slot after the step to cNextRow.
    public static string LocalName(string layer, Access access)
    {
        string field = access.Field;
        if (field.StartsWith(layer, System.StringComparison.Ordinal))
        {
            field = field.Substring(layer.Length);
        }

        return Names.Camel(field.Replace("Value", "")) + (access.Slot == Slot.Next ? "NextRow" : "Row");
    }

    private static string Lane(Access access) => access.Column == 0 ? "lane" : $"lane + {access.Column}";
}
