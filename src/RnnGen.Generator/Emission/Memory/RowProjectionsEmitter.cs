using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>Where single rows keep the products of their inputs.</summary>
internal static class RowProjectionsEmitter
{
    /// <summary>Buffers for the products of the inputs of many steps.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        foreach (RowStagePlan stage in Of(plan))
        {
            w.Line(
                $"/// <summary>Products of the inputs of {(plan.Row!.Interleaves ? "a step" : $"{RowPlan.ProjectedSteps} steps")} of one "
                + $"row: {stage.Matrix!.Equation}.</summary>");
            w.Line($"public {Names.StepBuffer} {stage.Method}Projection;");
            w.Line();
        }
    }

    /// <summary>The stages whose products are set aside.</summary>
    public static IEnumerable<RowStagePlan> Of(ModelPlan plan) =>
        plan.Row!.StepLayers.SelectMany(layer => layer.Stages).Where(stage => stage.SetsAside);
}
