using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>
/// From a sequence to one vector: each row's last valid step, of both directions where there are two; backward its gradient goes there.
/// </summary>
internal static class LastStepEmitter
{
    public static void Forward(CodeWriter w, ReductionPlan stage)
    {
        w.Line(stage.Parts[0].IsState
            ? "/// <summary>Takes each row's last valid step: past its length a row's state has been copied through.</summary>"
            : "/// <summary>Takes each row's last valid step; zero for a row without steps.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                Sources(w, stage, gradient: false);
                w.Line($"ref float target = ref w.{Names.Of(stage.TargetBuffer)}[0, row];");
                Take(w, stage);
            }
        }

        w.Line();
    }

    private static void Take(CodeWriter w, ReductionPlan stage)
    {
        if (Concatenates(stage))
        {
            w.Line($"{Names.MemoryMarshal}.CreateSpan(ref target, {Sizes.Padded(stage.Units)}).Clear();");
            if (stage.Parts.Any(part => !part.IsState))
            {
                using (w.Block("if (w.Length(row) == 0)"))
                {
                    w.Line("continue;");
                }

                w.Line();
            }

            foreach (LastPartPlan part in stage.Parts)
            {
                w.Line(Copy(part, "source", part.Column == 0 ? "target" : $"{Names.Kernels}.At(ref target, {part.Column})"));
            }

            return;
        }

        string value = stage.Merge switch
        {
            LayerMerge.Sum => "V.Load(ref source, lane) + V.Load(ref source1, lane)",
            LayerMerge.Average => "V.Create(0.5f) * (V.Load(ref source, lane) + V.Load(ref source1, lane))",
            LayerMerge.Product => AssignmentText.Flush("V.Load(ref source, lane) * V.Load(ref source1, lane)"),
            _ => "V.Load(ref source, lane)",
        };
        string? empty = stage.Parts.All(part => part.IsState) ? null : "w.Length(row) == 0 ? V.Zero : ";
        using (w.Block($"for (nint lane = 0; lane < {Names.Of(stage.UnitsSize)}; lane += V.Width)"))
        {
            w.Line($"V.Store({empty}{value}, ref target, lane);");
        }
    }

    public static void Backward(CodeWriter w, ReductionPlan stage)
    {
        w.Line(stage.Parts[0].IsState
            ? "/// <summary>The gradient of the last valid step is a gradient of the final state.</summary>"
            : "/// <summary>The gradient of each row's last valid step; zero at all others.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float source = ref w.{Names.Of(stage.TargetBuffer.Gradient)}[0, row];");
                ClearSteps(w, stage);
                Sources(w, stage, gradient: true);
                Targets(w, stage);
            }
        }

        w.Line();
    }

    /// <summary>Where steps are not states, only the last one has a gradient.</summary>
    private static void ClearSteps(CodeWriter w, ReductionPlan stage)
    {
        LastPartPlan[] values = [.. stage.Parts.Where(part => !part.IsState)];
        if (values.Length == 0)
        {
            return;
        }

        if (!stage.Accumulate)
        {
            using (w.Block("for (int step = 0; step < w.MaxLength; step++)"))
            {
                foreach (LastPartPlan part in values)
                {
                    w.Line($"w.{Names.Of(part.GradientBuffer)}.Row(step, row).Clear();");
                }
            }

            w.Line();
        }

        using (w.Block("if (w.Length(row) == 0)"))
        {
            w.Line("continue;");
        }

        w.Line();
    }

    private static bool Concatenates(ReductionPlan stage) => stage.Merge == LayerMerge.Concatenate && stage.Parts.Count > 1;

    private static void Sources(CodeWriter w, ReductionPlan stage, bool gradient)
    {
        for (int i = 0; i < stage.Parts.Count; i++)
        {
            LastPartPlan part = stage.Parts[i];
            string name = (gradient ? "target" : "source") + (i == 0 ? "" : Names.Number(i));
            string slot = part.IsState ? "w.MaxLength" : gradient ? "w.Length(row) - 1" : $"{Names.Math}.Max(w.Length(row) - 1, 0)";
            w.Line($"ref float {name} = ref w.{(gradient ? Names.Of(part.GradientBuffer) : Names.Of(part.Buffer))}[{slot}, row];");
        }

        if (gradient && stage.Merge == LayerMerge.Product)
        {
            string slot = stage.Parts[0].IsState ? "w.MaxLength" : "w.Length(row) - 1";
            w.Line($"ref float value = ref w.{Names.Of(stage.Parts[0].Buffer)}[{slot}, row];");
            w.Line($"ref float value1 = ref w.{Names.Of(stage.Parts[1].Buffer)}[{slot}, row];");
        }
    }

    private static void Targets(CodeWriter w, ReductionPlan stage)
    {
        for (int i = 0; i < stage.Parts.Count; i++)
        {
            LastPartPlan part = stage.Parts[i];
            string target = "target" + (i == 0 ? "" : Names.Number(i));
            if (part.Column > 0)
            {
                // Not at the start of a vector: whole vectors would read past the row.
                using (w.Block($"for (int unit = 0; unit < {Names.Of(part.UnitsSize)}; unit++)"))
                {
                    w.Line($"{Names.Kernels}.At(ref {target}, unit) += {Names.Kernels}.At(ref source, {part.Column} + unit);");
                }

                continue;
            }

            string source = stage.Merge switch
            {
                LayerMerge.Average => "(V.Create(0.5f) * V.Load(ref source, lane))",
                LayerMerge.Product => AssignmentText.Flush($"V.Load(ref source, lane) * V.Load(ref {(i == 0 ? "value1" : "value")}, lane)"),
                _ => "V.Load(ref source, lane)",
            };
            using (w.Block($"for (nint lane = 0; lane < {Names.Of(part.UnitsSize)}; lane += V.Width)"))
            {
                w.Line($"V.Store(V.Load(ref {target}, lane) + {source}, ref {target}, lane);");
            }

            w.Line();
        }
    }

    private static string Copy(LastPartPlan part, string source, string target) =>
        $"{Names.MemoryMarshal}.CreateReadOnlySpan(ref {source}{(part.Column == 0 ? "" : "1")}, "
        + $"{Names.Of(part.UnitsSize)}).CopyTo({Names.MemoryMarshal}.CreateSpan(ref {target}, {Names.Of(part.UnitsSize)}));";
}
