using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Heads;

/// <summary>
/// The loss of each target and its gradient, in one go: what all losses have in common. A gradient is carried on, so it is 0 below 2^-100
/// in magnitude.
/// </summary>
internal static class LossEmitter
{
    public static void Emit(CodeWriter w, LossPlan loss, int head)
    {
        if (loss.Spec.IsOfSequences)
        {
            AlignmentEmitter.Emit(w, loss, head);
            return;
        }

        w.Lines(loss.Spec.Kind == LossKind.SoftmaxCrossEntropy ? SoftmaxEmitter.Summary(loss) : RegressionLossEmitter.Summary(loss));
        w.Line(Names.Optimize);
        using (w.Block($"public static void {loss.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            w.Line($"{Names.Generated}.LossTargets loss = w.Losses[{head}];");
            w.Lines(
                loss.Spec.Kind == LossKind.SoftmaxCrossEntropy ? SoftmaxEmitter.Constants(loss) : RegressionLossEmitter.Constants(loss));
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                if (loss.IsEveryStep)
                {
                    w.Line("double total = 0;");
                    using (w.Block("for (int step = 0; step < w.MaxLength; step++)"))
                    {
                        Target(w, loss);
                        w.Line("total += terms;");
                    }

                    w.Line();
                    w.Line($"loss.RowLosses[row] = total;");
                }
                else
                {
                    Target(w, loss);
                }
            }
        }

        w.Line();
    }

    /// <summary>The loss in words.</summary>
    public static string Title(LossPlan loss)
    {
        string name = loss.Spec.Kind switch
        {
            LossKind.SoftmaxCrossEntropy => "softmax cross entropy",
            LossKind.BinaryCrossEntropy => "binary cross entropy",
            LossKind.MeanSquaredError => "mean squared error",
            LossKind.MeanAbsoluteError => "mean absolute error",
            LossKind.Huber => "Huber",
            LossKind.ConnectionistTemporalClassification =>
                $"connectionist temporal classification with blank {Names.Number(loss.Spec.Blank)}",
            _ => "Gaussian negative log-likelihood",
        };
        string reduction = loss.Spec.Reduction switch
        {
            LossReductionKind.Sum => "sum",
            LossReductionKind.PerValidStep when loss.IsEveryStep => "mean over the valid steps",
            _ when loss.IsEveryStep => "sum over the valid steps, mean over the rows",
            _ => "mean over the batch",
        };
        return $"{name}, {reduction}";
    }

    /// <summary>The factor of a gradient, where the head's loss has one.</summary>
    public static string Factor(LossPlan loss) => loss.Weight == 1 ? "" : "factor * ";

    /// <summary>Its value, a line of its own.</summary>
    public static string FactorLine(LossPlan loss) => loss.Weight == 1 ? "" : $"\nV factor = V.Create({ExprText.Literal(loss.Weight)});";

    /// <summary>The member that makes what takes the targets of each head.</summary>
    public static void Targets(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Losses.Any())
        {
            return;
        }

        w.Line($"public override {Names.Generated}.LossTargets[] CreateLosses() =>");
        w.Line("[");
        foreach ((LossPlan loss, int index) in plan.Losses.Select((loss, index) => (loss, index)))
        {
            string type = loss.Spec.IsOfSequences ? "LabelSequenceTargets" : loss.Spec.IsClassification ? "ClassTargets" : "LossTargets";
            string model = plan.HasNamedHeads ? $"Description.ForHead({index})" : "Description";
            w.Line($"    new {Names.Generated}.{type}({model}, {Options(loss)}),");
        }

        w.Line("];");
        w.Line();
    }

    private static string Options(LossPlan loss)
    {
        if (loss.Spec.IsOfSequences)
        {
            return $"units: {Names.Number(loss.TargetUnits)}";
        }

        string options =
            $"{(loss.Spec.IsClassification ? "classes" : "units")}: {Names.Number(loss.TargetUnits)}, scratchFloats: "
            + $"{Names.Number(loss.ScratchFloats)}";
        if (loss.Spec.Kind == LossKind.BinaryCrossEntropy)
        {
            options += ", isBinary: true";
        }

        if (loss.Spec.LabelSmoothing > 0)
        {
            options += $", smoothing: {loss.Spec.LabelSmoothing.ToString("R", CultureInfo.InvariantCulture)}";
        }

        if (loss.Spec.ClassWeights.Count > 0)
        {
            options += $", weights: [{string.Join(", ", loss.Spec.ClassWeights.Select(ExprText.Literal))}]";
        }

        return loss.Spec.IgnoreIndex is int index ? $"{options}, ignored: {Names.Number(index)}" : options;
    }

    private static void Target(CodeWriter w, LossPlan loss)
    {
        string slot = Slot(loss);
        string? isNone = (loss.IsEveryStep, loss.Spec.IgnoreIndex is not null) switch
        {
            (true, true) => $"step >= w.Length(row) || !loss.Counts[(step * w.Rows) + row]",
            (true, false) => "step >= w.Length(row)",
            (false, true) => $"!loss.Counts[row]",
            _ => null,
        };
        if (isNone is not null)
        {
            w.Line("// No target: no loss, and no gradient.");
            using (w.Block($"if ({isNone})"))
            {
                w.Line($"w.{Names.Of(loss.Output.GradientBuffer!)}.Row({slot}, row).Clear();");
                if (!loss.IsEveryStep)
                {
                    w.Line($"loss.Terms[0, row] = 0;");
                }

                w.Line("continue;");
            }

            w.Line();
        }

        string outputs = loss.Spec.IsClassification ? "logits" : "outputs";
        w.Lines($"""
            ref float {outputs} = ref w.{Names.At(loss.Output.Place)};
            ref float gradient = ref w.{Names.Of(loss.Output.GradientBuffer!)}[{slot}, row];
            ref float targets = ref loss.Targets[{slot}, row];
            ref float terms = ref loss.Terms[0, row];

            """);
        w.Lines(loss.Spec.Kind switch
        {
            LossKind.SoftmaxCrossEntropy => SoftmaxEmitter.Body(loss),
            LossKind.GaussianNegativeLogLikelihood => RegressionLossEmitter.GaussianBody(loss),
            _ => RegressionLossEmitter.Body(loss),
        });
    }

    private static string Slot(LossPlan loss) => loss.IsEveryStep ? "step" : "0";
}
