using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>What the user sees of named heads: their description, their sizes, probabilities of their logits.</summary>
internal static class HeadsEmitter
{
    /// <summary>The heads in the description of the model.</summary>
    public static void Describe(CodeWriter w, ModelPlan plan)
    {
        w.Line("Heads =");
        w.Line("[");
        foreach (HeadPlan head in plan.Heads)
        {
            w.Line($"    new(\"{head.Name}\", {OutputNames.Size(head)}, {Text(head.IsEveryStep)}, {Text(head.Streams)}){Learning(head)},");
        }

        w.Line("],");
    }

    /// <summary>The class that holds what belongs to a head.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        if (!plan.HasNamedHeads)
        {
            return;
        }

        using (w.Block(
            "/// <summary>The heads: sizes of their outputs, and probabilities where these are logits.</summary>\n"
            + "public static class Heads"))
        {
            foreach (HeadPlan head in plan.Heads)
            {
                w.Line($"/// <summary>Features of one output of head {head.Name}.</summary>");
                w.Line($"public const int {head.Stem}Size = {head.Output.Units};");
                w.Line();
            }

            foreach (HeadPlan head in plan.Heads.Where(
                head => head.Loss is { Spec: { TakesClassLogits: true } or { Kind: LossKind.BinaryCrossEntropy } }))
            {
                bool isSoftmax = head.Loss!.Spec.TakesClassLogits;
                string about = isSoftmax ? "softmax of each output" : "the logistic function of each number";
                string call = isSoftmax ? $"Softmax.Rows(logits, {head.Stem}Size, probabilities)" : "Logistic.Of(logits, probabilities)";
                w.Lines($"""
                    /// <summary>Turns logits of head {head.Name} into probabilities: {about}.</summary>
                    /// <exception cref="global::System.ArgumentException">The lengths do not fit.</exception>
                    public static void {head.Stem}Probabilities({Names.ReadOnlySpan} logits, {Names.Span} probabilities) =>
                        global::RnnGen.Numerics.{call};

                    """);
            }
        }

        w.Line();
    }

    /// <summary>The properties of a head that ends in a loss.</summary>
    private static string Learning(HeadPlan head)
    {
        if (head.Loss is not LossPlan loss)
        {
            return "";
        }

        string weight = head.Weight == 1 ? "" : $", Weight = {ExprText.Literal(head.Weight)}";
        string blank = loss.Spec.IsOfSequences ? $"Blank = {loss.Spec.Blank}, " : "";
        return $" {{ TargetSize = {loss.TargetUnits}, IsClassifier = {Text(loss.Spec.IsClassification)}, {blank}"
            + $"Reduction = global::RnnGen.LossReduction.{loss.Spec.Reduction}{weight} }}";
    }

    private static string Text(bool value) => value ? "true" : "false";
}
