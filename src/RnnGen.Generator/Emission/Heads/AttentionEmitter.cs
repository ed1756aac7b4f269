using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>
/// From a sequence to one vector: the mean over each row's valid steps, weighted by the softmax of their scores; sums over steps in
/// ascending order. A row of length 0 has zeros and gives no gradient.
/// </summary>
internal static class AttentionEmitter
{
    private const string Lane = "lane";

    public static void Forward(CodeWriter w, ReductionPlan stage)
    {
        string weights = Names.Of(stage.Attention!.WeightsBuffer);
        w.Line(
            "/// <summary>α = exp(s - max s) / Σ exp(s - max s) over the valid steps of each row, y = Σ α·h; "
            + "zero for a row without steps.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Lines($$"""
                    int length = w.Length(row);
                    V largest = V.Create(float.NegativeInfinity);
                    for (int step = 0; step < length; step++)
                    {
                        largest = V.Max(largest, V.Create(w.{{weights}}[step, row]));
                    }

                    // The same number in all lanes, so that a weight is loaded as a vector.
                    V sum = V.Zero;
                    for (int step = 0; step < length; step++)
                    {
                        ref float score = ref w.{{weights}}[step, row];
                        V e = V.Exp(V.Create(score) - largest);
                        V.Store(e, ref score, 0);
                        sum += e;
                    }

                    ref float target = ref w.{{Names.Of(stage.TargetBuffer)}}[0, row];
                    """);
                Lanes(w, stage, $"V.Store(V.Zero, ref target, {Lane});");
                using (w.Block("for (int step = 0; step < length; step++)"))
                {
                    w.Lines($"""
                        ref float weight = ref w.{weights}[step, row];
                        V share = V.FlushTiny(V.Load(ref weight, 0) / sum);
                        V.Store(share, ref weight, 0);
                        ref float source = ref w.{Names.At(stage.Source)};
                        """);
                    Lanes(w, stage,
                        $"V.Store(V.MultiplyAdd(share, V.Load(ref source, {Lane}), V.Load(ref target, {Lane})), ref target, {Lane});");
                }
            }
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, ReductionPlan stage)
    {
        AttentionPlan attention = stage.Attention!;
        string weights = Names.Of(attention.WeightsBuffer), scoreGradient = Names.Of(attention.ScoreGradientBuffer);
        w.Line(
            "/// <summary>ds = α·(dα - Σ α·dα) = α·Σ dy·(h - y), the sum over the units; dh = α·dy, "
            + "and what comes through the score.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Lines($"""
                    int length = w.Length(row);
                    ref float y = ref w.{Names.Of(stage.TargetBuffer)}[0, row];
                    ref float gradient = ref w.{Names.Of(stage.TargetBuffer.Gradient)}[0, row];
                    ref float terms = ref w.{Names.Of(attention.TermsBuffer)}[0, row];
                    """);
                using (w.Block("for (int step = 0; step < length; step++)"))
                {
                    w.Lines($"""
                        V share = V.Load(ref w.{weights}[step, row], 0);
                        ref float source = ref w.{Names.At(stage.Source)};
                        ref float target = ref w.{Names.Of(stage.SourceGradientBuffer!)}[step, row];
                        """);
                    string sum = stage.Accumulate ? $"V.MultiplyAdd(share, flow, V.Load(ref target, {Lane}))" : "share * flow";
                    Lanes(w, stage, $$"""
                        V flow = V.Load(ref gradient, {{Lane}});
                        V.Store(flow * (V.Load(ref source, {{Lane}}) - V.Load(ref y, {{Lane}})), ref terms, {{Lane}});
                        V.Store(V.FlushTiny({{sum}}), ref target, {{Lane}});
                        """);
                    w.Lines($"""

                        w.{scoreGradient}.Row(step, row).Clear();
                        w.{scoreGradient}[step, row] = {Names.VectorMath}.FlushTiny(
                            w.{weights}[step, row] * {Names.Reductions}.Sum<V>(ref terms, {Names.Of(stage.UnitsSize)}));
                        """);
                }

                w.Line();
                using (w.Block("for (int step = length; step < w.MaxLength; step++)"))
                {
                    w.Line($"w.{scoreGradient}.Row(step, row).Clear();");
                    if (!stage.Accumulate)
                    {
                        w.Line($"w.{Names.Of(stage.SourceGradientBuffer!)}.Row(step, row).Clear();");
                    }
                }
            }
        }

        w.Line();
    }

    private static void Lanes(CodeWriter w, ReductionPlan stage, string body)
    {
        using (w.Block($"for (nint {Lane} = 0; {Lane} < {Names.Of(stage.UnitsSize)}; {Lane} += V.Width)"))
        {
            w.Lines(body);
        }
    }
}
