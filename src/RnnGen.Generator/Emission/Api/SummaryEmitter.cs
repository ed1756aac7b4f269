using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>The network in one screen: for the remarks on the generated class, and for the files that compute it.</summary>
internal static class SummaryEmitter
{
    public static string Remarks(ModelPlan plan)
    {
        List<string> lines = ["/// <remarks>", "/// <code>", .. Network(plan).Select(line => $"/// {line}")];
        lines.Add("///");
        lines.Add("/// parameter                     shape          offset");
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            string shape = $"[{string.Join(", ", parameter.Dimensions)}]";
            lines.Add($"/// {parameter.Name,-29} {shape,-14} {parameter.Offset.ToString(CultureInfo.InvariantCulture)}");
        }

        long count = plan.Parameters.Sum(parameter => parameter.Count);
        lines.Add(
            $"/// {count.ToString("N0", CultureInfo.InvariantCulture)} parameters; "
            + $"{plan.MultiplyAddsPerStep.ToString("N0", CultureInfo.InvariantCulture)} multiply-adds a step and row");
        lines.Add("/// </code>");
        lines.Add("/// </remarks>");
        return string.Join("\n", lines);
    }

    /// <summary>Inputs, layers with their equations, and heads, in the order in which they run.</summary>
    public static IEnumerable<string> Network(ModelPlan plan)
    {
        string features = plan.Embedding is null ? $", {plan.Spec.InputSize}" : "";
        string input = plan.Spec.Steps is int steps ? $"[batch, {steps}{features}]" : $"[batch, steps{features}]";
        string tokens = plan.Embedding is EmbeddingPlan embedding ? $"tokens 0 to {embedding.Table.Shape[0] - 1} " : "";
        yield return $"input {tokens}{input}, "
            + $"{(plan.Spec.Steps is null ? "dynamic: one loop over any number of steps" : "static: every step unrolled")}";
        if (plan.Spec.Embedding is EmbeddingSpec spec)
        {
            yield return $"embedding: x = table[token], to {spec.Units}";
        }

        foreach (InputSpec part in plan.Spec.Inputs)
        {
            yield return $"    {part.Name} {part.Size}{(part.PerSequence ? " of the whole sequence" : "")}";
        }

        foreach (LayerPlan layer in plan.Layers)
        {
            yield return $"{layer.Title}: {string.Join(" and ", layer.Inputs.Select(value => value.Width))} to {layer.Output.Width}";
            if (layer.Window is WindowSpec { IsOneStep: false } window)
            {
                yield return $"    x: {WindowEmitter.Steps(window)}";
            }

            foreach (string equation in layer.Stages.SelectMany(Equations))
            {
                yield return $"    {equation}";
            }
        }

        foreach (HeadPlan head in plan.Heads)
        {
            string indent = head.Name is null ? "" : "    ";
            if (head.Name is not null)
            {
                string weight = head.Loss is null ? "" : $", weight {head.Weight.ToString("R", CultureInfo.InvariantCulture)}";
                yield return $"head {head.Name}{weight}:";
            }

            foreach (string line in Head(head))
            {
                yield return indent + line;
            }
        }
    }

    private static IEnumerable<string> Equations(StagePlan stage) => stage switch
    {
        StagePlan.Matrix matrix => [matrix.Equation],
        StagePlan.Normalize normalize => normalize.Values.Select(value => NormalizeEmitter.Equation(normalize, value)),
        StagePlan.Pointwise pointwise => pointwise.Forward.Statements.Select(AssignmentText.Explained),
        _ => [],
    };

    private static IEnumerable<string> Scores(ReductionPlan reduction)
    {
        foreach (StagePlan stage in reduction.Scores)
        {
            if (stage is StagePlan.Matrix product)
            {
                yield return $"score, every step: {product.Equation}, {product.Operands[0].Width} to {product.Units}";
            }

            foreach (StatementPlan statement in (stage as StagePlan.Pointwise)?.Forward.Statements ?? default)
            {
                yield return $"    {AssignmentText.Equation(statement)}";
            }
        }
    }

    private static IEnumerable<string> Head(HeadPlan head)
    {
        switch (head.Reduction?.Kind)
        {
            case SequenceReduction.Last:
                yield return "last valid step of each row";
                break;
            case SequenceReduction.Mean:
                yield return "mean over the valid steps of each row";
                break;
            case SequenceReduction.Max:
                yield return "largest value of each unit over the valid steps of each row";
                break;
            case SequenceReduction.Attention:
                foreach (string line in Scores(head.Reduction))
                {
                    yield return line;
                }

                yield return "mean over the valid steps of each row, weighted by softmax(s)";
                break;
        }

        foreach ((StagePlan.Matrix product, StagePlan.Pointwise? activation) in head.Layers)
        {
            yield return $"dense{(head.IsEveryStep ? ", every step" : "")}: {product.Equation}, "
                + $"{product.Operands[0].Width} to {product.Units}";
            foreach (StatementPlan statement in activation?.Forward.Statements ?? default)
            {
                yield return $"    {AssignmentText.Equation(statement)}";
            }
        }

        if (head.Loss is LossPlan loss)
        {
            yield return $"loss: {LossEmitter.Title(loss)}";
        }
    }
}
