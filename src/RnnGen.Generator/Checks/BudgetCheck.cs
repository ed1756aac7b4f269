using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Plans.Costs;
using RnnGen.Generator.Specification;
using RnnGen.Threading;

namespace RnnGen.Generator.Checks;

/// <summary>Holds what a model needs for a batch against the budget of its class.</summary>
internal static class BudgetCheck
{
    /// <summary>What has been read, without its budget; without a specification where that does not suffice.</summary>
    public static ParseResult Check(ParseResult parsed)
    {
        if (parsed is not { Spec: ModelSpec spec, Budget: BudgetRequest budget })
        {
            return parsed with { Budget = null };
        }

        return Problem(spec, budget) is DiagnosticInfo problem
            ? parsed with { Spec = null, Budget = null, Diagnostics = parsed.Diagnostics.Append(problem).ToEquatable() }
            : parsed with { Budget = null };
    }

    private static DiagnosticInfo? Problem(ModelSpec spec, BudgetRequest budget)
    {
        if ((spec.Steps ?? budget.Steps) is not int steps)
        {
            return DiagnosticInfo.Create(Descriptors.BudgetWithoutSteps, budget.Places.Attribute, spec.Type.PlainName);
        }

        if (budget.Steps is int given && given != steps)
        {
            string reason = $"class '{spec.Type.PlainName}' has {Counted.Of(steps, "step")}";
            return DiagnosticInfo.Create(Descriptors.NoEffect, budget.Places.Steps, $"Steps = {Number(given)} of [MemoryBudget]", reason);
        }

        if (budget.Training is true && !spec.Training)
        {
            string reason = $"class '{spec.Type.PlainName}' has no trainer";
            return DiagnosticInfo.Create(Descriptors.NoEffect, budget.Places.Training, "Training = true of [MemoryBudget]", reason);
        }

        bool training = budget.Training ?? spec.Training;
        (string Name, decimal Bytes)[] parts = [.. Parts(ModelPlanner.Plan(spec), budget.BatchSize, steps, training)];
        decimal sum = parts.Sum(part => part.Bytes);
        return sum <= budget.Bytes ? null : DiagnosticInfo.Create(
            Descriptors.OverBudget, budget.Places.Attribute, spec.Type.PlainName, Number(sum), training ? "to train on" : "to predict",
            Counted.Of(budget.BatchSize, "row"), Counted.Of(steps, "step"), Number(sum - budget.Bytes), budget.Text,
            Number(budget.Bytes), string.Join(", ", parts.Select(part => $"{part.Name} {Number(part.Bytes)}")));
    }

    private static IEnumerable<(string Name, decimal Bytes)> Parts(ModelPlan plan, int rows, int steps, bool training)
    {
        ModelCost cost = ModelCost.Of(plan);
        yield return ("parameters", cost.Parameters);
        if (training)
        {
            yield return ("packed for training", cost.PackedForTraining);
            yield return ("gradients", cost.Gradients);
            yield return ("activations", cost.Training.Of(steps) * rows);
            yield break;
        }

        yield return ("packed for batches", cost.Packed);
        yield return ("packed for single rows", cost.PackedRows);
        yield return ("activations", cost.Prediction.Of(steps) * RowGroups.RowsAtOnce(rows, steps, plan.Workspace.FloatsPerStep));
    }

    private static string Number(decimal number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
