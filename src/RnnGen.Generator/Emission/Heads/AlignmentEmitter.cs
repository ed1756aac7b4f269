using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>
/// Connectionist temporal classification of the logits y of all steps: which labels a row has is known, when they come is not, and the loss
/// sums over all ways. How is the same for every network and stands in the runtime.
/// </summary>
internal static class AlignmentEmitter
{
    public static void Emit(CodeWriter w, LossPlan loss, int head)
    {
        string gradient = $"w.{Names.Of(loss.Output.GradientBuffer!)}";
        string factor = loss.Weight == 1 ? "" : "weight·";
        string weight = loss.Weight == 1 ? "1f" : ExprText.Literal(loss.Weight);
        w.Lines($$"""
            /// <summary>
            /// loss = -log p(labels) of each row. A row's states s are its labels with a blank before, between and behind them; an
            /// alignment has one at each step t, stays or goes on, and may leave out a blank between two different labels:
            /// begin(t, s) = softmax(y_t)[s]·Σ begin(t - 1, s') over the states s' that s can follow;
            /// end(t, s) = Σ softmax(y_t+1)[s']·end(t + 1, s') over those that can follow s; p = Σ begin(t, s)·end(t, s) at any step t.
            /// dy_t[k] = {{factor}}(softmax(y_t)[k] - Σ begin(t, s)·end(t, s) / p over the states s of output k) / denominator.
            /// </summary>
            {{Names.Optimize}}
            """);
        using (w.Block($"public static void {loss.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            w.Lines($$"""
                {{Names.Generated}}.LabelSequenceTargets loss = ({{Names.Generated}}.LabelSequenceTargets)w.Losses[{{head}}];
                {{Names.Generated}}.AlignmentScratch scratch = loss.Scratch.Rent();
                """);
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Lines($$"""
                    int steps = w.Length(row);
                    loss.RowLosses[row] = {{Names.Kernels}}.AlignLabels<V>(
                        w.{{Names.Of(loss.Output.Place.Buffer)}}, {{gradient}}, row, steps, loss.LabelsOf(row), blank: {{loss.Spec.Blank}},
                        units: {{loss.TargetUnits}}, weight: {{weight}}, loss.Denominator, scratch);

                    // Past the row's length there is nothing to learn.
                    """);
                using (w.Block("for (int step = steps; step < w.MaxLength; step++)"))
                {
                    w.Line($"{gradient}.Row(step, row).Clear();");
                }
            }

            w.Line();
            w.Line("loss.Scratch.Return(scratch);");
        }

        w.Line();
    }
}
