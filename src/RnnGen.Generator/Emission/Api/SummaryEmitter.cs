using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>The remarks on the generated class: the network in one screen.</summary>
internal static class SummaryEmitter
{
    public static string Remarks(ModelPlan plan)
    {
        List<string> lines = ["/// <remarks>", "/// <code>"];
        string features = plan.Embedding is null ? $", {plan.Spec.InputSize}" : "";
        string input = plan.Spec.Steps is int steps ? $"[batch, {steps}{features}]" : $"[batch, steps{features}]";
        string tokens = plan.Embedding is EmbeddingPlan embedding ? $"tokens 0 to {embedding.Table.Shape[0] - 1} " : "";
        lines.Add(
            $"/// input {tokens}{input}, "
            + $"{(plan.Spec.Steps is null ? "dynamic: one loop over any number of steps" : "static: every step unrolled")}");
        if (plan.Spec.Embedding is EmbeddingSpec spec)
        {
            lines.Add($"/// embedding: x = table[token], to {spec.Units}");
        }

        if (plan.Spec.Inputs.Count > 0)
        {
            lines.AddRange(plan.Spec.Inputs.Select(input =>
                $"///     {input.Name} {input.Size}{(input.PerSequence ? " of the whole sequence" : "")}"));
        }

        foreach (LayerPlan layer in plan.Layers)
        {
            lines.Add($"/// {layer.Title}: {string.Join(" and ", layer.Inputs.Select(value => value.Width))} to {layer.Output.Width}");
            foreach (StagePlan stage in layer.Stages)
            {
                if (stage is StagePlan.Matrix matrix)
                {
                    lines.Add($"///     {matrix.Equation}");
                }
                else if (stage is StagePlan.Normalize normalize)
                {
                    lines.AddRange(normalize.Values.Select(value => $"///     {NormalizeEmitter.Equation(normalize, value)}"));
                }
                else if (stage is StagePlan.Pointwise pointwise)
                {
                    lines.AddRange(pointwise.Forward.Statements.Select(statement => $"///     {AssignmentText.Equation(statement)}"));
                }
            }
        }

        foreach (HeadPlan head in plan.Heads)
        {
            string indent = head.Name is null ? "" : "    ";
            if (head.Name is not null)
            {
                string weight = head.Loss is null ? "" : $", weight {head.Weight.ToString("R", CultureInfo.InvariantCulture)}";
                lines.Add($"/// head {head.Name}{weight}:");
            }

            lines.AddRange(Head(head).Select(line => $"/// {indent}{line}"));
        }

        lines.Add("///");
        lines.Add("/// parameter                     shape          offset");
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            string shape = $"[{string.Join(", ", parameter.Shape)}]";
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
