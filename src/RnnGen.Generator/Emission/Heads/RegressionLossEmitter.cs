using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>Losses of numbers y against targets t, unit by unit, the mean over the units taken.</summary>
internal static class RegressionLossEmitter
{
    public static string Summary(LossPlan loss)
    {
        string equation = loss.Spec.Kind switch
        {
            LossKind.BinaryCrossEntropy => "max(y, 0) - y·t + log(1 + exp(-|y|)); dy = σ(y) - t",
            LossKind.MeanSquaredError => "(y - t)²; dy = 2·(y - t)",
            LossKind.MeanAbsoluteError => "|y - t|; dy = sign(y - t)",
            LossKind.Huber => "c·(y - t - c / 2) with c = y - t limited to ±delta; dy = c",
            _ => "(s + (t - μ)²·exp(-s)) / 2; dμ = (μ - t)·exp(-s), ds = (1 - (t - μ)²·exp(-s)) / 2",
        };
        return $"/// <summary>loss = {equation}: the mean over the units for each {(loss.IsEveryStep ? "step" : "row")}.</summary>";
    }

    public static string Constants(LossPlan loss)
    {
        string scale = $"V scale = V.Create(loss.Denominator * {loss.TargetUnits});{LossEmitter.FactorLine(loss)}";
        return loss.Spec.Kind == LossKind.Huber ? $"{scale}\nV delta = V.Create({ExprText.Literal(loss.Spec.Delta)});" : scale;
    }

    public static string Body(LossPlan loss)
    {
        (string terms, string gradient) = loss.Spec.Kind switch
        {
            LossKind.BinaryCrossEntropy => ("V.Max(V.Zero, y) - (y * t) + V.Log(V.Create(1f) + V.Exp(-V.Abs(y)))", "V.Sigmoid(y) - t"),
            LossKind.MeanSquaredError => ("d * d", "d + d"),
            LossKind.MeanAbsoluteError =>
                ("V.Abs(d)", "V.Select(V.GreaterThan(d, V.Zero), V.Create(1f), V.Select(V.GreaterThan(V.Zero, d), V.Create(-1f), V.Zero))"),
            _ => ("c * (d - (V.Create(0.5f) * c))", "c"),
        };
        string values = loss.Spec.Kind switch
        {
            LossKind.BinaryCrossEntropy => "V y = V.Load(ref outputs, lane), t = V.Load(ref targets, lane);",
            LossKind.Huber => "V d = V.Load(ref outputs, lane) - V.Load(ref targets, lane);\n    V c = V.Max(-delta, V.Min(delta, d));",
            _ => "V d = V.Load(ref outputs, lane) - V.Load(ref targets, lane);",
        };
        return $$"""
            for (nint lane = 0; lane < {{Names.Of(loss.Output.UnitsSize)}}; lane += V.Width)
            {
                {{values}}
                V.Store({{terms}}, ref terms, lane);
                V.Store(V.FlushTiny({{LossEmitter.Factor(loss)}}({{gradient}}) / scale), ref gradient, lane);
            }

            {{Rest(loss)}}
            """;
    }

    /// <summary>
    /// The log-variances begin anywhere in a row: they, then their gradients, are copied to and from a place of their own.
    /// </summary>
    public static string GaussianBody(LossPlan loss)
    {
        int units = loss.TargetUnits, padded = Sizes.Padded(units);
        string span = $"{Names.MemoryMarshal}.CreateSpan";
        return $$"""
            // s where vectors are whole; its gradient takes its place.
            ref float variances = ref {{Names.Kernels}}.At(ref terms, {{padded}});
            {{span}}(ref {{Names.Kernels}}.At(ref outputs, {{units}}), {{units}}).CopyTo({{span}}(ref variances, {{units}}));
            {{span}}(ref {{Names.Kernels}}.At(ref variances, {{units}}), {{padded - units}}).Clear();
            for (nint lane = 0; lane < {{units}}; lane += V.Width)
            {
                V d = V.Load(ref outputs, lane) - V.Load(ref targets, lane);
                V s = V.Load(ref variances, lane);
                V precise = d * V.Exp(-s);
                V square = d * precise;
                V.Store(V.Create(0.5f) * (s + square), ref terms, lane);
                V.Store(V.FlushTiny({{LossEmitter.Factor(loss)}}precise / scale), ref gradient, lane);
                V.Store(V.FlushTiny({{LossEmitter.Factor(loss)}}V.Create(0.5f) * (V.Create(1f) - square) / scale), ref variances, lane);
            }

            {{span}}(ref variances, {{units}}).CopyTo({{span}}(ref {{Names.Kernels}}.At(ref gradient, {{units}}), {{units}}));
            {{Rest(loss)}}
            """;
    }

    /// <summary>Past the units a gradient is zero; the loss is the mean of the terms.</summary>
    private static string Rest(LossPlan loss)
    {
        int padding = Sizes.Padded(loss.Output.Units) - loss.Output.Units;
        string clear = padding == 0
            ? ""
            : $"{Names.MemoryMarshal}.CreateSpan(ref {Names.Kernels}.At(ref gradient, {loss.Output.Units}), {padding}).Clear();\n";
        return $"{clear}terms = {Names.Reductions}.Sum<V>(ref terms, {loss.TargetUnits}) / {loss.TargetUnits};";
    }
}
