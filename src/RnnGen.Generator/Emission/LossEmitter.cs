using System.Collections.Generic;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>
/// The loss of each target and its gradient, in one go: what all losses have in common. A gradient is carried on, so it is 0 below 2^-100 in
/// magnitude.
/// </summary>
internal static class LossEmitter
{
    public static void Emit(CodeWriter w, LossPlan loss)
    {
        w.Lines(loss.Spec.Kind == LossKind.SoftmaxCrossEntropy ? SoftmaxEmitter.Summary(loss) : RegressionLossEmitter.Summary(loss));
        w.Line(Names.Optimize);
        using (w.Block($"public static void {loss.Method}<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            w.Lines(loss.Spec.Kind == LossKind.SoftmaxCrossEntropy ? SoftmaxEmitter.Constants(loss) : RegressionLossEmitter.Constants(loss));
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
                    w.Line($"w.{loss.Stem}RowLosses[row] = total;");
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

    /// <summary>The functions that a loss calls.</summary>
    public static IEnumerable<Function> Functions(LossPlan loss) => loss.Spec.Kind switch
    {
        LossKind.SoftmaxCrossEntropy => [Function.Exp, Function.Log, Function.FlushTiny],
        LossKind.BinaryCrossEntropy => [Function.Exp, Function.Log, Function.Sigmoid, Function.FlushTiny],
        LossKind.GaussianNegativeLogLikelihood => [Function.Exp, Function.FlushTiny],
        _ => [Function.FlushTiny],
    };

    /// <summary>What a workspace holds for the loss.</summary>
    public static void Fields(CodeWriter w, LossPlan loss)
    {
        w.Line(loss.Spec.IsClassification ? "/// <summary>Class probabilities to learn.</summary>" : "/// <summary>Values to learn.</summary>");
        w.Line($"public {Names.StepBuffer} {loss.Stem}Targets;");
        w.Line();
        w.Line(loss.IsEveryStep ? "/// <summary>Terms of the loss of one step of each row.</summary>" : "/// <summary>The loss of each row, in its first element.</summary>");
        w.Line($"public {Names.StepBuffer} {loss.Stem}LossTerms;");
        w.Line();
        if (loss.IsEveryStep)
        {
            w.Line("/// <summary>The loss of each row, summed over its steps.</summary>");
            w.Line($"public double[] {loss.Stem}RowLosses = [];");
            w.Line();
        }

        if (!loss.IsMeanOverBatch)
        {
            w.Line("/// <summary>What the sum of the losses is divided by.</summary>");
            w.Line($"public float {loss.Stem}LossDenominator;");
            w.Line();
        }

        if (loss.Spec.IgnoreIndex is not null)
        {
            w.Line("/// <summary>Which targets count, [slots, rows].</summary>");
            w.Line($"public bool[] {loss.Stem}Counts = [];");
            w.Line();
        }
    }

    /// <summary>Their shapes for a batch.</summary>
    public static void Shapes(CodeWriter w, LossPlan loss)
    {
        w.Line($"{loss.Stem}Targets = {Names.StepBuffer}.Shape({loss.Stem}Targets, {(loss.IsEveryStep ? "Steps" : "1")}, Rows, {Sizes.Padded(loss.TargetUnits)});");
        w.Line($"{loss.Stem}LossTerms = {Names.StepBuffer}.Shape({loss.Stem}LossTerms, 1, Rows, {loss.ScratchFloats});");
        if (loss.IsEveryStep)
        {
            using (w.Block($"if ({loss.Stem}RowLosses.Length < Rows)"))
            {
                w.Line($"{loss.Stem}RowLosses = new double[Rows];");
            }
        }
    }

    private static void Target(CodeWriter w, LossPlan loss)
    {
        string slot = Slot(loss);
        string? isNone = (loss.IsEveryStep, loss.Spec.IgnoreIndex is not null) switch
        {
            (true, true) => $"step >= w.Length(row) || !w.{loss.Stem}Counts[(step * w.Rows) + row]",
            (true, false) => "step >= w.Length(row)",
            (false, true) => $"!w.{loss.Stem}Counts[row]",
            _ => null,
        };
        if (isNone is not null)
        {
            w.Line("// No target: no loss, and no gradient.");
            using (w.Block($"if ({isNone})"))
            {
                w.Line($"w.{loss.Output.GradientField}.Row({slot}, row).Clear();");
                if (!loss.IsEveryStep)
                {
                    w.Line($"w.{loss.Stem}LossTerms[0, row] = 0;");
                }

                w.Line("continue;");
            }

            w.Line();
        }

        w.Lines($"""
            ref float {(loss.Spec.IsClassification ? "logits" : "outputs")} = ref w.{loss.Output.Place.Field}[{Names.SlotText(loss.Output.Place.Slot)}, row];
            ref float gradient = ref w.{loss.Output.GradientField}[{slot}, row];
            ref float targets = ref w.{loss.Stem}Targets[{slot}, row];
            ref float terms = ref w.{loss.Stem}LossTerms[0, row];

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
