using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>
/// From a sequence to one vector: mean or maximum over each row's valid steps, in ascending order; backward each step gets its share. A row
/// of length 0 has zeros and gives no gradient.
/// </summary>
internal static class PoolingEmitter
{
    private const string Lane = "lane";

    public static void Forward(CodeWriter w, ReductionPlan stage)
    {
        bool isMean = stage.Kind == SequenceReduction.Mean;
        w.Line(isMean
            ? "/// <summary>y = Σ h / length over the valid steps of each row; zero for a row without steps.</summary>"
            : "/// <summary>y = max h over the valid steps of each row; zero for a row without steps.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line("int length = w.Length(row);");
                w.Line($"ref float target = ref w.{Names.Of(stage.TargetBuffer)}[0, row];");
                Lanes(w, stage, $"V.Store(V.Zero, ref target, {Lane});");
                using (w.Block("for (int step = 0; step < length; step++)"))
                {
                    w.Line($"ref float source = ref w.{Names.At(stage.Source)};");
                    Lanes(w, stage, isMean
                        ? $"V.Store(V.Load(ref target, {Lane}) + V.Load(ref source, {Lane}), ref target, {Lane});"
                        : $"V value = V.Load(ref source, {Lane});\nV.Store(step == 0 ? value : V.Max(V.Load(ref target, {Lane}), value), "
                            + $"ref target, {Lane});");
                }

                if (isMean)
                {
                    w.Line();
                    w.Line($"V count = V.Create({Names.Math}.Max(length, 1));");
                    Lanes(w, stage, $"V.Store(V.Load(ref target, {Lane}) / count, ref target, {Lane});");
                }
            }
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, ReductionPlan stage)
    {
        bool isMean = stage.Kind == SequenceReduction.Mean;
        w.Line(isMean
            ? "/// <summary>dh = dy / length for each valid step.</summary>"
            : "/// <summary>dh = dy for the first step that has the largest value; the gradient is gone then, "
                + "and the steps after it get none.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line("int length = w.Length(row);");
                w.Line($"ref float gradient = ref w.{Names.Of(stage.TargetBuffer.Gradient)}[0, row];");
                w.Line(isMean ? "V count = V.Create(length);" : $"ref float largest = ref w.{Names.Of(stage.TargetBuffer)}[0, row];");
                using (w.Block("for (int step = 0; step < length; step++)"))
                {
                    w.Line($"ref float target = ref w.{Names.Of(stage.SourceGradientBuffer!)}[step, row];");
                    if (isMean)
                    {
                        Lanes(w, stage, $"V.Store({Sum(stage, $"V.Load(ref gradient, {Lane}) / count")}, ref target, {Lane});");
                    }
                    else
                    {
                        w.Line($"ref float source = ref w.{Names.At(stage.Source)};");
                        Lanes(w, stage, $$"""
                            V flow = V.Load(ref gradient, {{Lane}});
                            V less = V.GreaterThan(V.Load(ref largest, {{Lane}}), V.Load(ref source, {{Lane}}));
                            V.Store({{Sum(stage, "V.Select(less, V.Zero, flow)")}}, ref target, {{Lane}});
                            V.Store(V.Select(less, flow, V.Zero), ref gradient, {{Lane}});
                            """);
                    }
                }

                if (!stage.Accumulate)
                {
                    w.Line();
                    using (w.Block("for (int step = length; step < w.MaxLength; step++)"))
                    {
                        w.Line($"w.{Names.Of(stage.SourceGradientBuffer!)}.Row(step, row).Clear();");
                    }
                }
            }
        }

        w.Line();
    }

    /// <summary>A gradient, added to those of other heads where there are any.</summary>
    private static string Sum(ReductionPlan stage, string gradient) =>
        stage.Accumulate ? $"V.Load(ref target, {Lane}) + ({gradient})" : gradient;

    private static void Lanes(CodeWriter w, ReductionPlan stage, string body)
    {
        using (w.Block($"for (nint {Lane} = 0; {Lane} < {Names.Of(stage.UnitsSize)}; {Lane} += V.Width)"))
        {
            w.Lines(body);
        }
    }
}
