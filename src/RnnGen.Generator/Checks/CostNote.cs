using System.Globalization;
using RnnGen.Generator.Common;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Plans.Costs;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Checks;

/// <summary>What an editor shows at a model: the cost of its network in one line.</summary>
internal static class CostNote
{
    /// <summary>The line.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sourceBytes">Bytes of its generated files.</param>
    public static string Of(ModelSpec spec, long sourceBytes)
    {
        ModelPlan plan = ModelPlanner.Plan(spec);
        int? steps = spec.Steps;
        ModelCost cost = ModelCost.Of(plan);
        string after = plan.MultiplyAddsPerSequence == 0 ? "" : $" and {Number(plan.MultiplyAddsPerSequence)} after the last";
        string rows = cost.PackedRows == 0 ? "" : $", for single rows {Bytes(cost.PackedRows)}";
        string training = spec.Training ? $", in training {Activations(cost.Training, steps)}" : "";
        string length = steps is int count ? $" of {Counted.Of(count, "step")}" : "";
        return $"{Number(cost.Parameters / sizeof(float))} parameters ({Bytes(cost.Parameters)}; packed for batches "
            + $"{Bytes(cost.Packed)}{rows}); a row{length} takes {Number(plan.MultiplyAddsPerStep)} multiply-adds a step{after}, "
            + $"activations of {Activations(cost.Prediction, steps)}{training}; generated source {Bytes(sourceBytes)}";
    }

    private static string Activations(RowBytes row, int? steps) =>
        steps is int count ? Bytes(row.Of(count)) : $"{Bytes(row.PerStep)} a step and {Number(row.PerSequence)} besides";

    private static string Bytes(decimal bytes) => $"{Number(bytes)} bytes";

    private static string Number(decimal number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
