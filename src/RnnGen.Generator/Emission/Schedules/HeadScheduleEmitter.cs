using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>The order of the stages after the recurrent layers: once a sequence, or a loop over the steps.</summary>
internal static class HeadScheduleEmitter
{
    private const string Ascending = "for (int step = 0; step < w.MaxLength; step++)";
    private const string Descending = "for (int step = w.MaxLength - 1; step >= 0; step--)";

    public static void Forward(CodeWriter w, HeadPlan head)
    {
        if (head.IsEmpty)
        {
            return;
        }

        w.Line($"/// <summary>From {Source(head)} to the outputs{(head.Name is null ? "" : $" of head {head.Name}")}.</summary>");
        using (w.Block($"private static void {head.Stem}Head<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            if (head.Reduction is ReductionPlan reduction)
            {
                Loop(w, reduction.Scores, "", Ascending);
                w.Line($"Stages.{reduction.Method}<V>(w, first, rows);");
            }

            Stages(w, head, head.Stages, "", Ascending);
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, HeadPlan head)
    {
        if (!head.HasBackward)
        {
            return;
        }

        string target = head.Reduction is { Kind: SequenceReduction.Last }
            ? "the gradient of the top layer's final state"
            : head.IsEveryStep ? "those of the top layer's outputs"
            : "that of the vector below";
        w.Line(
            $"/// <summary>From the gradients of the outputs{(head.Name is null ? "" : $" of head {head.Name}")} to {target}.</summary>");
        using (w.Block($"public static void {head.Stem}HeadBackward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            if (head.Pass is PassPlan pass)
            {
                w.Line($"Stages.{pass.Method}Backward<V>(w, first, rows);");
            }

            Stages(w, head, head.Stages.Reverse(), "Backward", Descending);
            if (head.Reduction is ReductionPlan reduction)
            {
                w.Line($"Stages.{reduction.Method}Backward<V>(w, first, rows);");
                Loop(w, reduction.Scores.Reverse(), "Backward", Descending);
            }
        }

        w.Line();
    }

    private static void Stages(CodeWriter w, HeadPlan head, IEnumerable<StagePlan> stages, string suffix, string loop)
    {
        if (!head.IsEveryStep)
        {
            foreach (StagePlan stage in stages)
            {
                // A pointwise stage has a step; once a sequence it is the first.
                w.Line($"Stages.{stage.Method}{suffix}<V>(w, {(stage is StagePlan.Pointwise ? "step: 0, " : "")}first, rows);");
            }

            return;
        }

        Loop(w, stages, suffix, loop);
    }

    private static void Loop(CodeWriter w, IEnumerable<StagePlan> stages, string suffix, string loop)
    {
        if (!stages.Any())
        {
            return;
        }

        using (w.Block(loop))
        {
            foreach (StagePlan stage in stages)
            {
                w.Line($"Stages.{stage.Method}{suffix}<V>(w, step, first, rows);");
            }
        }

        w.Line();
    }

    private static string Source(HeadPlan head) => head.Reduction?.Kind switch
    {
        null => head.IsEveryStep ? "each step" : "the vector of each row",
        SequenceReduction.Last => "the last valid step of each row",
        _ => "the valid steps of each row",
    };
}
