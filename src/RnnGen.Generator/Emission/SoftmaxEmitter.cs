using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Softmax cross entropy of the logits y against probabilities p, and its gradient, in one go.</summary>
internal static class SoftmaxEmitter
{
    public static void Emit(CodeWriter w, SoftmaxPlan stage)
    {
        w.Lines("""
            /// <summary>
            /// loss = Σ p·(log Σ exp(y) - y) of each row; dy = (softmax(y) - p) / batch. Padded logits are so low that exp gives zero.
            /// </summary>
            """);
        using (w.Block($"public static void {stage.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            w.Line("V batch = V.Create(w.Rows);");
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Lines($$"""
                    ref float logits = ref w.{{stage.Logits}}[0, row];
                    ref float gradient = ref w.{{stage.LogitsGradient}}[0, row];
                    ref float targets = ref w.Targets[0, row];
                    ref float terms = ref w.LossTerms[0, row];

                    // e = exp(y - max y), so that nothing overflows
                    V max = V.Create({{Names.Reductions}}.Max<V>(ref logits, {{stage.Classes}}));
                    for (nint lane = 0; lane < {{stage.Classes}}; lane += V.Width)
                    {
                        V.Store(Exp(V.Load(ref logits, lane) - max), ref gradient, lane);
                    }

                    // log Σ exp(y) = max y + log Σ e
                    V sum = V.Create({{Names.Reductions}}.Sum<V>(ref gradient, {{stage.Classes}}));
                    V logSum = max + Log(sum);
                    for (nint lane = 0; lane < {{stage.Classes}}; lane += V.Width)
                    {
                        V p = V.Load(ref targets, lane);
                        V.Store(p * (logSum - V.Load(ref logits, lane)), ref terms, lane);
                        V.Store(((V.Load(ref gradient, lane) / sum) - p) / batch, ref gradient, lane);
                    }

                    terms = {{Names.Reductions}}.Sum<V>(ref terms, {{stage.Classes}});
                    """);
            }
        }

        w.Line();
    }
}
