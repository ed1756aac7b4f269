using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>In which order the stages run: unrolled chunks of time steps for a static network, a loop for a dynamic one.</summary>
internal static class ScheduleEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        string how = plan.Spec.Steps is int steps
            ? $"static, {steps} steps unrolled"
            : "dynamic, one loop over any number of steps";
        using (w.Block(
            $"/// <summary>The order of the stages ({how}): layer by layer, each part of the rows on its own.</summary>\n" +
            "private static partial class Schedule"))
        {
            using (w.Block($"public static void Forward<V, M>(Workspace w, int first, int rows)\n    {Names.WhereV}\n    {Names.WhereM}"))
            {
                InitialStateEmitter.EmitCall(w, plan);
                foreach (SequencePlan stage in plan.Sequence.Where(stage => stage is not SequencePlan.Residual))
                {
                    w.Line(stage is SequencePlan.Recurrent ? $"{stage.Method}<V, M>(w, first, rows);" : $"Stages.{stage.Method}<V>(w, first, rows);");
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
                Layer(w, plan, layer, forward: true);
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
                Layer(w, plan, layer, forward: false);
            }
        }
    }

    private static void Layer(CodeWriter w, ModelPlan plan, LayerPlan layer, bool forward)
    {
        string name = layer.Name + (forward ? "" : "Backward");
        string generics = forward ? "<V, M>" : "<V>";
        string where = forward ? $"    {Names.WhereV}\n    {Names.WhereM}" : $"    {Names.WhereV}";
        w.Line($"/// <summary>{(forward ? "All steps" : "All steps, last to first,")} of {layer.Title}.</summary>");
        if (plan.Spec.Steps is null)
        {
            using (w.Block($"public static void {name}{generics}(Workspace w, int first, int rows)\n{where}"))
            {
                using (w.Block(forward ? "for (int step = 0; step < w.MaxLength; step++)" : "for (int step = w.MaxLength - 1; step >= 0; step--)"))
                {
                    w.Line($"{name}Step{generics}(w, step, first, rows);");
                }
            }

            w.Line();
            Step(w, plan, layer, forward, $"{name}Step{generics}", where);
            return;
        }

        IEnumerable<UnrollChunk> order = forward ? plan.Chunks : plan.Chunks.Reverse();
        using (w.Block($"public static void {name}{generics}(Workspace w, int first, int rows)\n{where}"))
        {
            foreach (UnrollChunk chunk in order)
            {
                if (chunk.Repeats == 1)
                {
                    w.Line($"{Names.Chunk(name, chunk)}{generics}(w, first, rows);");
                    continue;
                }

                int last = chunk.First + ((chunk.Repeats - 1) * chunk.Count);
                string loop = forward
                    ? $"for (int start = {chunk.First}; start <= {last}; start += {chunk.Count})"
                    : $"for (int start = {last}; start >= {chunk.First}; start -= {chunk.Count})";
                using (w.Block(loop))
                {
                    w.Line($"{Names.Chunk(name, chunk)}{generics}(w, start, first, rows);");
                }
            }
        }

        w.Line();
        foreach (UnrollChunk chunk in order)
        {
            string start = chunk.Repeats == 1 ? "" : "int start, ";
            using (w.Block($"private static void {Names.Chunk(name, chunk)}{generics}(Workspace w, {start}int first, int rows)\n{where}"))
            {
                for (int i = 0; i < chunk.Count; i++)
                {
                    int step = forward ? i : chunk.Count - 1 - i;
                    string text = chunk.Repeats == 1 ? Names.Number(chunk.First + step) : Names.Offset("start", step);
                    w.Line($"// Step {text}{(chunk.Repeats == 1 ? $" of {plan.Spec.Steps}" : "")}");
                    w.Line($"{name}Step{generics}(w, {text}, first, rows);");
                    w.Line();
                }
            }

            w.Line();
        }

        Step(w, plan, layer, forward, $"{name}Step{generics}", where);
    }

    /// <summary>The stages of one step of a layer, and what becomes of the rows that have ended.</summary>
    private static void Step(CodeWriter w, ModelPlan plan, LayerPlan layer, bool forward, string method, string where)
    {
        w.Line($"/// <summary>One step of {layer.Title}{(forward ? "" : ", backward")}.</summary>");
        using (w.Block($"private static void {method}(Workspace w, int step, int first, int rows)\n{where}"))
        {
            if (plan.Spec.Steps is not null)
            {
                w.Line("// No row is so long.");
                using (w.Block("if (step >= w.MaxLength)"))
                {
                    w.Line("return;");
                }

                w.Line();
            }

            foreach (StagePlan stage in forward ? layer.Stages : layer.Stages.Reverse())
            {
                w.Line(forward
                    ? $"Stages.{stage.Method}{Generics(stage, "M")}(w, step, first, rows);"
                    : $"Stages.{stage.Method}Backward<V>(w, step, first, rows);");
            }

            w.Line();
            w.Line(forward ? "// Rows that have ended keep their state." : "// The gradient passes through rows that have ended.");
            using (w.Block("if (w.MinLength <= step)"))
            {
                foreach (StatePlan state in layer.States)
                {
                    w.Line(forward
                        ? $"w.KeepEnded(w.{state.Field}, from: step, to: step + 1, step, first, rows);"
                        : $"w.KeepEnded(w.{state.GradientField}, from: step + 1, to: step, step, first, rows);");
                }
            }
        }

        w.Line();
    }

    private static string Generics(StagePlan stage, string mode) =>
        stage is StagePlan.Normalize || (stage is StagePlan.Pointwise pointwise && PointwiseStageEmitter.HasMode(pointwise)) ? $"<V, {mode}>" : "<V>";
}
