using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
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

            foreach (VectorPlan vector in plan.Vectors)
            {
                WeightsEmitter.VectorField(w, vector);
            }

            w.Line();
            using (w.Block($"public override void Pack({Names.ReadOnlySpan} parameters)"))
            {
                if (plan.Row!.Stages.Any(stage => stage is { Matrix: not null, IsDot: false, IsInt8: false }))
                {
                    w.Line("int vectorWidth = VectorBits / 32;");
                }

                PackedWeightsEmitter.Round(w, plan, condition: null);
                foreach (VectorPlan vector in plan.Vectors)
                {
                    WeightsEmitter.PackVector(w, vector);
                }

                foreach (RowStagePlan stage in plan.Row!.Stages)
                {
                    if (stage.Matrix is not StagePlan.Matrix matrix)
                    {
                        continue;
                    }

                    using CodeWriter.Scope? scope = matrix.Heads > 1 ? w.Block() : null;
                    string kernel = WeightsEmitter.Slice(matrix.Kernel);
                    if (matrix.Heads > 1)
                    {
                        WeightsEmitter.Kernel(w, matrix);
                        kernel = "kernel";
                    }

                    if (stage.IsInt8)
                    {
                        Int8(w, stage, matrix, kernel);
                        continue;
                    }

                    string sources =
                        $"\n    {kernel}, "
                        + $"{(matrix.Bias is ParameterPlan bias ? $"parameters.Slice({bias.Offset}, {bias.Count})" : "default")}, ";
                    string method = stage.IsBFloat16 ? "PackRowTilesBFloat16" : "PackRowTiles";
                    w.Lines(stage.IsDot
                        ? $"{Names.WeightLayout}.PackColumns({sources}{stage.DotStride}, {stage.Method}.Span);"
                        : $"{Names.WeightLayout}.{method}({sources}[{Scales(stage)}], {stage.Units}, vectorWidth, {stage.TileVectors}, "
                            + $"{stage.Method}.Span);");
                }
            }
        }
    }

    /// <summary>The rows of each operand as bytes, then the bias.</summary>
    private static void Int8(CodeWriter w, RowStagePlan stage, StagePlan.Matrix matrix, string kernel)
    {
        long offset = 0;
        string span = $"{stage.Method}.Span";
        foreach (OperandPlan operand in matrix.Operands)
        {
            long floats = Sizes.Int8Floats(operand, matrix.Columns);
            PackedWeightsEmitter.Int8(w, matrix, operand, kernel, $"{span}.Slice({offset}, {floats})");
            offset += floats;
        }

        if (matrix.Bias is ParameterPlan bias)
        {
            w.Line(
                $"{Names.WeightLayout}.PackBias({WeightsEmitter.Slice(bias)}, {matrix.Blocks.Count}, {matrix.Units}, "
                + $"{ExprText.Literal(matrix.BiasPadding)}, {span}.Slice({offset}, {matrix.Columns}));");
        }
    }

    private static string Scales(RowStagePlan stage) =>
        string.Join(", ", Enumerable.Range(0, stage.Blocks).Select(block => stage.IsHalved(block) ? "0.5f" : "1f"));
}
