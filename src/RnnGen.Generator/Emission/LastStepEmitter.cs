using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>From a sequence to one vector: the state after each row's last valid step; backward its gradient joins that state's.</summary>
internal static class LastStepEmitter
{
    public static void Forward(CodeWriter w, ReductionPlan stage)
    {
        w.Line("/// <summary>Takes each row's last valid step: past its length a row's state has been copied through.</summary>");
        using (w.Block($"public static void {stage.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float source = ref w.{stage.Source.Field}[w.MaxLength, row];");
                w.Line($"ref float target = ref w.{stage.Target}[0, row];");
                using (w.Block($"for (nint lane = 0; lane < {stage.UnitsName}; lane += V.Width)"))
                {
                    w.Line("V.Store(V.Load(ref source, lane), ref target, lane);");
                }
            }
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, ReductionPlan stage)
    {
        w.Line("/// <summary>The gradient of the last valid step is a gradient of the final state.</summary>");
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float source = ref w.{stage.TargetGradient}[0, row];");
                w.Line($"ref float target = ref w.{stage.SourceGradient}[w.MaxLength, row];");
                using (w.Block($"for (nint lane = 0; lane < {stage.UnitsName}; lane += V.Width)"))
                {
                    w.Line("V.Store(V.Load(ref target, lane) + V.Load(ref source, lane), ref target, lane);");
                }
            }
        }

        w.Line();
    }
}
