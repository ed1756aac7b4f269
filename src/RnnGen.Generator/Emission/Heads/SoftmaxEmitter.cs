using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>Softmax cross entropy of the logits y against probabilities p, and its gradient.</summary>
internal static class SoftmaxEmitter
{
    public static string Summary(LossPlan loss) => $"""
        /// <summary>
        /// loss = Σ p·(log Σ exp(y) - y) of each {(loss.IsEveryStep ? "step" : "row")};
        /// dy = ({(IsWeighted(loss) ? "softmax(y)·Σ p" : "softmax(y)")} - p) / denominator.
        /// Padded logits are so low that exp gives zero.
        /// </summary>
        """;

    public static string Constants(LossPlan loss) =>
        $"V denominator = V.Create(loss.Denominator);{LossEmitter.FactorLine(loss)}";

    public static string Body(LossPlan loss)
    {
        int classes = loss.TargetUnits;
        string weight = IsWeighted(loss)
            ? $"\n// With class weights the p of a target need not sum to 1.\nV weight = V.Create({Names.Reductions}.Sum<V>(ref targets, "
                + $"{classes}));"
            : "";
        string softmax = IsWeighted(loss) ? "((V.Load(ref gradient, lane) / sum) * weight)" : "(V.Load(ref gradient, lane) / sum)";
        return $$"""
            // e = exp(y - max y), so that nothing overflows
            V max = V.Create({{Names.Reductions}}.Max<V>(ref logits, {{classes}}));
            for (nint lane = 0; lane < {{classes}}; lane += V.Width)
            {
                V.Store(V.Exp(V.Load(ref logits, lane) - max), ref gradient, lane);
            }

            // log Σ exp(y) = max y + log Σ e
            V sum = V.Create({{Names.Reductions}}.Sum<V>(ref gradient, {{classes}}));
            V logSum = max + V.Log(sum);{{weight}}
            for (nint lane = 0; lane < {{classes}}; lane += V.Width)
            {
                V p = V.Load(ref targets, lane);
                V.Store(p * (logSum - V.Load(ref logits, lane)), ref terms, lane);
                V.Store(V.FlushTiny({{LossEmitter.Factor(loss)}}({{softmax}} - p) / denominator), ref gradient, lane);
            }

            terms = {{Names.Reductions}}.Sum<V>(ref terms, {{classes}});
            """;
    }

    private static bool IsWeighted(LossPlan loss) => loss.Spec.ClassWeights.Count > 0;
}
