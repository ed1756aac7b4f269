using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>In which order the stages run: unrolled chunks of time steps for a static network, a loop for a dynamic one.</summary>
internal static class ScheduleEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        string how = plan.Spec.Steps is int steps
            ? $"static, {steps} steps unrolled"
            : "dynamic, one loop over any number of steps";
        using (w.Block(
            $"/// <summary>The order of the stages ({how}): layer by layer, each share of the rows on its own.</summary>\n" +
            "private static partial class Schedule"))
        {
            w.Line("/// <summary>The whole pass, for some of the rows.</summary>");
            using (w.Block($"public static void Forward<V, M>(Workspace w, int first, int rows)\n    {Names.WhereV}\n    {Names.WhereM}"))
            {
                InitialStateEmitter.EmitCall(w, plan);
                foreach (SequencePlan stage in plan.Sequence.Where(stage => stage is not SequencePlan.Residual))
                {
                    w.Line(
                        stage is SequencePlan.Recurrent
                            ? $"{stage.Method}<V, M>(w, first, rows);"
                            : $"Stages.{stage.Method}<V>(w, first, rows);");
                }

                foreach (HeadPlan head in plan.Heads.Where(head => !head.IsEmpty))
                {
                    w.Line($"{head.Stem}Head<V>(w, first, rows);");
                }
            }

            w.Line();
            foreach (HeadPlan head in plan.Heads)
            {
                HeadScheduleEmitter.Forward(w, head);
            }

            foreach (LayerPlan layer in plan.Layers)
            {
                Layer(w, plan, layer, LayerPass.Forward);
            }
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Schedule"))
        {
            foreach (HeadPlan head in plan.Heads)
            {
                HeadScheduleEmitter.Backward(w, head);
            }

            foreach (LayerPlan layer in plan.Layers.Reverse())
            {
                Layer(w, plan, layer, LayerPass.Backward);
            }
        }
    }

    private static void Layer(CodeWriter w, ModelPlan plan, LayerPlan layer, LayerPass pass)
    {
        if (layer.IsVector)
        {
            Vector(w, layer, pass);
            return;
        }

        string name = layer.Name + pass.Suffix;
        w.Line($"/// <summary>{pass.AllSteps} of {layer.Title}.</summary>");
        using (w.Block($"public static void {name}{pass.Generics}(Workspace w, int first, int rows)\n{pass.Where}"))
        {
            if (plan.Spec.Steps is null)
            {
                using (w.Block(pass.Loop))
                {
                    w.Line($"{name}Step{pass.Generics}(w, step, first, rows);");
                }
            }

            foreach (UnrollChunk chunk in pass.Order(plan.Chunks))
            {
                if (chunk.Repeats == 1)
                {
                    w.Line($"{Names.Chunk(name, chunk)}{pass.Generics}(w, first, rows);");
                    continue;
                }

                using (w.Block(pass.Repeats(chunk)))
                {
                    w.Line($"{Names.Chunk(name, chunk)}{pass.Generics}(w, start, first, rows);");
                }
            }
        }

        w.Line();
        foreach (UnrollChunk chunk in pass.Order(plan.Chunks))
        {
            string start = chunk.Repeats == 1 ? "" : "int start, ";
            string steps = chunk.Repeats == 1
                ? $"Steps {chunk.First} to {chunk.First + chunk.Count - 1}"
                : $"{chunk.Count} steps, from \"start\" on";
            w.Line($"/// <summary>{steps}, of {layer.Title}{pass.Direction}.</summary>");
            using (w.Block(
                $"private static void {Names.Chunk(name, chunk)}{pass.Generics}(Workspace w, {start}int first, int rows)\n{pass.Where}"))
            {
                foreach (int step in pass.Order(Enumerable.Range(0, chunk.Count)))
                {
                    string text = chunk.Repeats == 1 ? Names.Number(chunk.First + step) : Names.Offset("start", step);
                    w.Line($"// Step {text}{(chunk.Repeats == 1 ? $" of {plan.Spec.Steps}" : "")}");
                    w.Line($"{name}Step{pass.Generics}(w, {text}, first, rows);");
                    w.Line();
                }
            }

            w.Line();
        }

        Step(w, plan, layer, pass, $"{name}Step{pass.Generics}");
    }

    /// <summary>A layer that reads one vector a row: its stages run once.</summary>
    private static void Vector(CodeWriter w, LayerPlan layer, LayerPass pass)
    {
        w.Line($"/// <summary>{Casing.Pascal(layer.Title)}{pass.Direction}, once a sequence.</summary>");
        using (w.Block(
            $"public static void {layer.Name}{pass.Suffix}{pass.Generics}(Workspace w, int first, int rows)\n{pass.Where}"))
        {
            foreach (StagePlan stage in pass.Order(layer.Stages))
            {
                w.Line($"Stages.{pass.Stage(stage)}(w, {(stage is StagePlan.Matrix ? "" : "step: 0, ")}first, rows);");
            }
        }

        w.Line();
    }

    /// <summary>The stages of one step of a layer, and what becomes of the rows that have ended.</summary>
    private static void Step(CodeWriter w, ModelPlan plan, LayerPlan layer, LayerPass pass, string method)
    {
        w.Line($"/// <summary>One step of {layer.Title}{pass.Direction}.</summary>");
        using (w.Block($"private static void {method}(Workspace w, int step, int first, int rows)\n{pass.Where}"))
        {
            if (plan.Spec.Steps is not null)
            {
                w.Line("// Every row has ended before this step.");
                using (w.Block("if (step >= w.MaxLength)"))
                {
                    w.Line("return;");
                }

                w.Line();
            }

            foreach (StagePlan stage in pass.Order(layer.Stages))
            {
                w.Line($"Stages.{pass.Stage(stage)}(w, step, first, rows);");
            }

            if (layer.States.Count > 0)
            {
                w.Line();
                w.Line(pass.Ended);
                using (w.Block("if (w.MinLength <= step)"))
                {
                    foreach (StatePlan state in layer.States)
                    {
                        w.Line(pass.Keep(state));
                    }
                }
            }

            if (pass == LayerPass.Forward)
            {
                WatchEmitter.Batch(w, plan, layer);
            }
        }

        w.Line();
    }
}
