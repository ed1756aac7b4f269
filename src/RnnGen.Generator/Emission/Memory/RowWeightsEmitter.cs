using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The class that holds the parameters in the layout of single rows.</summary>
internal static class RowWeightsEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The parameters in the order in which a single row reads them, packed once for each version of the "
            + $"parameters.</summary>\nprivate sealed class RowWeights() : {Names.Generated}.PackedRows(mostBits: "
            + $"{plan.Row!.MaxVectorBits})"))
        {
            foreach (RowStagePlan stage in plan.Row!.Stages)
            {
                if (stage.Matrix is not null)
                {
                    w.Line($"public readonly {Names.AlignedBuffer} {stage.Method} = {Names.AlignedBuffer}.Allocate({stage.PackedFloats});");
                }
            }

            foreach (VectorPlan vector in WeightsEmitter.Vectors(plan))
            {
                WeightsEmitter.VectorField(w, vector);
            }

            w.Line();
            using (w.Block($"public override void Pack({Names.ReadOnlySpan} parameters)"))
            {
                w.Line("int vectorWidth = VectorBits / 32;");
                foreach (VectorPlan vector in WeightsEmitter.Vectors(plan))
                {
                    WeightsEmitter.PackVector(w, vector);
                }

                foreach (RowStagePlan stage in plan.Row!.Stages)
                {
                    if (stage.Matrix is not StagePlan.Matrix matrix)
                    {
                        continue;
                    }

                    string sources =
                        $"\n    parameters.Slice({matrix.Kernel.Offset}, {matrix.Kernel.Count}), "
                        + $"{(matrix.Bias is ParameterPlan bias ? $"parameters.Slice({bias.Offset}, {bias.Count})" : "default")}, ";
                    w.Lines(stage.IsDot
                        ? $"{Names.WeightLayout}.PackColumns({sources}{stage.DotStride}, {stage.Method}.Span);"
                        : $"{Names.WeightLayout}.PackRowTiles({sources}[{Scales(stage)}], {stage.Units}, vectorWidth, {stage.TileVectors}, "
                            + $"{stage.Method}.Span);");
                }
            }
        }
    }

    private static string Scales(RowStagePlan stage) =>
        string.Join(", ", Enumerable.Range(0, stage.Blocks).Select(block => stage.IsHalved(block) ? "0.5f" : "1f"));
}
